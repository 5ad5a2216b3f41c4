use classifier::InputError;
use thiserror::Error;

/// Why a set cannot be filtered, or a committee cannot be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BoostingError {
    /// The number of patterns is 0.
    #[error("a filtered set of 0 patterns")]
    NoPatterns,
    /// The stream did not contain enough patterns of the wanted kind.
    #[error(
        "only {kept} of the {wanted} patterns asked for were found among {examined}: ask for fewer, \
         or examine more"
    )]
    TooFew {
        /// Number of patterns asked for.
        wanted: usize,
        /// Number of patterns found.
        kept: usize,
        /// Number of patterns examined.
        examined: usize,
    },
    /// A committee has no members.
    #[error("a committee without members")]
    NoMembers,
    /// The members do not take the same images, or do not know the same classes.
    #[error(
        "member {member} has {found:?} features and classes, but the first member has {expected:?}"
    )]
    Unlike {
        /// Index of the member, counted from 0.
        member: usize,
        /// Features and classes of the first member.
        expected: (usize, usize),
        /// Features and classes of this member.
        found: (usize, usize),
    },
    /// The classifiers cannot take the patterns of the stream as images.
    #[error(transparent)]
    Input(#[from] InputError),
}
