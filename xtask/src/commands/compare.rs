use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;
use std::time::Instant;

use experiments::{Measured, Models, Options, ROWS, Shared};
use kernels::Level;
use mnist_io::Mnist;
use report::results::files::COMPARISON;
use report::{Failure, Line, Outcome, Store};

use super::page;
use crate::support::check::Committed;
use crate::support::data::Data;
use crate::support::display::{self, Display};
use crate::support::kept::QUICK;
use crate::support::output::Output;
use crate::support::schedule::{self, Job};
use crate::support::selection::Selection;
use crate::support::shard::Shard;
use crate::support::tables::{Tables, rows_on, selected};
use crate::support::{environment, exit, interruption, print};

/// Train and test every classifier of the paper's Figure 9, and write the tables
///
/// Each row is trained on the 60,000 training images of MNIST and tested once on the 10,000
/// test images, or on those of another data set (--dataset, --data). There, settings that MNIST's
/// validation chose are those that `cargo xtask validate` chose on the same data, if it has run. The
/// tables in --out (comparison.csv, comparison.md and those beside them) are
/// rewritten as each row ends, and comparison.html, the page with the pictures, at the end. What
/// has been measured is kept in --out/records: after Ctrl-C or a crash the same command continues
/// where it was; --force measures again. A row that fails is marked in the tables with the cause,
/// and the others go on; the exit code is then 1.
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
    /// Errors are higher than with all 60,000. The tables say so, have nothing of the paper, and go
    /// to the folder quick in that of the results unless --out names another. Rows that train for
    /// long are left
    /// out unless --only names them. If --data has fewer images, all are used.
    #[arg(long)]
    quick: bool,

    /// Seed for the rows that have randomness, instead of each row's own
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Run each row that has randomness with N seeds, 1000 at most: its own, or --seed, and those
    /// that follow
    ///
    /// The tables then have their mean and standard deviation; the row's own figures stay those
    /// of the first.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1000))]
    seeds: u64,

    /// Threads to use [default: one a core]
    ///
    /// Results do not depend on it, only seconds do. Up to four a core are taken.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,

    /// Folder for the tables and records [default: bench-results, or bench-results/NAME for other data
    /// than MNIST]
    ///
    /// One command at a time writes there. It needs some 3 MB of room, and 0.3 MB more for each
    /// row and seed.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Keep the model of each row in this folder, for `cargo xtask recognise`
    ///
    /// A file a row, such as lenet5.safetensors: the model, which version of the images it takes,
    /// and the settings and data it was trained with; of several seeds the first one's. Rows that
    /// were measured before but have no such model there are trained again. Take
    /// bench-results/models, and recognise finds them.
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,

    /// Measure rows again that have been measured
    #[arg(long)]
    force: bool,

    /// Fail if a row's error lies outside the interval that the committed table has of it
    ///
    /// The tables go to target/compare-check unless --out names another folder.
    #[arg(long, conflicts_with = "quick")]
    check: bool,

    /// Run the K-th of N parts of the work, such as 1/4
    ///
    /// Each part needs a folder of its own (--out); `cargo xtask merge` makes one of them.
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
}

impl Compare {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.list {
            print::answer(display::list(ROWS, display::width()))?;
            return Ok(ExitCode::SUCCESS);
        }
        let rows = self.selection.rows(self.quick)?;
        if self.quick {
            let in_full = self.selection.rows(false)?.len();
            if in_full > rows.len() {
                print::note(format_args!(
                    "--quick leaves out {} rows that train for long; --only NAME runs them",
                    in_full - rows.len()
                ));
            }
        }
        Level::try_current()?;
        if cfg!(debug_assertions) {
            print::note("warning: not an optimised build; `cargo xtask` makes one");
        }
        let options = Options {
            seed: self.seed,
            threads: environment::threads(self.threads)?,
            train_images: self.quick.then_some(QUICK),
        };
        let data = self.data.load()?;
        let folder = self.folder(&data)?;
        let committed = self
            .check
            .then(|| Committed::read(COMPARISON, &data))
            .transpose()?;
        if self.quick && data.train.len() <= QUICK {
            print::note(format_args!(
                "--quick: there are only {} training images, and all are used",
                data.train.len()
            ));
        }
        let all = rows_on(&data, &folder)?;
        let mut jobs = schedule::jobs(&selected(&all, &rows), options, self.seeds)?;
        if let Some(shard) = self.shard {
            jobs = schedule::shard(jobs, shard)?;
            for (index, job) in jobs.iter_mut().enumerate() {
                job.number = index + 1;
            }
        }
        let mut tables = Tables::open(Output::open(folder)?, &all, &data, options)?;
        let folder = tables.output.folder().to_owned();
        let models = self.models.clone();
        let models = models.map(|folder| Output::open_as(folder, "--models"));
        let models = models.transpose()?;
        interruption::listen(folder.clone())?;
        let kept = models.as_ref().map(|models| Models::new(models.folder()));
        let failed = self.measure(jobs, &data, options, &mut tables, kept.as_ref())?;

