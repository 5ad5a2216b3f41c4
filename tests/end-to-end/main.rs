//! The commands, run as a user runs them.

mod compare;
mod curves;
mod interruption;
mod shards;
mod support;
mod versus;
