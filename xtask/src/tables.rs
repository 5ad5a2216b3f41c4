//! The files of a comparison that a reader looks at.

use std::path::{Path, PathBuf};

use anyhow::bail;
use experiments::{Options, ROWS, Row};
use mnist_io::Mnist;
use report::{ConfusionTable, Line, Outcome, Passes, Predictions, Table, markdown};

pub const COMPARISON: &str = "comparison.csv";
pub const PREDICTIONS: &str = "predictions.csv";
pub const CONFUSION: &str = "confusion.csv";
pub const PASSES: &str = "passes.csv";

/// The tables of a folder.
pub struct Tables {
    folder: PathBuf,
    title: String,
    table: Table,
    confusion: ConfusionTable,
    predictions: Predictions,
    passes: Passes,
}

impl Tables {
    /// The tables in `folder`: lines of rows that will not run now stay, if they are of the
    /// present settings.
    pub fn open(folder: PathBuf, data: &Mnist, options: Options) -> anyhow::Result<Self> {
        let mut table = Table::read(&folder.join(COMPARISON))?;
        for line in table.lines() {
            refuse_other_data(&folder, line, data, options)?;
        }
        table.retain(|line| {
            ROWS.iter().any(|row| {
                let run = experiments::describe(row, data, options);
                (line.row == run.row)
                    && line.settings == run.settings
                    && line.algorithm_version == run.algorithm_version
            })
        });
        let kept = |id: &str| table.lines().iter().any(|line| line.row == id);
        let mut confusion = ConfusionTable::read(&folder.join(CONFUSION))?;
        confusion.retain(kept);
        let mut predictions = Predictions::read(&folder.join(PREDICTIONS))?;
        predictions.retain(kept);
        let mut passes = Passes::read(&folder.join(PASSES))?;
        passes.retain(kept);
        Ok(Self {
            folder,
            title: title(options.train_images),
            table,
            confusion,
            predictions,
            passes,
        })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Takes a row's outcome in, and rewrites the files; `first_seed` if it is the row's line.
    pub fn insert(&mut self, row: &Row, outcome: &Outcome, first_seed: bool) -> anyhow::Result<()> {
        self.take(row, outcome, first_seed);
        self.write()
    }

    /// Takes a row's outcome in, without rewriting the files.
    pub fn take(&mut self, row: &Row, outcome: &Outcome, first_seed: bool) {
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
        let path = |name: &str| self.folder.join(name);
        self.table.sort_by_ids(&ids);
        self.confusion.write(&path(CONFUSION), &ids)?;
        self.predictions.write(&path(PREDICTIONS), &ids)?;
        self.passes.write(&path(PASSES), &ids)?;
        self.table.write(&path(COMPARISON))?;
        let descriptions: Vec<_> = ROWS.iter().map(|row| &row.description).collect();
        let text = markdown::comparison(&self.title, &self.table, &self.confusion, &descriptions);
        report::write_atomically(&path("comparison.md"), text.as_bytes())?;
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
        None => options.train_images.unwrap_or(data.train.len()),
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
