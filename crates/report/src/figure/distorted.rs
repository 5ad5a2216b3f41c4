use maud::html;

use super::svg::{WIDTH, Words, figure, picture};
use super::{Figure, data_uri, png};

/// Training images with their distorted copies: of each first the original, then the copies,
/// all `height` × `width` (Figure 7).
pub fn distorted(versions: &[Vec<Vec<u8>>], height: usize, width: usize) -> Option<Figure> {
    let copies = versions.first()?.len();
    let side = WIDTH / copies as f64;
    let drawn = html! {
        @for (row, of_image) in versions.iter().enumerate() {
            @for (column, pixels) in of_image.iter().enumerate() {
                // The original stands apart.
                @let gap = if column == 0 { 0.0 } else { 6.0 };
                @let (x, y) = (column as f64 * side + gap, row as f64 * side);
                @let uri = data_uri(&png(height, width, pixels));
                (picture(x, y, side - 8.0, side - 8.0, &uri))
            }
        }
    };
    let words = Words {
        id: "figure-7",
        title: "Distorted patterns",
        description: &format!(
            "{} training images, one a row, each followed by {} copies that are shifted, scaled, \
             squeezed and sheared at random.",
            versions.len(),
            copies - 1,
        ),
        caption: format!(
            "As in the paper's Figure 7: on the left the first training image of each class, then \
             the first {} of the distorted copies that the row lenet5-dist is trained with \
             (seed 1). The paper does not give the ranges; ours were chosen on validation.",
            copies - 1,
        ),
    };
    Some(figure(words, versions.len() as f64 * side, &drawn))
}
