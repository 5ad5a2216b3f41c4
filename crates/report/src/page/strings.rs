use maud::{Markup, html};

use super::pictures::drawn;
use crate::figure::{self, STRING_FIGURES};
use crate::numbers::{count, p_value, percent, significant};
use crate::strings::{SetDescription, StringDescription};
use crate::{Data, StringLine};

/// A column: its heading, its full name, and the function that makes its cells.
type Column = (&'static str, &'static str, fn(&StringLine) -> String);

const COLUMNS: [Column; 11] = [
    (
        "String error %",
        "Strings whose answer is not the truth",
        |line| percent(line.string_error_percent),
    ),
    (
        "95 % interval",
        "Wilson's interval of the string error, in percent",
        |line| {
            let (low, high) = (line.error_low_percent, line.error_high_percent);
            format!("{low:.2}–{high:.2}")
        },
    ),
    (
        "Orders %",
        "Mean string error of several orders of the test images, and its standard deviation",
        |line| match line.orders_sd_percent {
            Some(deviation) => format!("{:.2} ± {deviation:.2}", line.orders_mean_percent),
            None => "–".into(),
        },
    ),
    (
        "Character error %",
        "Substitutions, insertions and deletions for each digit",
        |line| percent(line.character_error_percent),
    ),
    (
        "Reject % (1 %)",
        "Strings to reject for 1 % error on the rest",
        |line| percent(line.reject_percent_for_one_percent_error),
    ),
    (
        "Reject % (0.5 %)",
        "Strings to reject for 0.5 % error on the rest",
        |line| percent(line.reject_percent_for_half_percent_error),
    ),
    (
        "Gain %",
        "Share of the errors that training on strings takes away",
        |line| whole(line.relative_gain_percent),
    ),
    ("Paper gain %", "The same in the paper, on words", |line| {
        whole(line.paper_relative_gain_percent)
    }),
    ("Train s", "Seconds to train on strings", |line| {
        significant(line.train_seconds)
    }),
    ("µs/string", "Microseconds to read one string", |line| {
        significant(line.read_microseconds)
    }),
    (
        "MACs",
        "Multiply-accumulates to read one string, on average",
        |line| count(line.multiply_accumulates),
    ),
];

/// A percentage without decimals; a dash for `None`.
fn whole(value: Option<f64>) -> String {
    value.map_or_else(|| "–".into(), |value| format!("{value:.0}"))
}

/// The chapter of the strings; nothing if none were read.
pub(super) fn strings(data: &Data<'_>) -> Markup {
    if data.results.strings.lines.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="strings-heading" {
            h2 #strings-heading tabindex="-1" { "Strings" }
            p {
                "The second half of the paper reads whole strings of digits by graph transformers. \
                 Each test image is in one string; the strings are composed by a recipe, since the \
                 paper's are not public."
            }
            @for set in data.string_sets { (table(data, set)) }
            (claims(data))
            div.pictures { (drawn(data, STRING_FIGURES).0) }
            h3 { "Rows" }
            @for description in data.string_descriptions { (row(data, description)) }
        }
    }
}

fn table(data: &Data<'_>, set: &SetDescription) -> Markup {
    let lines = data.results.strings.lines.iter();
    let lines: Vec<&StringLine> = lines.filter(|line| line.set == set.name).collect();
    let Some(first) = lines.first() else {
        return html! {};
    };
    html! {
        h3 { "The set " (set.name) }
        p.small {
            (set.text) " " (first.strings) " strings; SHA-256 " code { (first.set_sha256) } "."
        }
        div.scroll tabindex="0" role="region" aria-label={ "Strings of the set " (set.name) } {
            table.small {
                thead { tr {
                    th.text scope="col" { "System" }
                    @for (head, title, _) in COLUMNS { th scope="col" title=(title) { (head) } }
                } }
                tbody { @for line in lines { tr {
                    th scope="row" { (line.name) }
                    @for (.., cell) in COLUMNS { td { (cell(line)) } }
                } } }
            }
        }
    }
}

fn claims(data: &Data<'_>) -> Markup {
    let strings = &data.results.strings;
    let of_rows = data.string_descriptions.iter();
    let measured = of_rows.flat_map(|description| {
        let claims = strings.judgements(description);
        claims.filter_map(move |(claim, judgement)| Some((description, claim, judgement?)))
    });
    let measured: Vec<_> = measured.collect();
    html! { @if !measured.is_empty() {
        h3 { "What was to be shown" }
        ul.departures { @for (description, claim, judgement) in measured { li {
            strong { (judgement.verdict()) } ": " code { (description.id) } " " (claim.text) " ("
            (judgement.errors) " strings wrong on the set " (claim.set) ", " code { (claim.other) }
            " " (judgement.other_errors) "; McNemar's exact test, p = " (p_value(judgement.p)) ")."
        } } }
    } }
}

/// What is known about one row.
fn row(data: &Data<'_>, description: &StringDescription) -> Markup {
    let strings = &data.results.strings;
    let lines = strings.lines.iter();
    let lines: Vec<&StringLine> = lines.filter(|line| line.row == description.id).collect();
    if lines.is_empty() {
        return html! {};
    }
    html! {
        details {
            summary { (description.name) }
            div.scroll { div.inside {
                p { code { (description.id) } " The paper: " (description.paper) "." }
                @for line in lines {
                    p.small {
                        "On the set " (line.set) ": " (line.settings) ". " (line.errors)
                        " errors in " (line.strings) " strings: " (line.substitutions)
                        " substitutions, " (line.insertions) " insertions, " (line.deletions)
                        " deletions. "
                        @if line.unreadable > 0 { (line.unreadable) " strings cannot be read. " }
                        @if let Some(seed) = line.seed { "Seed " (seed) ". " }
                        (line.threads) " threads, " (line.kernel_level) " kernels; " (line.machine)
                        "; revision " code { (line.revision) } "."
                    }
                    (training(data, line))
                }
                (super::details::divergences(description.divergences))
            } }
        }
    }
}

fn training(data: &Data<'_>, line: &StringLine) -> Markup {
    let key = (line.row.clone(), line.set.clone());
    let passes = data.results.strings.passes.get(&key);
    let id = format!("passes-{}-{}", line.row, line.set);
    let title = format!("Training of {} on the set {}", line.name, line.set);
    html! { @if let Some(drawing) = passes.and_then(|passes| figure::passes(passes)) {
        figure id=(id) {
            (drawing.svg(&id, &title))
            figcaption { (drawing.caption) }
        }
    } }
}
