use std::io::{self, BufRead as _, BufReader, Read};

use super::fetch::Fetch;
use super::{FetchError, PinnedFile, Progress, curl};
use crate::gzip::{self, Members};

/// MNIST's public mirrors, tried in this order: the storage that torchvision and TensorFlow's
/// tutorials fetch MNIST from.
pub(super) const MIRRORS: [&str; 2] = [
    "https://ossci-datasets.s3.amazonaws.com/mnist",
    "https://storage.googleapis.com/cvdf-datasets/mnist",
];

/// How much of what is not a file is shown.
const EXCERPT: u64 = 60;

/// Fetches files from `{base}/{name}.gz`, or from `{base}/{name}` where that is refused.
pub(super) fn fetch(
    base: &str,
    files: &[PinnedFile],
    fetch: &Fetch<'_>,
) -> Result<(), (PinnedFile, FetchError)> {
    let Some(&first) = files.first() else {
        return Ok(());
    };
    check_address(base).map_err(|error| (first, error))?;
    let base = base.trim_end_matches('/');
    for &file in files {
        let gzipped = format!("{base}/{}.gz", file.name);
        let raw = format!("{base}/{}", file.name);
        match fetch_file(&gzipped, &file, fetch) {
            Err(refusal) if is_refusal(&refusal) => {
                // That the other form is not there either says less than why this one was refused.
                match fetch_file(&raw, &file, fetch) {
                    Err(FetchError::Status(404)) => Err(refusal),
                    fetched => fetched,
                }
            }
            fetched => fetched,
        }
        .map_err(|error| (file, error))?;
    }
    Ok(())
}

/// Whether files can be fetched from addresses that begin so.
fn check_address(base: &str) -> Result<(), FetchError> {
    let Some((scheme, rest)) = base.split_once("://") else {
        return Err(FetchError::Address("it lacks http:// or https:// in front"));
    };
    match scheme.to_ascii_lowercase().as_str() {
        // curl would take the next part of the address for a host.
        "http" | "https" if rest.is_empty() || rest.starts_with('/') => {
            Err(FetchError::Address("it is no URL"))
        }
        "http" | "https" => Ok(()),
        "file" => Err(FetchError::Address(
            "a folder is named without file://, by --data DIR or MNIST_DIR",
        )),
        _ => Err(FetchError::Address("only http:// and https:// are spoken")),
    }
}

/// Whether the server has something else to say than the file, whatever status it says it with.
fn is_refusal(error: &FetchError) -> bool {
    matches!(error, FetchError::Status(_) | FetchError::NotAFile { .. })
}

fn fetch_file(address: &str, file: &PinnedFile, fetch: &Fetch<'_>) -> Result<(), FetchError> {
    let failed = |found, error: io::Error| match error.downcast() {
        Ok(told) => told,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => FetchError::CutOff {
            expected: file.bytes,
            found,
        },
        Err(error) => FetchError::Damaged {
            offset: found,
            reason: error.to_string(),
        },
    };
    let (length, body) = curl::get(address, fetch.stall).map_err(|error| failed(0, error))?;
    fetch.progress.started(file.name, length);
    let mut body = BufReader::new(Counted {
        body,
        progress: fetch.progress,
    });
    let begins = body.fill_buf().map_err(|error| failed(0, error))?;
    if begins.starts_with(&gzip::MAGIC) {
        let mut content = Members::new(body);
        fetch.cache.store(file, &mut content, &failed)?;
    } else if begins.iter().take(2).all(|&byte| byte == 0) {
        // An IDX file begins with two zeros.
        fetch.cache.store(file, &mut body, &failed)?;
    } else {
        let mut begins = Vec::new();
        // As much as comes: that it breaks off would change nothing.
        let _ = body.take(EXCERPT).read_to_end(&mut begins);
        return Err(not_a_file(&begins));
    }
    fetch.progress.finished(file.name);
    Ok(())
}

fn not_a_file(begins: &[u8]) -> FetchError {
    let begins = String::from_utf8_lossy(begins).trim().to_owned();
    let what = match begins.starts_with('<') {
        true => "a web page",
        false => "something else",
    };
    FetchError::NotAFile { what, begins }
}

/// Tells how much arrives.
struct Counted<'a, R> {
    body: R,
    progress: &'a dyn Progress,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let arrived = self.body.read(buffer)?;
        self.progress.received(arrived as u64);
        Ok(arrived)
    }
}
