//! The files of a comparison that a reader looks at.

use std::path::Path;

use anyhow::bail;
use experiments::{Options, ROWS, Row};
use mnist_io::Mnist;
use report::{
    ConfusionTable, Failure, Failures, Line, Outcome, Passes, Predictions, Run, Table,
    is_of_settings, markdown,
};

use crate::output::Output;

pub const COMPARISON: &str = "comparison.csv";
pub const PREDICTIONS: &str = "predictions.csv";
pub const CONFUSION: &str = "confusion.csv";
pub const PASSES: &str = "passes.csv";
pub const FAILED: &str = "failed.csv";
const MARKDOWN: &str = "comparison.md";

/// The tables of a folder, which is ours as long as they are open.
pub struct Tables {
    output: Output,
    title: String,
    table: Table,
    failures: Failures,
    confusion: ConfusionTable,
    predictions: Predictions,
    passes: Passes,
}

impl Tables {
    /// The tables in `folder`: lines of rows that will not run now stay, if they are of the
    /// present settings.
    pub fn open(output: Output, data: &Mnist, options: Options) -> anyhow::Result<Self> {
        let path = |name: &str| output.file(name);
        let mut table = Table::read(&path(COMPARISON)?)?;
        for line in table.lines() {
            refuse_other_data(output.folder(), line, data, options)?;
        }
        let runs: Vec<Run> = ROWS
            .iter()
            .map(|row| experiments::describe(row, data, options))
            .collect();
        table.retain(|line| {
            runs.iter().any(|run| {
                (line.row == run.row)
                    && is_of_settings(&line.settings, &run.settings)
                    && line.algorithm_version == run.algorithm_version
            })
        });
        let mut failures = Failures::read(&path(FAILED)?)?;
        failures.retain(|failure| {
            runs.iter().any(|run| {
                failure.row == run.row
                    && failure.settings == run.settings
                    && failure.data_sha256 == run.data_sha256
            })
        });
        let kept = |id: &str| table.lines().iter().any(|line| line.row == id);
        let mut confusion = ConfusionTable::read(&path(CONFUSION)?)?;
        confusion.retain(kept);
        let mut predictions = Predictions::read(&path(PREDICTIONS)?)?;
        predictions.retain(kept);
        let mut passes = Passes::read(&path(PASSES)?)?;
        passes.retain(kept);
        path(MARKDOWN)?;
        Ok(Self {
            output,
            title: title(options.train_images.filter(|&n| n < data.train.len())),
            table,
            failures,
            confusion,
            predictions,
            passes,
        })
    }

    /// The folder.
    pub fn output(&self) -> &Output {
        &self.output
    }

    /// The rows that could not be measured.
    pub fn failures(&self) -> &Failures {
        &self.failures
    }

    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Takes a row's outcome in, and rewrites the files; `first_seed` if it is the row's line.
    pub fn insert(&mut self, row: &Row, outcome: &Outcome, first_seed: bool) -> anyhow::Result<()> {
        self.take(row, outcome, first_seed);
        self.write()
    }

    /// Marks a row as failed, and rewrites the files.
    pub fn fail(&mut self, failure: Failure) -> anyhow::Result<()> {
        self.mark(failure);
        self.write()
    }

    /// Marks a row as failed, without rewriting the files.
    pub fn mark(&mut self, failure: Failure) {
        self.failures.insert(failure);
    }

    /// Takes a row's outcome in, without rewriting the files.
    pub fn take(&mut self, row: &Row, outcome: &Outcome, first_seed: bool) {
        self.failures.remove(row.id(), outcome.run.seed);
        self.predictions.insert(outcome);
        if !outcome.passes.is_empty() {
            self.passes
                .insert(row.id(), outcome.run.seed, outcome.passes.clone());
        }
        if first_seed {
            self.table.insert(Line::new(&row.description, outcome));
            self.confusion.insert(outcome);
        }
        let errors: Vec<usize> = self.predictions.errors_of_row(row.id()).collect();
        self.table.set_seeds(row.id(), &errors);
    }

    /// Rewrites the files, each whole or not at all.
    pub fn write(&mut self) -> anyhow::Result<()> {
        let ids: Vec<&str> = ROWS.iter().map(|row| row.id()).collect();
        let path = |name: &str| self.output.folder().join(name);
        self.table.sort_by_ids(&ids);
        self.confusion.write(&path(CONFUSION), &ids)?;
        self.predictions.write(&path(PREDICTIONS), &ids)?;
        self.passes.write(&path(PASSES), &ids)?;
        self.failures.write(&path(FAILED), &ids)?;
        self.table.write(&path(COMPARISON))?;
        let descriptions: Vec<_> = ROWS.iter().map(|row| &row.description).collect();
        let text = markdown::comparison(
            &self.title,
            &self.table,
            &self.confusion,
            &self.failures,
            &descriptions,
        );
        report::write_atomically(&path(MARKDOWN), text.as_bytes())?;
        Ok(())
    }
}

/// What the tables are called, of a first look on so many training images or of the whole.
pub fn title(quick: Option<usize>) -> String {
    match quick {
        Some(n) => format!("Figure 9, a first look: trained on {n} images only"),
        None => "Figure 9, re-measured".into(),
    }
}

/// A table of other images is never overwritten, nor one of more training images.
fn refuse_other_data(
    folder: &Path,
    line: &Line,
    data: &Mnist,
    options: Options,
) -> anyhow::Result<()> {
    let train_images = match ROWS.iter().find(|row| row.id() == line.row) {
        Some(row) => experiments::describe(row, data, options).train_images,
        None => options
            .train_images
            .unwrap_or(usize::MAX)
            .min(data.train.len()),
    };
    if line.data_sha256 != data.sha256 || line.train_images != train_images {
        bail!(
            "{}: holds results of {} training images of data {:.12}, not of {train_images} of \
             data {:.12}; name another folder with --out",
            folder.join(COMPARISON).display(),
            line.train_images,
            line.data_sha256,
            data.sha256,
        );
    }
    Ok(())
}
