use maud::{Markup, html};

use super::graph::{Arrow, BEST, PLAIN, label};
use super::strip::{Strip, cropped, drawn, rows};
use crate::Data;
use crate::figure::svg::{Drawing, Figure, STRINGS, WIDTH, least};
use crate::strings::examples::SegmentedString;

/// A string's segmentation graph, its interpretation graph, and the best path (Figure 17).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-17",
    title: "From graph to graph to answer",
    shows: "recognition of a string (Figure 17)",
    command: STRINGS,
    draw,
};

/// How many arcs of the interpretation graph are shown, the best ones.
const MOST: usize = 18;
/// Height of an arc of the interpretation graph with its texts.
const PITCH: f64 = 33.0;

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let string = data.results.examples.as_ref()?.segmented.as_ref()?;
    let strip = Strip::of(string, 6.0);
    let (segmentation, top) = segmentation(string, &strip);
    let (interpretation, top, n_shown) = interpretation(string, &strip, top);
    let (best, bottom) = best(string, &strip, top);
    let read = &string.answer;
    Some(Drawing {
        description: format!(
            "Three graphs, one below the other: {} arcs of candidates, the {n_shown} arcs of \
             characters that cost least, and the best path, which spells {}.",
            string.candidates.len(),
            read.digits,
        ),
        caption: format!(
            "As the paper's Figure 17. The recogniser makes ten arcs, one a digit, of each arc of \
             the segmentation graph; the {n_shown} of the lowest penalty are shown, with the digit \
             above the line and its penalty below. The path with the least sum reads {}, and {} is \
             written. Its probability is {:.1} %.",
            read.digits,
            string.truth,
            100.0 * read.confidence,
        ),
        height: bottom,
        inside: html! { (segmentation) (interpretation) (best) },
    })
}

/// The heading of a graph.
fn heading(y: f64, text: &str) -> Markup {
    html! { text x="0" y=(y) font-weight="600" { (text) } }
}

/// The picture, and below it the arcs as bows. Returns where it ends, too.
fn segmentation(string: &SegmentedString, strip: &Strip) -> (Markup, f64) {
    let picture_at = 20.0;
    let line = picture_at + strip.height + 8.0;
    let longest = string.candidates.iter().map(|c| c.to - c.from).max();
    let depth = 13.0 * longest.unwrap_or(0) as f64;
    let markup = html! {
        (heading(12.0, "Segmentation graph"))
        (strip.picture(picture_at))
        (strip.rules(picture_at, line))
        @for (index, candidate) in string.candidates.iter().enumerate() {
            @let bend = 11.0 * (candidate.to - candidate.from) as f64;
            @let style = if string.path.contains(&index) { BEST } else { PLAIN };
            (Arrow {
                from: (strip.nodes[candidate.from], line),
                to: (strip.nodes[candidate.to], line),
                bend,
            }.drawn(style))
        }
        (strip.discs(line))
    };
    (markup, line + depth + 10.0)
}

/// The arcs of the lowest penalties. Returns where they end and how many they are, too.
fn interpretation(string: &SegmentedString, strip: &Strip, top: f64) -> (Markup, f64, usize) {
    let mut arcs: Vec<(usize, usize, f64)> = Vec::new();
    for (index, candidate) in string.candidates.iter().enumerate() {
        let of_classes = candidate.penalties.iter().enumerate();
        arcs.extend(of_classes.map(|(class, &penalty)| (index, class, penalty)));
    }
    let is_best = |&(index, class, _): &(usize, usize, f64)| {
        let of_path = least(&string.candidates[index].penalties).0;
        string.path.contains(&index) && of_path == class
    };
    arcs.sort_by(|a, b| {
        (!is_best(a), a.2)
            .partial_cmp(&(!is_best(b), b.2))
            .expect("finite")
    });
    arcs.truncate(MOST);
    arcs.sort_by_key(|&(index, ..)| {
        let candidate = &string.candidates[index];
        (candidate.to - candidate.from, candidate.from)
    });
    let ends = |index: usize| {
        let candidate = &string.candidates[index];
        (strip.nodes[candidate.from], strip.nodes[candidate.to])
    };
    let extent = |&(index, ..): &(usize, usize, f64)| {
        let (left, right) = ends(index);
        let (middle, half) = ((left + right) / 2.0, ((right - left) / 2.0).max(13.0));
        (middle - half, middle + half)
    };
    let (places, n_rows) = rows(&arcs.iter().map(extent).collect::<Vec<_>>());
    let first = top + 22.0;
    let bottom = first + n_rows as f64 * PITCH + 6.0;
    let markup = html! {
        (heading(top + 12.0, "Interpretation graph"))
        (strip.rules(first, bottom - 4.0))
        @for (arc, place) in arcs.iter().zip(places) {
            @let &(index, class, penalty) = arc;
            @let (left, right) = ends(index);
            @let y = first + place as f64 * PITCH + 18.0;
            @let (style, colour) = if is_best(arc) { (BEST, "var(--ours)") } else { (PLAIN, "currentColor") };
            (Arrow { from: (left, y), to: (right, y), bend: 0.0 }.drawn(style))
            (label(((left + right) / 2.0, y - 4.5), 13.0, is_best(arc), colour, &class.to_string()))
            (label(((left + right) / 2.0, y + 11.5), 10.0, false, colour, &format!("{penalty:.1}")))
        }
    };
    (markup, bottom, arcs.len())
}

/// The best path with its images, digits and penalties. Returns where it ends, too.
fn best(string: &SegmentedString, strip: &Strip, top: f64) -> (Markup, f64) {
    let line = top + 60.0;
    let of_path = || string.path.iter().map(|&index| &string.candidates[index]);
    let sum: f64 = of_path().map(|c| least(&c.penalties).1).sum();
    let markup = html! {
        (heading(top + 12.0, "Best path"))
        text x=(WIDTH) y=(top + 12.0) text-anchor="end" {
            (string.answer.digits) ", penalty " (format!("{sum:.1}"))
        }
        @for candidate in of_path() {
            @let (left, right) = (strip.nodes[candidate.from], strip.nodes[candidate.to]);
            @let middle = (left + right) / 2.0;
            (Arrow { from: (left, line), to: (right, line), bend: 0.0 }.drawn(BEST))
            @if let Some(ink) = cropped(&candidate.image) {
                @let (width, height) = (1.5 * ink.width as f64, 1.5 * ink.height as f64);
                (drawn(&ink, (middle - width / 2.0, line - 6.0 - height), 1.5))
            }
            @let (class, penalty) = least(&candidate.penalties);
            (label((middle, line + 19.0), 15.0, true, "var(--ours)", &class.to_string()))
            (label((middle, line + 32.0), 10.0, false, "currentColor", &format!("{penalty:.1}")))
            circle cx=(left) cy=(line) r="3" {}
            circle cx=(right) cy=(line) r="3" {}
        }
    };
    (markup, line + 40.0)
}
