use maud::html;

use super::bitmap::{data_uri, png};
use super::svg::{Drawing, Figure, PAGE, WIDTH, image};
use crate::Data;

/// Training images with their distorted copies. The original comes first (Figure 7).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-7",
    title: "Distorted patterns",
    shows: "distorted patterns (Figure 7)",
    command: PAGE,
    draw,
};

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let (versions, (height, width)) = (data.distorted, data.distorted_size);
    let copies = versions.first()?.len();
    let side = WIDTH / copies as f64;
    let inside = html! {
        @for (row, of_image) in versions.iter().enumerate() {
            @for (column, pixels) in of_image.iter().enumerate() {
                // A gap separates the original from its copies.
                @let gap = if column == 0 { 0.0 } else { 6.0 };
                @let (x, y) = (column as f64 * side + gap, row as f64 * side);
                @let uri = data_uri(&png(height, width, pixels));
                (image(x, y, side - 8.0, side - 8.0, &uri))
            }
        }
    };
    Some(Drawing {
        description: format!(
            "{} training images, one a row, each followed by {} copies that are shifted, scaled, \
             squeezed and sheared at random.",
            versions.len(),
            copies - 1,
        ),
        caption: format!(
            "As in the paper's Figure 7: on the left the first training image of each class, then \
             the first {} of the distorted copies that the row {} is trained with (seed 1). \
              The paper does not give the ranges; ours were chosen on validation.",
            copies - 1,
            data.studied,
        ),
        height: versions.len() as f64 * side,
        inside,
    })
}
