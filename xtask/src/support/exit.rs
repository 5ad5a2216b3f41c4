//! How a command ends that could not do its work.

use std::io::ErrorKind;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use report::ReportError;

use super::output::Output;
use super::print;

/// The exit code of a command that could not do its work.
pub const FAULTY: u8 = 2;

/// Says what is wrong, and what comes of it. A reader that has gone is nothing wrong.
pub fn failure(error: &anyhow::Error) -> ExitCode {
    if error.is::<print::Closed>() {
        return ExitCode::from(print::CLOSED);
    }
    print::note(format_args!("error: {}", print::causes(error.as_ref())));
    if let Some(ReportError::Io { error, .. }) = error.downcast_ref()
        && matches!(
            error.kind(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded
        )
    {
        print::note(ROOM);
    }
    ExitCode::from(FAULTY)
}

/// How much a folder of results takes, of MNIST's ten thousand test images.
const ROOM: &str = "A comparison needs some 3 MB, and 0.3 MB more for each row and seed. What was \
                    finished is kept; with more room the same command continues";

/// Ends everything if what was measured cannot be written: the rows that still train, perhaps for
/// minutes, could not be kept either.
pub fn unless_written(written: anyhow::Result<()>, stop: &AtomicBool, output: &Output) {
    if let Err(error) = written {
        stop.store(true, Ordering::Relaxed);
        failure(&error);
        output.clear();
        std::process::exit(FAULTY.into());
    }
}
