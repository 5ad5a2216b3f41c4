//! The comparison as a single HTML file. It makes no requests. Without scripts, only sorting does
//! not work.

mod atlas;
mod details;
mod head;
mod pictures;
mod strings;
mod table;

use maud::{DOCTYPE, html};

use crate::Data;
use atlas::Atlas;

/// The page of these results.
pub fn html(data: &Data<'_>) -> String {
    let heading = &data.results.comparison.data.heading();
    let atlas = Atlas::of(data);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (head::head(heading, &atlas))
            body {
                a.skip href="#rows-heading" { "Skip to the table" }
                (head::header(heading, data))
                main {
                    (table::table(data, &atlas))
                    (pictures::pictures(data))
                    (strings::strings(data))
                }
                footer {
                    p {
                        @if data.is_the_papers() { "Paper: " }
                        "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, “Gradient-Based \
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
    use crate::description::KNN;
    use crate::figure::Bitmaps;
    use crate::outcome::tests::outcome;
    use crate::{Comparison, DataSet, Failure, Pass, Predictions, Results, committed};

    /// A page with one row. If `full`, it includes the predictions and the passes.
    fn page(full: bool) -> String {
        let mut comparison = Comparison::of(DataSet::mnist());
        let mut outcome = outcome();
        if full {
            let pass = Pass {
                training_error_percent: 2.0,
                loss: 0.5,
                seconds: 1.0,
            };
            outcome.passes = vec![pass; 3];
            comparison.fail(Failure {
                row: "lenet5".into(),
                seed: Some(7),
                cause: "images <too> large".into(),
                ..Failure::default()
            });
        }
        comparison.take(&KNN, &outcome, true);
        if !full {
            comparison.predictions = Predictions::default();
        }
        let results = Results {
            comparison,
            ..Results::default()
        };
        let pixels = vec![128; 4 * 6];
        let data = Data {
            studied: "knn",
            test_images: Bitmaps {
                height: 2,
                width: 3,
                pixels: &pixels,
            },
            ..Data::measured(&results, &[&KNN])
        };
        html(&data)
    }

    #[test]
    fn nothing_in_it_can_be_fetched() {
        // A page that a reader may go to is not fetched.
        let page = page(true).replacen("<a href=\"demo/index.html\">", "", 1);
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
            "k-NN, &quot;Euclidean&quot; | &lt;L2&gt;",
            "k is not given",
            "Section III-C.2",
            "All 1 errors",
            "image 2: 2 taken for 1",
            "id=\"passes-knn\"",
            "lenet5",
            "seed 7",
            "FAILED: images &lt;too&gt; large",
        ] {
            assert!(page.contains(said), "{said}");
        }
        assert!(!page.contains("<L2>"));
    }

    #[test]
    fn what_is_absent_is_named_with_the_command_that_makes_it() {
        let page = page(false);
        for command in [
            "cargo xtask curves",
            "cargo xtask studies",
            "cargo xtask compare --only knn",
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

    #[test]
    fn strings_are_a_chapter_only_if_some_were_read() {
        assert!(!page(true).contains("strings-heading"));
        let results = Results {
            comparison: Comparison::default(),
            ..committed::results()
        };
        let pictures = committed::string_pictures(&results);
        let data = Data {
            string_descriptions: &committed::ROWS,
            string_sets: &committed::SETS,
            string_pictures: &pictures,
            ..Data::measured(&results, &[])
        };
        let page = html(&data);
        for said in [
            "href=\"#strings-heading\"",
            "The set paper",
            "<strong>confirmed</strong>: <code>hos-dforward</code> takes away at least 24 %",
            "id=\"figure-32\"",
            "id=\"strings-mistakes\"",
            "id=\"passes-hos-dforward-paper\"",
            "strings composed of MNIST's digits",
        ] {
            assert!(page.contains(said), "{said}");
        }
    }
}
