use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::figure::{data_uri, png};
use crate::{Data, Line, Mistake};

/// The largest number of errors that are shown for a row.
pub(super) const SHOWN: usize = 60;

/// Number of images side by side.
const ACROSS: usize = 40;

/// One picture with all test images that some row gets wrong and shows. Each image is in it once.
pub(super) struct Atlas {
    places: BTreeMap<usize, usize>,
    uri: String,
    /// Height and width of an image.
    size: (usize, usize),
}

/// The errors of a row, in the order of the test set.
pub(super) fn mistakes(data: &Data<'_>, line: &Line) -> Vec<Mistake> {
    let predictions = &data.results.comparison.predictions;
    let given = predictions.given().get_or_first(&line.row, line.seed);
    given.map_or_else(Vec::new, |given| predictions.mistakes(given))
}

impl Atlas {
    pub(super) fn of(data: &Data<'_>) -> Self {
        let images = data.test_images;
        let mut places = BTreeMap::new();
        for line in &data.results.comparison.lines {
            for mistake in mistakes(data, line).into_iter().take(SHOWN) {
                if images.get(mistake.image).is_some() {
                    places.insert(mistake.image, 0);
                }
            }
        }
        for (place, of_image) in places.values_mut().enumerate() {
            *of_image = place;
        }
        let (height, width) = (images.height, images.width);
        let rows = places.len().div_ceil(ACROSS).max(1);
        let mut sheet = vec![0; rows * height * ACROSS * width];
        for (&image, &place) in &places {
            let Some(pixels) = images.get(image) else {
                continue;
            };
            let corner = place / ACROSS * height * ACROSS * width + place % ACROSS * width;
            for (y, row) in pixels.chunks(width).enumerate() {
                sheet[corner + y * ACROSS * width..][..width].copy_from_slice(row);
            }
        }
        Self {
            uri: match places.is_empty() {
                true => String::new(),
                false => data_uri(&png(rows * height, ACROSS * width, &sheet)),
            },
            places,
            size: (height, width),
        }
    }

    /// The style that shows one image of the picture at twice its size.
    pub(super) fn css(&self) -> String {
        if self.places.is_empty() {
            return String::new();
        }
        let (height, width) = (2 * self.size.0, 2 * self.size.1);
        format!(
            ".pattern{{width:{width}px;height:{height}px;background-image:url({});\
             background-size:{}px auto;background-position:calc(var(--x)*-{width}px) \
             calc(var(--y)*-{height}px)}}",
            self.uri,
            ACROSS * width,
        )
    }

    /// The image of a mistake, with its true and its given label under it.
    pub(super) fn pattern(&self, mistake: &Mistake) -> Option<Markup> {
        let place = self.places.get(&mistake.image)?;
        let Mistake {
            image,
            truth,
            given,
        } = mistake;
        let (x, y) = (place % ACROSS, place / ACROSS);
        Some(html! {
            li {
                span.pattern role="img" style={ "--x:" (x) ";--y:" (y) }
                    aria-label={ "image " (image) ": " (truth) " taken for " (given) } {}
                span aria-hidden="true" { (truth) "→" (given) }
            }
        })
    }
}
