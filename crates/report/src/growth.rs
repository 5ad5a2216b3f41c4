use std::fmt::Write as _;

use crate::markdown::grid;
use crate::numbers::significant;
use crate::results::rows_of;
use crate::{GrowthLine, Quantity};

/// `growth.md`: how time, memory and error of each row grow, and what was measured.
pub fn markdown(lines: &[GrowthLine]) -> String {
    let mut text = String::from(
        "# Growth with the number of training images\n\n\
         Written by `cargo xtask growth`. Where there are more training images than the set has, \
         the others are distorted copies. Each line of the second table was measured in a process \
         of its own; its peak includes the images.\n\n\
         ## Fitted exponents\n\n\
         The *e* of *quantity = factor · imagesᵉ*, by least squares on logarithms, over all sizes \
         of the row: 1 is linear growth, 2 quadratic, below 0 a fall.\n\n",
    );
    let exponents = rows_of(lines).into_iter().map(|row| {
        let points = Quantity::Training.points(lines, row);
        let sizes = match (points.first(), points.last()) {
            (Some((least, _)), Some((most, _))) => format!("{least} – {most}"),
            _ => String::new(),
        };
        let exponent = |quantity: Quantity| match quantity.law(lines, row) {
            Some(law) => format!("{:.2}", law.exponent),
            None => "–".into(),
        };
        let laws = Quantity::ALL.map(exponent);
        [format!("`{row}`"), sizes]
            .into_iter()
            .chain(laws)
            .collect()
    });
    let header = [
        "Row",
        "Images",
        "Train s",
        "µs / image",
        "Peak memory",
        "Error",
    ];
    text += &grid::<Vec<_>>(header.map(str::to_owned).into(), exponents, 2);
    text += "\n## Measured\n\n";
    let cells = lines.iter().map(|line| {
        let peak = line.peak_bytes.map_or("–".into(), |bytes| {
            format!("{:.2}", bytes as f64 / f64::from(1 << 30))
        });
        vec![
            format!("`{}`", line.row),
            line.train_images.to_string(),
            significant(line.train_seconds),
            significant(line.recognise_microseconds),
            peak,
            format!("{:.2}", line.error_percent),
        ]
    });
    let header = [
        "Row",
        "Images",
        "Train s",
        "µs / image",
        "Peak GiB",
        "Error %",
    ];
    text += &grid::<Vec<_>>(header.map(str::to_owned).into(), cells, 1);
    let mut places: Vec<(&str, &str)> = Vec::new();
    for line in lines {
        let place = (line.machine.as_str(), line.revision.as_str());
        if !places.contains(&place) {
            places.push(place);
        }
    }
    text.push('\n');
    for (machine, revision) in places {
        let _ = writeln!(text, "Measured on {machine}, revision {revision}.");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::growth_line;

    #[test]
    fn a_row_has_its_exponents_and_its_sizes() {
        let lines = [
            growth_line("svm-poly", 1000, 1.0),
            growth_line("svm-poly", 4000, 16.0),
            growth_line("knn", 1000, 1.0),
        ];
        let text = markdown(&lines);
        let of = |row: &str| -> Vec<&str> {
            let mut lines = text.lines().filter(|line| line.starts_with(row));
            lines.next().unwrap().split('|').map(str::trim).collect()
        };
        let svm = of("| `svm-poly`");
        assert_eq!(svm[2..7], ["1000 – 4000", "2.00", "0.00", "–", "0.00"]);
        assert_eq!(of("| `knn`")[3], "–");
        assert!(text.contains("| `svm-poly`"), "{text}");
        assert_eq!(text.matches("Measured on").count(), 1);
    }
}
