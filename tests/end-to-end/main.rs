//! The commands, run as a user runs them.

mod compare;
mod curves;
mod elsewhere;
mod interruption;
mod limits;
mod other_data;
mod page;
mod progress;
#[cfg(unix)]
mod readers;
mod shards;
mod support;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod together;
mod versus;
