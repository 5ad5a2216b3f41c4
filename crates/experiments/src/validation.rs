use mnist_io::Dataset;
use rayon::prelude::*;
use report::{Trial, settings_as_run};

use crate::run::{fit, in_pool, n_classes};
use crate::{Environment, Observer, Options, Recipe, Row, RunError, Shared, Stage, Training};

/// Fits every recipe of a row on the first five sixths of the training set (50,000 of 60,000)
/// and counts its errors on the rest. The first trials are of the row's own recipe.
///
/// A row with randomness is fitted with `n_seeds` seeds, its own and those that follow, as many
/// at once as there are threads: between two recipes, one seed decides little.
///
/// # Errors
/// [`RunError`] of the first recipe that fails.
pub fn validate(
    row: &Row,
    train: &Dataset,
    options: Options,
    n_seeds: u64,
    environment: &Environment,
    observer: &dyn Observer,
) -> Result<Vec<Trial>, RunError> {
    let seeds = options.seeds_of(row, n_seeds)?;
    in_pool(options.threads, || {
        observer.stage(Stage::Preparing);
        let prepared = row.preparation.apply(train)?;
        let (fitted, held_out) = prepared.split_at(prepared.len() / 6 * 5)?;
        let labels = held_out.targets();
        let attempt = |index: usize, recipe: &Recipe, seed: Option<u64>| {
            let shared = Shared::default();
            let seed_or_0 = seed.unwrap_or(0);
            let training = Training::new(&fitted, n_classes(train), seed_or_0, observer, &shared);
            let (model, train_seconds) = fit(recipe, &training)?;
            let predicted = model.classify(held_out.images())?;
            Ok(Trial {
                row: row.id().into(),
                settings: settings_as_run(recipe.settings, &training.reductions.take()),
                chosen: index == 0,
                errors: classifier::metrics::errors(predicted.view(), labels.view()),
                train_images: fitted.len(),
                validation_images: held_out.len(),
                seed,
                train_seconds,
                machine: environment.machine.clone(),
                revision: environment.revision.clone(),
            })
        };
        let mut trials = Vec::new();
        for (index, recipe) in row.candidates().enumerate() {
            let of_recipe: Result<Vec<Trial>, RunError> = seeds
                .par_iter()
                .map(|&seed| attempt(index, recipe, seed))
                .collect();
            trials.extend(of_recipe?);
        }
        Ok(trials)
    })
}
