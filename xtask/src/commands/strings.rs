mod validation;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Instant;

use anyhow::bail;
use experiments::Shared;
use experiments::strings::{STRING_ROWS, Set, StringJob, StringOptions, StringRow};
use kernels::Level;
use mnist_io::Mnist;
use report::Store;
use report::results::files::STRINGS;
use report::strings::StringOutcome;

use super::page;
use crate::support::check::Committed;
use crate::support::data::Data;
use crate::support::display::Display;
use crate::support::output::Output;
use crate::support::schedule::side_by_side;
use crate::support::shard::Shard;
use crate::support::string_schedule::{self, groups};
use crate::support::string_tables::{self, StringTables};
use crate::support::{environment, exit, interruption, print, selection};

/// Characters of a string.
const DIGITS: usize = 10;

/// Read strings of digits by graph transformers, train them as a whole, and write the tables
///
/// The second half of the paper (sections IV to VIII): strings of five digits, composed from MNIST's
/// images, are read by over-segmentation and by a swept network, and each system is trained on whole
/// strings by each criterion of the paper. The test strings have every test image once. The tables in
/// --out are strings.csv, strings.md and those beside them, and the page comparison.html has a
/// chapter on them. What has been measured is kept in --out/records/strings: after Ctrl-C or a crash
/// the same command continues where it was.
#[derive(clap::Args, Debug)]
pub struct Strings {
    /// Run only the rows whose name matches GLOB, such as 'hos*'; may be given several times
    #[arg(long, value_name = "GLOB")]
    only: Vec<String>,

    /// Leave out the rows whose name matches GLOB; may be given several times
    #[arg(long, value_name = "GLOB")]
    skip: Vec<String>,

    /// Only this set of strings: paper, apart, tight or noisy; may be given several times
    #[arg(long, value_name = "SET", value_parser = selection::set)]
    set: Vec<Set>,

    #[command(flatten)]
    data: Data,

    /// Show the rows there are, and run nothing
    #[arg(long)]
    list: bool,

    /// A first look: 10,000 training images, two passes over strings, one order
    ///
    /// Errors are higher than with everything. The tables say so, and go to bench-results/quick
    /// unless --out names another folder. Only the set `paper` is read unless --set names others.
    #[arg(long)]
    quick: bool,

    /// In how many orders the test images are made into strings, 1 to 5 [default: 5; --quick: 1]
    ///
    /// The first one gives the figures, the others their spread.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=5))]
    orders: Option<u64>,

    /// Seed for all that is random, instead of each row's own
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

    /// Keep the networks that over-segmentation reads the set paper with in this folder, for `cargo
    /// xtask read`
    ///
    /// A file a row, such as hos-dforward.safetensors.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,

    /// Measure rows again that have been measured
    #[arg(long)]
    force: bool,

    /// Fail if a row's error lies outside the interval that bench-results has of it
    ///
    /// The tables go to target/strings-check unless --out names another folder.
    #[arg(long, conflicts_with = "quick")]
    check: bool,

    /// Run the K-th of N parts of the work, such as 1/4
    ///
    /// Rows that share a training are in one part. Each part needs a folder of its own (--out);
    /// `cargo xtask merge` makes one of them.
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,

    /// Try the settings of each row on strings of the last sixth of the training images, and run
    /// nothing else
    ///
    /// Each row's own settings and the others that it names are trained on the first five sixths.
    /// The trials are added to strings-validation.csv in --out. The test images are not looked at.
    #[arg(long, conflicts_with_all = ["check", "quick", "models", "write", "force", "shard"])]
    validate: bool,

    /// Write the test strings of the sets into this folder, and run nothing
    ///
    /// In DIR/SET/ORDER: the pictures and what is written on them, in files that any language
    /// reads.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["check", "quick", "models", "shard"])]
    write: Option<PathBuf>,
}

