use crate::Data;
use crate::figure::axis::{Axis, even_ticks};
use crate::figure::dashes::OURS;
use crate::figure::plot::{Mark, Room, plot};
use crate::figure::svg::{Drawing, Figure, STRINGS};

/// The string error if a constant is added to each arc.
pub(super) const FIGURE: Figure = Figure {
    id: "strings-constant",
    title: "On a knife's edge without global training",
    shows: "string error against a constant on each arc",
    command: STRINGS,
    draw,
};

const HEIGHT: i32 = 260;

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let lines = &data.results.constants;
    let first = lines.first()?;
    let of_row = lines
        .iter()
        .filter(|line| (&line.row, &line.set) == (&first.row, &first.set));
    let points: Vec<(f64, f64)> = of_row
        .map(|line| (line.constant, line.string_error_percent))
        .collect();
    let least = points.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let (low, high) = (points[0].0, points[points.len() - 1].0);
    let highest = points.iter().map(|point| point.1).fold(1.0, f64::max);
    let all = [
        -20.0, -15.0, -10.0, -5.0, -4.0, -2.0, 0.0, 2.0, 4.0, 5.0, 10.0, 15.0, 20.0,
    ];
    let step = if high - low > 10.0 { 5.0 } else { 2.0 };
    let ticks: Vec<f64> = all.into_iter().filter(|tick| tick % step == 0.0).collect();
    let range = (low, high.max(low + 1.0));
    let x = Axis::linear("constant added to each arc", range, &ticks);
    let y = Axis::linear(
        "string error, %",
        (0.0, 1.04 * highest),
        &even_ticks(highest),
    );
    let inside = plot(
        HEIGHT,
        Room {
            top: 26,
            ..Room::USUAL
        },
        (x, y),
        |plot| {
            plot.curve(&points, (OURS, 1.6), (Mark::Ours, 0.7));
        },
    );
    Some(Drawing {
        description: format!(
            "The string error of {} for constants from {low} to {high}. The least is {:.2} %, at \
             {}.",
            first.row, least.1, least.0
        ),
        caption: format!(
            "The string error of {} on {} strings of the set {}, if a constant is added to the \
             penalty of each candidate. Larger constants favour answers of fewer digits. Nothing \
             is chosen by this curve: 0 is what the paper's recipe gives.",
            first.row, first.strings, first.set
        ),
        height: f64::from(HEIGHT),
        inside,
    })
}
