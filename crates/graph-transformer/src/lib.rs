#![doc = include_str!("../README.md")]

mod arc;
mod automaton;
mod builder;
mod compose;
mod criterion;
mod ctc;
mod error;
mod graph;
mod incoming;
mod label;
mod pairs;
mod path;
mod score;
mod semiring;
pub mod topology;
mod transducer;
mod trellis;

pub use arc::Arc;
pub use builder::Builder;
pub use compose::{Composition, compose, select};
pub use criterion::{Criterion, probability};
pub use ctc::{Ctc, CtcWork, Sequence};
pub use error::{CtcError, GraphError, NoPath, NotFree, Side, TopologyError};
pub use graph::{Graph, GraphBuilder};
pub use label::Label;
pub use path::{Path, best_path};
pub use score::{Scored, Work, penalty, score};
pub use semiring::{Count, Log, Semiring, Tropical};
pub use transducer::{Transducer, TransducerBuilder};
