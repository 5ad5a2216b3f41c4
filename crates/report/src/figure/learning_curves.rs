use plotters::style::text_anchor::HPos;

use super::axis::{Axis, even_ticks};
use super::dashes::{OURS, PAPER_DASHED};
use super::plot::{Mark, Room, Sample, plot};
use super::svg::{CURVES, Drawing, Figure};
use crate::numbers::percent;
use crate::{Data, PassLine};

const HEIGHT: i32 = 320;

/// Training and test error of LeNet-5 after each pass, beside the paper's errors (Figure 5).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-5",
    title: "LeNet-5 pass by pass",
    shows: "learning curves (Figure 5)",
    command: CURVES,
    draw,
};

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let lines = &data.results.curve;
    let (first, last) = (lines.first()?, lines.last()?);
    let highest = lines.iter().flat_map(|line| {
        [
            Some(line.training_error_percent),
            Some(line.test_error_high_percent),
            line.paper_training_error_percent,
        ]
    });
    let highest = highest.flatten().fold(0.0, f64::max);
    let n = last.pass as f64;
    let x = Axis::linear(
        "pass through the training set",
        (1.0, n),
        &[1.0, 5.0, 10.0, 15.0, 20.0],
    );
    let y = Axis::linear("error, %", (0.0, 1.04 * highest), &even_ticks(highest));
    let curve = |of: fn(&PassLine) -> Option<f64>| -> Vec<(f64, f64)> {
        lines
            .iter()
            .filter_map(|line| Some((line.pass as f64, of(line)?)))
            .collect()
    };
    let spread: Vec<(f64, f64, f64)> = lines
        .iter()
        .map(|line| {
            let (low, high) = (line.test_error_low_percent, line.test_error_high_percent);
            (line.pass as f64, low, high)
        })
        .collect();
    let inside = plot(HEIGHT, Room::USUAL, (x, y), |plot| {
        plot.legend(&[
            (Sample::Line(PAPER_DASHED), "the paper"),
            (Sample::Line(OURS), "ours"),
            (Sample::Mark(Mark::Ours), "our test error"),
        ]);
        plot.band(&spread, OURS);
        plot.line(
            &curve(|l| l.paper_training_error_percent),
            PAPER_DASHED,
            1.6,
        );
        plot.line(&curve(|l| l.paper_test_error_percent), PAPER_DASHED, 1.6);
        plot.line(&curve(|l| Some(l.training_error_percent)), OURS, 1.6);
        let test = curve(|l| Some(l.test_error_percent));
        plot.curve(&test, (OURS, 1.6), (Mark::Ours, 0.7));
        let (test, training) = (last.test_error_high_percent, last.training_error_percent);
        plot.text((n, test), (-2.0, -14.0), HPos::Right, "on the test images");
        plot.text(
            (n, training),
            (-2.0, -11.0),
            HPos::Right,
            "on the training images, on the fly",
        );
    });
    let description = format!(
        "Four curves over {} passes. Our test error falls from {:.2} to {:.2} %, the paper's from \
         {} to {} %; our training error from {:.2} to {:.2} %, the paper's from {} to {} %.",
        last.pass,
        first.test_error_percent,
        last.test_error_percent,
        percent(first.paper_test_error_percent),
        percent(last.paper_test_error_percent),
        first.training_error_percent,
        last.training_error_percent,
        percent(first.paper_training_error_percent),
        percent(last.paper_training_error_percent),
    );
    Some(Drawing {
        description,
        caption: format!(
            "The paper's Figure 5, its values read off the drawing. Ours is the mean of the seeds \
             {}; the shaded band spans their test errors.",
            last.seeds
        ),
        height: f64::from(HEIGHT),
        inside,
    })
}
