use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use report::markdown;
use report::results::files::COMPARISON;

use crate::support::environment;

/// Write the measured table into README.md
///
/// The block between the two marks is made from bench-results/comparison.csv.
#[derive(clap::Args, Debug)]
pub struct Readme {
    /// Change nothing; fail if the table in README.md is not that of comparison.csv
    #[arg(long)]
    check: bool,
}

impl Readme {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let path = readme()?;
        let (current, wanted) = texts()?;
        if current == wanted {
            return Ok(ExitCode::SUCCESS);
        }
        if self.check {
            bail!(
                "{}: the table is not that of bench-results/comparison.csv; run `cargo xtask \
                 readme`",
                path.display()
            );
        }
        report::write_atomically(&path, wanted.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The README as it is, and as it should be.
pub fn texts() -> anyhow::Result<(String, String)> {
    const BEGIN: &str = "<!-- begin: written by `cargo xtask readme` -->\n";
    const END: &str = "<!-- end -->";
    let path = readme()?;
    let current = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    let marks = current.find(BEGIN).zip(current.find(END));
    let Some((begin, end)) = marks.filter(|(begin, end)| begin < end) else {
        bail!("{}: has no block {BEGIN:?} … {END:?}", path.display());
    };
    let results = environment::results()?;
    let lines = COMPARISON.read(&results)?;
    let Some(line) = lines.first() else {
        bail!(
            "{}: holds no row; run `cargo xtask compare`",
            results.join(COMPARISON.name).display()
        );
    };
    let wanted = format!(
        "{}\n{}\nMeasured on {}.\n\n{}",
        &current[..begin + BEGIN.len()],
        markdown::summary(&lines),
        line.machine,
        &current[end..],
    );
    Ok((current, wanted))
}

fn readme() -> anyhow::Result<PathBuf> {
    Ok(environment::workspace()?.join("README.md"))
}
