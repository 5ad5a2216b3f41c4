use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, bail};
use experiments::{Options, ROWS, Row};
use kernels::Level;
use mnist_io::Mnist;
use report::{ConfusionTable, Fingerprint, Line, Outcome, Store, Table, markdown};

use crate::data::Data;
use crate::display::{self, Live};
use crate::environment;
use crate::selection::Selection;

/// Train and test every classifier of the paper's Figure 9, and write the tables
///
/// Each row is trained on the 60,000 training images of MNIST and tested once on the 10,000
/// test images. The tables in --out (comparison.csv, comparison.md, confusion.csv) are
/// rewritten as each row ends. What has been measured is kept in --out/records: after Ctrl-C or
/// a crash the same command continues where it was; --force measures again.
#[derive(clap::Args, Debug)]
pub struct Compare {
    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    data: Data,

    /// Show the rows there are, and run nothing
    #[arg(long)]
    list: bool,

    /// A first look: train on the first 10,000 images only
    ///
    /// Errors are higher than with all 60,000. The tables say so, and go to
    /// bench-results/quick unless --out names another folder. Rows that train for long are left
    /// out unless --only names them.
    #[arg(long)]
    quick: bool,

    /// Seed for the rows that have randomness, instead of each row's own
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Threads to use [default: one a core]
    ///
    /// Results do not depend on it, only seconds do.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,

    /// Folder for the tables and records [default: bench-results]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Measure rows again that have been measured
    #[arg(long)]
    force: bool,
}

/// Training images of `--quick`.
const QUICK: usize = 10_000;

impl Compare {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.list {
            println!("{}", display::list(ROWS));
            return Ok(ExitCode::SUCCESS);
        }
        let rows = self.selection.rows(self.quick)?;
        if self.quick {
            let in_full = self.selection.rows(false)?.len();
            if in_full > rows.len() {
                eprintln!(
                    "--quick leaves out {} rows that train for long; --only NAME runs them",
                    in_full - rows.len()
                );
            }
        }
        Level::try_current()?;
        if cfg!(debug_assertions) {
            eprintln!("warning: not an optimised build; `cargo xtask` makes one");
        }
        let options = Options {
            seed: self.seed,
            threads: self.threads.map_or_else(environment::cores, usize::from),
            train_images: self.quick.then_some(QUICK),
        };
        let data = self.data.load()?;
        let mut tables = Tables::open(self.folder(), &data, options)?;
        interrupted_politely(tables.folder.clone())?;
        let failed = self.measure(&rows, &data, options, &mut tables)?;

        println!("{}", display::grid(&tables.table));
        println!("Tables: {}", tables.folder.display());
        if failed.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!(
            "{} of {} rows failed: {}",
            failed.len(),
            rows.len(),
            failed.join(", ")
        );
        Ok(ExitCode::FAILURE)
    }

    fn folder(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| {
            let results = environment::workspace().join("bench-results");
            if self.quick {
                results.join("quick")
            } else {
                results
            }
        })
    }

    /// Runs the rows that have no record yet; returns the names of those that failed.
    fn measure(
        &self,
        rows: &[&'static Row],
        data: &Mnist,
        options: Options,
        tables: &mut Tables,
    ) -> anyhow::Result<Vec<&'static str>> {
        let environment = environment::environment();
        let store = Store::new(tables.folder.join("records"));
        let mut failed = Vec::new();
        let begun = Instant::now();
        for (index, row) in rows.iter().enumerate() {
            let live = Live::new(row, index + 1, rows.len());
            let fingerprint = Fingerprint::of(&experiments::describe(row, data, options));
            let recorded = match self.force {
                true => None,
                false => store.load(&fingerprint)?,
            };
            let (outcome, note) = match recorded {
                Some(outcome) => (outcome, ", measured before"),
                None => match experiments::run(row, data, options, &environment, &live) {
                    Ok(outcome) => {
                        store.save(&outcome)?;
                        (outcome, "")
                    }
                    Err(error) => {
                        live.finish(&format!("FAILED: {error}"));
                        failed.push(row.id());
                        continue;
                    }
                },
            };
            let line = Line::new(&row.description, &outcome);
            live.finish(&(display::sentence(&line) + note));
            tables.insert(line, &outcome)?;
        }
        eprintln!(
            "{} rows in {:.1} s",
            rows.len(),
            begun.elapsed().as_secs_f64()
        );
        Ok(failed)
    }
}

/// The files that a reader looks at.
struct Tables {
    folder: PathBuf,
    title: String,
    table: Table,
    confusion: ConfusionTable,
}

impl Tables {
    /// The tables in `folder`: lines of rows that will not run now stay, if they are of the
    /// present settings.
    fn open(folder: PathBuf, data: &Mnist, options: Options) -> anyhow::Result<Self> {
        let mut table = Table::read(&folder.join(COMPARISON))?;
        for line in table.lines() {
            refuse_other_data(&folder, line, data, options)?;
        }
        let mut confusion = ConfusionTable::read(&folder.join(CONFUSION))?;
        table.retain(|line| {
            ROWS.iter().any(|row| {
                let run = experiments::describe(row, data, options);
                (line.row == run.row)
                    && line.settings == run.settings
                    && line.algorithm_version == run.algorithm_version
            })
        });
        confusion.retain(|id| table.lines().iter().any(|line| line.row == id));
        let title = match options.train_images {
            Some(n) => format!("Figure 9, a first look: trained on {n} images only"),
            None => "Figure 9, re-measured".into(),
        };
        Ok(Self {
            folder,
            title,
            table,
            confusion,
        })
    }

    /// Takes a row's line in, and rewrites the files.
    fn insert(&mut self, line: Line, outcome: &Outcome) -> anyhow::Result<()> {
        let ids: Vec<&str> = ROWS.iter().map(|row| row.id()).collect();
        self.table.insert(line);
        self.table.sort_by_ids(&ids);
        self.confusion.insert(outcome);
        self.confusion.write(&self.folder.join(CONFUSION), &ids)?;
        self.table.write(&self.folder.join(COMPARISON))?;
        let descriptions: Vec<_> = ROWS.iter().map(|row| &row.description).collect();
        let text = markdown::comparison(&self.title, &self.table, &self.confusion, &descriptions);
        report::write_atomically(&self.folder.join("comparison.md"), text.as_bytes())?;
        Ok(())
    }
}

const COMPARISON: &str = "comparison.csv";
const CONFUSION: &str = "confusion.csv";

/// A table of other images is never overwritten, nor one of more training images.
fn refuse_other_data(
    folder: &Path,
    line: &Line,
    data: &Mnist,
    options: Options,
) -> anyhow::Result<()> {
    let train_images = options.train_images.unwrap_or(data.train.len());
    if line.data_sha256 != data.sha256 || line.train_images != train_images {
        bail!(
            "{}: holds results of {} training images of data {:.12}, not of {train_images} of \
             data {:.12}; name another folder with --out",
            folder.join(COMPARISON).display(),
            line.train_images,
            line.data_sha256,
            data.sha256,
        );
    }
    Ok(())
}

/// On Ctrl-C, says what becomes of the work. Files are only ever replaced whole, so there is
/// nothing to tidy up.
fn interrupted_politely(folder: PathBuf) -> anyhow::Result<()> {
    const INTERRUPTED: i32 = 130;
    ctrlc::set_handler(move || {
        eprintln!(
            "\ninterrupted. Finished rows are kept in {}; the same command continues",
            folder.display()
        );
        std::process::exit(INTERRUPTED);
    })
    .context("cannot listen for Ctrl-C")
}
