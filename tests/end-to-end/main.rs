//! The commands, run as a user runs them.

mod calibrate;
mod check;
mod compare;
mod curves;
mod datasets;
mod demo;
mod elsewhere;
mod growth;
mod interruption;
mod limits;
mod other_data;
mod page;
mod progress;
mod read;
#[cfg(unix)]
mod readers;
mod readme;
mod recognise;
mod shards;
mod shared;
mod strings;
mod studies;
mod support;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod together;
mod validate;
mod versus;
