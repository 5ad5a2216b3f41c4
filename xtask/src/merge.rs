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
        let mut outcomes: Vec<(usize, Outcome)> = Vec::new();
        for part in &self.parts {
            let store = Store::new(part.join("records"));
            let found = store.all()?;
            if found.is_empty() {
                bail!("{}: holds no record", store.folder().display());
            }
            for outcome in found {
                let path = store.path(&Fingerprint::of(&outcome.run));
                let Some(place) = ROWS.iter().position(|row| row.id() == outcome.run.row) else {
                    bail!("{}: there is no row {}", path.display(), outcome.run.row);
                };
                let options = Options {
                    seed: outcome.run.seed,
                    threads: outcome.run.threads,
                    train_images: options_images(&outcome, data.train.len()),
                };
                let mut wanted = experiments::describe(ROWS[place], &data, options);
                wanted.kernel_level.clone_from(&outcome.run.kernel_level);
                if wanted != outcome.run {
                    bail!(
                        "{}: is of other data, settings or code than this; wanted {wanted:?}, \
                         found {:?}",
                        path.display(),
                        outcome.run
                    );
                }
                let known = outcomes.iter().find(|(_, other)| other.run == outcome.run);
                match known {
                    Some((_, other)) if !other.agrees_with(&outcome) => bail!(
                        "{}: another part has measured the same run with other results",
                        path.display()
                    ),
                    Some(_) => (),
                    None => outcomes.push((place, outcome)),
                }
            }
        }
        outcomes.sort_by_key(|(place, outcome)| (*place, outcome.run.seed));

        let images = outcomes[0].1.run.train_images;
        if let Some((_, other)) = outcomes.iter().find(|(_, o)| o.run.train_images != images) {
            bail!(
                "{} was trained on {} images, {} on {images}: they do not belong together",
                other.run.row,
                other.run.train_images,
                outcomes[0].1.run.row,
            );
        }
        let options = Options {
            seed: None,
            threads: environment::cores(),
            train_images: options_images(&outcomes[0].1, data.train.len()),
        };
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
}

/// What [`Options::train_images`] was.
fn options_images(outcome: &Outcome, all: usize) -> Option<usize> {
    (outcome.run.train_images != all).then_some(outcome.run.train_images)
}
