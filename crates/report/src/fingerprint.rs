use sha2::{Digest, Sha256};

use crate::Definition;

/// The name of a run's record: for example `knn-` and a digest of everything in the
/// [`Run`](crate::Run).
///
/// Two runs with the same fingerprint must have the same results, except for their timing. The
/// fingerprint is the name of the record's file. So a record with other settings is never taken for
/// the right one.
pub fn fingerprint(run: &impl Definition) -> String {
    let facts = serde_json::to_vec(run).expect("a run has no map keys to refuse");
    let digest = Sha256::digest(&facts);
    let hex: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{}-{hex}", run.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::tests::outcome;

    /// A record that has been measured must be found again.
    #[test]
    fn the_name_of_a_record_stays_what_it_was() {
        assert_eq!(fingerprint(&outcome().run), "knn-0403bb82923f7f27");
    }
}
