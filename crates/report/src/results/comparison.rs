use std::path::Path;

use super::by_seed::BySeed;
use super::confusion;
use super::failure::Failure;
use super::files::{COMPARISON, CONFUSION, DATA_SET, FAILED, PASSES, PREDICTIONS};
use super::passes::{self, Passes};
use super::predictions::Predictions;
use crate::{DataSet, Description, Line, Outcome, ReportError};

/// The tables of a comparison.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// `dataset.json`: what it is measured on.
    pub data: DataSet,
    /// `comparison.csv`.
    pub lines: Vec<Line>,
    /// `failed.csv`.
    pub failures: BySeed<Failure>,
    /// `predictions.csv`.
    pub predictions: Predictions,
    /// `passes.csv`.
    pub passes: Passes,
}

impl Comparison {
    /// The names of the tables' files.
    pub const FILES: [&str; 6] = [
        DATA_SET.name,
        COMPARISON.name,
        FAILED.name,
        CONFUSION.name,
        PREDICTIONS.name,
        PASSES.name,
    ];

    /// Without any row, for results on these data.
    pub fn of(data: DataSet) -> Self {
        Self {
            data,
            ..Self::default()
        }
    }

    /// Reads the tables of a folder. A missing table is empty.
    ///
    /// # Errors
    /// [`ReportError::Table`] if a table was not written by this project.
    pub fn read(folder: &Path) -> Result<Self, ReportError> {
        let mut read = Self {
            data: DATA_SET.read(folder)?.unwrap_or_default(),
            lines: COMPARISON.read(folder)?,
            predictions: predictions(folder)?,
            passes: passes::from_lines(PASSES.read(folder)?)
                .map_err(|why| PASSES.foreign(folder, why))?,
            failures: BySeed::default(),
        };
        // What is in it follows from the predictions, but a foreign file is not to be overwritten.
        CONFUSION.read(folder)?;
        for failure in FAILED.read(folder)? {
            read.fail(failure);
        }
        Ok(read)
    }

    /// Writes the tables, with the rows in the order of `ids`. Each table is written completely or
    /// not at all. If no row failed, there is no `failed.csv`.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub fn write(&mut self, folder: &Path, ids: &[&str]) -> Result<(), ReportError> {
        let place = |row: &str| ids.iter().position(|id| *id == row);
        self.lines.sort_by_key(|line| place(&line.row));
        let mut failures: Vec<&Failure> = self.failures.iter().map(|(.., f)| f).collect();
        failures.sort_by_key(|failure| place(&failure.row));
        DATA_SET.write(folder, &self.data)?;
        CONFUSION.write(folder, confusion::lines(ids, |row| self.confusion(row)))?;
        PREDICTIONS.write(folder, self.predictions.lines(ids))?;
        PASSES.write(folder, passes::lines(&self.passes, ids))?;
        if failures.is_empty() {
            FAILED.remove(folder)?;
        } else {
            FAILED.write(folder, failures)?;
        }
        COMPARISON.write(folder, &self.lines)
    }

    /// Adds the outcome of a row. If `first_seed`, the row's line is made from it.
    pub fn take(&mut self, description: &Description, outcome: &Outcome, first_seed: bool) {
        let (row, seed) = (description.id, outcome.run.seed);
        self.failures.remove(row, seed);
        self.predictions.insert(outcome);
        if !outcome.passes.is_empty() {
            self.passes.insert(row, seed, outcome.passes.clone());
        }
        let errors = self.predictions.errors_of_row(row);
        let errors: Vec<usize> = errors.into_iter().map(|(_, errors)| errors).collect();
        let old = self.lines.iter_mut().find(|line| line.row == row);
        if first_seed {
            let line = Line::new(&self.data, description, outcome, &errors);
            match old {
                Some(old) => *old = line,
                None => self.lines.push(line),
            }
        } else if let Some(old) = old {
            *old = old.clone().with_seeds(&errors);
        }
    }

    /// Returns the line of a row.
    pub fn line(&self, row: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.row == row)
    }

    /// For each class, how many of its test images a row assigned to each class.
    pub fn confusion(&self, row: &str) -> Option<Vec<Vec<u32>>> {
        self.predictions.confusion(row, self.line(row)?.seed)
    }

    /// Marks a row as failed. This replaces an earlier mark with the same seed.
    pub fn fail(&mut self, failure: Failure) {
        let (row, seed) = (failure.row.clone(), failure.seed);
        self.failures.insert(&row, seed, failure);
    }

    /// Keeps only the rows for whose line `keep` returns true.
    pub fn retain(&mut self, keep: impl Fn(&Line) -> bool) {
        self.lines.retain(keep);
        let kept = |row: &str| self.lines.iter().any(|line| line.row == row);
        self.predictions.retain(kept);
        self.passes.retain(|row, _| kept(row));
    }
}

