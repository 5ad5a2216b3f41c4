use maud::{Markup, html};

use super::atlas::Atlas;
use super::details::details;
use crate::numbers::{self, count, significant};
use crate::{Data, Line};

/// A column: its short heading, its full name, whether it contains text or numbers, and whether it
/// is of the paper, and so only there if its values are.
struct Column {
    head: &'static str,
    title: &'static str,
    is_text: bool,
    is_of_paper: bool,
    cell: fn(usize, &Line) -> Cell,
}

/// The text of a cell and the value to sort by. Both are empty if there is no value.
struct Cell {
    shown: String,
    value: Option<String>,
}

impl Cell {
    fn number<N: Copy + ToString>(
        value: impl Into<Option<N>>,
        shown: impl Fn(N) -> String,
    ) -> Self {
        let value = value.into();
        Self {
            shown: value.map_or("–".into(), shown),
            value: value.map(|value| value.to_string()),
        }
    }

    fn text(text: &str) -> Self {
        Self {
            shown: text.into(),
            value: Some(text.into()),
        }
    }
}

const fn numbers(
    head: &'static str,
    title: &'static str,
    cell: fn(usize, &Line) -> Cell,
) -> Column {
    Column {
        head,
        title,
        is_text: false,
        is_of_paper: false,
        cell,
    }
}

const fn of_paper(column: Column) -> Column {
    Column {
        is_of_paper: true,
        ..column
    }
}

const fn texts(head: &'static str, title: &'static str, cell: fn(usize, &Line) -> Cell) -> Column {
    Column {
        is_text: true,
        ..numbers(head, title, cell)
    }
}

fn percent(value: impl Into<Option<f64>>) -> Cell {
    Cell::number(value, |value: f64| numbers::percent(value))
}

/// The columns. The second one is the header of its row.
const COLUMNS: [Column; 15] = [
    numbers("#", "Order of the rows", |index, _| {
        Cell::number(index + 1, |n: usize| n.to_string())
    }),
    texts("Classifier", "Opens the row's details", |_, line| {
        Cell::text(&line.name)
    }),
    of_paper(numbers(
        "Paper %",
        "The paper's test error in percent (Figure 9)",
        |_, line| percent(line.paper_error_percent),
    )),
    numbers("Ours %", "Our test error in percent", |_, line| {
        percent(line.error_percent)
    }),
    numbers(
        "95 % interval",
        "Wilson's interval of our error, in percent",
        |_, line| Cell {
            shown: format!(
                "{:.2}–{:.2}",
                line.error_low_percent, line.error_high_percent
            ),
            value: Some(line.error_low_percent.to_string()),
        },
    ),
    of_paper(texts(
        "Verdict",
        "Whether the paper's error lies in our interval",
        |_, line| Cell::text(&line.verdict.to_string()),
    )),
    of_paper(numbers(
        "Paper reject %",
        "The paper's rejection for 0.5 % error (Figure 10)",
        |_, line| percent(line.paper_reject_percent),
    )),
    numbers(
        "Reject %",
        "Images to reject for 0.5 % error on the rest",
        |_, line| percent(line.reject_percent_for_half_percent_error),
    ),
    numbers("Train s", "Seconds to train", |_, line| {
        Cell::number(line.train_seconds, significant)
    }),
    numbers(
        "µs/image",
        "Microseconds to recognise one image",
        |_, line| Cell::number(line.recognise_microseconds, significant),
    ),
    of_paper(numbers(
        "Paper MACs",
        "The paper's multiply-accumulates (Figure 11)",
        |_, line| Cell::number(line.paper_multiply_accumulates, count),
    )),
    numbers(
        "MACs",
        "Multiply-accumulates to recognise one image",
        |_, line| Cell::number(line.multiply_accumulates, count),
    ),
    of_paper(numbers(
        "Paper stored",
        "The paper's stored numbers (Figure 12)",
        |_, line| Cell::number(line.paper_stored_values, count),
    )),
    numbers("Stored", "Numbers stored to recognise", |_, line| {
        Cell::number(line.stored_values, count)
    }),
    numbers("Seed", "Seed of everything random", |_, line| {
        Cell::number(line.seed, |seed: u64| seed.to_string())
    }),
];

/// Index of the column that is the header of its row.
const NAME: usize = 1;

/// All rows. Each row has its details behind it.
///
/// A row and its details are in one `tbody`, so they are sorted together. The cell with the name
/// has an element that can be opened. The style shows the details when it is open, so no script is
/// needed.
pub(super) fn table(data: &Data<'_>, atlas: &Atlas) -> Markup {
    let comparison = &data.results.comparison;
    let beside_paper = data.is_the_papers();
    let columns = COLUMNS.iter().filter(|c| beside_paper || !c.is_of_paper);
    let columns: Vec<&Column> = columns.collect();
    html! {
        section aria-labelledby="rows-heading" {
            h2 #rows-heading tabindex="-1" { "All rows" }
            @if beside_paper {
                p {
                    "Open a row for its settings, where it departs from the paper, its confusions \
                     and its errors. Headings sort. "
                    em { "Reproduced" }
                    " means that the paper's error lies inside our 95 % interval, "
                    em { "better" } " and " em { "worse" }
                    " that our interval lies below or above it, "
                    em { "new" }
                    " that the paper has no such row. MACs are multiply-accumulates."
                }
            } @else {
                p {
                    "Open a row for its settings, its confusions and its errors. Headings sort. \
                     MACs are multiply-accumulates."
                }
            }
            @if comparison.lines.is_empty() {
                p { "No row has been measured: " code { "cargo xtask compare" } " measures them." }
            }
            div.scroll role="region" aria-labelledby="rows-heading" tabindex="0" {
                table #rows {
                    thead { tr {
                        @for (index, column) in columns.iter().enumerate() {
                            th scope="col" title=(column.title)
                                class=[(column.is_text).then_some("text")]
                                aria-sort=[(index == 0).then_some("ascending")]
                            {
                                @if beside_paper { (column.head) }
                                @else { (column.head.replace("Ours", "Error")) }
                            }
                        }
                    } }
                    @for (index, line) in comparison.lines.iter().enumerate() {
                        tbody id={ "row-" (line.row) } {
                            tr { @for (place, column) in columns.iter().enumerate() {
                                @let Cell { shown, value } = (column.cell)(index, line);
                                @if place == NAME {
                                    th scope="row" data-value=[value] {
                                        details { summary { (shown) } }
                                    }
                                } @else {
                                    td data-value=[value] class=[(column.is_text).then_some("text")] { (shown) }
                                }
                            } }
                            tr.details { td colspan=(columns.len()) {
                                (details(data, atlas, line))
                            } }
                        }
                    }
                    @for (.., failure) in comparison.failures.iter() {
                        tbody { tr {
                            td { "–" }
                            th scope="row" {
                                (failure.row)
                                @if let Some(seed) = failure.seed { ", seed " (seed) }
                            }
                            td.text colspan=(columns.len() - 2) {
                                strong { "FAILED: " (failure.cause) }
                            }
                        } }
                    }
                }
            }
        }
    }
}
