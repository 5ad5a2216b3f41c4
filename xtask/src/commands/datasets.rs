use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use mnist_io::acquire::COLLECTIONS;
use report::results::files::{COMPARISON, DATA_SET, DATA_SETS};
use report::{Comparison, side_by_side};

use crate::support::environment::{self, RESULTS};
use crate::support::{print, tables};

/// Set the comparisons on several data sets side by side
///
/// The rank of each classifier on each, how far the orders agree (Kendall's tau), and what
/// deslanting does to each class. It is made from the tables in bench-results and, for other data
/// sets that `cargo xtask compare --dataset` knows, in their folders there, and written to
/// bench-results/datasets.md.
#[derive(clap::Args, Debug)]
pub struct Datasets {
    /// Folders of results on any data: they are set beside those of MNIST, and the text is printed
    /// instead of written
    #[arg(value_name = "DIR")]
    folders: Vec<PathBuf>,
}

impl Datasets {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let workspace = environment::workspace()?;
        if self.folders.is_empty() {
            let path = workspace.join(RESULTS).join(DATA_SETS);
            report::write_atomically(&path, text(&workspace)?.as_bytes())?;
            print::say(format_args!("Data sets: {}", path.display()));
            return Ok(ExitCode::SUCCESS);
        }
        let folders = std::iter::once(workspace.join(RESULTS)).chain(self.folders);
        print::answer(of_folders(folders)?)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The folders of the results on data sets that are known, MNIST first, as far as there are any.
pub fn known(workspace: &Path) -> impl Iterator<Item = PathBuf> {
    let results = workspace.join(RESULTS);
    let others = COLLECTIONS[1..].iter().map(|known| known.name);
    let others: Vec<PathBuf> = others.map(|name| results.join(name)).collect();
    std::iter::once(results)
        .chain(others)
        .filter(|folder| folder.join(COMPARISON.name).is_file())
}

/// `datasets.md` as it should be.
pub fn text(workspace: &Path) -> anyhow::Result<String> {
    of_folders(known(workspace))
}

fn of_folders(folders: impl Iterator<Item = PathBuf>) -> anyhow::Result<String> {
    let mut comparisons = Vec::new();
    for folder in folders {
        let comparison = Comparison::read(&folder)?;
        if comparison.lines.is_empty() || comparison.data.name.is_empty() {
            bail!(
                "{}: holds no {} and {} of a comparison; `cargo xtask compare` writes them",
                folder.display(),
                COMPARISON.name,
                DATA_SET.name
            );
        }
        comparisons.push(comparison);
    }
    Ok(side_by_side::markdown(
        &comparisons,
        &tables::descriptions(),
    ))
}
