use maud::{Markup, html};

use super::strip::round;
use crate::figure::svg::{Drawing, Figure, STRINGS, WIDTH};
use crate::strings::{System, Training};
use crate::{Data, StringLine};

/// String errors without and with global training (Figure 32).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-32",
    title: "Before and after global training",
    shows: "gain from global training (Figure 32)",
    command: STRINGS,
    draw,
};

/// The systems, and their names.
const SYSTEMS: [(System, &str); 2] = [
    (System::Segments, "Over-segmentation"),
    (System::Sweep, "Swept network"),
];
/// The criteria, and their names.
const TRAININGS: [(Training, &str); 6] = [
    (Training::None, "not trained on strings"),
    (Training::Viterbi, "Viterbi (11)"),
    (Training::Forward, "forward (section VI-C)"),
    (
        Training::DiscriminativeViterbi,
        "discriminative Viterbi (12)",
    ),
    (
        Training::DiscriminativeForward,
        "discriminative forward (17)",
    ),
    (Training::Ctc, "CTC"),
];
/// Height of a bar, of a heading, and where the bars begin.
const PITCH: f64 = 20.0;
const HEADING: f64 = 24.0;
const BARS: f64 = 178.0;
/// Room for the number behind a bar.
const NUMBER: f64 = 46.0;

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let lines = &data.results.strings.lines;
    let set = &lines.first()?.set;
    let line = |system, training, told_length| {
        let description = data.string_descriptions.iter().find(|d| {
            (d.system, d.training, d.told_length) == (system, training, told_length)
                && lines.iter().any(|l| l.row == d.id && l.set == *set)
        })?;
        data.results.strings.line(description.id, set)
    };
    let mut groups: Vec<(String, Vec<(&str, &StringLine)>)> = Vec::new();
    for (system, name) in SYSTEMS {
        for (told_length, told) in [(false, ""), (true, ", told the number of digits")] {
            let bars = TRAININGS
                .into_iter()
                .filter_map(|(training, name)| Some((name, line(system, training, told_length)?)));
            let bars: Vec<_> = bars.collect();
            if !bars.is_empty() {
                groups.push((format!("{name}{told}"), bars));
            }
        }
    }
    let shown = || {
        groups
            .iter()
            .flat_map(|(_, bars)| bars.iter().map(|(_, line)| *line))
    };
    let largest = shown()
        .map(|line| line.error_high_percent)
        .fold(0.0, f64::max);
    if largest <= 0.0 {
        return None;
    }
    let scale = (WIDTH - BARS - NUMBER) / largest;
    let mut top = 0.0;
    let inside = html! {
        @for (name, bars) in &groups {
            text x="0" y=(top + 14.0) font-weight="600" { (name) }
            @for (index, (name, line)) in bars.iter().enumerate() {
                (bar(name, line, top + HEADING + index as f64 * PITCH, scale))
            }
            @let () = top += HEADING + bars.len() as f64 * PITCH + 12.0;
        }
    };
    let told: Vec<String> = shown()
        .map(|line| format!("{}: {:.2} %", line.name, line.string_error_percent))
        .collect();
    let strings = shown().next()?.strings;
    Some(Drawing {
        description: format!("Bars of string errors. {}.", told.join("; ")),
        caption: format!(
            "As the paper's Figure 32, which is of words: the string error, in percent, on the \
             {strings} strings of the set {set}, with 95 % intervals, without training on strings \
             and after training by each criterion.",
        ),
        height: top - 6.0,
        inside,
    })
}

/// A bar with its name, its interval and its number.
fn bar(name: &str, line: &StringLine, y: f64, scale: f64) -> Markup {
    let at = |percent: f64| round(BARS + scale * percent);
    let (low, high) = (at(line.error_low_percent), at(line.error_high_percent));
    let middle = y + 7.5;
    html! {
        text x=(BARS - 6.0) y=(y + 12.0) text-anchor="end" font-size="12" { (name) }
        rect x=(BARS) y=(y) width=(round(scale * line.string_error_percent)) height="15" rx="1"
            fill="var(--ours)" fill-opacity="0.55" {}
        path d={ "M" (low) " " (middle) "H" (high) "M" (low) " " (middle - 4.0) "v8M" (high) " " (middle - 4.0) "v8" }
            stroke="currentColor" stroke-width="1.2" fill="none" {}
        text x=(high + 6.0) y=(y + 12.0) { (format!("{:.2}", line.string_error_percent)) }
    }
}
