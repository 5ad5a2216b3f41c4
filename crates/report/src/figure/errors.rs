use super::axis::{Axis, PERCENT};
use super::rows::{Row, chart, height};
use super::svg::{COMPARE, Drawing, Figure};
use crate::{Data, Line, Verdict};

/// Test error of every row with its interval, beside the paper's (Figure 9).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-9",
    title: "Test error of every classifier",
    shows: "test error (Figure 9)",
    command: COMPARE,
    draw,
};

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let lines = &data.results.comparison.lines;
    let by_error = |a: &&Line, b: &&Line| a.error_percent.total_cmp(&b.error_percent);
    let best = lines.iter().min_by(by_error)?;
    let worst = lines.iter().max_by(by_error)?;
    let rows: Vec<Row<'_>> = lines
        .iter()
        .map(|line| Row {
            name: &line.name,
            paper: line.paper_error_percent,
            ours: Some(line.error_percent),
            interval: Some((line.error_low_percent, line.error_high_percent)),
        })
        .collect();
    let values = rows.iter().flat_map(|row| {
        let (low, high) = row.interval.unwrap_or_default();
        [Some(low.max(0.05)), Some(high), row.paper]
            .into_iter()
            .flatten()
    });
    let axis = Axis::logarithmic("test error, %", values, &PERCENT);
    let with = |verdict| lines.iter().filter(|line| line.verdict == verdict).count();
    let (same, better, worse) = (
        with(Verdict::Reproduced),
        with(Verdict::Better),
        with(Verdict::Worse),
    );
    let [of_paper, caption] = match data.is_the_papers() {
        true => [
            format!(
                " Of the {} that the paper has, its error lies inside our interval for {same}; \
                 ours is lower for {better} and higher for {worse}.",
                same + better + worse
            ),
            format!(
                "The paper's Figure 9. Bars are 95 % intervals; the axis is logarithmic. The \
                 paper's error lies inside our interval in {same} rows; ours is lower in {better}, \
                 higher in {worse}."
            ),
        ],
        false => [
            String::new(),
            "Bars are 95 % intervals; the axis is logarithmic.".into(),
        ],
    };
    let description = format!(
        "A line for each of {} classifiers. Ours range from {} % ({}) to {} % ({}).{of_paper}",
        lines.len(),
        best.error_percent,
        best.name,
        worst.error_percent,
        worst.name,
    );
    Some(Drawing {
        description,
        caption,
        height: height(rows.len()),
        inside: chart(&rows, axis, "ours, 95 %"),
    })
}
