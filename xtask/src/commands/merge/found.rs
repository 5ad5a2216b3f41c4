//! The records of the parts.

use std::fmt::Debug;
use std::path::{Path, PathBuf};

use anyhow::bail;
use report::{Record, Store};

/// A record with its file.
pub(super) struct Found<R> {
    pub(super) path: PathBuf,
    pub(super) outcome: R,
}

/// The records in a folder of a part; none if there is no such folder.
pub(super) fn found<R: Record>(part: &Path, records: &str) -> anyhow::Result<Vec<Found<R>>> {
    let store = Store::<R>::new(part.join(records));
    if !store.folder().exists() {
        return Ok(Vec::new());
    }
    let with_path = |outcome: R| Found {
        path: store.path(outcome.run()),
        outcome,
    };
    Ok(store.all()?.into_iter().map(with_path).collect())
}

/// Each run once.
///
/// # Errors
/// If there is a run twice, and not with the same results by `agree`.
pub(super) fn once<R: Record>(
    all: Vec<Found<R>>,
    agree: impl Fn(&R, &R) -> bool,
) -> anyhow::Result<Vec<Found<R>>>
where
    R::Run: PartialEq,
{
    let mut once: Vec<Found<R>> = Vec::new();
    for found in all {
        let same = |other: &&Found<R>| other.outcome.run() == found.outcome.run();
        match once.iter().find(same) {
            Some(other) if !agree(&other.outcome, &found.outcome) => bail!(
                "{}: another part has measured the same run with other results",
                found.path.display()
            ),
            Some(_) => (),
            None => once.push(found),
        }
    }
    Ok(once)
}

/// Refuses a record of another run than the one that would be made now.
///
/// # Errors
/// If the run of the record is not the one that would be made now.
pub(super) fn refuse_other<R: Record>(found: &Found<R>, wanted: &R::Run) -> anyhow::Result<()>
where
    R::Run: PartialEq + Debug,
{
    let run = found.outcome.run();
    if run != wanted {
        bail!(
            "{}: is of other data, settings or code than this; wanted {wanted:?}, found {run:?}",
            found.path.display()
        );
    }
    Ok(())
}
