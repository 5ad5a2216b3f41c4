//! Trains a model with CTC in a few lines: the penalties of four classes, a blank the first, at
//! each of nine positions, until they spell "1 2 3".
use graph_transformer::{Ctc, CtcError, CtcWork};

#[allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]
fn main() -> Result<(), CtcError> {
    let (ctc, mut work) = (Ctc::new(4, 0)?, CtcWork::default());
    let mut penalties = [0.0; 9 * 4];
    for pass in 0..10 {
        let mut gradient = [0.0; 9 * 4];
        let loss = ctc.loss_and_gradient(&penalties, &[1u16, 2, 3], &mut gradient, &mut work)?;
        println!("pass {pass}: loss {loss:.3}, {:?}", ctc.best(&penalties)?);
        for (penalty, derivative) in penalties.iter_mut().zip(gradient) {
            *penalty -= derivative;
        }
    }
    Ok(())
}
