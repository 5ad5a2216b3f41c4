use std::cell::Cell;
use std::io::{self, BufReader, Cursor, Read};
use std::time::Duration;

use ureq::Agent;

use super::remote::Fetch;
use super::{FetchError, PinnedFile, Progress};
use crate::gzip::{self, Members};

/// The public mirrors, tried in this order: the storage that torchvision and TensorFlow's
/// tutorials fetch MNIST from.
pub const MIRRORS: [&str; 2] = [
    "https://ossci-datasets.s3.amazonaws.com/mnist",
    "https://storage.googleapis.com/cvdf-datasets/mnist",
];

/// How long it may take to resolve a name, and then to connect.
const CONNECT: Duration = Duration::from_secs(5);

/// Fetches files from `{base}/{name}.gz`, or from `{base}/{name}` where that is not found.
pub(super) fn fetch(
    base: &str,
    files: &[PinnedFile],
    fetch: &Fetch<'_>,
) -> Result<(), (PinnedFile, FetchError)> {
    let agent = agent(fetch.stall);
    let base = base.trim_end_matches('/');
    for &file in files {
        let gzipped = format!("{base}/{}.gz", file.name);
        let raw = format!("{base}/{}", file.name);
        match fetch_file(&agent, &gzipped, &file, fetch) {
            Err(FetchError::Status(404)) => fetch_file(&agent, &raw, &file, fetch),
            fetched => fetched,
        }
        .map_err(|error| (file, error))?;
    }
    Ok(())
}

fn agent(stall: Duration) -> Agent {
    Agent::config_builder()
        .timeout_resolve(Some(CONNECT))
        .timeout_connect(Some(CONNECT))
        .timeout_recv_response(Some(stall))
        .timeout_per_read(Some(stall))
        .http_status_as_error(false)
        .user_agent(concat!("mnist-io/", env!("CARGO_PKG_VERSION")))
        .build()
        .into()
}

fn fetch_file(
    agent: &Agent,
    address: &str,
    file: &PinnedFile,
    fetch: &Fetch<'_>,
) -> Result<(), FetchError> {
    let response = match agent.get(address).call() {
        Err(ureq::Error::Timeout(ureq::Timeout::RecvResponse | ureq::Timeout::PerRead)) => {
            return Err(FetchError::Stalled(fetch.stall));
        }
        Err(error) => return Err(FetchError::Connection(error.to_string())),
        Ok(response) if response.status().as_u16() != 200 => {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        Ok(response) => response,
    };
    let body = response.into_body();
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
