use graph_transformer::{Work, best_path};
use mnist_io::strings::StringSet;
use report::strings::ConstantLine;

use super::shown::Shown;
use crate::FitError;
use crate::strings::set::Set;

/// The largest constant, in either direction.
const MOST: i32 = 12;

/// The errors of a reader with a constant added to the penalty of each candidate.
pub(super) fn curve(
    shown: &Shown,
    set: Set,
    strings: &StringSet,
) -> Result<Vec<ConstantLine>, FitError> {
    let constants: Vec<f32> = (-MOST..=MOST).map(|half| half as f32 / 2.0).collect();
    let mut errors = vec![0; constants.len()];
    let mut work = Work::default();
    let mut changed = Vec::new();
    for string in 0..strings.len() {
        let seen = shown.reader.interpret(strings.picture(string))?;
        for (&constant, errors) in constants.iter().zip(&mut errors) {
            changed.clear();
            changed.extend(seen.penalties.iter().map(|penalty| penalty + constant));
            let best = best_path(&seen.graph, &changed, &mut work).ok_or("a path")?;
            let read = best.labels.iter().map(|label| label.number());
            let truth = strings.digits(string).iter();
            *errors += usize::from(!read.eq(truth.map(|&digit| Some(digit.into()))));
        }
    }
    let lines = constants
        .iter()
        .zip(errors)
        .map(|(&constant, errors)| ConstantLine {
            row: shown.row.into(),
            set: set.name().into(),
            constant: constant.into(),
            string_error_percent: 100.0 * errors as f64 / strings.len() as f64,
            errors,
            strings: strings.len(),
        });
    Ok(lines.collect())
}
