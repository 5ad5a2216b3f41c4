use mnist_io::{Dataset, MnistError};
use rayon::prelude::*;
use report::{Trial, settings_as_run};

use crate::run::{fit, in_pool};
use crate::{Environment, Observer, Options, Recipe, Row, RunError, Shared, Stage, Training};

/// Fits every recipe of a row on the first five sixths of the training set (50,000 of 60,000)
/// and counts its errors on the rest; `n_classes` are told apart. The first trials are of the row's
/// own recipe.
///
/// A row with randomness is fitted with `n_seeds` seeds, its own and those that follow, as many
/// at once as there are threads: between two recipes, one seed decides little.
///
/// # Errors
/// [`RunError`] of the first recipe that fails.
pub fn validate(
    row: &Row,
    train: &Dataset,
    n_classes: usize,
    options: Options,
    n_seeds: u64,
    environment: &Environment,
    observer: &dyn Observer,
) -> Result<Vec<Trial>, RunError> {
    let seeds = options.seeds_of(row, n_seeds)?;
    in_pool(options.threads, || {
        observer.stage(Stage::Preparing);
        let prepared = row.preparation.apply(train)?;
        let (fitted, held_out) = split(&prepared)?;
        let labels = held_out.targets();
        let attempt = |index: usize, recipe: &dyn Recipe, seed: Option<u64>| {
            let shared = Shared::default();
            let seed_or_0 = seed.unwrap_or(0);
            let training = Training::new(&fitted, n_classes, seed_or_0, observer, &shared);
            let (model, train_seconds) = fit(recipe, &training)?;
            let predicted = model.classify(held_out.images())?;
            Ok(Trial {
                row: row.id().into(),
                settings: settings_as_run(&recipe.settings(), &training.reductions.take()),
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

/// What is fitted on, and what it is judged by.
pub(crate) fn split(train: &Dataset) -> Result<(Dataset, Dataset), MnistError> {
    train.split_at(train.len() / 6 * 5)
}

#[cfg(test)]
mod tests {
    use mnist_io::Images;
    use ndarray::{Array1, Array2};

    use super::*;

    /// Each image is the number of its place.
    #[test]
    fn each_image_is_in_one_of_the_two_parts_always_the_same() {
        let places = Array2::from_shape_fn((60_000, 2), |(i, j)| [i / 256, i % 256][j] as u8);
        let images = Images::new(places.clone(), 1, 2).unwrap();
        let train = Dataset::new(images, Array1::zeros(60_000)).unwrap();
        let (fitted, held_out) = split(&train).unwrap();
        assert_eq!((fitted.len(), held_out.len()), (50_000, 10_000));
        let both = ndarray::concatenate![ndarray::Axis(0), fitted.images(), held_out.images()];
        assert_eq!(both, places);
        let again = split(&train).unwrap();
        assert_eq!(
            (fitted.images(), held_out.images()),
            (again.0.images(), again.1.images())
        );
    }
}
