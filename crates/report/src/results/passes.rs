use serde::{Deserialize, Serialize};

use super::by_seed::BySeed;
use crate::Pass;

/// The training of each row trained by gradient descent, pass by pass.
pub type Passes = BySeed<Vec<Pass>>;

/// One line of `passes.csv`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassOfRow {
    row: String,
    seed: Option<u64>,
    pass: usize,
    training_error_percent: f64,
    loss: f64,
    seconds: f64,
}

/// Makes the passes from these lines.
///
/// # Errors
/// A description of what is wrong with the lines.
pub(super) fn from_lines(lines: Vec<PassOfRow>) -> Result<Passes, String> {
    let mut all = Passes::default();
    for line in lines {
        let passes = all.entry(line.row.clone(), line.seed);
        passes.push(Pass {
            training_error_percent: line.training_error_percent,
            loss: line.loss,
            seconds: line.seconds,
        });
        let due = passes.len();
        if line.pass != due {
            return Err(format!(
                "pass {} of {} where {due} is due",
                line.pass, line.row
            ));
        }
    }
    Ok(all)
}

/// The lines of these passes. The rows are in the order of `ids`.
pub(super) fn lines(all: &Passes, ids: &[&str]) -> Vec<PassOfRow> {
    let of_row = all.in_order(ids).flat_map(|(row, seed, passes)| {
        passes
            .iter()
            .enumerate()
            .map(move |(index, pass)| PassOfRow {
                row: row.to_owned(),
                seed,
                pass: index + 1,
                training_error_percent: pass.training_error_percent,
                loss: pass.loss,
                seconds: pass.seconds,
            })
    });
    of_row.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::files::PASSES;

    const FIRST: Pass = Pass {
        training_error_percent: 4.5,
        loss: 0.25,
        seconds: 1.5,
    };

    fn passes() -> Passes {
        let second = Pass {
            loss: 0.125,
            ..FIRST
        };
        let mut passes = Passes::default();
        passes.insert("lenet5", Some(1), vec![FIRST, second]);
        passes.insert("lenet1", None, vec![FIRST]);
        passes
    }

    #[test]
    fn survives_the_file_which_is_the_contract() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        PASSES
            .write(folder, lines(&passes(), &["lenet1", "lenet5"]))
            .unwrap();
        assert_eq!(
            std::fs::read_to_string(folder.join("passes.csv")).unwrap(),
            "row,seed,pass,training_error_percent,loss,seconds\n\
             lenet1,,1,4.5,0.25,1.5\nlenet5,1,1,4.5,0.25,1.5\nlenet5,1,2,4.5,0.125,1.5\n"
        );
        let read = from_lines(PASSES.read(folder).unwrap()).unwrap();
        assert_eq!(read, passes());
    }

    #[test]
    fn a_missing_pass_is_told() {
        let mut lines = lines(&passes(), &["lenet5"]);
        lines.remove(0);
        let told = from_lines(lines).unwrap_err();
        assert_eq!(told, "pass 2 of lenet5 where 1 is due");
    }
}
