mod digits;
mod found;
mod strings;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use report::Outcome;
use report::results::files::{FAILED, RECORDS, STRING_RECORDS};
use report::strings::StringOutcome;

use super::page;
use crate::support::data::Data;
use crate::support::output::Output;
use crate::support::tables::rows_on;
use crate::support::{display, environment, print, string_tables};
use digits::Digits;
use found::found;
use strings::Strings;

/// Make one whole of the parts that `cargo xtask compare --shard` or `strings --shard` has run
///
/// Takes the records of every DIR, and writes the records and the tables that one run of
/// everything would have written. Parts of other data, of other settings or of other versions
/// of the code are refused. A row of the comparison that failed in its part is marked so in the
/// whole, and the exit code is then 1. With the records of strings, the networks of their readers are
/// taken along.
#[derive(clap::Args, Debug)]
pub struct Merge {
    /// Folders that parts were written to
    #[arg(value_name = "DIR", required = true)]
    parts: Vec<PathBuf>,

    /// Folder for the whole; may be one of the parts
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    #[command(flatten)]
    data: Data,
}

impl Merge {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let threads = environment::threads(None)?;
        let data = self.data.load()?;
        let (mut digits, mut strings, mut failures) = (Vec::new(), Vec::new(), Vec::new());
        for part in &self.parts {
            let of_digits = found::<Outcome>(part, RECORDS)?;
            let of_strings = found::<StringOutcome>(part, STRING_RECORDS)?;
            let failed = FAILED.read(part)?;
            if of_digits.is_empty() && of_strings.is_empty() && failed.is_empty() {
                bail!("{}: holds no record", part.join(RECORDS).display());
            }
            digits.extend(of_digits);
            strings.extend(of_strings);
            failures.extend(failed);
        }
        let is_compared = !digits.is_empty() || !failures.is_empty();
        let rows = rows_on(&data, &self.out)?;
        let digits = is_compared.then(|| Digits::of(rows, digits, failures, &data, threads));
        let strings = (!strings.is_empty()).then(|| Strings::of(strings, &data));
        let (digits, strings) = (digits.transpose()?, strings.transpose()?);

        let mut output = Output::open(self.out)?;
        let mut n_failed = 0;
        let mut grids = Vec::new();
        if let Some(digits) = digits {
            n_failed = digits.failed.len();
            let tables = digits.write(output, &data)?;
            grids.push(display::grid(&tables.comparison, display::width()).to_string());
            output = tables.output;
        }
        if let Some(strings) = strings {
            let tables = strings.write(output, &data)?;
            grids.push(string_tables::grid(&tables.strings));
            output = tables.output;
        }
        let page = page::write(output.folder(), &data);
        print::say(grids.join("\n\n"));
        print::say(format_args!("Tables: {}", output.folder().display()));
        print::say(format_args!("Page: {}", page?.display()));
        if n_failed > 0 {
            print::note(format_args!("{n_failed} runs failed in their parts"));
            return Ok(ExitCode::FAILURE);
        }
        Ok(ExitCode::SUCCESS)
    }
}
