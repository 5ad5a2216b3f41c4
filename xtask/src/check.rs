//! A new comparison against the committed one.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use experiments::Row;
use report::Table;

use crate::tables::COMPARISON;
use crate::{environment, print};

/// The committed comparison.
pub struct Committed {
    path: PathBuf,
    table: Table,
}

impl Committed {
    pub fn read() -> anyhow::Result<Self> {
        let path = environment::results()?.join(COMPARISON);
        let table = Table::read(&path)?;
        if table.lines().is_empty() {
            bail!("{}: holds nothing to compare with", path.display());
        }
        Ok(Self { path, table })
    }

    /// Says which rows of a new table differ, and fails if one does.
    pub fn judge(&self, new: &Table, rows: &[&Row]) -> ExitCode {
        let faults = faults(&self.table, new, rows);
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

fn faults(committed: &Table, new: &Table, rows: &[&Row]) -> Vec<String> {
    let of = |table: &Table, row: &Row| {
        let mut lines = table.lines().iter();
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

    use super::*;

    #[test]
    fn a_row_outside_its_interval_is_a_fault_and_so_is_an_unknown_one() {
        let committed = Committed::read().unwrap().table;
        assert_eq!(faults(&committed, &committed, ROWS), Vec::<String>::new());

        let mut worse = Table::default();
        let mut line = committed.lines()[0].clone();
        line.error_percent = line.error_high_percent;
        worse.insert(line.clone());
        assert_eq!(faults(&committed, &worse, ROWS), Vec::<String>::new());
        line.error_percent += 0.01;
        worse.insert(line.clone());
        let told = faults(&committed, &worse, ROWS);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with(&line.row), "{told:?}");

        let told = faults(&Table::default(), &committed, ROWS);
        assert_eq!(told.len(), committed.lines().len());
    }
}
