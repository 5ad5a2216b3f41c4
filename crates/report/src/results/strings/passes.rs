use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Pass;

/// The training of each row on each set, pass by pass: by row and set.
pub type StringPasses = BTreeMap<(String, String), Vec<Pass>>;

/// One line of `strings-passes.csv`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StringPassLine {
    row: String,
    set: String,
    pass: usize,
    string_error_percent: f64,
    loss: f64,
    seconds: f64,
}

/// Makes the passes from these lines.
///
/// # Errors
/// A description of what is wrong with the lines.
pub(super) fn from_lines(lines: Vec<StringPassLine>) -> Result<StringPasses, String> {
    let mut all = StringPasses::default();
    for line in lines {
        let place = format!("pass {} of {} on {}", line.pass, line.row, line.set);
        let passes = all.entry((line.row, line.set)).or_default();
        passes.push(Pass {
            training_error_percent: line.string_error_percent,
            loss: line.loss,
            seconds: line.seconds,
        });
        let due = passes.len();
        if line.pass != due {
            return Err(format!("{place} where {due} is due"));
        }
    }
    Ok(all)
}

/// The lines of these passes, with the sets and the rows in the order of `sets` and `ids`.
pub(super) fn lines(all: &StringPasses, ids: &[&str], sets: &[&str]) -> Vec<StringPassLine> {
    let mut lines = Vec::new();
    for set in sets {
        for row in ids {
            let key = ((*row).to_owned(), (*set).to_owned());
            for (index, pass) in all.get(&key).into_iter().flatten().enumerate() {
                lines.push(StringPassLine {
                    row: key.0.clone(),
                    set: key.1.clone(),
                    pass: index + 1,
                    string_error_percent: pass.training_error_percent,
                    loss: pass.loss,
                    seconds: pass.seconds,
                });
            }
        }
    }
    lines
}
