//! The comparison on data that are not the paper's.

use mnist_io::Mnist;
use report::{DataSet, Trial, is_of_settings};

use crate::{Choice, Options, ROWS, Recipe, Row};

/// What the tables say of the data.
pub fn data_set(data: &Mnist, options: Options) -> DataSet {
    let train_images = data.train.len();
    DataSet {
        name: data.name.clone(),
        title: data.title.clone(),
        is_mnist: data.is_mnist,
        classes: data.classes.clone(),
        height: data.train.height(),
        width: data.train.width(),
        train_images,
        first: options.train_images.filter(|&first| first < train_images),
        test_images: data.test.len(),
        sha256: data.sha256.clone(),
    }
}

/// The rows as they run on these data.
///
/// On MNIST they are [`ROWS`]. Elsewhere a row whose recipe was chosen on validation takes the one
/// that `trials`, on the last sixth of these data, choose, if all of its recipes were tried; the
/// others keep their settings, and say that these are MNIST's.
pub fn rows_on(data: &DataSet, trials: &[Trial]) -> Vec<Row> {
    let rows = ROWS.iter().map(|row| **row);
    match data.is_mnist {
        true => rows.collect(),
        false => rows.map(|row| elsewhere(row, trials)).collect(),
    }
}

/// The row on other data than MNIST.
fn elsewhere(row: Row, trials: &[Trial]) -> Row {
    match chosen(&row, trials) {
        Some(recipe) if row.choice == Choice::Validation => Row { recipe, ..row },
        _ => Row {
            choice: Choice::OnMnist,
            ..row
        },
    }
}

/// Of the row's recipes the one with the fewest errors in all of its trials, the first of several;
/// none unless all were tried with as many seeds.
pub fn chosen(row: &Row, trials: &[Trial]) -> Option<&'static dyn Recipe> {
    let errors = |recipe: &dyn Recipe| -> Vec<usize> {
        let settings = recipe.settings();
        let of_row = trials.iter().filter(|trial| trial.row == row.id());
        let of_recipe = of_row.filter(|trial| is_of_settings(&trial.settings, &settings));
        of_recipe.map(|trial| trial.errors).collect()
    };
    let n_seeds = errors(row.recipe).len();
    let tried = |recipe: &&'static dyn Recipe| errors(*recipe).len() == n_seeds;
    let total = |recipe: &&'static dyn Recipe| errors(*recipe).iter().sum::<usize>();
    let all = n_seeds > 0 && row.candidates().all(|recipe| tried(&recipe));
    all.then(|| row.candidates().min_by_key(total)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row whose recipe was chosen on validation, and trials of all its recipes.
    fn row_and_trials(errors: impl Fn(usize) -> usize) -> (Row, Vec<Trial>) {
        let chosen = |row: &&&Row| row.choice == Choice::Validation && row.others.len() > 1;
        let row = **ROWS.iter().find(chosen).unwrap();
        let trial = |(index, recipe): (usize, &dyn Recipe)| Trial {
            row: row.id().into(),
            settings: recipe.settings(),
            errors: errors(index),
            ..Trial::default()
        };
        let trials = row.candidates().enumerate().map(trial).collect();
        (row, trials)
    }

    #[test]
    fn the_recipe_with_the_fewest_errors_is_taken_and_the_rows_own_among_equals() {
        let (row, trials) = row_and_trials(|index| 10 - index.min(1));
        let taken = elsewhere(row, &trials);
        assert_eq!(taken.recipe.settings(), row.others[0].settings());
        assert!(taken.settings().ends_with("chosen on validation"));
        let (row, trials) = row_and_trials(|_| 10);
        assert_eq!(
            elsewhere(row, &trials).recipe.settings(),
            row.recipe.settings()
        );
    }

    #[test]
    fn a_row_without_all_its_trials_keeps_mnists_settings_and_says_so() {
        let (row, trials) = row_and_trials(|index| 10 - index);
        for trials in [&[][..], &trials[1..], &trials[..trials.len() - 1]] {
            let kept = elsewhere(row, trials);
            assert_eq!(kept.recipe.settings(), row.recipe.settings());
            assert!(
                kept.settings().ends_with("; as on MNIST"),
                "{}",
                kept.settings()
            );
        }
    }

    #[test]
    fn settings_elsewhere_do_not_speak_of_the_paper() {
        for row in ROWS {
            let settings = elsewhere(**row, &[]).settings();
            assert!(!settings.contains("paper"), "{settings}");
            assert!(!settings.contains("Figure"), "{settings}");
        }
    }
}
