use super::axis::{Axis, even_ticks};
use super::dashes::OURS;
use super::plot::{Mark, Room, plot};
use super::svg::Drawing;
use crate::Pass;

const HEIGHT: i32 = 200;

/// The training error of a row trained by gradient descent, pass by pass.
pub fn passes(passes: &[Pass]) -> Option<Drawing> {
    let (first, last) = (passes.first()?, passes.last()?);
    let n = passes.len() as f64;
    let points: Vec<(f64, f64)> = passes
        .iter()
        .enumerate()
        .map(|(index, pass)| (index as f64 + 1.0, pass.training_error_percent))
        .collect();
    let highest = points
        .iter()
        .map(|&(_, error)| error)
        .fold(0.0, f64::max)
        .max(0.1);
    let ticks = [1.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 75.0, 100.0];
    let x = Axis::linear("pass", (1.0, n.max(2.0)), &ticks);
    let y = Axis::linear(
        "training error, %",
        (0.0, 1.04 * highest),
        &even_ticks(highest),
    );
    let room = Room {
        top: 26,
        ..Room::USUAL
    };
    let inside = plot(HEIGHT, room, (x, y), |plot| {
        plot.line(&points, OURS, 1.6);
        if passes.len() <= 30 {
            points
                .iter()
                .for_each(|&point| plot.mark(point, Mark::Ours, 0.6));
        }
    });
    let seconds: f64 = passes.iter().map(|pass| pass.seconds).sum();
    let said = format!(
        "{} passes in {seconds:.0} s: training error from {:.2} to {:.2} %, counted on the fly; \
         loss from {:.3} to {:.3}.",
        passes.len(),
        first.training_error_percent,
        last.training_error_percent,
        first.loss,
        last.loss,
    );
    Some(Drawing {
        description: said.clone(),
        caption: said,
        height: f64::from(HEIGHT),
        inside,
    })
}
