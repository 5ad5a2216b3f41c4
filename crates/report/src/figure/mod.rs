//! The paper's figures made from our numbers, as vector graphics. Each figure has a file of its
//! own.
//!
//! All figures have the same style. Our results are filled, solid and blue; the paper's results are
//! hollow, dashed and orange. So shape and dashes distinguish the two without colour. Colours are
//! CSS variables. Text stays text and takes the colour of its surroundings. A page can therefore
//! choose between light and dark, and [`Drawing::file`] writes a file for one of the two.
//!
//! [`FIGURES`] is the only list of the figures of single digits, and [`STRING_FIGURES`] of those of
//! strings. To add a figure, write a file with a constant of type [`Figure`] and add the constant to
//! its list. [`IN_README`] lists the figures that the
//! README shows.

mod axis;
mod bitmap;
mod code_book;
mod cost;
mod dashes;
mod distorted;
mod error_against_cost;
mod errors;
mod growth;
mod layers;
mod learning_curves;
mod misclassified;
mod passes;
mod plot;
mod rejection;
mod robustness;
mod rows;
pub(crate) mod strings;
mod svg;
mod theme;
mod training_size;

pub use bitmap::{Bitmaps, data_uri, png};
pub use passes::passes;
pub use strings::STRING_FIGURES;
pub use svg::{Drawing, Figure};
pub use theme::{DARK, LIGHT, Theme};

/// All figures, in the order of the page.
pub const FIGURES: &[Figure] = &[
    errors::FIGURE,
    error_against_cost::FIGURE,
    rejection::FIGURE,
    cost::MULTIPLY_ACCUMULATES,
    cost::MEMORY,
    learning_curves::FIGURE,
    training_size::FIGURE,
    growth::TRAINING,
    growth::RECOGNITION,
    growth::MEMORY,
    growth::ERROR,
    robustness::FIGURE,
    misclassified::FIGURE,
    layers::FIGURE,
    distorted::FIGURE,
    code_book::FIGURE,
];

/// The figures of the README, in its order. They need only the table of the comparison.
pub const IN_README: &[Figure] = &[errors::FIGURE, error_against_cost::FIGURE];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_figure_has_a_name_of_its_own() {
        let all = || FIGURES.iter().chain(STRING_FIGURES);
        let ids: BTreeSet<&str> = all().map(|figure| figure.id).collect();
        assert_eq!(ids.len(), all().count());
    }
}
