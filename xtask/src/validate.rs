use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use experiments::{Choice, Options, ROWS, Row};
use kernels::Level;
use report::{Trial, ValidationTable, is_of_settings};

use crate::data::Data;
use crate::display::Display;
use crate::output::Output;
use crate::selection::Selection;
use crate::{environment, interruption, print};

/// Try the settings that the paper does not give, on validation images
///
/// Where a row has several recipes, each is trained on the first 50,000 training images and judged
/// on the last 10,000; the test images are not looked at. The trials go to
/// bench-results/validation.csv, and `cargo xtask tidy` checks that each row uses the recipe with
/// the fewest errors there. A row that fails is told, and the others go on; the exit code is 1 if
/// one fails, or if validation would choose another recipe.
#[derive(clap::Args, Debug)]
pub struct Validate {
    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    data: Data,

    /// Seed for the rows that have randomness, instead of each row's own
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Seeds for each recipe of a row that has randomness, 1000 at most; the fewest errors of all
    /// together win
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1000))]
    seeds: u64,

    /// Folder of validation.csv [default: bench-results]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Validate {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        Level::try_current()?;
        let rows: Vec<&Row> = self
            .selection
            .rows(false)?
            .into_iter()
            .filter(|row| !row.others.is_empty())
            .collect();
        if rows.is_empty() {
            bail!("nothing to try: the rows that were named have one recipe each");
        }
        let options = Options {
            seed: self.seed,
            threads: environment::threads(None)?,
            train_images: None,
        };
        for row in &rows {
            options.seeds_of(row, self.seeds)?;
        }
        let folder = environment::out(self.out)?;
        let data = self.data.load()?;
        let output = Output::open(folder)?;
        let path = output.file(VALIDATION)?;
        interruption::listen(output.folder().to_owned())?;
        let environment = environment::environment();
        let ids: Vec<&str> = ROWS.iter().map(|row| row.id()).collect();
        let mut table = ValidationTable::read(&path)?;
        let mut better = false;
        let mut failed = Vec::new();
        let display = Display::new(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let live = display.line(row.id(), index + 1);
            let trials = match experiments::validate(
                row,
                &data.train,
                options,
                self.seeds,
                &environment,
                &live,
            ) {
                Ok(trials) => trials,
                Err(error) => {
                    live.finish(&format!("FAILED: {}", print::causes(&error)));
                    failed.push(row.id());
                    continue;
                }
            };
            let mut told: Vec<String> = trials.iter().map(told).collect();
            if let Some(objection) = objection(row, trials.iter()) {
                better = true;
                told.push(format!("    {objection}"));
            }
            table.replace(row.id(), trials);
            table.sort_by_ids(&ids);
            table.write(&path)?;
            live.finish("");
            print::say(told.join("\n"));
        }
        if !failed.is_empty() {
            let names = failed.join(", ");
            print::note(format_args!("{} rows failed: {names}", failed.len()));
        }
        Ok(ExitCode::from(u8::from(better || !failed.is_empty())))
    }
}

fn told(trial: &Trial) -> String {
    let mark = if trial.chosen { "chosen" } else { "" };
    let text = format!(
        "    {:>6.2} %  {:<48} {:>8.2} s  {mark}",
        trial.error_percent(),
        trial.settings,
        trial.train_seconds
    );
    text.trim_end().into()
}

/// The file of the trials.
pub const VALIDATION: &str = "validation.csv";

/// What speaks against the row's recipe after these trials, if they were to choose it.
pub fn objection<'a>(row: &Row, trials: impl Iterator<Item = &'a Trial>) -> Option<String> {
    let trials: Vec<&Trial> = trials.collect();
    let errors = |settings: &str| {
        let of_recipe = trials
            .iter()
            .filter(|trial| is_of_settings(&trial.settings, settings));
        let errors: Vec<usize> = of_recipe.map(|trial| trial.errors).collect();
        (!errors.is_empty()).then_some(errors)
    };
    let row_settings = row.recipe.settings();
    let Some(own) = errors(&row_settings) else {
        return Some(format!("{}: the row's recipe was not tried", row.id()));
    };
    let total = own.iter().sum::<usize>();
    for recipe in row.others {
        let settings = recipe.settings();
        let Some(other) = errors(&settings) else {
            return Some(format!("{}: {settings:?} was not tried", row.id()));
        };
        if other.len() != own.len() {
            return Some(format!(
                "{}: {settings:?} was tried with another number of seeds",
                row.id()
            ));
        }
        let other = other.iter().sum::<usize>();
        if row.choice == Choice::Validation && other < total {
            return Some(format!(
                "{}: {settings:?} has {other} errors on validation, the row's {row_settings:?} \
                 {total}",
                row.id()
            ));
        }
    }
    None
}
