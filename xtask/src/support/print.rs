//! What the commands say.
//!
//! Whoever reads may go away: `| head` closes its pipe, a terminal is closed. That must not end
//! the work, so nothing here panics as the standard macros do, which Clippy refuses in this crate.

use std::error::Error;
use std::fmt::{self, Display};
use std::io::{self, ErrorKind, Write};

/// The exit code of a command that had nothing else to do than to print, and whose reader has
/// gone: what a shell reports of `cat` and `ls` then, 128 and the number of SIGPIPE.
pub const CLOSED: u8 = 141;

/// Prints what stands nowhere else: an answer, a list.
///
/// # Errors
/// [`Closed`] if the reader has gone, otherwise what the system says.
pub fn answer(text: impl Display) -> anyhow::Result<()> {
    let mut to = io::stdout().lock();
    let printed = writeln!(to, "{text}").and_then(|()| to.flush());
    printed.map_err(unprinted)
}

/// Prints what also stands in a file; nobody need be there to read it.
pub fn say(text: impl Display) {
    let mut to = io::stdout().lock();
    let _ = writeln!(to, "{text}").and_then(|()| to.flush());
}

/// Says on the side, on standard error, what goes on or what is wrong.
pub fn note(text: impl Display) {
    // At once: several processes may share the terminal.
    let line = format!("{text}\n");
    let _ = io::stderr().lock().write_all(line.as_bytes());
}

/// Nobody reads the answer any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

impl Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nobody reads the answer any more")
    }
}

impl Error for Closed {}

/// What a failure to print means.
pub fn unprinted(error: io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::BrokenPipe => Closed.into(),
        _ => anyhow::Error::new(error).context("cannot print"),
    }
}

/// An error and its causes, each once: some errors name their cause themselves.
pub fn causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn every_cause_is_told_once() {
        let cause = || io::Error::other("the disk is on fire");
        let twice = report::ReportError::Io {
            path: "a.csv".into(),
            error: cause(),
        };
        assert_eq!(causes(&twice), "a.csv: the disk is on fire");
        let deep = Err::<(), _>(twice).context("cannot go on").unwrap_err();
        assert_eq!(
            causes(deep.as_ref()),
            "cannot go on: a.csv: the disk is on fire"
        );
    }

    #[test]
    fn a_reader_that_has_gone_is_no_error_of_ours() {
        assert!(unprinted(ErrorKind::BrokenPipe.into()).is::<Closed>());
        let full = unprinted(ErrorKind::StorageFull.into());
        assert!(!full.is::<Closed>());
        assert!(causes(full.as_ref()).starts_with("cannot print: "));
    }
}
