use std::fmt;

use sha2::{Digest, Sha256};

use crate::Run;

/// A run's name among the records: `knn-` and a digest of everything in the [`Run`].
///
/// Two runs of one fingerprint must agree in everything but their timing. A record's file is
/// named by it, so that one of other settings is never mistaken for the one wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of a run.
    pub fn of(run: &Run) -> Self {
        let facts = serde_json::to_vec(run).expect("a run has no map keys to refuse");
        let digest = Sha256::digest(&facts);
        let hex: String = digest[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self(format!("{}-{hex}", run.row))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
