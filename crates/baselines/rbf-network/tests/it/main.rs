//! The RBF network as its users see it.

mod conformance;
mod output;
mod parameters;
mod reference;
