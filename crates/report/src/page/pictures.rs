use maud::{Markup, PreEscaped, html};

use super::Contents;
use crate::figure::{self, Figure};

/// The row whose errors Figure 8 shows.
const FIGURE_8: &str = "lenet5-dist";

/// A picture, and for when it cannot be drawn what it would be and which command it needs.
type Slot = (Option<Figure>, &'static str, &'static str);

fn slots(contents: &Contents<'_>) -> [Slot; 12] {
    const COMPARE: &str = "cargo xtask compare";
    const CURVES: &str = "cargo xtask curves";
    const PORTRAIT: &str = "cargo xtask portrait";
    let table = contents.table;
    let line = table.lines().iter().find(|line| line.row == FIGURE_8);
    let predictions = contents.predictions;
    let given = line.and_then(|line| predictions.get(FIGURE_8, line.seed));
    let mistaken = given.and_then(|given| {
        figure::misclassified(FIGURE_8, predictions.truth(), given, contents.test_images)
    });
    let (height, width) = contents.distorted_size;
    [
        (figure::errors(table), "test error (Figure 9)", COMPARE),
        (
            figure::error_against_cost(table),
            "error against cost",
            COMPARE,
        ),
        (figure::rejection(table), "rejection (Figure 10)", COMPARE),
        (
            figure::multiply_accumulates(table),
            "multiply-accumulates (Figure 11)",
            COMPARE,
        ),
        (figure::memory(table), "memory (Figure 12)", COMPARE),
        (
            figure::learning_curves(contents.figure_5),
            "learning curves (Figure 5)",
            CURVES,
        ),
        (
            figure::training_size(contents.figure_6),
            "training set size (Figure 6)",
            CURVES,
        ),
        (
            figure::robustness(contents.changes),
            "robustness (Figure 13)",
            PORTRAIT,
        ),
        (
            mistaken,
            "LeNet-5's errors (Figure 8)",
            "cargo xtask compare --only lenet5-dist",
        ),
        (
            figure::layers(contents.layers),
            "layers at work (Figure 2)",
            PORTRAIT,
        ),
        (
            figure::distorted(contents.distorted, height, width),
            "distorted patterns (Figure 7)",
            "cargo xtask page",
        ),
        (
            figure::code_book(contents.code_book, contents.code_width),
            "code book (Figure 3)",
            "cargo xtask page",
        ),
    ]
}

/// All pictures there are data for; the others are named.
pub(super) fn pictures(contents: &Contents<'_>) -> Markup {
    let slots = slots(contents);
    html! {
        section aria-labelledby="pictures-heading" {
            h2 #pictures-heading tabindex="-1" { "Pictures" }
            div.pictures { @for (drawn, ..) in &slots { @if let Some(drawn) = drawn {
                figure id=(drawn.id) {
                    h3 { (drawn.title) }
                    (PreEscaped(&drawn.svg))
                    figcaption { (drawn.caption) }
                }
            } } }
            @let absent: Vec<_> = slots.iter().filter(|(drawn, ..)| drawn.is_none()).collect();
            @if !absent.is_empty() {
                h3 { "Not shown" }
                ul { @for (_, what, command) in absent {
                    li { (what) ": its numbers come with " code { (command) } }
                } }
            }
        }
    }
}
