//! What is committed in `bench-results`, against the code as it is now.

use experiments::{ROWS, Runs};
use report::results::files::VALIDATION;
use report::{Comparison, Trial};

use crate::commands::readme;
use crate::commands::validate::objection;
use crate::support::environment;

pub fn check(faults: &mut Vec<String>) -> anyhow::Result<()> {
    let folder = environment::results()?;
    let comparison = Comparison::read(&folder)?;
    settings(&VALIDATION.read(&folder)?, faults);
    rows(&comparison, faults);
    let (current, wanted) = readme::texts()?;
    if current != wanted {
        faults.push("README.md: the table is not current: `cargo xtask readme`".into());
    }
    Ok(())
}

/// Each row uses the settings that validation chose.
fn settings(trials: &[Trial], faults: &mut Vec<String>) {
    for row in ROWS {
        if !row.others.is_empty() {
            let of_row = trials.iter().filter(|trial| trial.row == row.id());
            faults.extend(
                objection(row, of_row)
                    .map(|fault| format!("{fault} (`cargo xtask validate --only {}`)", row.id())),
            );
        }
    }
}

/// The committed tables are of the rows as they are now.
fn rows(comparison: &Comparison, faults: &mut Vec<String>) {
    let settings = |id: &str| comparison.line(id).map(|line| line.settings.as_str());
    for row in ROWS.iter().filter(|row| row.runs != Runs::WhenNamed) {
        match settings(row.id()) {
            Some(settings) if settings == row.settings() => (),
            Some(_) => faults.push(format!("comparison.csv: {} has other settings", row.id())),
            None => faults.push(format!("comparison.csv: lacks {}", row.id())),
        }
    }
}