/// Reads the predictions of a folder. A missing file has no predictions.
///
/// # Errors
/// [`ReportError::Table`] if the predictions were not written by this project.
pub fn predictions(folder: &Path) -> Result<Predictions, ReportError> {
    let lines = PREDICTIONS.read(folder)?;
    Predictions::from_lines(lines).map_err(|why| PREDICTIONS.foreign(folder, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::KNN;
    use crate::outcome::tests::outcome;
    use crate::{Pass, Verdict};

    const LINEAR: Description = Description {
        id: "linear",
        ..KNN
    };

    fn of_linear() -> Outcome {
        let mut outcome = outcome();
        outcome.run.row = "linear".into();
        outcome.passes.push(Pass {
            training_error_percent: 4.5,
            loss: 0.25,
            seconds: 1.5,
        });
        outcome
    }

    fn failure(row: &str, seed: u64) -> Failure {
        Failure {
            row: row.into(),
            seed: Some(seed),
            cause: "cannot pad images of 64x64 pixels, \"say\"".into(),
            settings: "32x32; ...".into(),
            data_sha256: "00ff".into(),
        }
    }

    #[test]
    fn a_line_is_derived_from_its_outcome() {
        let line = Line::new(&DataSet::mnist(), &KNN, &outcome(), &[1]);
        assert_eq!((line.errors, line.test_images), (1, 4));
        assert_eq!(line.error_percent, 25.0);
        assert_eq!(line.verdict, Verdict::Reproduced);
        assert_eq!(line.recognise_microseconds, 125_000.0);
        assert_eq!(line.reject_percent_for_half_percent_error, Some(25.0));
        assert_eq!((line.seeds, line.sd_error_percent), (1, None));
    }

    #[test]
    fn several_seeds_have_a_mean_and_a_deviation() {
        let mut comparison = Comparison::default();
        for (seed, n_wrong) in [(1, 1), (2, 2), (3, 0)] {
            let mut outcome = outcome();
            outcome.run.seed = Some(seed);
            outcome.predictions = outcome.labels.clone();
            outcome.predictions[..n_wrong].fill(9);
            comparison.take(&KNN, &outcome, seed == 1);
        }
        let line = &comparison.lines[0];
        assert_eq!(
            (line.seeds, line.seed, line.error_percent),
            (3, Some(1), 25.0)
        );
        assert_eq!(line.mean_error_percent, 25.0);
        assert_eq!(line.sd_error_percent, Some(25.0));
    }

    #[test]
    fn survives_the_folder_and_keeps_its_order() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new");
        assert_eq!(Comparison::read(&folder).unwrap(), Comparison::default());
        let mut comparison = Comparison::default();
        comparison.take(&KNN, &outcome(), true);
        comparison.take(&LINEAR, &of_linear(), true);
        comparison.take(&KNN, &outcome(), true);
        comparison.fail(failure("lenet5", 1));
        comparison.write(&folder, &["linear", "knn"]).unwrap();
        let read = Comparison::read(&folder).unwrap();
        assert_eq!(read, comparison);
        let rows: Vec<&str> = read.lines.iter().map(|line| line.row.as_str()).collect();
        assert_eq!(rows, ["linear", "knn"]);
        assert_eq!(read.passes.of_row("linear").count(), 1);
    }

    #[test]
    fn the_header_is_the_contract() {
        let folder = tempfile::tempdir().unwrap();
        Comparison::default().write(folder.path(), &[]).unwrap();
        let header = |name| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(
            header("comparison.csv"),
            "row,name,paper_error_percent,error_percent,error_low_percent,error_high_percent,\
             verdict,train_images,test_images,errors,seed,threads,train_seconds,\
             recognise_microseconds,multiply_accumulates,paper_multiply_accumulates,\
             stored_values,paper_stored_values,reject_percent_for_half_percent_error,\
             paper_reject_percent,settings,machine,revision,data_sha256,kernel_level,\
             algorithm_version,seeds,mean_error_percent,sd_error_percent\n"
        );
        assert_eq!(
            header("confusion.csv"),
            "row,true_class,predicted_class,images\n"
        );
    }

    #[test]
    fn a_row_that_goes_takes_everything_of_it_along() {
        let mut comparison = Comparison::default();
        comparison.take(&KNN, &outcome(), true);
        comparison.take(&LINEAR, &of_linear(), true);
        comparison.retain(|line| line.row != "linear");
        let mut alone = Comparison::default();
        alone.take(&KNN, &outcome(), true);
        assert_eq!(comparison, alone);
    }

    #[test]
    fn failures_are_a_file_only_if_something_failed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("failed.csv");
        let mut comparison = Comparison::default();
        comparison.fail(failure("linear", 1));
        comparison.fail(failure("knn", 2));
        comparison.write(folder.path(), &["linear", "knn"]).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.find("linear,1") < text.find("knn,2"), "{text}");
        assert_eq!(Comparison::read(folder.path()).unwrap(), comparison);
        for (row, seed) in [("knn", Some(2)), ("linear", Some(1))] {
            let mut outcome = outcome();
            outcome.run.row = row.into();
            outcome.run.seed = seed;
            comparison.take(&Description { id: row, ..KNN }, &outcome, true);
        }
        for _ in 0..2 {
            comparison.write(folder.path(), &[]).unwrap();
            assert!(!path.exists());
        }
    }

    #[test]
    fn a_table_whose_lines_do_not_fit_together_is_named() {
        for (name, text) in [
            ("predictions.csv", "row,seed,predictions\nknn,,01\n"),
            (
                "confusion.csv",
                "row,true_class,predicted_class,images\nknn,one,0,1\n",
            ),
            (
                "passes.csv",
                "row,seed,pass,training_error_percent,loss,seconds\nlenet5,1,2,4.5,0.25,1.5\n",
            ),
            ("failed.csv", "a,b\n1,2\n"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(name), text).unwrap();
            let message = Comparison::read(folder.path()).unwrap_err().to_string();
            assert!(message.contains(name), "{message}");
        }
    }
}
