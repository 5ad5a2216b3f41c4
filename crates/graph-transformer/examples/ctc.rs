//! Trains a linear model with CTC on made-up lines of writing. Soon it reads them all, and then grows surer.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]
use graph_transformer::{Ctc, CtcError, CtcWork, Label};

fn main() -> Result<(), CtcError> {
    let lines: Vec<_> = (1..=100).map(line).collect();
    // A penalty for each stroke, of which there are seven, and each class: a blank and three letters.
    let mut weights = [[0.0f32; 4]; 7];
    let (ctc, mut work) = (Ctc::new(4, 0)?, CtcWork::default());
    for pass in 1..=8 {
        let (mut loss, mut misread) = (0.0, 0);
        for (strokes, letters) in &lines {
            let rows: Vec<_> = strokes.iter().map(|&stroke| weights[stroke]).collect();
            let (penalties, mut gradient) = (rows.as_flattened(), vec![0.0; 4 * rows.len()]);
            loss += ctc.loss_and_gradient(penalties, letters, &mut gradient, &mut work)?;
            misread += usize::from(ctc.best(penalties)? != *letters);
            for (&stroke, derivatives) in strokes.iter().zip(gradient.chunks(4)) {
                for (weight, derivative) in weights[stroke].iter_mut().zip(derivatives) {
                    *weight -= 0.02 * derivative;
                }
            }
        }
        println!(
            "pass {pass}: loss {:.3} a line, {misread} of {} misread",
            loss / 100.0,
            lines.len()
        );
    }
    Ok(())
}

/// Five letters, and the strokes they are written with: each letter one to three of its two, and a
/// gap behind it.
fn line(seed: usize) -> (Vec<usize>, Vec<Label>) {
    let (mut strokes, mut letters, mut state) = (Vec::new(), Vec::new(), seed);
    let mut draw = |below| {
        state = (state * 16_807) % 2_147_483_647;
        state / 64 % below
    };
    for _ in 0..5 {
        let letter = draw(3);
        letters.push(Label::new(1 + letter as u16));
        strokes.extend((0..=draw(3)).map(|_| 1 + 2 * letter + draw(2)));
        strokes.push(0);
    }
    (strokes, letters)
}
