//! What the commands share.

pub mod check;
pub mod data;
pub mod display;
pub mod environment;
pub mod exit;
pub mod figures;
pub mod interruption;
pub mod kept;
pub mod output;
pub mod picture;
pub mod print;
pub mod schedule;
pub mod seen;
pub mod selection;
pub mod shard;
pub mod string_schedule;
pub mod string_tables;
pub mod tables;
pub mod trials;
