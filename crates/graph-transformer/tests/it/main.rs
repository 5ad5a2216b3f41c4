//! One program for all tests of the crate.

mod building;
mod composition;
mod criteria;
mod ctc;
mod figures;
mod large;
mod naive;
mod pytorch;
mod random;
mod scores;
mod topologies;
