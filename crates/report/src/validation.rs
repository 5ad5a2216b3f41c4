use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{ReportError, atomic, table};

/// One line of `validation.csv`: a recipe that was tried on the validation images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// The row it was tried for.
    pub row: String,
    /// Its settings.
    pub settings: String,
    /// Whether it is the recipe that the row uses.
    pub chosen: bool,
    /// Validation images not recognised.
    pub errors: usize,
    /// Images trained on.
    pub train_images: usize,
    /// Images it was judged on.
    pub validation_images: usize,
    /// Seed, if the row depends on one.
    pub seed: Option<u64>,
    /// Seconds to train.
    pub train_seconds: f64,
    /// Processor, cores and system.
    pub machine: String,
    /// Revision of the code.
    pub revision: String,
}

impl Trial {
    /// Error on the validation images, in percent.
    pub fn error_percent(&self) -> f64 {
        100.0 * self.errors as f64 / self.validation_images as f64
    }
}

/// `validation.csv`: what was tried for the rows whose settings the paper does not give.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidationTable {
    trials: Vec<Trial>,
}

impl ValidationTable {
    /// The trials of one row.
    pub fn of_row<'a>(&'a self, row: &'a str) -> impl Iterator<Item = &'a Trial> {
        self.trials.iter().filter(move |trial| trial.row == row)
    }

    /// Puts a row's trials in the place of those it has.
    pub fn replace(&mut self, row: &str, trials: Vec<Trial>) {
        self.trials.retain(|trial| trial.row != row);
        self.trials.extend(trials);
    }

    /// Puts the trials in the order of `ids`, without those of other rows.
    pub fn sort_by_ids(&mut self, ids: &[&str]) {
        let place = |trial: &Trial| ids.iter().position(|id| *id == trial.row);
        self.trials.retain(|trial| place(trial).is_some());
        self.trials.sort_by_key(place);
    }

    /// Reads `validation.csv`; an absent file is an empty table.
    ///
    /// # Errors
    /// [`ReportError::Table`] if it is not one of ours.
    pub fn read(path: &Path) -> Result<Self, ReportError> {
        Ok(Self {
            trials: table::read_csv(path)?,
        })
    }

    /// Writes `validation.csv`, whole or not at all.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub fn write(&self, path: &Path) -> Result<(), ReportError> {
        atomic::write(path, &table::to_csv::<Trial>(path, &self.trials)?)
    }
}
