//! Strings that nobody wrote, with graphs and answers like those of real ones.

mod examples;

pub(crate) use examples::examples;
use examples::{Numbers, picture};

use crate::strings::examples::Picture;
use crate::strings::{
    Assertion, Claim, ConstantLine, SetDescription, StringAnswer, StringDescription, StringOrder,
    StringOutcome, StringRun, StringTiming, System, Training,
};
use crate::{Divergence, Pass, Results, Strings};

/// The sets.
pub(crate) const SETS: [SetDescription; 1] = [SetDescription {
    name: "paper",
    text: "Five digits with gaps of −1 to 4 columns.",
}];

const ROW: StringDescription = StringDescription {
    id: "hos",
    name: "Over-segmentation",
    paper: "section V",
    system: System::Segments,
    training: Training::None,
    told_length: false,
    base: None,
    paper_relative_gain_percent: None,
    claims: &[],
    divergences: &[Divergence {
        paper: "strings as they were written",
        ours: "strings composed of MNIST's digits",
        why: "the paper's are not public",
    }],
};

/// The rows with the share of strings that they read wrongly.
const ROWS: [(StringDescription, f64); 6] = [
    (ROW, 0.155),
    (
        StringDescription {
            id: "hos-dviterbi",
            name: "Over-segmentation, discriminative Viterbi",
            training: Training::DiscriminativeViterbi,
            base: Some("hos"),
            claims: &[],
            ..ROW
        },
        0.08,
    ),
    (
        StringDescription {
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
        0.06,
    ),
    (
        StringDescription {
            id: "sdnn",
            name: "Swept network",
            system: System::Sweep,
            ..ROW
        },
        0.23,
    ),
    (
        StringDescription {
            id: "sdnn-dforward",
            name: "Swept network, discriminative forward",
            system: System::Sweep,
            training: Training::DiscriminativeForward,
            base: Some("sdnn"),
            ..ROW
        },
        0.09,
    ),
    (
        StringDescription {
            id: "hos-dforward-zip",
            name: "Over-segmentation, told there are five",
            training: Training::DiscriminativeForward,
            told_length: true,
            ..ROW
        },
        0.05,
    ),
];

/// The rows.
pub(crate) fn descriptions() -> Vec<&'static StringDescription> {
    ROWS.iter().map(|(description, _)| description).collect()
}

fn outcome(description: &StringDescription, wrong: f64, seed: u64) -> StringOutcome {
    let mut numbers = Numbers(seed);
    let mut digits = Numbers(99);
    let mut order = StringOrder {
        set_sha256: "6808acd6d0d94f83".into(),
        truth: Vec::new(),
        answers: Vec::new(),
    };
    for _ in 0..400 {
        let truth: Vec<u8> = (0..5).map(|_| (10.0 * digits.next()) as u8).collect();
        let truth = crate::strings::spelled(&truth);
        let is_wrong = numbers.next() < wrong;
        order.answers.push(StringAnswer {
            digits: if is_wrong {
                truth[1..].into()
            } else {
                truth.clone()
            },
            confidence: match is_wrong {
                true => numbers.next().sqrt(),
                false => 1.0 - 0.5 * numbers.next().powi(3),
            },
            unreadable: false,
        });
        order.truth.push(truth);
    }
    StringOutcome {
        run: StringRun {
            row: description.id.into(),
            algorithm_version: 1,
            settings: "32 rows; rate 0.001".into(),
            set: "paper".into(),
            orders: 1,
            seed: Some(1),
            threads: 2,
            kernel_level: "portable".into(),
            data_sha256: "00ff".into(),
            train_images: 60_000,
            train_strings: 12_000,
            quick: false,
        },
        orders: vec![order],
        passes: vec![
            Pass {
                training_error_percent: 9.0,
                loss: 0.4,
                seconds: 4.0,
            };
            3
        ],
        multiply_accumulates: 12.6e6,
        candidates: Some(36.8),
        timing: StringTiming {
            train_seconds: 90.0,
            read_microseconds: 300.0,
        },
        machine: "a machine, 2 cores".into(),
        revision: "0123abc".into(),
    }
}

/// Tables of all rows.
pub(crate) fn strings() -> Strings {
    let mut strings = Strings::default();
    for (seed, (description, wrong)) in (1..).zip(&ROWS) {
        strings.take(description, &[&outcome(description, *wrong, seed)]);
    }
    let folder = tempfile::tempdir().unwrap();
    strings
        .write(folder.path(), &descriptions(), &["paper"])
        .unwrap();
    strings
}

/// Everything that the pictures of strings need but the pictures of the test strings.
pub(crate) fn results() -> Results {
    let constants = (-6..=14).step_by(2).map(|constant| {
        let error = 15.2 + 80.0 * (1.0 - (-f64::from(constant * constant) / 12.0).exp());
        ConstantLine {
            row: "hos".into(),
            set: "paper".into(),
            constant: f64::from(constant),
            string_error_percent: error,
            errors: (10.0 * error) as usize,
            strings: 1000,
        }
    });
    Results {
        strings: strings(),
        constants: constants.collect(),
        examples: Some(examples()),
        ..Results::default()
    }
}

/// The pictures of the test strings.
pub(crate) fn pictures() -> Vec<Picture> {
    let of_string = |truth: &String| {
        let digits: Vec<u8> = truth.bytes().map(|byte| byte - b'0').collect();
        picture(&digits, 1, 0.0).0
    };
    strings()
        .answers
        .truth("paper")
        .iter()
        .map(of_string)
        .collect()
}
