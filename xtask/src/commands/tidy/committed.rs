//! What is committed of results, against the code as it is now.

use std::path::Path;

use experiments::strings::STRING_ROWS;
use experiments::{ROWS, Runs};
use mnist_io::acquire::COLLECTIONS;
use mnist_io::{Locator, Mnist};
use report::results::files::{
    COMPARISON, DATA_SETS, MARKDOWN, PAGE, STRING_VALIDATION, STRINGS_MARKDOWN, VALIDATION,
};
use report::{Comparison, Strings, Trial, markdown};

use crate::commands::validate::objection;
use crate::commands::{datasets, page, readme};
use crate::support::environment::{self, RESULTS};
use crate::support::trials::Candidates;
use crate::support::{print, string_tables, tables};

pub fn check(data: &Mnist, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let workspace = environment::workspace()?;
    let folder = workspace.join(RESULTS);
    let strings = Strings::read(&folder)?;
    settings(&VALIDATION.read(&folder)?, faults);
    for folder in datasets::known(&workspace) {
        rows(&workspace, &folder, faults)?;
    }
    if folder.join(STRING_VALIDATION.name).exists() {
        string_settings(&STRING_VALIDATION.read(&folder)?, faults);
    }
    if !strings.lines.is_empty() {
        string_rows(&strings, faults);
    }
    texts(&workspace, &strings, data, faults)
}

/// The texts and pictures there are as they would be written now, to the byte.
fn texts(
    workspace: &Path,
    strings: &Strings,
    data: &Mnist,
    faults: &mut Vec<String>,
) -> anyhow::Result<()> {
    let folder = workspace.join(RESULTS);
    let of_readme = readme::texts(workspace)?.into_iter();
    let mut wanted: Vec<_> = of_readme
        .map(|(path, text)| (path, text, "readme"))
        .collect();
    let all = folder.join(DATA_SETS);
    wanted.push((all, datasets::text(workspace)?, "datasets"));
    if !strings.lines.is_empty() {
        let text = string_tables::markdown(strings);
        wanted.push((folder.join(STRINGS_MARKDOWN), text, "strings"));
    }
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
            None if comparison.data.is_mnist => {
                faults.push(format!("{path}: lacks {}", row.id()));
            }
            None => print::note(format_args!("tidy: {path} lacks {}", row.id())),
        }
    }
    Ok(())
}

/// Each reader of strings uses the settings that validation chose. A trial names the set of strings
/// before the settings; the errors on all sets together decide.
fn string_settings(trials: &[Trial], faults: &mut Vec<String>) {
    for row in STRING_ROWS.iter().filter(|row| !row.others.is_empty()) {
        let candidates = Candidates {
            row: row.id(),
            own: row.recipe.settings(),
            others: row.others.iter().map(|recipe| recipe.settings()).collect(),
            is_chosen: true,
        };
        let of_row = trials.iter().filter(|trial| trial.row == row.id());
        let tried: Vec<_> = of_row
            .filter_map(|trial| Some((trial.settings.split_once("; ")?.1, trial.errors)))
            .collect();
        faults.extend(candidates.objection(&tried).map(|fault| {
            format!(
                "{fault} (`cargo xtask strings --validate --only {}`)",
                row.id()
            )
        }));
    }
}