        // Before anything is printed: somebody who reads may have gone.
        let page = page::write(&folder, &data);
        print::say(display::grid(&tables.comparison, display::width()));
        print::say(format_args!("Tables: {}", folder.display()));
        let paged = match page {
            Ok(path) => {
                print::say(format_args!("Page: {}", path.display()));
                true
            }
            // It is made from the tables, which are there.
            Err(error) => {
                print::note(format_args!("no page: {}", print::causes(error.as_ref())));
                false
            }
        };
        if let Some(models) = &models {
            print::say(format_args!("Models: {}", models.folder().display()));
            let lost: Vec<&str> = rows
                .iter()
                .filter(|row| !row.can_be_kept())
                .map(|row| row.id())
                .collect();
            if !lost.is_empty() {
                let names = lost.join(", ");
                print::note(format_args!("models of these rows cannot be kept: {names}"));
            }
        }
        if !failed.is_empty() {
            let names = failed.join(", ");
            print::note(format_args!("{} rows failed: {names}", failed.len()));
        }
        if !failed.is_empty() || !paged {
            return Ok(ExitCode::FAILURE);
        }
        match committed {
            Some(committed) => {
                let names: Vec<String> = rows.iter().map(|row| row.id().to_owned()).collect();
                Ok(committed.judge(&tables.comparison.lines, &names))
            }
            None => Ok(ExitCode::SUCCESS),
        }
    }

    fn folder(&self, data: &Mnist) -> anyhow::Result<PathBuf> {
        Ok(match (&self.out, self.check, self.quick) {
            (Some(out), ..) => out.clone(),
            (_, true, _) => environment::workspace()?.join("target/compare-check"),
            (_, _, true) => environment::results_of(data)?.join("quick"),
            _ => environment::results_of(data)?,
        })
    }

    /// Runs the jobs that have no record yet, or whose model is wanted and not there; returns the
    /// names of those that failed.
    fn measure(
        &self,
        jobs: Vec<Job>,
        data: &Mnist,
        options: Options,
        tables: &mut Tables,
        models: Option<&Models>,
    ) -> anyhow::Result<Vec<String>> {
        let environment = environment::environment();
        let store = Store::new(tables.output.records());
        let begun = Instant::now();
        let n_jobs = jobs.len();
        let display = Display::new(n_jobs);
        let models_of = |job: &Job| models.filter(|_| job.first_seed && job.row.can_be_kept());
        let mut waiting = Vec::new();
        let mut without_model = 0;
        for job in jobs {
            let run = experiments::describe(&job.row, data, job.options);
            let recorded = match self.force {
                true => None,
                false => store.load(&run)?,
            };
            // A file is looked into only if there is a record, which it could make useless.
            let has_its_model =
                || models_of(&job).is_none_or(|models| models.holds(&job.row, &run));
            match recorded {
                Some(outcome) if has_its_model() => {
                    take(tables, &job, &outcome);
                    let text = sentence(tables, &job, &outcome) + ", measured before";
                    display.begin(&job).finish(&text);
                }
                recorded => {
                    without_model += usize::from(recorded.is_some());
                    waiting.push(job);
                }
            }
        }
        if without_model > 0 {
            print::note(format_args!(
                "{without_model} rows were measured before, but their models were not kept: they \
                 are trained again"
            ));
        }
        if waiting.len() < n_jobs {
            tables.write()?;
        }
        if !data.is_mnist && !self.quick {
            warn_of_hours(&waiting);
        }

        let shared = Shared::default();
        let stop = AtomicBool::new(false);
        let failed = std::thread::scope(|scope| {
            let (sender, results) = mpsc::channel();
            let (stop, display) = (&stop, &display);
            let (environment, shared) = (&environment, &shared);
            scope.spawn(move || {
                schedule::run(waiting, options.threads, stop, |job| {
                    let live = display.begin(&job);
                    let result =
                        experiments::run(&job.row, data, job.options, environment, &live, shared);
                    // Somebody listens until the last job has ended.
                    let _ = sender.send((job, live, result));
                });
            });
            let mut failed = Vec::new();
            for (job, live, result) in results {
                match result {
                    Ok(Measured { outcome, model }) => {
                        take(tables, &job, &outcome);
                        let mut keep = || {
                            store.save(&outcome)?;
                            if let Some(models) = models_of(&job) {
                                models.keep(&job.row, &outcome.run, &*model)?;
                            }
                            tables.write()
                        };
                        let kept = keep();
                        exit::unless_written(kept, stop, &tables.output);
                        live.finish(&sentence(tables, &job, &outcome));
                    }
                    Err(error) => {
                        let run = experiments::describe(&job.row, data, job.options);
                        let cause = print::causes(&error);
                        let text = format!("FAILED: {cause}");
                        tables.comparison.fail(Failure {
                            row: run.row,
                            seed: run.seed,
                            cause,
                            settings: run.settings,
                            data_sha256: run.data_sha256,
                        });
                        exit::unless_written(tables.write(), stop, &tables.output);
                        live.finish(&text);
                        failed.push(display::name_of(&job));
                    }
                }
            }
            failed
        });
        print::note(format_args!(
            "{n_jobs} rows in {:.1} s",
            begun.elapsed().as_secs_f64()
        ));
        Ok(failed)
    }
}

/// Takes a job's outcome into the tables, without writing them.
fn take(tables: &mut Tables, job: &Job, outcome: &Outcome) {
    let description = &job.row.description;
    tables.comparison.take(description, outcome, job.first_seed);
}

/// Says which rows may take much longer than on MNIST, and how to leave them out.
fn warn_of_hours(jobs: &[Job]) {
    for job in jobs {
        if let Some(why) = job.row.recipe.may_take_hours() {
            let id = job.row.id();
            print::note(format_args!(
                "{id} may take hours: {why}; --skip {id} leaves it out"
            ));
        }
    }
}

/// One job's outcome in one line.
fn sentence(tables: &Tables, job: &Job, outcome: &Outcome) -> String {
    let data = &tables.comparison.data;
    let line = Line::new(data, &job.row.description, outcome, &[outcome.errors()]);
    display::sentence(data, &line)
}
