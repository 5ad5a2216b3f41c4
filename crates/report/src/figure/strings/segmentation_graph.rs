use maud::html;

use super::graph::{Arrow, BEST, PLAIN};
use super::strip::{Strip, cropped, drawn, rows};
use crate::Data;
use crate::figure::svg::{Drawing, Figure, STRINGS};

/// A string, its cuts, and the arcs of its segmentation graph with the images of the candidates
/// (Figure 16).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-16",
    title: "What may be a digit",
    shows: "segmentation graph (Figure 16)",
    command: STRINGS,
    draw,
};

/// Height of an arc with its image, and units a pixel of the image.
const PITCH: f64 = 36.0;
const SCALE: f64 = 1.2;

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let string = data.results.examples.as_ref()?.segmented.as_ref()?;
    let strip = Strip::of(string, 6.0);
    let mut order: Vec<usize> = (0..string.candidates.len()).collect();
    order.sort_by_key(|&index| {
        let candidate = &string.candidates[index];
        (candidate.to - candidate.from, candidate.from)
    });
    let ends = |&index: &usize| {
        let candidate = &string.candidates[index];
        (strip.nodes[candidate.from], strip.nodes[candidate.to])
    };
    let (places, n_rows) = rows(&order.iter().map(ends).collect::<Vec<_>>());
    let nodes_at = strip.height + 6.0;
    let bottom = nodes_at + 8.0 + n_rows as f64 * PITCH;
    let inside = html! {
        (strip.picture(0.0))
        (strip.rules(0.0, bottom))
        (strip.discs(nodes_at))
        @for (&index, place) in order.iter().zip(places) {
            @let (left, right) = ends(&index);
            @let y = nodes_at + 2.0 + (place + 1) as f64 * PITCH;
            @let style = if string.path.contains(&index) { BEST } else { PLAIN };
            (Arrow { from: (left, y), to: (right, y), bend: 0.0 }.drawn(style))
            @if let Some(ink) = cropped(&string.candidates[index].image) {
                @let (width, height) = (SCALE * ink.width as f64, SCALE * ink.height as f64);
                (drawn(&ink, ((left + right - width) / 2.0, y - 4.0 - height), SCALE))
            }
        }
    };
    let (n_pieces, n_candidates) = (string.pieces.len(), string.candidates.len());
    Some(Drawing {
        description: format!(
            "A picture of the digits {} in {n_pieces} pieces, and below it {n_candidates} arrows \
             from cut to cut, each with the ink between its cuts. {} of them are the best path.",
            string.truth,
            string.path.len(),
        ),
        caption: format!(
            "As the paper's Figure 16: a string of the test images is cut into {n_pieces} pieces, \
             and each arrow is a run of pieces that may be one digit. Every path from the left to \
             the right uses each piece once. Blue is the path that {} takes: it reads {}.",
            string.answer.row, string.answer.digits,
        ),
        height: bottom + 4.0,
        inside,
    })
}
