use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use report::results::files::{COMPARISON, DATA_SET, PICTURES};
use report::{Comparison, Data, Results, Strings, readme};

use crate::support::environment::{self, RESULTS};
use crate::support::{string_tables, tables};

/// Write the measured table and its pictures into README.md
///
/// The block between the two marks and the files in bench-results/pictures are made from
/// bench-results/comparison.csv and strings.csv.
#[derive(clap::Args, Debug)]
pub struct Readme {
    /// Change nothing; fail if README.md or a picture is not what comparison.csv gives
    #[arg(long)]
    check: bool,
}

impl Readme {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let workspace = environment::workspace()?;
        for (path, wanted) in texts(&workspace)? {
            if is_current(&path, &wanted) {
                continue;
            }
            if self.check {
                bail!(
                    "{}: is not what bench-results/comparison.csv gives; run `cargo xtask readme`",
                    path.display()
                );
            }
            report::write_atomically(&path, wanted.as_bytes())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Whether a file is to the byte as it should be; one that is not there is not.
pub fn is_current(path: &Path, wanted: &str) -> bool {
    std::fs::read(path).is_ok_and(|current| current == wanted.as_bytes())
}

/// The pictures of the workspace's README and then itself, as they should be.
pub fn texts(workspace: &Path) -> anyhow::Result<Vec<(PathBuf, String)>> {
    const BEGIN: &str = "<!-- begin: written by `cargo xtask readme` -->\n";
    const END: &str = "<!-- end -->";
    let path = workspace.join("README.md");
    let current = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let marks = current.find(BEGIN).zip(current.find(END));
    let Some((begin, end)) = marks.filter(|(begin, end)| begin < end) else {
        bail!("{}: has no block {BEGIN:?} … {END:?}", path.display());
    };
    let folder = workspace.join(RESULTS);
    let comparison = Comparison {
        data: DATA_SET.read(&folder)?.unwrap_or_default(),
        lines: COMPARISON.read(&folder)?,
        ..Comparison::default()
    };
    if comparison.lines.is_empty() {
        bail!(
            "{}: holds no row; run `cargo xtask compare`",
            folder.join(COMPARISON.name).display()
        );
    }
    let results = Results {
        comparison,
        strings: Strings::read(&folder)?,
        ..Results::default()
    };
    let descriptions = tables::descriptions();
    let string_descriptions = string_tables::descriptions();
    let data = Data {
        string_descriptions: &string_descriptions,
        ..Data::measured(&results, &descriptions)
    };
    let block = readme::block(&data, RESULTS);
    let pictures = block.pictures.into_iter();
    let mut texts: Vec<_> = pictures
        .map(|(name, svg)| (folder.join(PICTURES).join(name), svg))
        .collect();
    let before = &current[..begin + BEGIN.len()];
    let wanted = format!("{before}\n{}\n{}", block.text, &current[end..]);
    texts.push((path, wanted));
    Ok(texts)
}
