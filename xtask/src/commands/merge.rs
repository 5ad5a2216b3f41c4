use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use experiments::Options;
use report::results::files::{FAILED, RECORDS};
use report::{Failure, Fingerprint, Outcome, Store};

use super::page;
use crate::support::data::Data;
use crate::support::output::Output;
use crate::support::tables::{Tables, rows_on};
use crate::support::{display, environment, print};

/// Make one comparison of the parts that `cargo xtask compare --shard` has run
///
/// Takes the records of every DIR, and writes the records and the tables that one run of
/// everything would have written. Parts of other data, of other settings or of other versions
/// of the code are refused. A row that failed in its part is marked so in the whole, and the exit
/// code is then 1.
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
        let failures = self.failures()?;
        let found = self.records(&failures)?;
        let images = found.iter().map(|(_, outcome)| outcome.run.train_images);
        let images = images.max().unwrap_or(data.train.len());
        let options = Options {
            seed: None,
            threads,
            train_images: (images != data.train.len()).then_some(images),
        };
        let rows = rows_on(&data, &self.out)?;
        let mut outcomes: Vec<(usize, Outcome)> = Vec::new();
        for (path, outcome) in found {
            let path = path.display();
            let Some(place) = rows.iter().position(|row| row.id() == outcome.run.row) else {
                bail!("{path}: there is no row {}", outcome.run.row);
            };
            let options = Options {
                seed: outcome.run.seed,
                threads: outcome.run.threads,
                ..options
            };
            let mut wanted = experiments::describe(&rows[place], &data, options);
            wanted.kernel_level.clone_from(&outcome.run.kernel_level);
            if wanted != outcome.run {
                bail!(
                    "{path}: is of other data, settings or code than this; wanted {wanted:?}, \
                     found {:?}",
                    outcome.run
                );
            }
            match outcomes.iter().find(|(_, other)| other.run == outcome.run) {
                Some((_, other)) if !other.agrees_with(&outcome) => {
                    bail!("{path}: another part has measured the same run with other results")
                }
                Some(_) => (),
                None => outcomes.push((place, outcome)),
            }
        }
        outcomes.sort_by_key(|(place, outcome)| (*place, outcome.run.seed));

        let mut tables = Tables::open(Output::open(self.out)?, &rows, &data, options)?;
        let folder = tables.output.folder().to_owned();
        let store = Store::new(tables.output.records());
        let mut last = None;
        for (place, outcome) in &outcomes {
            store.save(outcome)?;
            let (description, first_seed) = (&rows[*place].description, last != Some(place));
            tables.comparison.take(description, outcome, first_seed);
            last = Some(place);
        }
        let measured = |failure: &Failure| {
            let run = outcomes.iter().map(|(_, outcome)| &outcome.run);
            run.clone()
                .any(|run| run.row == failure.row && run.seed == failure.seed)
        };
        let failed: Vec<Failure> = failures.into_iter().filter(|f| !measured(f)).collect();
        let n_failed = failed.len();
        for failure in failed {
            tables.comparison.fail(failure);
        }
        tables.write()?;
        let page = page::write(&folder, &data);
        print::say(display::grid(&tables.comparison, display::width()));
        print::say(format_args!(
            "Tables of {} runs: {}",
            outcomes.len(),
            folder.display()
        ));
        print::say(format_args!("Page: {}", page?.display()));
        if n_failed > 0 {
            print::note(format_args!("{n_failed} runs failed in their parts"));
            return Ok(ExitCode::FAILURE);
        }
        Ok(ExitCode::SUCCESS)
    }

    /// What failed in the parts.
    fn failures(&self) -> anyhow::Result<Vec<Failure>> {
        let mut all = Vec::new();
        for part in &self.parts {
            all.extend(FAILED.read(part)?);
        }
        Ok(all)
    }

    /// The records of all parts, with their files; of a part where everything failed, none.
    fn records(&self, failures: &[Failure]) -> anyhow::Result<Vec<(PathBuf, Outcome)>> {
        let mut records = Vec::new();
        for part in &self.parts {
            let store = Store::new(part.join(RECORDS));
            if !store.folder().exists() && part.join(FAILED.name).exists() && !failures.is_empty() {
                continue;
            }
            let found = store.all()?;
            if found.is_empty() {
                bail!("{}: holds no record", store.folder().display());
            }
            let with_path = |outcome: Outcome| {
                let path = store.path(&Fingerprint::of(&outcome.run));
                (path, outcome)
            };
            records.extend(found.into_iter().map(with_path));
        }
        Ok(records)
    }
}
