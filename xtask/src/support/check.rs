//! A new comparison against the committed one.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use experiments::Row;
use mnist_io::Mnist;
use report::Line;
use report::results::files::COMPARISON;

use super::{environment, print};

/// The committed comparison.
pub struct Committed {
    path: PathBuf,
    lines: Vec<Line>,
}

impl Committed {
    /// That of these data.
    pub fn read(data: &Mnist) -> anyhow::Result<Self> {
        let folder = environment::results_of(data)?;
        let path = folder.join(COMPARISON.name);
        let lines = COMPARISON.read(&folder)?;
        if lines.is_empty() {
            bail!("{}: holds nothing to compare with", path.display());
        }
        Ok(Self { path, lines })
    }

    /// Says which rows of a new comparison differ, and fails if one does.
    pub fn judge(&self, new: &[Line], rows: &[&Row]) -> ExitCode {
        let faults = faults(&self.lines, new, rows);
        for fault in &faults {
            print::note(format_args!("check: {fault}"));
        }
        if faults.is_empty() {
            print::say(format_args!(
                "Check: every row lies inside its interval in {}",
                self.path.display()
            ));
        }
        ExitCode::from(u8::from(!faults.is_empty()))
    }
}

fn faults(committed: &[Line], new: &[Line], rows: &[&Row]) -> Vec<String> {
    let of = |lines: &[Line], row: &Row| {
        let mut lines = lines.iter();
        lines.find(|line| line.row == row.id()).cloned()
    };
    rows.iter()
        .filter_map(|row| match (of(committed, row), of(new, row)) {
            (_, None) => None,
            (None, Some(_)) => Some(format!("{}: is not in the committed table", row.id())),
            (Some(old), Some(new)) => {
                let interval = old.error_low_percent..=old.error_high_percent;
                (!interval.contains(&new.error_percent)).then(|| {
                    format!(
                        "{}: {:.2} % error, outside {:.2} to {:.2} %, the interval of the \
                         committed {:.2} %",
                        row.id(),
                        new.error_percent,
                        old.error_low_percent,
                        old.error_high_percent,
                        old.error_percent,
                    )
                })
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use experiments::ROWS;
    use mnist_io::Locator;

    use super::*;

    #[test]
    fn a_row_outside_its_interval_is_a_fault_and_so_is_an_unknown_one() {
        let mnist = Mnist::load(&Locator::new()).unwrap();
        let committed = Committed::read(&mnist).unwrap().lines;
        assert_eq!(faults(&committed, &committed, ROWS), Vec::<String>::new());

        let mut worse = vec![committed[0].clone()];
        worse[0].error_percent = worse[0].error_high_percent;
        assert_eq!(faults(&committed, &worse, ROWS), Vec::<String>::new());
        worse[0].error_percent += 0.01;
        let told = faults(&committed, &worse, ROWS);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with(&worse[0].row), "{told:?}");

        assert_eq!(faults(&[], &committed, ROWS).len(), committed.len());
    }
}
