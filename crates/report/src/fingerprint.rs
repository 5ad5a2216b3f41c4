use std::fmt;

use sha2::{Digest, Sha256};

use crate::Run;

/// The name of a run's record: for example `knn-` and a digest of everything in the [`Run`].
///
/// Two runs with the same fingerprint must have the same results, except for their timing. The
/// fingerprint is the name of the record's file. So a record with other settings is never taken for
/// the right one.
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
