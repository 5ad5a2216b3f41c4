use super::axis::{Axis, WIDE_PERCENT};
use super::rows::{Row, chart, height};
use super::svg::{COMPARE, Drawing, Figure};
use crate::Data;

/// Test images to reject for 0.5 % error on the rest, beside the paper's number (Figure 10).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-10",
    title: "Images to reject for 0.5 % error on the rest",
    shows: "rejection (Figure 10)",
    command: COMPARE,
    draw,
};

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let lines = data.results.comparison.lines.iter();
    let rows: Vec<Row<'_>> = lines
        .map(|line| Row {
            name: &line.name,
            paper: line.paper_reject_percent,
            ours: line.reject_percent_for_half_percent_error,
            interval: None,
        })
        // A logarithmic axis cannot show zero.
        .filter(|row| row.paper.is_some() || row.ours.is_some_and(|percent| percent > 0.0))
        .collect();
    let least = rows.iter().filter_map(|row| Some((row.ours?, row.name)));
    let (least, name) = least.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let values = rows.iter().flat_map(|row| [row.ours, row.paper]).flatten();
    let axis = Axis::logarithmic("rejected, %", values, &WIDE_PERCENT);
    let both = rows
        .iter()
        .filter(|row| row.ours.is_some() && row.paper.is_some());
    let [of_paper, figure] = match data.is_the_papers() {
        true => [
            format!(", {} of them in the paper's figure too", both.count()),
            "The paper's Figure 10. ".into(),
        ],
        false => [String::new(), String::new()],
    };
    let description = format!(
        "A line for each of {} classifiers{of_paper}. The least that has to be rejected is {least} \
         % ({name}).",
        rows.len(),
    );
    Some(Drawing {
        description,
        caption: format!(
            "{figure}Rejected first are the images whose two best scores are closest; the axis is \
             logarithmic. Rows that need no rejection, or that none brings to 0.5 %, are left out."
        ),
        height: height(rows.len()),
        inside: chart(&rows, axis, "ours"),
    })
}
