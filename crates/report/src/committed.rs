//! The committed results, for tests.

use std::path::Path;

use crate::results::files::STRING_EXAMPLES;
use crate::strings::examples::{Examples, Picture};
use crate::strings::tests::HOS;
use crate::strings::{Assertion, Claim, SetDescription, StringDescription, System, Training};
use crate::{Divergence, Results};

/// Their folder.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../bench-results");

pub(crate) fn results() -> Results {
    Results::read(Path::new(FOLDER), |error| panic!("{error}")).unwrap()
}

pub(crate) fn examples() -> Examples {
    STRING_EXAMPLES.read(Path::new(FOLDER)).unwrap().unwrap()
}

/// Grey pictures in the place of the test strings.
pub(crate) fn string_pictures(results: &Results) -> Vec<Picture> {
    let grey = Picture {
        height: 32,
        width: 96,
        pixels: vec![128; 32 * 96],
    };
    vec![grey; results.strings.answers.truth("paper").len()]
}

/// A set of the strings.
pub(crate) const SETS: [SetDescription; 1] = [SetDescription {
    name: "paper",
    text: "Five digits with gaps of −1 to 4 columns.",
}];

/// Rows of the strings.
pub(crate) const ROWS: [&StringDescription; 6] = [
    &ROW,
    &StringDescription {
        id: "hos-dviterbi",
        name: "Over-segmentation, discriminative Viterbi",
        training: Training::DiscriminativeViterbi,
        base: Some("hos"),
        ..ROW
    },
    &StringDescription {
        id: "hos-dforward",
        name: "Over-segmentation, discriminative forward",
        training: Training::DiscriminativeForward,
        base: Some("hos"),
        paper_relative_gain_percent: Some(24.4),
        claims: &[Claim {
            text: "takes away at least 24 % of the errors of hos",
            set: "paper",
            other: "hos",
            asserts: Assertion::BetterBy(24.0),
        }],
        ..ROW
    },
    &StringDescription {
        id: "sdnn",
        name: "Swept network",
        system: System::Sweep,
        ..ROW
    },
    &StringDescription {
        id: "sdnn-dforward",
        name: "Swept network, discriminative forward",
        system: System::Sweep,
        training: Training::DiscriminativeForward,
        base: Some("sdnn"),
        ..ROW
    },
    &StringDescription {
        id: "hos-dforward-zip",
        name: "Over-segmentation, told there are five",
        training: Training::DiscriminativeForward,
        told_length: true,
        ..ROW
    },
];

const ROW: StringDescription = StringDescription {
    divergences: &[Divergence {
        paper: "strings as they were written",
        ours: "strings composed of MNIST's digits",
        why: "the paper's are not public",
    }],
    ..HOS
};
