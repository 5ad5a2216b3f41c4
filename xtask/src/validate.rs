use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use experiments::{Choice, Options, ROWS, Row};
use kernels::Level;
use report::{Trial, ValidationTable};

use crate::data::Data;
use crate::display::Display;
use crate::environment;
use crate::selection::Selection;

/// Try the settings that the paper does not give, on validation images
///
/// Where a row has several recipes, each is trained on the first 50,000 training images and judged on the
/// last 10,000; the test images are not looked at. The trials go to bench-results/validation.csv,
/// and `cargo xtask tidy` checks that each row uses the recipe with the fewest errors there.
#[derive(clap::Args, Debug)]
pub struct Validate {
    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    data: Data,

    /// Seed for the rows that have randomness, instead of each row's own
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Seeds for each recipe of a row that has randomness; the fewest errors of all together win
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
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
        let data = self.data.load()?;
        let options = Options {
            seed: self.seed,
            threads: environment::cores(),
            train_images: None,
        };
        let folder = self.out.unwrap_or_else(environment::results);
        let path = folder.join(VALIDATION);
        let environment = environment::environment();
        let ids: Vec<&str> = ROWS.iter().map(|row| row.id()).collect();
        let mut table = ValidationTable::read(&path)?;
        let mut better = false;
        let display = Display::new(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let live = display.line(row.id(), index + 1);
            let trials =
                experiments::validate(row, &data.train, options, self.seeds, &environment, &live)?;
            live.finish("");
            for trial in &trials {
                let mark = if trial.chosen { "chosen" } else { "" };
                println!(
                    "    {:>6.2} %  {:<48} {:>8.2} s  {mark}",
                    trial.error_percent(),
                    trial.settings,
                    trial.train_seconds
                );
            }
            if let Some(objection) = objection(row, trials.iter()) {
                better = true;
                println!("    {objection}");
            }
            table.replace(row.id(), trials);
            table.sort_by_ids(&ids);
            table.write(&path)?;
        }
        Ok(ExitCode::from(u8::from(better)))
    }
}

/// The file of the trials.
pub const VALIDATION: &str = "validation.csv";

/// What speaks against the row's recipe after these trials, if they were to choose it.
pub fn objection<'a>(row: &Row, trials: impl Iterator<Item = &'a Trial>) -> Option<String> {
    let mut errors: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for trial in trials {
        errors
            .entry(&trial.settings)
            .or_default()
            .push(trial.errors);
    }
    let Some(own) = errors.get(row.recipe.settings) else {
        return Some(format!("{}: the row's recipe was not tried", row.id()));
    };
    let total = own.iter().sum::<usize>();
    for recipe in row.others {
        let Some(other) = errors.get(recipe.settings) else {
            return Some(format!("{}: {:?} was not tried", row.id(), recipe.settings));
        };
        if other.len() != own.len() {
            return Some(format!(
                "{}: {:?} was tried with another number of seeds",
                row.id(),
                recipe.settings
            ));
        }
        let other = other.iter().sum::<usize>();
        if row.choice == Choice::Validation && other < total {
            return Some(format!(
                "{}: {:?} has {other} errors on validation, the row's {:?} {total}",
                row.id(),
                recipe.settings,
                row.recipe.settings,
            ));
        }
    }
    None
}
