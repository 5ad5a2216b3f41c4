use maud::{Markup, html};

use super::graph::{Arrow, BEST, Style, label};
use super::strip::{Strip, rows};
use crate::Data;
use crate::figure::svg::{Drawing, Figure, STRINGS};
use crate::strings::examples::{CriterionExample, Derivatives};

/// Which arcs two criteria change, for a string that is read wrongly (Figures 20 and 21).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-20",
    title: "What a wrong answer teaches",
    shows: "derivatives of the criteria (Figures 20 and 21)",
    command: STRINGS,
    draw,
};

/// The smallest derivative that is shown.
const LEAST: f64 = 0.02;
/// How many arcs of a criterion are shown at most, those of the largest derivatives.
const MOST: usize = 22;
/// Height of an arc with its texts.
const PITCH: f64 = 35.0;
/// The width that the texts of an arc need.
const TEXT: f64 = 52.0;
/// Training makes the penalty of such an arc larger.
const PUSHED: Style = Style {
    colour: "currentColor",
    width: 1.4,
    dashed: true,
};

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let example = data.results.examples.as_ref()?.criterion.as_ref()?;
    let (string, after) = (&example.string, &example.after);
    let strip = Strip::of(string, 6.0);
    let top = strip.height + 8.0;
    let (viterbi, top) = panel(example, &example.viterbi, &strip, "(12)", top);
    let (forward, bottom) = panel(example, &example.forward, &strip, "(17)", top);
    let shown = |of: &Derivatives| arcs(of).len();
    Some(Drawing {
        description: format!(
            "The string {}, which {} reads as {}. Equation (12) has a derivative at {} arcs, \
             equation (17) one of at least {LEAST} at {}.",
            string.truth,
            string.answer.row,
            string.answer.digits,
            shown(&example.viterbi),
            shown(&example.forward),
        ),
        caption: format!(
            "As the paper's Figures 20 and 21, for a string of the test images: {} is written, and \
             {} reads {}. An arc has its digit and [penalty] above the line and the (derivative) \
             below it. Descent makes the penalties of blue arcs smaller, those of dashed ones \
             larger. Discriminative Viterbi training (12) sees two paths, discriminative forward \
             training (17) all that matter. After training on other strings, {} reads {}.",
            string.truth, string.answer.row, string.answer.digits, after.row, after.digits,
        ),
        height: bottom,
        inside: html! {
            (strip.picture(0.0))
            (strip.rules(0.0, bottom - 6.0))
            (viterbi)
            (forward)
        },
    })
}

/// The arcs that are shown: candidate, class and derivative.
fn arcs(derivatives: &Derivatives) -> Vec<(usize, usize, f64)> {
    let mut arcs = Vec::new();
    for (index, of_classes) in derivatives.by_penalty.iter().enumerate() {
        let of_classes = of_classes.iter().copied().enumerate();
        arcs.extend(of_classes.map(|(class, derivative)| (index, class, derivative)));
    }
    arcs.retain(|(.., derivative)| derivative.abs() >= LEAST);
    arcs.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
    arcs.truncate(MOST);
    arcs
}

/// The arcs of a criterion. Returns where they end, too.
fn panel(
    example: &CriterionExample,
    derivatives: &Derivatives,
    strip: &Strip,
    equation: &str,
    top: f64,
) -> (Markup, f64) {
    let candidates = &example.string.candidates;
    let mut arcs = arcs(derivatives);
    arcs.sort_by_key(|&(index, ..)| (candidates[index].from, candidates[index].to));
    let ends = |index: usize| {
        let candidate = &candidates[index];
        (strip.nodes[candidate.from], strip.nodes[candidate.to])
    };
    let extent = |&(index, ..): &(usize, usize, f64)| {
        let (left, right) = ends(index);
        let (middle, half) = ((left + right) / 2.0, (right - left).max(TEXT) / 2.0);
        (middle - half, middle + half)
    };
    let (places, n_rows) = rows(&arcs.iter().map(extent).collect::<Vec<_>>());
    let first = top + 22.0;
    let markup = html! {
        text x="0" y=(top + 13.0) font-weight="600" {
            "Equation " (equation) ": loss " (format!("{:.2}", derivatives.loss))
        }
        @for ((index, class, derivative), place) in arcs.into_iter().zip(places) {
            @let (left, right) = ends(index);
            @let middle = (left + right) / 2.0;
            @let y = first + place as f64 * PITCH + 16.0;
            @let style = if derivative > 0.0 { BEST } else { PUSHED };
            @let above = format!("{class} [{:.1}]", candidates[index].penalties[class]);
            (Arrow { from: (left, y), to: (right, y), bend: 0.0 }.drawn(style))
            (label((middle, y - 4.5), 11.0, true, style.colour, &above))
            (label((middle, y + 12.0), 10.5, false, style.colour, &signed(derivative)))
        }
    };
    (markup, first + n_rows as f64 * PITCH + 8.0)
}

/// A derivative with its sign.
fn signed(derivative: f64) -> String {
    let sign = if derivative < 0.0 { '−' } else { '+' };
    format!("({sign}{:.2})", derivative.abs())
}