/// The committed tables of strings are of the rows as they are now.
fn string_rows(strings: &Strings, faults: &mut Vec<String>) {
    for row in STRING_ROWS {
        for set in row.sets {
            let (id, set) = (row.id(), set.name());
            match strings.line(id, set) {
                Some(line) if line.settings == row.recipe.settings() => (),
                Some(_) => faults.push(format!("strings.csv: {id} has other settings on {set}")),
                None => faults.push(format!("strings.csv: lacks {id} on {set}")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use report::StringLine;
    use report::results::files::PICTURES;

    use super::*;

    /// A line of each row on each of its sets, changed so.
    fn strings_with(change: impl Fn(&mut StringLine)) -> Strings {
        let mut strings = Strings::default();
        for row in STRING_ROWS {
            for set in row.sets {
                let mut line = StringLine {
                    row: row.id().into(),
                    set: set.name().into(),
                    settings: row.recipe.settings(),
                    ..StringLine::default()
                };
                change(&mut line);
                strings.lines.push(line);
            }
        }
        strings
    }

    #[test]
    fn strings_of_other_settings_and_rows_or_sets_that_were_not_read_are_faults() {
        let faults = |strings: &Strings| {
            let mut faults = Vec::new();
            string_rows(strings, &mut faults);
            faults
        };
        assert_eq!(faults(&strings_with(|_| ())), Vec::<String>::new());
        let other = strings_with(|line| {
            if (&*line.row, &*line.set) == ("hos", "tight") {
                line.settings.push('!');
            }
        });
        let told = faults(&other);
        assert_eq!(told, ["strings.csv: hos has other settings on tight"]);
        let mut fewer = strings_with(|_| ());
        fewer
            .lines
            .retain(|line| line.row != "sdnn" || line.set != "noisy");
        assert_eq!(faults(&fewer), ["strings.csv: lacks sdnn on noisy"]);
    }

    /// So many errors of the settings of each row on each of its sets, and one more of the others.
    fn string_trials(errors: usize) -> Vec<Trial> {
        let mut trials = Vec::new();
        for row in STRING_ROWS {
            for set in row.sets {
                let recipes = std::iter::once(&row.recipe).chain(row.others);
                trials.extend(recipes.enumerate().map(|(index, recipe)| Trial {
                    row: row.id().into(),
                    settings: format!("{}; {}", set.name(), recipe.settings()),
                    errors: errors + index.min(1),
                    ..Trial::default()
                }));
            }
        }
        trials
    }

    #[test]
    fn readers_of_strings_use_the_settings_with_the_fewest_errors_on_all_sets() {
        let faults = |trials: &[Trial]| {
            let mut faults = Vec::new();
            string_settings(trials, &mut faults);
            faults
        };
        let mut trials = string_trials(10);
        assert_eq!(faults(&trials), Vec::<String>::new());
        let other = |trial: &&mut Trial| trial.row == "hos-dforward" && trial.errors == 11;
        let better = trials.iter_mut().find(other).unwrap();
        // As many as the row's own, of three sets: then one less.
        better.errors -= 3;
        assert_eq!(faults(&trials), Vec::<String>::new());
        let other = |trial: &&mut Trial| trial.row == "hos-dforward" && trial.errors == 8;
        trials.iter_mut().find(other).unwrap().errors -= 1;
        let told = faults(&trials);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("hos-dforward: ") && told[0].contains("has 29 errors"));
        assert!(told[0].contains("strings --validate --only hos-dforward"));
    }

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
        let results = workspace.join(RESULTS);
        let strings = Strings::read(&results).unwrap();
        // Other data sets are not there.
        std::fs::write(results.join(DATA_SETS), datasets::text(workspace).unwrap()).unwrap();
        let faults = || {
            let mut faults = Vec::new();
            texts(workspace, &strings, &data, &mut faults).unwrap();
            faults
        };
        assert_eq!(faults(), Vec::<String>::new());
        let of_readme = readme::texts(workspace).unwrap().into_iter();
        let of_results =
            [MARKDOWN, PAGE, STRINGS_MARKDOWN, DATA_SETS].map(|name| results.join(name));
        for path in of_readme.map(|(path, _)| path).chain(of_results) {
            let current = std::fs::read_to_string(&path).unwrap();
            // Of the README only what is generated is looked at, which has its pictures.
            let part = if current.contains("srcset") {
                "srcset"
            } else {
                "et"
            };
            std::fs::write(&path, current.replacen(part, "te", 1)).unwrap();
            let found = faults();
            assert_eq!(found.len(), 1, "{found:?}");
            let name = path.strip_prefix(workspace).unwrap().display().to_string();
            assert!(found[0].starts_with(&name), "{found:?}");
            std::fs::write(&path, current).unwrap();
        }
    }
}
