use maud::html;

use super::graph::label;
use super::strip::drawn;
use crate::Data;
use crate::figure::svg::{Drawing, Figure, STRINGS, WIDTH};
use crate::strings::System;

/// The strings that the best row reads wrongly, the surest answers first.
pub(super) const FIGURE: Figure = Figure {
    id: "strings-mistakes",
    title: "The strings that the best row mistakes",
    shows: "worst mistakes on strings",
    command: STRINGS,
    draw,
};

const ACROSS: usize = 4;
/// The largest number of strings that are shown.
const MOST: usize = 40;
/// The width of a picture.
const PICTURE: f64 = 112.0;
/// Height of the text below it.
const TEXT: f64 = 26.0;

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let strings = &data.results.strings;
    let set = &strings.lines.first()?.set;
    // A row that is told something has less to do.
    let told = |row: &str| {
        let mut described = data.string_descriptions.iter();
        described.any(|d| d.id == row && (d.told_length || d.system == System::Known))
    };
    let free = strings
        .lines
        .iter()
        .filter(|l| l.set == *set && !told(&l.row));
    let best = free.min_by(|a, b| a.string_error_percent.total_cmp(&b.string_error_percent))?;
    let (truth, given) = (
        strings.answers.truth(set),
        strings.answers.get(&best.row, set)?,
    );
    let pairs = truth.iter().zip(given).enumerate();
    let mut wrong: Vec<_> = pairs
        .filter(|(_, (truth, given))| given.digits != **truth)
        .collect();
    wrong.sort_by(|a, b| b.1.1.confidence.total_cmp(&a.1.1.confidence));
    let n_wrong = wrong.len();
    let shown = wrong.into_iter().take(MOST);
    let shown: Vec<_> = shown
        .filter_map(|(string, pair)| Some((data.string_pictures.get(string)?, string, pair)))
        .collect();
    if shown.is_empty() {
        return None;
    }
    let widest = shown.iter().map(|(picture, ..)| picture.width).max()?;
    let scale = PICTURE / widest as f64;
    let highest = shown.iter().map(|(picture, ..)| picture.height).max()?;
    let (across, height) = (WIDTH / ACROSS as f64, scale * highest as f64);
    let down = height + TEXT;
    let labelled = |truth: &str, given: &str| match given {
        "" => format!("{truth} → nothing"),
        _ => format!("{truth} → {given}"),
    };
    let inside = html! {
        @for (place, (picture, _, (truth, given))) in shown.iter().enumerate() {
            @let x = (place % ACROSS) as f64 * across + across / 2.0;
            @let y = (place / ACROSS) as f64 * down;
            (drawn(picture, (x - scale * picture.width as f64 / 2.0, y), scale))
            (label((x, y + height + 13.0), 12.0, false, "currentColor", &labelled(truth, &given.digits)))
        }
    };
    let listed: Vec<String> = shown
        .iter()
        .map(|(_, string, (truth, given))| {
            format!("string {string}: {}", labelled(truth, &given.digits))
        })
        .collect();
    let (first, last) = (
        shown[0].2.1.confidence,
        shown[shown.len() - 1].2.1.confidence,
    );
    Some(Drawing {
        description: format!("{}.", listed.join(", ")),
        caption: format!(
            "{} of the {n_wrong} strings of the set {set} that {} reads wrongly, what is written → \
             what is read. The answers of the highest probability are first: from {:.1} % down to \
             {:.1} %.",
            shown.len(),
            best.row,
            100.0 * first,
            100.0 * last,
        ),
        height: shown.len().div_ceil(ACROSS) as f64 * down - 8.0,
        inside,
    })
}
