use std::cell::Cell;
use std::io::{self, BufReader, Cursor, Read};
use std::time::Duration;

use ureq::http::header::CONTENT_TYPE;
use ureq::http::uri::Scheme;
use ureq::http::{StatusCode, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Proxy, ResponseExt as _};

use super::proxy::{ByProxy, Proxies, ProxyFailure, ResolveDirect};
use super::remote::Fetch;
use super::{FetchError, PinnedFile, Progress, certificates};
use crate::gzip::{self, Members};

/// The public mirrors, tried in this order: the storage that torchvision and TensorFlow's
/// tutorials fetch MNIST from.
pub const MIRRORS: [&str; 2] = [
    "https://ossci-datasets.s3.amazonaws.com/mnist",
    "https://storage.googleapis.com/cvdf-datasets/mnist",
];

/// How long it may take to resolve a name, and then to connect.
const CONNECT: Duration = Duration::from_secs(5);

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

/// The scheme of an address that files can be fetched from.
fn check_address(base: &str) -> Result<Scheme, FetchError> {
    let Some((scheme, _)) = base.split_once("://") else {
        return Err(FetchError::Address("it lacks http:// or https:// in front"));
    };
    let uri = base.parse::<Uri>().ok();
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => uri
            .and_then(|uri| uri.host().and(uri.scheme()).cloned())
            .ok_or(FetchError::Address("it is no URL")),
        "file" => Err(FetchError::Address(
            "a folder is named without file://, by --data DIR or MNIST_DIR",
        )),
        _ => Err(FetchError::Address("only http:// and https:// are spoken")),
    }
}

/// Asks servers, through the proxies that the environment names.
struct Client {
    agent: Agent,
    proxies: Proxies,
    stall: Duration,
}

impl Client {
    /// For addresses of `scheme`, and where they redirect to.
    fn new(scheme: Scheme, stall: Duration) -> Result<Self, FetchError> {
        let authorities = match certificates::authorities() {
            Err(error) if scheme == Scheme::HTTPS => return Err(error),
            found => found.unwrap_or(RootCerts::WebPki),
        };
        let tls = TlsConfig::builder().root_certs(authorities).build();
        let config = |proxy: Option<Proxy>| {
            Agent::config_builder()
                .proxy(proxy)
                .tls_config(tls.clone())
                .timeout_resolve(Some(CONNECT))
                .timeout_connect(Some(CONNECT))
                .timeout_recv_response(Some(stall))
                .timeout_per_read(Some(stall))
                .http_status_as_error(false)
                .user_agent(concat!("mnist-io/", env!("CARGO_PKG_VERSION")))
                .build()
        };
        let proxies = Proxies::from_env();
        Ok(Self {
            agent: Agent::with_parts(
                config(None),
                ByProxy::new(proxies.clone(), config),
                ResolveDirect(proxies.clone()),
            ),
            proxies,
            stall,
        })
    }

    /// The body of what an address answers with status 200, and what the server calls it.
    fn get(&self, address: &str) -> Result<(Body, Option<String>), FetchError> {
        let response = self
            .agent
            .get(address)
            .call()
            .map_err(|error| self.failure(error))?;
        match response.status() {
            StatusCode::OK => (),
            StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
                let failure = self.proxies.failure(
                    response.get_uri(),
                    "it wants a user's name and password (status 407)",
                );
                return Err(failure.map_or(FetchError::Status(407), FetchError::from));
            }
            status => return Err(FetchError::Status(status.as_u16())),
        }
        let kind = response.headers().get(CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).map(str::to_owned);
        Ok((response.into_body(), kind))
    }

    fn failure(&self, error: ureq::Error) -> FetchError {
        let told = error.to_string();
        match error {
            ureq::Error::Timeout(ureq::Timeout::RecvResponse | ureq::Timeout::PerRead) => {
                FetchError::Stalled(self.stall)
            }
            ureq::Error::Other(inner) => match inner.downcast::<ProxyFailure>() {
                Ok(failure) => FetchError::from(*failure),
                Err(_) => FetchError::Connection(told),
            },
            _ if told.contains("certificate") => FetchError::Certificate(told),
            _ => FetchError::Connection(told),
        }
    }
}

impl From<ProxyFailure> for FetchError {
    fn from(ProxyFailure { proxy, reason }: ProxyFailure) -> Self {
        Self::Proxy { proxy, reason }
    }
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
