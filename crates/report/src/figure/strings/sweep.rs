use maud::{Markup, html};

use super::graph::label;
use super::strip::{Strip, drawn, round};
use crate::Data;
use crate::figure::svg::{Drawing, Figure, STRINGS, WIDTH, least};
use crate::strings::examples::{CODE_SIZE, Picture, SweptString};

/// What a network sees that is swept over strings (Figures 25 and 26).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-25",
    title: "A network swept over a string",
    shows: "swept network (Figures 25 and 26)",
    command: STRINGS,
    draw,
};

/// The state of F6 that is drawn black; white is the same below zero.
const BLACK: f64 = 1.7159;

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let strings = &data.results.examples.as_ref()?.swept;
    let first = strings.first()?;
    let mut top = 0.0;
    let mut drawings = Vec::new();
    for string in strings {
        let (markup, height) = swept(string);
        drawings.push(html! { g transform={ "translate(0 " (round(top)) ")" } { (markup) } });
        top += height;
    }
    let told: Vec<String> = strings
        .iter()
        .map(|s| format!("{}: {} read as {}", s.kind, s.truth, s.after.digits))
        .collect();
    Some(Drawing {
        description: format!(
            "{} strings, each with the states of F6 and the winning classes at each position. {}.",
            strings.len(),
            told.join("; "),
        ),
        caption: format!(
            "As the paper's Figures 25 and 26: strings of the test images, below each the states of \
             F6 as the 7×12 picture that the code book compares them with, every {} columns, and \
             the class of the least penalty. A dot is the blank; the fainter, the larger the \
             penalty. The answers are those of {}.",
            first.stride, first.after.row,
        ),
        height: top - 14.0,
        inside: html! { @for drawing in &drawings { (drawing) } },
    })
}

/// One string, and how much of the height it takes.
fn swept(string: &SweptString) -> (Markup, f64) {
    let strip = Strip::of_picture(string.picture.clone(), 4.0);
    let pitch = strip.scale * string.stride as f64;
    let scale = (pitch - 1.5) / CODE_SIZE.1 as f64;
    let middle =
        |position: usize| strip.left + strip.scale * string.first_middle + position as f64 * pitch;
    let codes = 20.0 + strip.height + 4.0;
    let winners = codes + scale * CODE_SIZE.0 as f64 + 16.0;
    let of_positions: Vec<(usize, f64)> = string.penalties.iter().map(|of| least(of)).collect();
    let penalties = || of_positions.iter().map(|&(_, penalty)| penalty);
    let (low, high) = (
        penalties().fold(f64::INFINITY, f64::min),
        penalties().fold(f64::NEG_INFINITY, f64::max),
    );
    let blank = string.penalties[0].len() - 1;
    let markup = html! {
        text x="0" y="12" font-weight="600" { (string.kind) }
        text x=(WIDTH) y="12" text-anchor="end" { (answers(string)) }
        (strip.picture(20.0))
        @for (position, states) in string.f6.iter().enumerate() {
            @let x = middle(position) - scale * CODE_SIZE.1 as f64 / 2.0;
            (drawn(&code(states), (round(x), codes), scale))
        }
        @for (position, &(class, penalty)) in of_positions.iter().enumerate() {
            @let share = (penalty - low) / (high - low).max(f64::MIN_POSITIVE);
            @let winner = if class == blank { "·".into() } else { class.to_string() };
            g opacity=(round(1.0 - 0.7 * share)) {
                (label((middle(position), winners), 15.0, true, "currentColor", &winner))
            }
        }
    };
    (markup, winners + 24.0)
}

/// Truth and answers in a line.
fn answers(string: &SweptString) -> String {
    let (truth, after) = (&string.truth, &string.after.digits);
    let after = if truth == after {
        format!("reads {after}")
    } else {
        format!("reads {after} for {truth}")
    };
    match &string.before {
        Some(before) if before.digits.is_empty() => format!("{after}, untrained nothing"),
        Some(before) => format!("{after}, before training {}", before.digits),
        None => after,
    }
}

/// The states of F6 as a picture.
fn code(states: &[f64]) -> Picture {
    let ink = |state: &f64| (255.0 * (state / BLACK + 1.0) / 2.0).round() as u8;
    Picture {
        height: CODE_SIZE.0,
        width: CODE_SIZE.1,
        pixels: states.iter().map(ink).collect(),
    }
}
