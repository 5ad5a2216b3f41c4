//! What is committed of results, against the code as it is now.

use std::path::Path;

use experiments::{ROWS, Runs};
use mnist_io::acquire::COLLECTIONS;
use mnist_io::{Locator, Mnist};
use report::results::files::{COMPARISON, DATA_SETS, MARKDOWN, PAGE, VALIDATION};
use report::{Comparison, Trial, markdown};

use crate::commands::validate::objection;
use crate::commands::{datasets, page, readme};
use crate::support::environment::{self, RESULTS};
use crate::support::{print, tables};

pub fn check(data: &Mnist, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let workspace = environment::workspace()?;
    let folder = workspace.join(RESULTS);
    settings(&VALIDATION.read(&folder)?, faults);
    for folder in datasets::known(&workspace) {
        rows(&workspace, &folder, faults)?;
    }
    texts(&workspace, data, faults)
}

/// The texts and pictures there are as they would be written now, to the byte.
fn texts(workspace: &Path, data: &Mnist, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let folder = workspace.join(RESULTS);
    let of_readme = readme::texts(workspace)?.into_iter();
    let mut wanted: Vec<_> = of_readme
        .map(|(path, text)| (path, text, "readme"))
        .collect();
    let all = folder.join(DATA_SETS);
    wanted.push((all, datasets::text(workspace)?, "datasets"));
    for own in datasets::known(workspace) {
        let comparison = Comparison::read(&own)?;
        let markdown = markdown::comparison(&comparison, &tables::descriptions());
        wanted.push((own.join(MARKDOWN), markdown, "compare"));
        let other = match own == folder {
            true => None,
            false => at_hand(&comparison.data.name),
        };
        match other.as_ref().or((own == folder).then_some(data)) {
            Some(data) => wanted.push((own.join(PAGE), page::text(&own, data)?, "page")),
            None => print::note(format_args!(
                "tidy: {} is not on this machine, so its page is not checked",
                comparison.data.title
            )),
        }
    }
    for (path, wanted, command) in wanted {
        if !readme::is_current(&path, &wanted) {
            let path = path.strip_prefix(workspace).unwrap_or(&path).display();
            faults.push(format!("{path}: is out of date: `cargo xtask {command}`"));
        }
    }
    Ok(())
}

/// A collection, if it need not be fetched.
fn at_hand(name: &str) -> Option<Mnist> {
    let known = COLLECTIONS.into_iter().find(|known| known.name == name)?;
    Mnist::load(&Locator::of(known).fetch_from([])).ok()
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

/// The committed tables in a folder are of the rows as they are now.
fn rows(workspace: &Path, folder: &Path, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let comparison = Comparison::read(folder)?;
    let settings = |id: &str| comparison.line(id).map(|line| line.settings.as_str());
    let path = folder.join(COMPARISON.name);
    let path = path.strip_prefix(workspace).unwrap_or(&path).display();
    let rows = experiments::rows_on(&comparison.data, &VALIDATION.read(folder)?);
    for row in rows.iter().filter(|row| row.runs != Runs::WhenNamed) {
        match settings(row.id()) {
            Some(settings) if settings == row.settings() => (),
            Some(_) => faults.push(format!("{path}: {} has other settings", row.id())),
            None => faults.push(format!("{path}: lacks {}", row.id())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

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
        let faults = || {
            let mut faults = Vec::new();
            texts(workspace, &data, &mut faults).unwrap();
            faults
        };
        assert_eq!(faults(), Vec::<String>::new());
        let of_readme = readme::texts(workspace).unwrap().into_iter();
        let of_results = [MARKDOWN, PAGE, DATA_SETS].map(|name| workspace.join(RESULTS).join(name));
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
