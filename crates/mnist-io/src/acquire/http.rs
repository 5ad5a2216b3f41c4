use std::cell::Cell;
use std::io::{self, BufReader, Cursor, Read};

use super::client::{Client, check_address};
use super::fetch::Fetch;
use super::{FetchError, PinnedFile, Progress};
use crate::gzip::{self, Members};

/// The public mirrors, tried in this order: the storage that torchvision and TensorFlow's
/// tutorials fetch MNIST from.
pub const MIRRORS: [&str; 2] = [
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
    let client = check_address(base)
        .and_then(|scheme| Client::new(scheme, fetch.stall))
        .map_err(|error| (first, error))?;
    let base = base.trim_end_matches('/');
    for &file in files {
        let gzipped = format!("{base}/{}.gz", file.name);
        let raw = format!("{base}/{}", file.name);
        match fetch_file(&client, &gzipped, &file, fetch) {
            Err(refusal) if is_refusal(&refusal) => {
                // That the other form is not there either says less than why this one was refused.
                match fetch_file(&client, &raw, &file, fetch) {
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

/// Whether the server has something else to say than the file, whatever status it says it with.
fn is_refusal(error: &FetchError) -> bool {
    matches!(error, FetchError::Status(_) | FetchError::NotAFile { .. })
}

fn fetch_file(
    client: &Client,
    address: &str,
    file: &PinnedFile,
    fetch: &Fetch<'_>,
) -> Result<(), FetchError> {
    let (body, kind) = client.get(address)?;
    fetch.progress.started(file.name, body.content_length());
    let broken = Cell::new(false);
    let mut body = BufReader::new(Transfer {
        body: body.into_reader(),
        progress: fetch.progress,
        broken: &broken,
    });
    let failed = |found, error: io::Error| match error.kind() {
        _ if is_timeout(&error) => FetchError::Stalled(fetch.stall),
        io::ErrorKind::UnexpectedEof => FetchError::CutOff {
            expected: file.bytes,
            found,
        },
        _ if broken.get() => FetchError::Connection(error.to_string()),
        _ => FetchError::Damaged {
            offset: found,
            reason: error.to_string(),
        },
    };
    // The first piece to arrive may be a single byte.
    let mut magic = Vec::new();
    body.by_ref()
        .take(2)
        .read_to_end(&mut magic)
        .map_err(|error| failed(0, error))?;
    let is_gzipped = magic == gzip::MAGIC;
    // An IDX file begins with two zeros.
    if !is_gzipped && magic.iter().any(|&byte| byte != 0) {
        let mut begins = magic;
        // As much as comes: that it breaks off would change nothing.
        let _ = body.take(EXCERPT).read_to_end(&mut begins);
        return Err(not_a_file(kind, &begins));
    }
    let mut body = Cursor::new(magic).chain(body);
    if is_gzipped {
        let mut content = Members::new(body);
        fetch.cache.store(file, &mut content, &failed)?;
    } else {
        fetch.cache.store(file, &mut body, &failed)?;
    }
    fetch.progress.finished(file.name);
    Ok(())
}

fn not_a_file(kind: Option<String>, begins: &[u8]) -> FetchError {
    let begins = String::from_utf8_lossy(begins).trim().to_owned();
    let is_page = begins.starts_with('<') || kind.as_deref().is_some_and(|k| k.contains("html"));
    FetchError::NotAFile {
        what: match kind {
            _ if is_page => "a web page".to_owned(),
            Some(kind) => kind,
            None => "something else".to_owned(),
        },
        begins,
    }
}

/// Whether the error, however wrapped, is one of ureq's time limits.
fn is_timeout(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::TimedOut
        || error
            .get_ref()
            .and_then(|inner| inner.downcast_ref())
            .is_some_and(|inner| matches!(inner, ureq::Error::Timeout(_)))
}

/// The body of a response: counts what arrives, and tells a broken connection from damaged
/// content.
struct Transfer<'a, R> {
    body: R,
    progress: &'a dyn Progress,
    broken: &'a Cell<bool>,
}

impl<R: Read> Read for Transfer<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let arrived = self
            .body
            .read(buffer)
            .inspect_err(|_| self.broken.set(true))?;
        self.progress.received(arrived as u64);
        Ok(arrived)
    }
}
