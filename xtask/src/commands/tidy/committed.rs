//! What is committed in `bench-results`, against the code as it is now.

use std::path::Path;

use anyhow::Context as _;
use experiments::{ROWS, Runs};
use mnist_io::Mnist;
use report::results::files::{MARKDOWN, PAGE, VALIDATION};
use report::{Comparison, Trial, markdown};

use crate::commands::validate::objection;
use crate::commands::{page, readme};
use crate::support::{environment, tables};

pub fn check(data: &Mnist, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let folder = environment::results()?;
    let comparison = Comparison::read(&folder)?;
    settings(&VALIDATION.read(&folder)?, faults);
    rows(&comparison, faults);
    let (current, wanted) = readme::texts()?;
    if current != wanted {
        faults.push("README.md: the table is not current: `cargo xtask readme`".into());
    }
    texts(&folder, &comparison, data, faults)
}

/// The texts there are as they would be written now, to the byte.
fn texts(
    folder: &Path,
    comparison: &Comparison,
    data: &Mnist,
    faults: &mut Vec<String>,
) -> anyhow::Result<()> {
    let title = tables::title(None);
    let markdown = markdown::comparison(&title, comparison, &tables::descriptions());
    for (name, wanted, command) in [
        (MARKDOWN, markdown, "compare"),
        (PAGE, page::text(folder, data)?, "page"),
    ] {
        let path = folder.join(name);
        let current = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        if current != wanted {
            faults.push(format!("{name}: is out of date: `cargo xtask {command}`"));
        }
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

#[cfg(test)]
mod tests {
    use mnist_io::Locator;

    use super::*;

    #[test]
    fn a_committed_text_that_the_code_would_write_otherwise_is_a_fault() {
        let data = Mnist::load(&Locator::new()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let committed = environment::results().unwrap();
        for entry in std::fs::read_dir(committed).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
            }
        }
        let comparison = Comparison::read(folder.path()).unwrap();
        let faults = || {
            let mut faults = Vec::new();
            texts(folder.path(), &comparison, &data, &mut faults).unwrap();
            faults
        };
        assert_eq!(faults(), Vec::<String>::new());
        for name in [MARKDOWN, PAGE] {
            let path = folder.path().join(name);
            let current = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, current.replacen("LeNet", "Lenet", 1)).unwrap();
            let found = faults();
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].starts_with(name), "{found:?}");
            std::fs::write(&path, current).unwrap();
        }
    }
}
