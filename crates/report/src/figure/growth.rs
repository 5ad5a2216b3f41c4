use plotters::style::text_anchor::HPos;

use super::axis::{Axis, COUNTS, PERCENT};
use super::dashes::{OURS, OURS_DOTTED};
use super::plot::{Mark, Room, Sample, plot};
use super::svg::{Drawing, Figure, GROWTH};
use crate::numbers::scaled;
use crate::results::rows_of;
use crate::{Data, Quantity};

const HEIGHT: i32 = 380;

/// Seconds to train, against the number of training images.
pub(super) const TRAINING: Figure = Figure {
    id: "growth-training",
    title: "Seconds to train, and the number of training images",
    shows: "growth of the time to train",
    command: GROWTH,
    draw: |data| chart(data, Quantity::Training, "seconds to train"),
};

/// Microseconds to recognise an image, against the number of training images.
pub(super) const RECOGNITION: Figure = Figure {
    id: "growth-recognition",
    title: "Microseconds to recognise one image, and the number of training images",
    shows: "growth of the time to recognise",
    command: GROWTH,
    draw: |data| chart(data, Quantity::Recognition, "µs to recognise one image"),
};

/// Peak memory, against the number of training images.
pub(super) const MEMORY: Figure = Figure {
    id: "growth-memory",
    title: "Peak memory, and the number of training images",
    shows: "growth of the memory",
    command: GROWTH,
    draw: |data| chart(data, Quantity::Memory, "bytes at the peak"),
};

/// Test error, against the number of training images.
pub(super) const ERROR: Figure = Figure {
    id: "growth-error",
    title: "Test error, and the number of training images",
    shows: "fall of the error",
    command: GROWTH,
    draw: |data| chart(data, Quantity::Error, "test error, %"),
};

/// Least distance of two names, one below the other.
const NAME: f64 = 15.0;

fn chart(data: &Data<'_>, quantity: Quantity, label: &'static str) -> Option<Drawing> {
    let lines = &data.results.growth;
    let curves: Vec<(&str, Vec<(f64, f64)>)> = rows_of(lines)
        .into_iter()
        .map(|row| {
            let mut points = quantity.points(lines, row);
            points.retain(|&(_, y)| y > 0.0);
            (row, points)
        })
        .filter(|(_, points)| !points.is_empty())
        .collect();
    if curves.is_empty() {
        return None;
    }
    let all = || curves.iter().flat_map(|(_, points)| points);
    let sizes = [15e3, 30e3, 60e3, 120e3, 240e3, 480e3, 960e3];
    let x = Axis::logarithmic("training images", all().map(|&(x, _)| x), &sizes).written(scaled);
    let values = all().map(|&(_, y)| y);
    let y = match quantity {
        Quantity::Error => Axis::logarithmic(label, values, &PERCENT),
        Quantity::Memory => Axis::logarithmic(label, values, &COUNTS).written(scaled),
        Quantity::Training | Quantity::Recognition => Axis::logarithmic(
            label,
            values,
            &[0.01, 0.1, 1.0, 10.0, 100.0, 1000.0, 10_000.0],
        ),
    };
    let law = |row: &str| quantity.law(lines, row);
    let room = Room {
        left: 48,
        right: 148,
        ..Room::USUAL
    };
    let right = x.range.1;
    let inside = plot(HEIGHT, room, (x, y), |plot| {
        plot.legend(&[
            (Sample::Mark(Mark::Ours), "measured"),
            (Sample::Line(OURS_DOTTED), "factor · imagesᵉ, fitted"),
        ]);
        for (row, points) in &curves {
            for &point in points {
                plot.mark(point, Mark::Ours, 0.9);
            }
            match law(row) {
                Some(law) => {
                    let fitted: Vec<_> = points.iter().map(|&(x, _)| (x, law.at(x))).collect();
                    plot.line(&fitted, OURS_DOTTED, 2.4);
                }
                None => plot.line(points, OURS, 1.6),
            }
        }
        // Names at the right edge, from the top, none upon another.
        let mut ends: Vec<(f64, f64, &str)> = curves
            .iter()
            .map(|(row, points)| {
                let (_, y) = points[points.len() - 1];
                (plot.depth(y), y, *row)
            })
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = 0.0;
        for (depth, y, row) in ends {
            let place = f64::max(depth, free);
            free = place + NAME;
            let text = match law(row) {
                Some(law) => format!("{row} {:.2}", law.exponent),
                None => row.to_owned(),
            };
            plot.text((right, y), (8.0, place - depth), HPos::Left, &text);
        }
    });
    let each: Vec<String> = curves
        .iter()
        .map(|(row, points)| {
            let ((first, from), (last, to)) = (points[0], points[points.len() - 1]);
            let exponent =
                law(row).map_or(String::new(), |law| format!(", e = {:.2}", law.exponent));
            format!("{row} from {from} at {first} images to {to} at {last}{exponent}")
        })
        .collect();
    Some(Drawing {
        description: format!("{label}: {}.", each.join("; ")),
        caption: "Both axes logarithmic. Beyond the images that the training set has, distorted \
                  copies of them. The number after a name is the exponent e of the fitted law: 1 is \
                  linear growth, 2 quadratic."
            .into(),
        height: f64::from(HEIGHT),
        inside,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Results;
    use crate::results::growth_line;

    fn drawing(quantity: Quantity, results: &Results) -> Option<Drawing> {
        chart(&Data::measured(results, &[]), quantity, "seconds to train")
    }

    #[test]
    fn exponents_stand_beside_the_names() {
        let results = Results {
            growth: vec![
                growth_line("svm-poly", 15_000, 1.0),
                growth_line("svm-poly", 60_000, 16.0),
                growth_line("knn", 15_000, 0.5),
                growth_line("linear", 15_000, 0.0),
            ],
            ..Results::default()
        };
        let drawn = drawing(Quantity::Training, &results).unwrap();
        let inside = drawn.inside.into_string();
        assert!(inside.contains(">svm-poly 2.00"), "{inside}");
        assert!(
            inside.contains(">knn\n") || inside.contains(">knn<"),
            "{inside}"
        );
        assert!(!inside.contains("linear"), "no logarithm: {inside}");
        assert!(
            drawn.description.contains("e = 2.00"),
            "{}",
            drawn.description
        );
        assert!(drawing(Quantity::Memory, &results).is_none());
        assert!(drawing(Quantity::Training, &Results::default()).is_none());
    }
}
