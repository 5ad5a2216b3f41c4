use maud::Markup;
use plotters::style::text_anchor::HPos;

use super::axis::Axis;
use super::dashes::{GRID, OURS};
use super::plot::{Mark, Plot, Room, Sample, plot};

/// One line of the chart.
pub(super) struct Row<'a> {
    /// The name of the line.
    pub(super) name: &'a str,
    /// The paper's value.
    pub(super) paper: Option<f64>,
    /// Our value.
    pub(super) ours: Option<f64>,
    /// The confidence interval of our value.
    pub(super) interval: Option<(f64, f64)>,
}

/// Height of a line.
const PITCH: i32 = 19;
const ROOM: Room = Room {
    left: 182,
    right: 14,
    top: 24,
};

/// Height of a chart with `n_rows` rows.
pub(super) fn height(n_rows: usize) -> f64 {
    f64::from(height_in_units(n_rows))
}

fn height_in_units(n_rows: usize) -> i32 {
    PITCH * n_rows as i32 + ROOM.top + 40
}

/// A chart with one line for each row, from top to bottom. The paper's value is beside ours on
/// `axis`. If no row has one, there is one kind of mark, and no legend.
pub(super) fn chart(rows: &[Row<'_>], axis: Axis, ours: &str) -> Markup {
    let n = rows.len() as f64;
    let lines = Axis::linear("", (0.0, n), &[]);
    let ends = axis.range;
    plot(
        height_in_units(rows.len()),
        ROOM,
        (axis, lines),
        |plot: &mut Plot<'_, '_>| {
            let beside_paper = rows.iter().any(|row| row.paper.is_some());
            if beside_paper {
                let mut legend = vec![(Sample::Mark(Mark::Paper), "the paper")];
                legend.push((Sample::Mark(Mark::Ours), ours));
                if rows.iter().any(|row| row.paper.is_none()) {
                    legend.push((Sample::Mark(Mark::New), "ours alone"));
                }
                plot.legend(&legend);
            }
            for (index, row) in rows.iter().enumerate() {
                let y = n - index as f64 - 0.5;
                plot.line(&[(ends.0, y), (ends.1, y)], GRID, 0.5);
                plot.text((ends.0, y), (-6.0, 0.0), HPos::Right, row.name);
                if let Some((low, high)) = row.interval {
                    plot.line(&[(low.max(ends.0), y), (high, y)], OURS, 1.8);
                }
                if let Some(ours) = row.ours {
                    let mark = if row.paper.is_some() || !beside_paper {
                        Mark::Ours
                    } else {
                        Mark::New
                    };
                    plot.mark((ours, y), mark, 1.0);
                }
                if let Some(paper) = row.paper {
                    plot.mark((paper, y), Mark::Paper, 1.0);
                }
            }
        },
    )
}
