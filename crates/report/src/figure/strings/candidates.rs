use maud::{Markup, html};

use super::strip::{drawn, round};
use crate::Data;
use crate::figure::svg::{Drawing, Figure, STRINGS, WIDTH, least};
use crate::strings::examples::{Candidate, SegmentedString};

/// Two arcs of the segmentation graph, and the penalties that the recogniser makes of each (Figure
/// 18).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-18",
    title: "One candidate, ten penalties",
    shows: "recognition of candidates (Figure 18)",
    command: STRINGS,
    draw,
};

/// Height of a class.
const PITCH: f64 = 16.0;
/// Side of a candidate's image.
const SIDE: f64 = 70.0;
/// Where the bars begin.
const BARS: f64 = 100.0;
/// The longest bar.
const LONGEST: f64 = 82.0;

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let string = data.results.examples.as_ref()?.segmented.as_ref()?;
    let (right, wrong) = chosen(string)?;
    let both = [right, wrong];
    let largest = both.iter().flat_map(|candidate| &candidate.penalties);
    let largest = largest.copied().fold(f64::MIN_POSITIVE, f64::max);
    let told = both.map(|candidate| {
        let (class, penalty) = least(&candidate.penalties);
        format!("{class} with a penalty of {penalty:.2}")
    });
    let n_classes = right.penalties.len();
    Some(Drawing {
        description: format!(
            "Two candidates of the string {}. The digit of the least penalty is {} for the one, \
             and {} for the other.",
            string.truth, told[0], told[1],
        ),
        caption: "As the paper's Figure 18: the recogniser makes ten arcs of one, and their \
                  penalties are those of the digits plus the segmenter's for the candidate. On the \
                  left a candidate of the best path, on the right another one that begins at the \
                  same cut or near it."
            .into(),
        height: 24.0 + (n_classes as f64 * PITCH).max(SIDE + 50.0),
        inside: html! {
            @for (candidate, (x, heading)) in both.into_iter().zip([
                (0.0, "On the best path"),
                (WIDTH / 2.0 + 10.0, "Beside it"),
            ]) {
                g transform={ "translate(" (x) " 0)" } {
                    text x="0" y="12" font-weight="600" { (heading) }
                    (panel(candidate, largest))
                }
            }
        },
    })
}

/// A candidate of the best path, and one beside it: of those that begin nearest, the one that is
/// longest.
fn chosen(string: &SegmentedString) -> Option<(&Candidate, &Candidate)> {
    let of_path = string.path.iter().map(|&index| &string.candidates[index]);
    let best = of_path.max_by_key(|candidate| candidate.to - candidate.from)?;
    let all = string.candidates.iter().enumerate();
    let others = all.filter(|(index, _)| !string.path.contains(index));
    let beside = others.map(|(_, candidate)| candidate).min_by_key(|other| {
        let span = other.to - other.from;
        (other.from.abs_diff(best.from), usize::MAX - span)
    })?;
    Some((best, beside))
}

fn panel(candidate: &Candidate, largest: f64) -> Markup {
    let best = least(&candidate.penalties).0;
    html! {
        (drawn(&candidate.image, (0.5, 24.0), SIDE / candidate.image.width as f64))
        rect x="0.5" y="24" width=(SIDE) height=(SIDE) fill="none" stroke="var(--grid)" {}
        text x="0" y=(SIDE + 42.0) font-size="11" { "segmenter's" }
        text x="0" y=(SIDE + 56.0) font-size="11" {
            "penalty " (format!("{:.2}", candidate.segmenter_penalty))
        }
        @for (class, &penalty) in candidate.penalties.iter().enumerate() {
            @let y = 24.0 + class as f64 * PITCH;
            @let length = (LONGEST * penalty.max(0.0) / largest).max(0.5);
            @let is_best = class == best;
            g font-weight=[is_best.then_some("600")] font-size="12" {
                text x=(BARS - 8.0) y=(y + 12.0) text-anchor="end" { (class) }
                rect x=(BARS) y=(y + 3.0) width=(round(length)) height="10" rx="1"
                    fill=(if is_best { "var(--ours)" } else { "var(--grid)" }) {}
                text x=(round(BARS + length + 5.0)) y=(y + 12.0) { (format!("{penalty:.1}")) }
            }
        }
    }
}
