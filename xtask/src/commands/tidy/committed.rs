//! What is committed of results, against the code as it is now.

use std::path::Path;

use experiments::{ROWS, Runs};
use mnist_io::Mnist;
use report::results::files::{MARKDOWN, PAGE, VALIDATION};
use report::{Comparison, Trial, markdown};

use crate::commands::validate::objection;
use crate::commands::{page, readme};
use crate::support::environment::{self, RESULTS};
use crate::support::tables;

pub fn check(data: &Mnist, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let workspace = environment::workspace()?;
    let folder = workspace.join(RESULTS);
    let comparison = Comparison::read(&folder)?;
    settings(&VALIDATION.read(&folder)?, faults);
    rows(&comparison, faults);
    texts(&workspace, &comparison, data, faults)
}

/// The texts and pictures there are as they would be written now, to the byte.
fn texts(
    workspace: &Path,
    comparison: &Comparison,
    data: &Mnist,
    faults: &mut Vec<String>,
) -> anyhow::Result<()> {
    let folder = workspace.join(RESULTS);
    let markdown = markdown::comparison(comparison, &tables::descriptions());
    let page = page::text(&folder, data)?;
    let of_readme = readme::texts(workspace)?.into_iter();
    let wanted = of_readme.map(|(path, text)| (path, text, "readme")).chain([
        (folder.join(MARKDOWN), markdown, "compare"),
        (folder.join(PAGE), page, "page"),
    ]);
    for (path, wanted, command) in wanted {
        if !readme::is_current(&path, &wanted) {
            let path = path.strip_prefix(workspace).unwrap_or(&path).display();
            faults.push(format!("{path}: is out of date: `cargo xtask {command}`"));
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
    use std::path::PathBuf;

    use mnist_io::Locator;
    use report::results::files::PICTURES;

    use super::*;

    #[test]
    fn a_committed_text_that_the_code_would_write_otherwise_is_a_fault() {
        let data = Mnist::load(&Locator::new()).unwrap();
        let committed = environment::workspace().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let workspace = elsewhere.path();
        std::fs::create_dir_all(workspace.join(RESULTS).join(PICTURES)).unwrap();
        std::fs::copy(committed.join("README.md"), workspace.join("README.md")).unwrap();
        for folder in [PathBuf::from(RESULTS), Path::new(RESULTS).join(PICTURES)] {
            for entry in std::fs::read_dir(committed.join(&folder)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    let name = path.file_name().unwrap();
                    std::fs::copy(&path, workspace.join(&folder).join(name)).unwrap();
                }
            }
        }
        let comparison = Comparison::read(&workspace.join(RESULTS)).unwrap();
        let faults = || {
            let mut faults = Vec::new();
            texts(workspace, &comparison, &data, &mut faults).unwrap();
            faults
        };
        assert_eq!(faults(), Vec::<String>::new());
        let of_readme = readme::texts(workspace).unwrap().into_iter();
        let of_results = [MARKDOWN, PAGE].map(|name| workspace.join(RESULTS).join(name));
        for path in of_readme.map(|(path, _)| path).chain(of_results) {
            let current = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, current.replacen("LeNet", "Lenet", 1)).unwrap();
            let found = faults();
            assert_eq!(found.len(), 1, "{found:?}");
            let name = path.strip_prefix(workspace).unwrap().display().to_string();
            assert!(found[0].starts_with(&name), "{found:?}");
            std::fs::write(&path, current).unwrap();
        }
    }
}
