//! The comparison as one HTML file that needs nothing else: no request leaves it, and without
//! scripts only sorting is lost.

mod atlas;
mod cells;
mod details;
mod head;
mod pictures;
mod table;

use maud::{DOCTYPE, html};

use crate::figure::Bitmaps;
use crate::{
    ChangeLine, ConfusionTable, Description, Failures, MapLine, PassLine, Passes, Predictions,
    SizeLine, Table, ValidationTable,
};
use atlas::Atlas;

/// What the page is made of: the files of a comparison, and what they do not hold.
///
/// Whatever is empty is left out, and the page says which command makes it.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// The heading.
    pub title: &'a str,
    /// What is known of each row.
    pub descriptions: &'a [&'a Description],
    /// `comparison.csv`.
    pub table: &'a Table,
    /// `failed.csv`.
    pub failures: &'a Failures,
    /// `confusion.csv`.
    pub confusion: &'a ConfusionTable,
    /// `predictions.csv`.
    pub predictions: &'a Predictions,
    /// `passes.csv`.
    pub passes: &'a Passes,
    /// `validation.csv`.
    pub validation: &'a ValidationTable,
    /// `figure-5.csv`.
    pub figure_5: &'a [PassLine],
    /// `figure-6.csv`.
    pub figure_6: &'a [SizeLine],
    /// `figure-2.csv`.
    pub layers: &'a [MapLine],
    /// `figure-13.csv`.
    pub changes: &'a [ChangeLine],
    /// The test images, in the order of the predictions.
    pub test_images: Bitmaps<'a>,
    /// Characters with their pictures of ink, row by row, [`code_width`](Self::code_width) wide.
    pub code_book: &'a [(char, Vec<bool>)],
    /// Columns of a code's picture.
    pub code_width: usize,
    /// Training images, each followed by distorted copies.
    pub distorted: &'a [Vec<Vec<u8>>],
    /// Rows and columns of those.
    pub distorted_size: (usize, usize),
}

/// The page.
pub fn html(contents: &Contents<'_>) -> String {
    let atlas = Atlas::of(contents);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (head::head(contents.title, &atlas))
            body {
                a.skip href="#rows-heading" { "Skip to the table" }
                (head::header(contents))
                main {
                    (table::table(contents, &atlas))
                    (pictures::pictures(contents))
                }
                footer {
                    p {
                        "Paper: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, “Gradient-Based \
                         Learning Applied to Document Recognition”, Proceedings of the IEEE \
                         86(11), 1998. Made by "
                        code { "cargo xtask page" }
                        " from the files beside this one; what their columns mean stands in "
                        code { "bench-results/README.md" }
                        "."
                    }
                }
                (head::script())
            }
        }
    };
    page.into_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::tests::outcome;
    use crate::{Line, PaperFigures, Pass};

    const DESCRIPTION: Description = Description {
        id: "knn",
        name: "K-NN <Euclidean>",
        section: "Section III-C.3",
        paper: PaperFigures {
            error_percent: Some(5.0),
            ..PaperFigures::NONE
        },
        divergences: &[crate::Divergence {
            paper: "k is not given",
            ours: "k = 3",
            why: "as for deslanted images",
        }],
    };

    /// A page of one row; `full` with its predictions and passes.
    fn page(full: bool) -> String {
        let (mut table, mut confusion) = (Table::default(), ConfusionTable::default());
        let (mut predictions, mut passes) = (Predictions::default(), Passes::default());
        let outcome = outcome();
        table.insert(Line::new(&DESCRIPTION, &outcome));
        if full {
            confusion.insert(&outcome);
            predictions.insert(&outcome);
            let pass = Pass {
                training_error_percent: 2.0,
                loss: 0.5,
                seconds: 1.0,
            };
            passes.insert("knn", None, vec![pass; 3]);
        }
        let mut failures = Failures::default();
        if full {
            failures.insert(crate::Failure {
                row: "lenet5".into(),
                seed: Some(7),
                cause: "images <too> large".into(),
                settings: String::new(),
                data_sha256: String::new(),
            });
        }
        let pixels = vec![128; 4 * 6];
        html(&Contents {
            title: "Figure 9",
            descriptions: &[&DESCRIPTION],
            table: &table,
            failures: &failures,
            confusion: &confusion,
            predictions: &predictions,
            passes: &passes,
            validation: &ValidationTable::default(),
            figure_5: &[],
            figure_6: &[],
            layers: &[],
            changes: &[],
            test_images: Bitmaps {
                height: 2,
                width: 3,
                pixels: &pixels,
            },
            code_book: &[],
            code_width: 7,
            distorted: &[],
            distorted_size: (32, 32),
        })
    }

    #[test]
    fn nothing_in_it_can_be_fetched() {
        let page = page(true);
        for (attribute, own) in [("src=\"", ""), ("href=\"", "#"), ("url(", "data:")] {
            for (at, _) in page.match_indices(attribute) {
                let value = &page[at + attribute.len()..];
                let local = !own.is_empty() && value.starts_with(own);
                assert!(local || value.starts_with("data:"), "{value:.60}");
            }
        }
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn a_row_says_what_is_known_of_it() {
        let page = page(true);
        for said in [
            "K-NN &lt;Euclidean&gt;",
            "k is not given",
            "Section III-C.3",
            "All 1 errors",
            "image 2: 2 taken for 1",
            "id=\"passes-knn\"",
            "lenet5",
            "seed 7",
            "FAILED: images &lt;too&gt; large",
        ] {
            assert!(page.contains(said), "{said}");
        }
        assert!(!page.contains("<Euclidean>"));
    }

    #[test]
    fn what_is_absent_is_named_with_the_command_that_makes_it() {
        let page = page(false);
        for command in [
            "cargo xtask curves",
            "cargo xtask portrait",
            "cargo xtask compare",
        ] {
            assert!(page.contains(command), "{command}");
        }
        assert!(!page.contains("id=\"figure-13\""));
        assert!(page.contains("id=\"figure-9\""));
    }

    #[test]
    fn every_picture_has_a_name_and_a_description() {
        let page = page(true);
        let pictures = page.matches("<svg ").count();
        assert!(pictures > 3);
        assert_eq!(page.matches("role=\"img\" viewBox").count(), pictures);
        assert_eq!(page.matches("<desc id=").count(), pictures);
    }
}
