//! The rows of the comparison, and how one is run.
