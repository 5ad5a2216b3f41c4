use maud::html;

use super::bitmap::{data_uri, png};
use super::svg::{Drawing, Figure, WIDTH, centred, image};
use crate::{Data, Mistake};

const ACROSS: usize = 10;
/// The largest number of patterns that are shown. The paper's figure shows all its 82.
const MOST: usize = 120;

/// The test images that a network gets wrong, with their true and given labels (Figure 8).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-8",
    title: "The test images that LeNet-5 mistakes",
    shows: "LeNet-5's errors (Figure 8)",
    command: "compare --only ROW",
    draw,
};

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let (comparison, images) = (&data.results.comparison, data.test_images);
    let line = comparison.line(data.studied)?;
    let predictions = &comparison.predictions;
    let given = predictions.given().get(data.studied, line.seed)?;
    let wrong = predictions.mistakes(given);
    let shown: Vec<(&[u8], &Mistake)> = wrong
        .iter()
        .take(MOST)
        .filter_map(|mistake| Some((images.get(mistake.image)?, mistake)))
        .collect();
    if shown.is_empty() {
        return None;
    }
    let (across, down, side) = (WIDTH / ACROSS as f64, 58.0, 36.0);
    let inside = html! {
        @for (place, (pixels, mistake)) in shown.iter().enumerate() {
            @let (x, y) = ((place % ACROSS) as f64 * across, (place / ACROSS) as f64 * down);
            @let uri = data_uri(&png(images.height, images.width, pixels));
            (image(x + (across - side) / 2.0, y, side, side, &uri))
            (centred(x + across / 2.0, y + 49.0, &labels(mistake)))
        }
    };
    let listed: Vec<String> = wrong
        .iter()
        .take(MOST)
        .map(|mistake| format!("image {}: {}", mistake.image, labels(mistake)))
        .collect();
    let part = match wrong.len() > shown.len() {
        true => format!("the first {} of {}", shown.len(), wrong.len()),
        false => format!("all {}", wrong.len()),
    };
    let text = format!(
        "{part} errors of {} on the test images, in the order of the test set, true label → given \
         label.",
        data.studied
    );
    Some(Drawing {
        description: format!("{}.", listed.join(", ")),
        caption: match data.is_the_papers() {
            true => format!("As the paper's Figure 8, which has 82: {text}"),
            false => sentence(&text),
        },
        height: shown.len().div_ceil(ACROSS) as f64 * down,
        inside,
    })
}

/// The text with a capital at its beginning.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn labels(mistake: &Mistake) -> String {
    format!("{} → {}", mistake.truth, mistake.given)
}
