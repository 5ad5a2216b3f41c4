use std::fmt::Write as _;

use maud::html;

use super::svg::{Drawing, Figure, PAGE, WIDTH, centred};
use crate::Data;

/// Number of characters in a row. The paper's drawing has nearly as many; all 95 characters fit six
/// rows.
const ACROSS: usize = 16;
const PIXEL: f64 = 2.7;

/// The output codes of LeNet-5 (Figure 3).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-3",
    title: "The code book of LeNet-5",
    shows: "code book (Figure 3)",
    command: PAGE,
    draw,
};

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let (codes, width) = (data.code_book, data.code_width);
    let rows_of_code = codes.first()?.1.len() / width;
    let (across, down) = (WIDTH / ACROSS as f64, rows_of_code as f64 * PIXEL + 24.0);
    let inside = html! {
        @for (index, (character, code)) in codes.iter().enumerate() {
            @let x = (index % ACROSS) as f64 * across + (across - width as f64 * PIXEL) / 2.0;
            @let y = (index / ACROSS) as f64 * down;
            path transform={ "translate(" (x) " " (y + 4.0) ") scale(" (PIXEL) ")" }
                d=(ink(code, width)) {}
            @let name = if *character == ' ' { "space".into() } else { character.to_string() };
            @let middle = x + width as f64 * PIXEL / 2.0;
            g opacity="0.75" font-size="10" { (centred(middle, y + down - 6.0, &name)) }
        }
    };
    Some(Drawing {
        description: format!(
            "Pictures of {} printable characters, {width} by {rows_of_code} pixels each; those \
             that look alike, such as O and 0, differ in few pixels.",
            codes.len(),
        ),
        caption: "The paper's Figure 3, pixel for pixel. LeNet-5's outputs compare the 84 units \
                  of F6 with the ten codes of the digits, ink being +1 and ground −1."
            .into(),
        height: codes.len().div_ceil(ACROSS) as f64 * down,
        inside,
    })
}

/// The outline of the ink pixels. Consecutive pixels of a row become one rectangle.
fn ink(code: &[bool], width: usize) -> String {
    let mut path = String::new();
    for (y, row) in code.chunks(width).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|&&ink| ink).count();
            if run > 0 {
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_ink_are_rectangles() {
        let code = [true, true, false, true, false, false];
        assert_eq!(ink(&code, 3), "M0 0h2v1h-2zM0 1h1v1h-1z");
    }
}
