use sha2::{Digest, Sha256};

use super::{FetchError, PinnedFile};

/// The digest in lower-case hexadecimal.
pub(crate) fn hex(hash: Sha256) -> String {
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// SHA-256 of `bytes`, in lower-case hexadecimal.
pub(crate) fn hex_of(bytes: &[u8]) -> String {
    hex(Sha256::new_with_prefix(bytes))
}

/// Checks the content of a file as it arrives.
pub(super) struct Checked<'a> {
    file: &'a PinnedFile,
    hash: Sha256,
    /// How much has arrived.
    pub(super) found: u64,
}

impl<'a> Checked<'a> {
    pub(super) fn new(file: &'a PinnedFile) -> Self {
        Self {
            file,
            hash: Sha256::new(),
            found: 0,
        }
    }

    /// Takes what has arrived, but no more than the file has.
    pub(super) fn update(&mut self, arrived: &[u8]) -> Result<(), FetchError> {
        self.found += arrived.len() as u64;
        if self.found > self.file.bytes {
            return Err(FetchError::TooLong {
                expected: self.file.bytes,
            });
        }
        self.hash.update(arrived);
        Ok(())
    }

    /// Whether all of the file has arrived, and nothing else.
    pub(super) fn finish(self) -> Result<(), FetchError> {
        if self.found < self.file.bytes {
            return Err(FetchError::CutOff {
                expected: self.file.bytes,
                found: self.found,
            });
        }
        let found = hex(self.hash);
        if found != self.file.sha256 {
            return Err(FetchError::Contents {
                expected: self.file.sha256,
                found,
            });
        }
        Ok(())
    }
}
