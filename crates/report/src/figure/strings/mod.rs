//! The figures of the paper's second half, which reads strings of digits.
//!
//! They stand in a list of their own, because a page without strings does not miss them.

mod candidates;
mod composition;
mod constant;
mod criterion;
mod global_training;
mod graph;
mod mistakes;
mod reading;
mod rejection;
mod segmentation_graph;
mod strip;
mod sweep;

use super::svg::Figure;

/// All figures of strings, in the order of the page.
pub const STRING_FIGURES: &[Figure] = &[
    global_training::FIGURE,
    rejection::FIGURE,
    segmentation_graph::FIGURE,
    reading::FIGURE,
    candidates::FIGURE,
    criterion::FIGURE,
    sweep::FIGURE,
    composition::FIGURE,
    constant::FIGURE,
    mistakes::FIGURE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Drawing;
    use crate::{Data, committed};

    fn drawn(data: &Data<'_>) -> Vec<(&'static Figure, Option<Drawing>)> {
        let drawn = STRING_FIGURES.iter().map(|f| (f, (f.draw)(data)));
        drawn.collect()
    }

    #[test]
    fn every_picture_is_drawn_of_sound_data_and_none_without() {
        let results = committed::results();
        let pictures = committed::string_pictures(&results);
        let data = Data {
            string_descriptions: &committed::ROWS,
            string_pictures: &pictures,
            ..Data::measured(&results, &[])
        };
        for (figure, drawing) in drawn(&data) {
            let drawing = drawing.unwrap_or_else(|| panic!("{} is not drawn", figure.id));
            let svg = drawing.svg(figure.id, figure.title).into_string();
            assert!(
                !svg.contains("NaN") && !svg.contains("inf"),
                "{}",
                figure.id
            );
            assert!(
                drawing.height > 50.0 && drawing.height < 1000.0,
                "{}",
                figure.id
            );
        }
        let empty = crate::Results::default();
        let nothing = drawn(&Data::measured(&empty, &[]));
        assert!(nothing.iter().all(|(_, drawing)| drawing.is_none()));
    }
}
