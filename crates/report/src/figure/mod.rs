//! The paper's figures from our numbers, as vector graphics: a file a figure.
//!
//! All are drawn in one style: ours filled, solid and blue, the paper's hollow, dashed and
//! orange, so that shape and dash tell them apart without colour. Colours are CSS variables,
//! text stays text and takes the colour of what is around it: a page decides on light and dark,
//! and [`Drawing::file`] writes a file for one of the two.
//!
//! [`FIGURES`] is the only list of them. A figure is a file with a constant [`Figure`], and that
//! constant's name in the list. [`IN_README`] names those that the README shows.

mod axis;
mod bitmap;
mod code_book;
mod cost;
mod dashes;
mod distorted;
mod error_against_cost;
mod errors;
mod layers;
mod learning_curves;
mod misclassified;
mod passes;
mod plot;
mod rejection;
mod robustness;
mod rows;
mod svg;
mod theme;
mod training_size;

pub use bitmap::{Bitmaps, data_uri, png};
pub use passes::passes;
pub use svg::{Drawing, Figure};
pub use theme::{DARK, LIGHT, Theme};

/// The figures, in the order of the page.
pub const FIGURES: &[Figure] = &[
    errors::FIGURE,
    error_against_cost::FIGURE,
    rejection::FIGURE,
    cost::MULTIPLY_ACCUMULATES,
    cost::MEMORY,
    learning_curves::FIGURE,
    training_size::FIGURE,
    robustness::FIGURE,
    misclassified::FIGURE,
    layers::FIGURE,
    distorted::FIGURE,
    code_book::FIGURE,
];

/// The figures of the README, in its order. They are made of the comparison's table alone.
pub const IN_README: &[Figure] = &[errors::FIGURE, error_against_cost::FIGURE];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_figure_has_a_name_of_its_own() {
        let ids: BTreeSet<&str> = FIGURES.iter().map(|figure| figure.id).collect();
        assert_eq!(ids.len(), FIGURES.len());
    }
}
