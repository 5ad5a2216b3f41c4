use classifier::InputError;
use thiserror::Error;

/// Why a set cannot be filtered, or a committee not formed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BoostingError {
    /// No pattern was asked for.
    #[error("a filtered set of 0 patterns")]
    NoPatterns,
    /// The stream did not bring enough patterns of the kind that is wanted.
    #[error(
        "of {examined} patterns only {kept} of {wanted} could be kept: ask for fewer, or let \
         more be examined"
    )]
    TooFew {
        /// Patterns that were asked for.
        wanted: usize,
        /// Patterns that were found.
        kept: usize,
        /// Patterns looked at.
        examined: usize,
    },
    /// A committee of nobody.
    #[error("a committee without members")]
    NoMembers,
    /// Members that do not take the same images or do not know the same classes.
    #[error("member {member} takes {found:?} features and classes, the first member {expected:?}")]
    Unlike {
        /// Which member, counted from 0.
        member: usize,
        /// Features and classes of the first.
        expected: (usize, usize),
        /// Its own.
        found: (usize, usize),
    },
    /// The stream's patterns are not images that the classifiers take.
    #[error(transparent)]
    Input(#[from] InputError),
}
