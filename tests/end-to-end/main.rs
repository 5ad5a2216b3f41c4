//! The commands, run as a user runs them.

mod compare;
mod interruption;
mod support;
