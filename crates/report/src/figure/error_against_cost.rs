use plotters::style::text_anchor::HPos;

use super::axis::{Axis, COUNTS, PERCENT};
use super::dashes::INK;
use super::plot::{Mark, Room, Sample, plot};
use super::svg::{COMPARE, Drawing, Figure};
use crate::numbers::scaled;
use crate::{Data, Line};

const HEIGHT: i32 = 420;

/// Test error against multiply-accumulates for every row.
pub(super) const FIGURE: Figure = Figure {
    id: "error-against-cost",
    title: "Error against cost",
    shows: "error against cost",
    command: COMPARE,
    draw,
};

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let all = data.results.comparison.lines.iter();
    let lines: Vec<&Line> = all
        .filter(|line| line.error_percent > 0.0 && line.multiply_accumulates > 0)
        .collect();
    if lines.is_empty() {
        return None;
    }
    let cost = |line: &Line| line.multiply_accumulates as f64;
    let least = lines
        .iter()
        .map(|line| cost(line))
        .fold(f64::INFINITY, f64::min);
    // This leaves room for names on the left.
    let costs = lines.iter().map(|line| cost(line)).chain([0.3 * least]);
    let label = "multiply-accumulates to recognise one image";
    let x = Axis::logarithmic(label, costs, &COUNTS).written(scaled);
    let frontier = frontier(&lines);
    // This leaves room below, for the name of the best row.
    let below = frontier.last().map(|best| 0.85 * best.error_percent);
    let errors = lines.iter().map(|line| line.error_percent).chain(below);
    let y = Axis::logarithmic("test error, %", errors, &PERCENT);
    let steps: Vec<(f64, f64)> = frontier
        .iter()
        .map(|line| (cost(line), line.error_percent))
        .collect();
    // This is at a quarter of the width. Further left, there is no room for a name before its
    // point.
    let left = x.range.0.powf(0.75) * x.range.1.powf(0.25);
    let beside_paper = data.is_the_papers();
    let inside = plot(HEIGHT, Room::USUAL, (x, y), |plot| {
        let of_paper = [
            (Sample::Mark(Mark::Ours), "in the paper"),
            (Sample::Mark(Mark::New), "not in the paper"),
        ];
        let of_paper = of_paper.into_iter().filter(|_| beside_paper);
        let frontier_is = (Sample::Line(INK), "nothing cheaper is better");
        plot.legend(&of_paper.chain([frontier_is]).collect::<Vec<_>>());
        plot.line(&steps, INK, 1.0);
        for line in &lines {
            let mark = match line.paper_error_percent {
                None if beside_paper => Mark::New,
                _ => Mark::Ours,
            };
            plot.mark((cost(line), line.error_percent), mark, 1.0);
        }
        // Below and left of the frontier there are only names.
        let mut free = 0.0;
        for line in &frontier {
            let at = (cost(line), line.error_percent);
            if cost(line) < left {
                plot.text(at, (4.0, -10.0), HPos::Left, &line.name);
            } else {
                let depth = plot.depth(line.error_percent);
                let below = (depth + 9.0).max(free);
                free = below + 15.0;
                plot.text(at, (-8.0, below - depth), HPos::Right, &line.name);
            }
        }
    });
    let names: Vec<&str> = frontier.iter().map(|line| line.name.as_str()).collect();
    Some(Drawing {
        description: format!(
            "{} classifiers as points. Those that no cheaper one beats, from the cheapest: {}.",
            lines.len(),
            names.join("; "),
        ),
        caption: "Ours, both axes logarithmic. Named are the rows that no other beats in error \
                  at the same cost or less."
            .into(),
        height: f64::from(HEIGHT),
        inside,
    })
}

/// The lines of the Pareto frontier, the cheapest first: no line with the same cost or less has
/// fewer errors.
fn frontier<'a>(lines: &[&'a Line]) -> Vec<&'a Line> {
    let mut sorted = lines.to_vec();
    sorted.sort_by(|a, b| {
        let by_cost = a.multiply_accumulates.cmp(&b.multiply_accumulates);
        by_cost.then(a.error_percent.total_cmp(&b.error_percent))
    });
    let mut best = f64::INFINITY;
    sorted.retain(|line| {
        let beats = line.error_percent < best;
        best = best.min(line.error_percent);
        beats
    });
    sorted
}
