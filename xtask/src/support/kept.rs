//! The folder of the rows' models, as the commands that ask them use it.

use std::fmt::Display as Text;

use anyhow::bail;
use experiments::{Models, Options, ROWS, Row, Shared};

use super::data::Data;
use super::display::Display;
use super::output::Output;
use super::selection::Selection;
use super::tables::{rows_on, selected};
use super::{environment, interruption, schedule};

/// Training images in a first look.
pub const QUICK: usize = 10_000;

/// The rows whose models are kept.
///
/// # Errors
/// If there is none, with the ways to have some, of which one is the command `quick`.
pub fn rows(models: &Models, quick: impl Text) -> anyhow::Result<Vec<&'static Row>> {
    let is_kept = |row: &&Row| models.path(row).is_file();
    let kept: Vec<&Row> = ROWS.iter().copied().filter(is_kept).collect();
    if kept.is_empty() {
        let folder = models.folder().display();
        bail!(
            "{folder}: no models yet. `cargo xtask {quick}` trains some on 10,000 images, in \
             seconds; `cargo xtask compare --models {folder}` all of them on 60,000, in minutes"
        );
    }
    Ok(kept)
}

/// Trains what `compare --quick` does, but for the rows that have a model.
///
/// # Errors
/// If a row cannot be trained, or its model not be kept.
pub fn train_quick(models: &Models, data: &Data) -> anyhow::Result<()> {
    let mut rows = Selection::default().rows(true)?;
    rows.retain(|row| !models.path(row).is_file());
    if rows.is_empty() {
        return Ok(());
    }
    let output = Output::open_as(models.folder().to_owned(), "--models")?;
    let data = data.load()?;
    interruption::listen(output.folder().to_owned())?;
    let options = Options {
        seed: None,
        threads: environment::threads(None)?,
        train_images: Some(QUICK),
    };
    let rows = selected(&rows_on(&data, models.folder())?, &rows);
    let jobs = schedule::jobs(&rows, options, 1)?;
    let shared = Shared::default();
    let failures = Display::new(jobs.len()).run(jobs, options.threads, |job, live| {
        let run = experiments::describe(&job.row, &data, job.options);
        let model = experiments::train(&job.row, &data, job.options, live, &shared)?;
        models.keep(&job.row, &run, &*model)?;
        Ok(())
    });
    match failures.as_slice() {
        [] => Ok(()),
        failures => bail!("cannot train {}", failures.join("; ")),
    }
}
