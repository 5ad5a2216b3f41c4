use maud::html;

use super::bitmap::Bitmaps;
use super::svg::{WIDTH, Words, centred, figure, picture};
use super::{Figure, data_uri, png};

const ACROSS: usize = 10;
/// Patterns that are shown; the paper's figure has all its 82.
const MOST: usize = 120;

/// The test images that a network mistakes, with true and given label (Figure 8).
pub fn misclassified(row: &str, truth: &[u8], given: &[u8], images: Bitmaps<'_>) -> Option<Figure> {
    let wrong: Vec<(usize, u8, u8)> = truth
        .iter()
        .zip(given)
        .enumerate()
        .filter(|(_, (truth, given))| truth != given)
        .map(|(index, (&truth, &given))| (index, truth, given))
        .collect();
    let shown: Vec<(&[u8], u8, u8)> = wrong
        .iter()
        .take(MOST)
        .filter_map(|&(index, truth, given)| Some((images.get(index)?, truth, given)))
        .collect();
    if shown.is_empty() {
        return None;
    }
    let (across, down, side) = (WIDTH / ACROSS as f64, 58.0, 36.0);
    let drawn = html! {
        @for (place, (pixels, truth, given)) in shown.iter().enumerate() {
            @let (x, y) = ((place % ACROSS) as f64 * across, (place / ACROSS) as f64 * down);
            @let uri = data_uri(&png(images.height, images.width, pixels));
            (picture(x + (across - side) / 2.0, y, side, side, &uri))
            (centred(x + across / 2.0, y + 49.0, &format!("{truth} → {given}")))
        }
    };
    let listed: Vec<String> = wrong
        .iter()
        .take(MOST)
        .map(|(index, truth, given)| format!("image {index}: {truth} → {given}"))
        .collect();
    let part = match wrong.len() > shown.len() {
        true => format!("the first {} of {}", shown.len(), wrong.len()),
        false => format!("all {}", wrong.len()),
    };
    let words = Words {
        id: "figure-8",
        title: "The test images that LeNet-5 mistakes",
        description: &format!("{}.", listed.join(", ")),
        caption: format!(
            "As the paper's Figure 8, which has 82: {part} errors of {row} on the test images, in \
             the order of the test set, true label → given label."
        ),
    };
    Some(figure(
        words,
        shown.len().div_ceil(ACROSS) as f64 * down,
        &drawn,
    ))
}
