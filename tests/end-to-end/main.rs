//! The commands, run as a user runs them.

mod compare;
mod curves;
mod interruption;
mod page;
mod shards;
mod support;
mod versus;
