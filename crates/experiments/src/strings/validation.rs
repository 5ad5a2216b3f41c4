use mnist_io::Dataset;
use report::Trial;

use super::recipe::{StringRecipe, Trainer};
use super::run::StringJob;
use super::set::{Drawn, Set};
use crate::recipe::Shown;
use crate::run::in_pool;
use crate::validation::split;
use crate::{Environment, FitError, Observer, RunError, Shared, Stage};

/// Trains every recipe of a row on strings of the first five sixths of the training images, and counts
/// the strings of the rest that are read wrongly. The first trial is of the row's own recipe.
///
/// # Errors
/// [`RunError`] of the first recipe that fails.
pub fn validate_strings(
    job: &StringJob,
    train: &Dataset,
    environment: &Environment,
    observer: &dyn Observer,
) -> Result<Vec<Trial>, RunError> {
    let (row, set, seed) = (job.row, job.set, job.seed());
    let (fitted, held_out) = split(train)?;
    let shared = Shared::default();
    let recipes = std::iter::once(&row.recipe).chain(row.others);
    let trials = recipes.enumerate().map(|(index, recipe)| {
        in_pool(1, || {
            observer.stage(Stage::Fitting);
            let trainer = Trainer {
                train: &fitted,
                seed,
                most_passes: None,
                most_character_passes: None,
                observer,
                shared: &shared,
            };
            let trained = recipe.train(set, &trainer).map_err(RunError::Fit)?;
            let (errors, strings) =
                count_errors(recipe, set, &trained.network, &held_out).map_err(RunError::Fit)?;
            Ok(Trial {
                row: row.id().into(),
                settings: format!("{}; {}", set.name(), recipe.settings()),
                chosen: index == 0,
                errors,
                train_images: fitted.len(),
                validation_images: strings,
                seed: Some(seed),
                train_seconds: trained.took.as_secs_f64(),
                machine: environment.machine.clone(),
                revision: environment.revision.clone(),
            })
        })
    });
    trials.collect()
}

/// Strings that are read wrongly, and how many there are.
fn count_errors(
    recipe: &StringRecipe,
    set: Set,
    network: &lenet::LeNet,
    held_out: &Dataset,
) -> Result<(usize, usize), FitError> {
    let range = 0..held_out.len();
    let mut strings = Drawn::new(held_out, range, set.recipe(), 1, Shown::Original)?;
    let set = strings.cycle(0);
    let reader = recipe.reader(network.clone())?;
    let reader = reader.ok_or("its digits lie in known places")?;
    let errors = (0..set.len()).filter(|&string| {
        let read = reader.read(set.picture(string));
        !read.is_ok_and(|reading| reading.digits == set.digits(string))
    });
    Ok((errors.count(), set.len()))
}
