use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use experiments::{Choice, Options, Row};
use kernels::Level;
use report::results::files::{DATA_SET, VALIDATION};
use report::{Trial, is_of_settings};

use crate::support::data::Data;
use crate::support::display::Display;
use crate::support::output::Output;
use crate::support::selection::Selection;
use crate::support::tables::{refuse_data_set, replace_lines};
use crate::support::trials::Candidates;
use crate::support::{environment, interruption, print};

/// Try the settings that the paper does not give, on validation images
///
/// Where a row has several recipes, each is trained on the first 50,000 training images and judged
/// on the last 10,000; the test images are not looked at. The trials go to
/// bench-results/validation.csv, and `cargo xtask tidy` checks that each row uses the recipe with
/// the fewest errors there. A row that fails is told, and the others go on; the exit code is 1 if
/// one fails, or if validation would choose another recipe.
///
/// On other data than MNIST (--dataset, --data), what the trials choose is what `cargo xtask compare`
/// then uses on them.
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

    /// Folder of validation.csv [default: bench-results, or bench-results/NAME for other data than
    /// MNIST]
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
        let data = self.data.load()?;
        let folder = environment::out_of(self.out, &data)?;
        // Elsewhere only what validation chooses is asked for.
        let rows: Vec<&Row> = match data.is_mnist {
            true => rows,
            false => {
                let chosen = rows.into_iter();
                chosen
                    .filter(|row| row.choice == Choice::Validation)
                    .collect()
            }
        };
        if rows.is_empty() {
            bail!("nothing to try: validation chooses none of these rows' settings");
        }
        let output = Output::open(folder)?;
        output.file(VALIDATION.name)?;
        output.file(DATA_SET.name)?;
        refuse_data_set(&output, &data)?;
        if DATA_SET.read(output.folder())?.is_none() {
            DATA_SET.write(output.folder(), &experiments::data_set(&data, options))?;
        }
        interruption::listen(output.folder().to_owned())?;
        let environment = environment::environment();
        let mut all = VALIDATION.read(output.folder())?;
        let mut better = false;
        let mut failed = Vec::new();
        let display = Display::new(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let live = display.line(row.id(), index + 1);
            let mut trials = match experiments::validate(
                row,
                &data.train,
                data.classes.len(),
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
            if !data.is_mnist {
                mark(row, &mut trials);
            }
            let mut told: Vec<String> = trials.iter().map(told).collect();
            if let Some(objection) = objection(row, trials.iter()).filter(|_| data.is_mnist) {
                better = true;
                told.push(format!("    {objection}"));
            }
            replace_lines(&mut all, row, trials, |trial| &trial.row);
            VALIDATION.write(output.folder(), &all)?;
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

/// Marks the trials of the recipe that they choose, whatever it is on MNIST.
fn mark(row: &Row, trials: &mut [Trial]) {
    let chosen = experiments::chosen(row, trials).map(|recipe| recipe.settings());
    for trial in trials {
        let is_of = |settings| is_of_settings(&trial.settings, settings);
        trial.chosen = chosen.as_deref().is_some_and(is_of);
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

/// What speaks against the row's recipe after these trials, if they were to choose it.
pub fn objection<'a>(row: &Row, trials: impl Iterator<Item = &'a Trial>) -> Option<String> {
    let others = row.others.iter().map(|recipe| recipe.settings());
    let candidates = Candidates {
        row: row.id(),
        own: row.recipe.settings(),
        others: others.collect(),
        is_chosen: row.choice == Choice::Validation,
    };
    let trials = trials.map(|trial| (&*trial.settings, trial.errors));
    candidates.objection(&trials.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use experiments::ROWS;

    use super::*;

    /// A row whose recipe was chosen on validation.
    fn row() -> &'static Row {
        let chosen = |row: &&&Row| row.choice == Choice::Validation && row.others.len() > 1;
        ROWS.iter().find(chosen).unwrap()
    }

    /// So many errors of the row's recipe, one more of each other.
    fn trials(errors: usize) -> Vec<Trial> {
        let trial = |(index, recipe): (usize, &dyn experiments::Recipe)| Trial {
            row: row().id().into(),
            settings: recipe.settings(),
            chosen: index == 0,
            errors: errors + index.min(1),
            ..Trial::default()
        };
        row().candidates().enumerate().map(trial).collect()
    }

    fn told(trials: &[Trial]) -> String {
        objection(row(), trials.iter()).expect("an objection")
    }

    #[test]
    fn the_recipe_with_the_fewest_errors_meets_no_objection_nor_does_one_of_as_many() {
        let mut trials = trials(10);
        assert_eq!(objection(row(), trials.iter()), None);
        trials[1].errors = 10;
        assert_eq!(objection(row(), trials.iter()), None);
        trials[0].settings += "; for want of images: 2 centres";
        assert_eq!(objection(row(), trials.iter()), None);
    }

    #[test]
    fn a_recipe_with_fewer_errors_is_an_objection_unless_the_choice_is_anothers() {
        let mut trials = trials(10);
        trials[2].errors = 9;
        let told = told(&trials);
        assert!(told.contains(&row().others[1].settings()), "{told}");
        assert!(
            told.contains("has 9 errors on validation, the row's"),
            "{told}"
        );
        assert!(told.ends_with(" 10"), "{told}");
        let of_the_paper = Row {
            choice: Choice::Paper,
            ..*row()
        };
        assert_eq!(objection(&of_the_paper, trials.iter()), None);
    }

    #[test]
    fn the_errors_with_all_seeds_decide() {
        let (first, mut second) = (trials(10), trials(10));
        second[1].errors = 9;
        let both: Vec<Trial> = first.into_iter().chain(second).collect();
        assert_eq!(objection(row(), both.iter()), None, "20 against 20");
        assert!(told(&both[..both.len() - 1]).contains("not tried as often"));
    }

    #[test]
    fn a_recipe_that_was_not_tried_is_an_objection() {
        let all = trials(10);
        assert!(told(&all[1..]).contains("the row's recipe was not tried"));
        let told = told(&all[..all.len() - 1]);
        let last = row().others.last().unwrap().settings();
        assert!(
            told.contains(&last) && told.contains("was not tried"),
            "{told}"
        );
        assert!(objection(row(), [].iter()).is_some());
    }

    #[test]
    fn new_trials_take_the_place_of_the_rows_old_ones_in_the_order_of_the_rows() {
        let foreign = Trial {
            row: "formerly".into(),
            ..Trial::default()
        };
        let last = Trial {
            row: ROWS[ROWS.len() - 1].id().into(),
            ..Trial::default()
        };
        let mut all = vec![foreign, last.clone()];
        all.extend(trials(10));
        replace_lines(&mut all, row(), trials(20), |trial| &trial.row);
        let mut wanted = trials(20);
        wanted.push(last);
        assert_eq!(all, wanted);
    }
}
