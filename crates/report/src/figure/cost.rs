use super::axis::{Axis, COUNTS};
use super::rows::{Row, chart, height};
use super::svg::{COMPARE, Drawing, Figure};
use crate::numbers::scaled;
use crate::{Data, Line};

/// Multiply-accumulates per recognition, beside the paper's (Figure 11).
pub(super) const MULTIPLY_ACCUMULATES: Figure = Figure {
    id: "figure-11",
    title: "Multiply-accumulates to recognise one image",
    shows: "multiply-accumulates (Figure 11)",
    command: COMPARE,
    draw: |data| {
        let caption = match data.is_the_papers() {
            true => {
                "The paper's Figure 11, on a logarithmic axis; preparing the image is not counted."
            }
            false => "The axis is logarithmic; preparing the image is not counted.",
        };
        costs(data, caption, "multiply-accumulates", |line| {
            (line.multiply_accumulates, line.paper_multiply_accumulates)
        })
    },
};

/// Number of stored values that recognition needs, beside the paper's number (Figure 12).
pub(super) const MEMORY: Figure = Figure {
    id: "figure-12",
    title: "Numbers stored to recognise",
    shows: "memory (Figure 12)",
    command: COMPARE,
    draw: |data| {
        let caption = match data.is_the_papers() {
            true => "The paper's Figure 12, on a logarithmic axis.",
            false => "The axis is logarithmic.",
        };
        costs(data, caption, "numbers stored", |line| {
            (line.stored_values, line.paper_stored_values)
        })
    },
};

fn costs(
    data: &Data<'_>,
    caption: &str,
    label: &'static str,
    of: impl Fn(&Line) -> (u64, Option<u64>),
) -> Option<Drawing> {
    let lines = data.results.comparison.lines.iter();
    let rows: Vec<Row<'_>> = lines
        .map(|line| {
            let (ours, paper) = of(line);
            Row {
                name: &line.name,
                paper: paper.map(|paper| paper as f64),
                ours: Some(ours as f64),
                interval: None,
            }
        })
        .collect();
    let ours = || rows.iter().filter_map(|row| Some((row.ours?, row.name)));
    let (least, smallest) = ours().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let (most, largest) = ours().max_by(|a, b| a.0.total_cmp(&b.0))?;
    let description = format!(
        "A line for each of {} classifiers, from {} ({smallest}) to {} ({largest}).",
        rows.len(),
        scaled(least),
        scaled(most),
    );
    let values = rows.iter().flat_map(|row| [row.ours, row.paper]).flatten();
    let axis = Axis::logarithmic(label, values, &COUNTS).written(scaled);
    Some(Drawing {
        description,
        caption: caption.into(),
        height: height(rows.len()),
        inside: chart(&rows, axis, "ours"),
    })
}