impl Strings {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let rows = self.rows()?;
        if self.list {
            print::answer(string_tables::list(&rows))?;
            return Ok(ExitCode::SUCCESS);
        }
        Level::try_current()?;
        let threads = environment::threads(self.threads)?;
        let data = self.data.load()?;
        if data.classes.len() > DIGITS {
            bail!(
                "{}: has {} classes, and strings are of the {DIGITS} digits",
                data.title,
                data.classes.len()
            );
        }
        let folder = self.folder(&data)?;
        let committed = self
            .check
            .then(|| Committed::read(STRINGS, &data))
            .transpose()?;
        if let Some(folder) = &self.write {
            return self.write_sets(folder, &data);
        }
        let mut jobs = self.jobs(&rows);
        if jobs.is_empty() {
            bail!("--set names sets that none of these rows reads; --list shows which read what");
        }
        if self.validate {
            return validation::run(jobs, folder, &data, threads);
        }
        if let Some(shard) = self.shard {
            jobs = string_schedule::shard(jobs, shard)?;
        }
        // Those that train longest first, so that no core waits at the end.
        jobs.sort_by_key(|job| std::cmp::Reverse(job.cost()));
        let output = Output::open(folder)?;
        let models = self.models.clone();
        let models = models.map(|folder| Output::open_as(folder, "--models"));
        let models = models.transpose()?;
        let mut tables = StringTables::open(output, &jobs, &data)?;
        interruption::listen(tables.output.folder().to_owned())?;
        let failed = self.measure(&jobs, &data, threads, &mut tables, models.as_ref())?;
        let revision = environment::environment().revision;
        let run = |row: &str, set| {
            let row = string_tables::row(row)?;
            Some(
                StringJob {
                    row,
                    set,
                    ..jobs[0]
                }
                .describe(&data),
            )
        };
        tables.write_examples(run, &data, &revision)?;

