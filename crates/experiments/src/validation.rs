use mnist_io::Dataset;
use report::Trial;

use crate::run::{fit, in_pool, n_classes};
use crate::{Environment, Observer, Options, Row, RunError, Stage, Training};

/// Fits every recipe of a row on the first five sixths of the training set (50,000 of 60,000)
/// and counts its errors on the rest. The first trial is of the row's own recipe.
///
/// # Errors
/// [`RunError`] of the first recipe that fails.
pub fn validate(
    row: &Row,
    train: &Dataset,
    options: Options,
    environment: &Environment,
    observer: &dyn Observer,
) -> Result<Vec<Trial>, RunError> {
    let seed = options.seed_of(row);
    in_pool(options.threads, || {
        observer.stage(Stage::Preparing);
        let prepared = row.preparation.apply(train)?;
        let (fitted, held_out) = prepared.split_at(prepared.len() / 6 * 5)?;
        let labels = held_out.targets();
        let training = Training {
            set: &fitted,
            n_classes: n_classes(train),
            seed: seed.unwrap_or(0),
            observer,
        };
        row.candidates()
            .enumerate()
            .map(|(index, recipe)| {
                let (model, train_seconds) = fit(recipe, &training)?;
                observer.stage(Stage::Recognising);
                let predicted = model.classify(held_out.images())?;
                Ok(Trial {
                    row: row.id().into(),
                    settings: recipe.settings.into(),
                    chosen: index == 0,
                    errors: classifier::metrics::errors(predicted.view(), labels.view()),
                    train_images: fitted.len(),
                    validation_images: held_out.len(),
                    seed,
                    train_seconds,
                    machine: environment.machine.clone(),
                    revision: environment.revision.clone(),
                })
            })
            .collect()
    })
}
