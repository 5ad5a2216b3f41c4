use plotters::style::RGBColor;

use crate::Data;
use crate::figure::axis::{Axis, WIDE_PERCENT};
use crate::figure::dashes::{INK, INK_DOTTED, OURS, OURS_DOTTED};
use crate::figure::plot::{Plot, Room, Sample, plot};
use crate::figure::svg::{Drawing, Figure, STRINGS};
use crate::results::GivenString;
use crate::strings::{System, Training};

/// The error on the strings that are left, against the share of those that are rejected.
pub(super) const FIGURE: Figure = Figure {
    id: "strings-rejection",
    title: "Strings rejected, and errors left",
    shows: "error against rejection of strings",
    command: STRINGS,
    draw,
};

const HEIGHT: i32 = 320;

/// The curves: system, training, colour and name.
const CURVES: [(System, Training, RGBColor); 4] = [
    (System::Segments, Training::DiscriminativeForward, OURS),
    (System::Sweep, Training::DiscriminativeForward, INK),
    (System::Segments, Training::None, OURS_DOTTED),
    (System::Sweep, Training::None, INK_DOTTED),
];
/// The lowest error that is drawn, because a logarithmic axis cannot show zero.
const FLOOR: f64 = 0.1;
/// The most rejected strings that are drawn, in percent.
const MOST: f64 = 60.0;

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let strings = &data.results.strings;
    let set = &strings.lines.first()?.set;
    let truth = strings.answers.truth(set);
    let mut curves = Vec::new();
    let mut told = Vec::new();
    for (system, training, colour) in CURVES {
        let of_curve = data
            .string_descriptions
            .iter()
            .filter(|d| (d.system, d.training, d.told_length) == (system, training, false));
        let mut given = of_curve.filter_map(|d| Some((d.name, strings.answers.get(d.id, set)?)));
        if let Some((name, given)) = given.next() {
            let curve = curve(truth, given);
            let at = |percent: f64| curve.iter().rfind(|point| point.0 <= percent);
            if let Some(ten) = at(10.0) {
                told.push(format!("{name}: {:.2} % at 10 % rejected", ten.1));
            }
            curves.push((colour, curve));
        }
    }
    let errors = || {
        curves
            .iter()
            .flat_map(|(_, curve)| curve.iter().map(|point| point.1))
    };
    let highest = errors().fold(0.0, f64::max);
    if highest <= FLOOR {
        return None;
    }
    let x = Axis::linear(
        "strings rejected, %",
        (0.0, MOST),
        &[0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0],
    );
    let y = Axis::logarithmic("error on the rest, %", errors(), &WIDE_PERCENT);
    let inside = plot(HEIGHT, Room::USUAL, (x, y), |plot: &mut Plot<'_, '_>| {
        plot.legend(&[
            (Sample::Line(OURS), "over-segmentation"),
            (Sample::Line(INK), "swept network"),
            (Sample::Line(OURS_DOTTED), "not trained on strings"),
        ]);
        for (colour, curve) in &curves {
            plot.line(curve, *colour, 1.8);
        }
    });
    Some(Drawing {
        description: format!("Error on the strings that are left. {}.", told.join("; ")),
        caption: format!(
            "The {} strings of the set {set}; those of the least probability are rejected first. \
             Solid lines are the rows trained by equation (17), dotted ones those that were not \
             trained on strings. The axis of errors is logarithmic.",
            truth.len()
        ),
        height: f64::from(HEIGHT),
        inside,
    })
}

/// For each share of rejected strings, in percent, the error on the others. Strings of the same
/// confidence are rejected together.
fn curve(truth: &[String], given: &[GivenString]) -> Vec<(f64, f64)> {
    let mut answers: Vec<(f64, bool)> = truth
        .iter()
        .zip(given)
        .map(|(truth, given)| (given.confidence, given.digits == *truth))
        .collect();
    answers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let n = answers.len() as f64;
    let mut errors = answers.iter().filter(|(_, correct)| !correct).count();
    let mut rejected = 0;
    let mut curve: Vec<(f64, f64)> = Vec::new();
    for group in answers.chunk_by(|a, b| a.0 == b.0) {
        let share = 100.0 * rejected as f64 / n;
        let error = 100.0 * errors as f64 / (n - rejected as f64);
        // A step of a quarter of a percent is finer than a line is wide.
        let far = curve.last().is_none_or(|last| share >= last.0 + 0.25);
        if far && share <= MOST {
            curve.push((share, error.max(FLOOR)));
        }
        rejected += group.len();
        errors -= group.iter().filter(|(_, correct)| !correct).count();
    }
    curve
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_sure_are_rejected_first_and_equals_together() {
        let truth = ["1", "2", "3", "4"].map(String::from);
        let given = [("1", 0.9), ("7", 0.2), ("3", 0.5), ("9", 0.5)];
        let given = given.map(|(digits, confidence)| GivenString {
            digits: digits.into(),
            confidence,
        });
        let curve = curve(&truth, &given);
        assert_eq!(curve, [(0.0, 50.0), (25.0, 100.0 / 3.0)]);
    }
}
