//! The tables of a comparison, while it is measured.

use std::path::Path;

use anyhow::bail;
use experiments::{Options, ROWS, Row};
use mnist_io::Mnist;
use report::results::files::{COMPARISON, DATA_SET, MARKDOWN, PAGE, VALIDATION};
use report::{Comparison, Description, Line, Run, is_of_settings, markdown};

use super::environment;
use super::output::Output;

/// Puts a row's lines in the place of those it has, and all in the order of the rows; `row_of` is the
/// row of a line.
pub fn replace_lines<L>(all: &mut Vec<L>, row: &Row, lines: Vec<L>, row_of: impl Fn(&L) -> &str) {
    let place = |line: &L| ROWS.iter().position(|row| row.id() == row_of(line));
    all.retain(|line| row_of(line) != row.id() && place(line).is_some());
    all.extend(lines);
    all.sort_by_key(place);
}

/// The tables of a folder, which is ours as long as they are open.
pub struct Tables {
    /// The folder.
    pub output: Output,
    /// What is in them.
    pub comparison: Comparison,
}

impl Tables {
    /// The tables in the folder: lines of rows that will not run now stay, if they are of the
    /// settings that these rows have.
    pub fn open(
        output: Output,
        rows: &[Row],
        data: &Mnist,
        options: Options,
    ) -> anyhow::Result<Self> {
        for name in Comparison::FILES.into_iter().chain([MARKDOWN, PAGE]) {
            output.file(name)?;
        }
        let mut comparison = Comparison::read(output.folder())?;
        for line in &comparison.lines {
            refuse_other_data(output.folder(), line, data, options)?;
        }
        refuse_data_set(&output, data)?;
        comparison.data = experiments::data_set(data, options);
        let runs: Vec<Run> = rows
            .iter()
            .map(|row| experiments::describe(row, data, options))
            .collect();
        comparison.retain(|line| {
            runs.iter().any(|run| {
                (line.row == run.row)
                    && is_of_settings(&line.settings, &run.settings)
                    && line.algorithm_version == run.algorithm_version
            })
        });
        comparison.failures.retain(|row, failure| {
            runs.iter().any(|run| {
                row == run.row
                    && failure.settings == run.settings
                    && failure.data_sha256 == run.data_sha256
            })
        });
        Ok(Self { output, comparison })
    }

    /// Rewrites the files, each whole or not at all.
    pub fn write(&mut self) -> anyhow::Result<()> {
        let ids: Vec<&str> = ROWS.iter().map(|row| row.id()).collect();
        self.comparison.write(self.output.folder(), &ids)?;
        let text = markdown::comparison(&self.comparison, &descriptions());
        let path = self.output.folder().join(MARKDOWN);
        report::write_atomically(&path, text.as_bytes())?;
        Ok(())
    }
}

/// What is known of each row.
pub fn descriptions() -> Vec<&'static Description> {
    ROWS.iter().map(|row| &row.description).collect()
}

/// The rows as they run on these data, whose trials are in `folder` or among the committed results.
pub fn rows_on(data: &Mnist, folder: &Path) -> anyhow::Result<Vec<Row>> {
    let own = environment::results_of(data).ok();
    let mut trials = Vec::new();
    for folder in [Some(folder), own.as_deref()].into_iter().flatten() {
        // What cannot be read is told when the tables are.
        let set = DATA_SET.read(folder).ok().flatten();
        let of_these = set.is_some_and(|set| set.sha256 == data.sha256);
        if trials.is_empty() && of_these {
            trials = VALIDATION.read(folder)?;
        }
    }
    let options = Options {
        seed: None,
        threads: 1,
        train_images: None,
    };
    Ok(experiments::rows_on(
        &experiments::data_set(data, options),
        &trials,
    ))
}

/// Of these rows those that are named.
pub fn selected(rows: &[Row], named: &[&Row]) -> Vec<Row> {
    let is_named = |row: &&Row| named.iter().any(|named| named.id() == row.id());
    rows.iter().filter(is_named).copied().collect()
}

/// A folder of results on other data is left alone.
pub fn refuse_data_set(output: &Output, data: &Mnist) -> anyhow::Result<()> {
    match DATA_SET.read(output.folder())? {
        Some(set) if !set.sha256.is_empty() && set.sha256 != data.sha256 => bail!(
            "{}: holds results on {}, not on {} (data {:.12} and {:.12}); name another folder with \
             --out",
            output.folder().display(),
            set.title,
            data.title,
            set.sha256,
            data.sha256,
        ),
        _ => Ok(()),
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
            folder.join(COMPARISON.name).display(),
            line.train_images,
            line.data_sha256,
            data.sha256,
        );
    }
    Ok(())
}
