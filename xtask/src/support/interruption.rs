//! What Ctrl-C and its like do to a command that works for long.

use std::path::PathBuf;

/// On SIGINT, SIGTERM and SIGHUP, says what becomes of the work in `folder`, and exits with 128
/// and the signal's number. Files are only ever replaced whole, so nothing is to be tidied up.
///
/// A signal that was ignored when the process began stays so: that is what `nohup` does to
/// SIGHUP, and a shell's `&` to SIGINT.
pub fn listen(folder: PathBuf) -> anyhow::Result<()> {
    #[cfg(unix)]
    unix::listen(folder)?;
    // Elsewhere the system ends the process, which does as well, but without a word.
    #[cfg(not(unix))]
    drop(folder);
    Ok(())
}

#[cfg(unix)]
mod unix {
    use std::path::PathBuf;
    use std::sync::mpsc;
    use std::time::Duration;

    use anyhow::Context as _;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    use crate::support::print;

    /// How long the last word may take. Nobody may be reading: a stopped terminal, a full pipe.
    const PATIENCE: Duration = Duration::from_millis(500);

    pub(super) fn listen(folder: PathBuf) -> anyhow::Result<()> {
        let ignored = ignored();
        let heeded = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|&signal| {
            match ignored {
                Some(mask) => mask >> (signal - 1) & 1 == 0,
                // Where nothing says whether we run under nohup, SIGHUP is left as it is: it
                // ends the process, or is ignored.
                None => signal != SIGHUP,
            }
        });
        let mut signals = Signals::new(heeded).context("cannot listen for Ctrl-C")?;
        let wait = move || {
            if let Some(signal) = signals.forever().next() {
                farewell(folder);
                std::process::exit(128 + signal);
            }
        };
        std::thread::Builder::new()
            .name("signals".into())
            .spawn(wait)
            .context("cannot listen for Ctrl-C")?;
        Ok(())
    }

    fn farewell(folder: PathBuf) {
        let (sender, said) = mpsc::channel();
        let say = move || {
            print::note(format_args!(
                "\ninterrupted. Finished rows are kept in {}; the same command continues",
                folder.display()
            ));
            let _ = sender.send(());
        };
        // Without a thread to say it nothing is said.
        if std::thread::Builder::new().spawn(say).is_ok() {
            let _ = said.recv_timeout(PATIENCE);
        }
    }

    /// The signals that this process ignores, the lowest bit for the first; none if the system
    /// does not tell.
    fn ignored() -> Option<u64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let mask = status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))?;
        u64::from_str_radix(mask.trim(), 16).ok()
    }
}
