use super::Figure;
use super::axis::{Axis, COUNTS, count};
use super::rows::{Row, chart, height};
use super::svg::{Words, figure};
use crate::{Line, Table};

/// Multiply-accumulates per recognition, beside the paper's (Figure 11).
pub fn multiply_accumulates(table: &Table) -> Option<Figure> {
    costs(
        table,
        Words {
            id: "figure-11",
            title: "Multiply-accumulates to recognise one image",
            description: "",
            caption: "The paper's Figure 11, on a logarithmic axis; preparing the image is not \
                      counted."
                .into(),
        },
        "multiply-accumulates",
        |line| (line.multiply_accumulates, line.paper_multiply_accumulates),
    )
}

/// Numbers stored to recognise, beside the paper's (Figure 12).
pub fn memory(table: &Table) -> Option<Figure> {
    costs(
        table,
        Words {
            id: "figure-12",
            title: "Numbers stored to recognise",
            description: "",
            caption: "The paper's Figure 12, on a logarithmic axis.".into(),
        },
        "numbers stored",
        |line| (line.stored_values, line.paper_stored_values),
    )
}

fn costs(
    table: &Table,
    words: Words<'_>,
    label: &'static str,
    of: impl Fn(&Line) -> (u64, Option<u64>),
) -> Option<Figure> {
    let rows: Vec<Row<'_>> = table
        .lines()
        .iter()
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
        count(least),
        count(most),
    );
    let values = rows.iter().flat_map(|row| [row.ours, row.paper]).flatten();
    let axis = Axis::logarithmic(label, values, &COUNTS).written(count);
    let words = Words {
        description: &description,
        ..words
    };
    Some(figure(
        words,
        f64::from(height(rows.len())),
        &chart(&rows, axis, "ours"),
    ))
}