        let page = page::write(tables.output.folder(), &data);
        print::say(string_tables::grid(&tables.strings));
        print::say(format_args!("Tables: {}", tables.output.folder().display()));
        match &page {
            Ok(path) => print::say(format_args!("Page: {}", path.display())),
            Err(error) => print::note(format_args!("no page: {}", print::causes(error.as_ref()))),
        }
        if !failed.is_empty() {
            let names = failed.join(", ");
            print::note(format_args!("{} rows failed: {names}", failed.len()));
        }
        if !failed.is_empty() || page.is_err() {
            return Ok(ExitCode::FAILURE);
        }
        match committed {
            Some(committed) => {
                let names: Vec<String> = jobs.iter().map(string_tables::name_of).collect();
                Ok(committed.judge(&tables.strings.lines, &names))
            }
            None => Ok(ExitCode::SUCCESS),
        }
    }

    fn rows(&self) -> anyhow::Result<Vec<&'static StringRow>> {
        let ids: Vec<&str> = STRING_ROWS.iter().map(StringRow::id).collect();
        let chosen = selection::choose(&self.only, &self.skip, &ids)?;
        let rows = STRING_ROWS.iter();
        Ok(rows.filter(|row| chosen.contains(&row.id())).collect())
    }

    /// Each row on each of its sets that is wanted.
    fn jobs(&self, rows: &[&'static StringRow]) -> Vec<StringJob> {
        let wanted: &[Set] = match (self.set.as_slice(), self.quick) {
            ([], true) => &[Set::Paper],
            ([], false) => &Set::ALL,
            (named, _) => named,
        };
        let options = StringOptions {
            seed: self.seed,
            orders: self.orders.unwrap_or(if self.quick { 1 } else { 5 }),
            quick: self.quick,
        };
        let of_row = |row: &&'static StringRow| {
            let row = *row;
            let sets = row.sets.iter().filter(|set| wanted.contains(set));
            sets.map(move |&set| StringJob { row, set, options })
        };
        rows.iter().flat_map(of_row).collect()
    }

    fn folder(&self, data: &Mnist) -> anyhow::Result<PathBuf> {
        Ok(match (&self.out, self.check, self.quick) {
            (Some(out), ..) => out.clone(),
            (_, true, _) => environment::workspace()?.join("target/strings-check"),
            (_, _, true) => environment::results_of(data)?.join("quick"),
            _ => environment::results_of(data)?,
        })
    }

    fn write_sets(&self, folder: &Path, data: &Mnist) -> anyhow::Result<ExitCode> {
        let sets = match self.set.as_slice() {
            [] => &Set::ALL,
            named => named,
        };
        for set in sets {
            for order in 1..=self.orders.unwrap_or(1) {
                let to = folder.join(set.name()).join(order.to_string());
                set.recipe().test(&data.test, order)?.write(&to)?;
                print::say(format_args!("Set: {}", to.display()));
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Runs the jobs that have no record yet; returns the names of those that failed.
    fn measure(
        &self,
        jobs: &[StringJob],
        data: &Mnist,
        threads: usize,
        tables: &mut StringTables,
        models: Option<&Output>,
    ) -> anyhow::Result<Vec<String>> {
        let store = Store::<StringOutcome>::new(tables.records());
        let begun = Instant::now();
        let mut waiting = Vec::new();
        for (number, job) in (1..).zip(jobs) {
            let run = job.describe(data);
            let recorded = match self.force {
                true => None,
                false => store.load(&run)?,
            };
            let is_kept = || models.is_none_or(|models| string_tables::is_kept(models, job));
            match recorded {
                Some(outcome) if tables.has_network(&run) && is_kept() => {
                    tables.take(job, &outcome);
                }
                _ => waiting.push((number, *job)),
            }
        }
        let n_known = jobs.len() - waiting.len();
        if n_known > 0 {
            print::note(format_args!("{n_known} rows were measured before"));
            tables.write()?;
        }
        let shared = Shared::default();
        let display = Display::new(jobs.len());
        let stop = AtomicBool::new(false);
        let starts = groups(waiting.clone(), |(_, job)| (job.start(), job.seed()));
        side_by_side(starts, threads, &stop, |jobs| {
            let (number, job) = jobs[0];
            if waiting.iter().any(|(_, job)| job.trains()) {
                let live = display.line(&job.start(), number);
                // If it fails, it fails again where it is needed.
                let _ = job.prepare(data, &live, &shared);
                live.finish("trained on single characters");
            }
        });
        let environment = environment::environment();
        let failed = std::thread::scope(|scope| {
            let (sender, results) = mpsc::channel();
            let (stop, display, shared, environment) = (&stop, &display, &shared, &environment);
            let readers = groups(waiting, |(_, job)| (job.training(), job.seed()));
            scope.spawn(move || {
                side_by_side(readers, threads, stop, |jobs| {
                    for (number, job) in jobs {
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        let live = display.line(&string_tables::name_of(&job), number);
                        let result = job.run(data, environment, &live, shared);
                        // Somebody listens until the last job has ended.
                        let _ = sender.send((job, live, result));
                    }
                });
            });
            let mut failed = Vec::new();
            for (job, live, result) in results {
                match result {
                    Ok((outcome, network)) => {
                        tables.take(&job, &outcome);
                        let mut keep = || {
                            tables.keep_network(&outcome.run, &network)?;
                            store.save(&outcome)?;
                            if let Some(models) = models {
                                string_tables::keep(models, &job, &outcome.run, &network)?;
                            }
                            tables.write()
                        };
                        let kept = keep();
                        exit::unless_written(kept, stop, &tables.output);
                        live.finish(&string_tables::sentence(&job, &outcome));
                    }
                    Err(error) => {
                        live.finish(&format!("FAILED: {}", print::causes(&error)));
                        failed.push(string_tables::name_of(&job));
                    }
                }
            }
            failed
        });
        print::note(format_args!(
            "{} rows in {:.1} s",
            jobs.len(),
            begun.elapsed().as_secs_f64()
        ));
        Ok(failed)
    }
}
