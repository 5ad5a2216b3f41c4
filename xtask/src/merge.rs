use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use experiments::{Options, ROWS};
use report::{Fingerprint, Outcome, Store};

use crate::data::Data;
use crate::display;
use crate::environment;
use crate::page;
use crate::tables::Tables;

/// Make one comparison of the parts that `cargo xtask compare --shard` has run
///
/// Takes the records of every DIR, and writes the records and the tables that one run of
/// everything would have written. Parts of other data, of other settings or of other versions
/// of the code are refused.
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
        let data = self.data.load()?;
        let found = self.records()?;
        let images = found.iter().map(|(_, outcome)| outcome.run.train_images);
        let images = images.max().unwrap_or_default();
        let options = Options {
            seed: None,
            threads: environment::cores(),
            train_images: (images != data.train.len()).then_some(images),
        };
        let mut outcomes: Vec<(usize, Outcome)> = Vec::new();
        for (path, outcome) in found {
            let path = path.display();
            let Some(place) = ROWS.iter().position(|row| row.id() == outcome.run.row) else {
                bail!("{path}: there is no row {}", outcome.run.row);
            };
            let options = Options {
                seed: outcome.run.seed,
                threads: outcome.run.threads,
                ..options
            };
            let mut wanted = experiments::describe(ROWS[place], &data, options);
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

        let mut tables = Tables::open(self.out, &data, options)?;
        let store = Store::new(tables.folder().join("records"));
        let mut last = None;
        for (place, outcome) in &outcomes {
            store.save(outcome)?;
            tables.take(ROWS[*place], outcome, last != Some(place));
            last = Some(place);
        }
        tables.write()?;
        println!("{}", display::grid(tables.table()));
        println!(
            "Tables of {} runs: {}",
            outcomes.len(),
            tables.folder().display()
        );
        println!("Page: {}", page::write(tables.folder(), &data)?.display());
        Ok(ExitCode::SUCCESS)
    }

    /// The records of all parts, with their files.
    fn records(&self) -> anyhow::Result<Vec<(PathBuf, Outcome)>> {
        let mut records = Vec::new();
        for part in &self.parts {
            let store = Store::new(part.join("records"));
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
