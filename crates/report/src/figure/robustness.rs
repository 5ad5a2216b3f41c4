use maud::{Markup, html};
use plotters::style::text_anchor::HPos;

use super::axis::{Axis, WIDE_PERCENT};
use super::dashes::OURS;
use super::plot::{Mark, Plot, Room, plot};
use super::svg::{Drawing, Figure, STUDIES, WIDTH};
use crate::Data;

/// Height of the plot for one kind of change.
const EACH: i32 = 176;

/// The kinds of change, with the label and the ticks of the axis.
const KINDS: [(&str, &str, &[f64]); 6] = [
    (
        "shift-right",
        "shift to the right, pixels",
        &[-12.0, -8.0, -4.0, 0.0, 4.0, 8.0, 12.0],
    ),
    (
        "shift-down",
        "shift downwards, pixels",
        &[-12.0, -8.0, -4.0, 0.0, 4.0, 8.0, 12.0],
    ),
    ("scale", "size, as a factor", &[0.5, 0.75, 1.0, 1.5, 2.0]),
    (
        "rotation",
        "rotation clockwise, degrees",
        &[-60.0, -40.0, -20.0, 0.0, 20.0, 40.0, 60.0],
    ),
    (
        "squeeze",
        "width ×, height ÷ this factor",
        &[0.5, 0.7, 1.0, 1.4, 2.0],
    ),
    (
        "noise",
        "probability of inverting a pixel",
        &[0.0, 0.1, 0.2, 0.3],
    ),
];

/// LeNet-5's error if all test images are changed in the same way (Figure 13).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-13",
    title: "How far LeNet-5 can be led astray",
    shows: "robustness (Figure 13)",
    command: STUDIES,
    draw,
};

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let lines = &data.results.changes;
    let first = lines.first()?;
    let mut curves = Vec::new();
    let mut told = Vec::new();
    for (kind, label, ticks) in KINDS {
        let points: Vec<(f64, f64)> = lines
            .iter()
            .filter(|line| line.kind == kind)
            .map(|line| (line.amount, line.error_percent.max(FLOOR)))
            .collect();
        if let (Some(least), Some(most)) = (points.first(), points.last()) {
            curves.push(curve(label, ticks, &points));
            told.push(format!(
                "{label}: {:.2} % at {}, {:.2} % at {}",
                least.1, least.0, most.1, most.0
            ));
        }
    }
    Some(Drawing {
        description: format!(
            "Test error, on a logarithmic axis, for each change. {}.",
            told.join("; ")
        ),
        caption: format!(
            "In place of the examples of the paper's Figure 13: the error of one network, trained \
             as the row {}, on {} test images that are all changed alike. The axis of \
             errors is logarithmic, those of factors too. The paper's network, trained with noise \
             (a pixel inverted with probability 0.1), was said to bear a factor of 2 in size, half \
             the height of a digit in shift (about 10 pixels) and 30° of rotation; ours was \
             trained with distortions and without noise.",
            data.studied, first.test_images
        ),
        height: curves.len().div_ceil(2) as f64 * f64::from(EACH),
        inside: side_by_side(&curves),
    })
}

/// The lowest error that is drawn, because a logarithmic axis cannot show zero.
const FLOOR: f64 = 0.1;

fn curve(label: &'static str, ticks: &[f64], points: &[(f64, f64)]) -> Markup {
    let amounts = || points.iter().map(|&(amount, _)| amount);
    let x = if label.contains("factor") {
        Axis::logarithmic(label, amounts(), ticks)
    } else {
        let ends = (
            amounts().fold(f64::INFINITY, f64::min),
            amounts().fold(f64::NEG_INFINITY, f64::max),
        );
        Axis::linear(label, ends, ticks)
    };
    let y = Axis::logarithmic("error, %", [0.5, 100.0], &WIDE_PERCENT);
    let room = Room {
        left: 30,
        right: 14 + WIDTH as i32 / 2,
        top: 26,
    };
    plot(EACH, room, (x, y), |plot: &mut Plot<'_, '_>| {
        plot.curve(points, (OURS, 1.6), (Mark::Ours, 0.7));
        let least = points.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((amount, error)) = least {
            // The text is beside the point if there is no room above it.
            let (by, side) = match points.first() {
                Some(&(first, _)) if first == amount => ((9.0, 0.0), HPos::Left),
                _ => ((0.0, -15.0), HPos::Center),
            };
            plot.text((amount, error), by, side, &format!("{error:.2}"));
        }
    })
}

/// Places the plots in rows of two.
fn side_by_side(curves: &[Markup]) -> Markup {
    html! {
        @for (index, curve) in curves.iter().enumerate() {
            @let (x, y) = ((index % 2) as f64 * WIDTH / 2.0, (index / 2) as f64 * f64::from(EACH));
            g transform={ "translate(" (x) " " (y) ")" } { (curve) }
        }
    }
}
