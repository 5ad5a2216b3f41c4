//! Styles of the drawn lines. Plotters writes only colours, so each meaning has its own colour
//! here, which is replaced later.

use plotters::style::RGBColor;

/// Text and the most important marks.
pub(super) const INK: RGBColor = RGBColor(0, 0, 0);
/// Lines beside those of our measurements.
pub(super) const INK_DOTTED: RGBColor = RGBColor(0, 0, 1);
/// Grid lines, which help to read a value.
pub(super) const GRID: RGBColor = RGBColor(0xcc, 0xcc, 0xcc);
/// Our measurements.
pub(super) const OURS: RGBColor = RGBColor(0x00, 0x72, 0xb2);
/// The paper's marks.
pub(super) const PAPER: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
/// The paper's lines.
pub(super) const PAPER_DASHED: RGBColor = RGBColor(0xd5, 0x5e, 0x01);
/// A law fitted to our results.
pub(super) const OURS_DOTTED: RGBColor = RGBColor(0x00, 0x72, 0xb3);
/// A law fitted to the paper's results.
pub(super) const PAPER_DOTTED: RGBColor = RGBColor(0xd5, 0x5e, 0x02);

/// Resolution of the coordinates. Plotters uses integers, so one unit of the figure is four steps.
pub(super) const DETAIL: i32 = 4;

/// Each attribute that plotters writes for a meaning, and its replacement.
const MEANINGS: [(&str, &str); 8] = [
    ("#000000\"", "currentColor\""),
    (
        "#000001\"",
        "currentColor\" stroke-dasharray=\"1 14\" stroke-linecap=\"round\"",
    ),
    ("#CCCCCC\"", "var(--grid)\""),
    ("#0072B2\"", "var(--ours)\""),
    ("#D55E00\"", "var(--theirs)\""),
    ("#D55E01\"", "var(--theirs)\" stroke-dasharray=\"24 14\""),
    (
        "#0072B3\"",
        "var(--ours)\" stroke-dasharray=\"1 14\" stroke-linecap=\"round\"",
    ),
    (
        "#D55E02\"",
        "var(--theirs)\" stroke-dasharray=\"1 14\" stroke-linecap=\"round\"",
    ),
];

/// Takes the inside of a drawing of plotters, converts it to the figure's units, and replaces the
/// colours by their meanings.
pub(super) fn dressed(drawn: &str) -> String {
    let begin = drawn.find('>').map_or(0, |end| end + 1);
    let end = drawn.rfind("</svg>").unwrap_or(drawn.len());
    let mut inside = drawn[begin..end].trim().replace(" opacity=\"1\"", "");
    for (colour, meaning) in MEANINGS {
        inside = inside.replace(colour, meaning);
    }
    // Plotters writes each text over several lines. The figure names the font once.
    let inside = inside
        .replace(" font-family=\"sans-serif\"", "")
        .replace(">\n", ">");
    format!(
        "<g transform=\"scale({})\">{inside}</g>",
        1.0 / f64::from(DETAIL)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_meanings() {
        let drawn = "<svg width=\"1\">\n<line opacity=\"1\" stroke=\"#D55E01\"/>\n<text \
                     fill=\"#000000\">\nx\n</text>\n</svg>\n";
        assert_eq!(
            dressed(drawn),
            "<g transform=\"scale(0.25)\"><line stroke=\"var(--theirs)\" \
             stroke-dasharray=\"24 14\"/><text fill=\"currentColor\">x\n</text></g>"
        );
    }
}
