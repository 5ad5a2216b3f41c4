//! Two implementations of the networks: the readable reference, in any precision, and the fast one,
//! which can also sweep over wide pictures.

mod backward;
mod curvature;
mod fast;
mod forward;
mod initial;
mod plan;
mod reference;
mod stage;
mod sweep;

pub use fast::Fast;
pub(crate) use forward::TOGETHER;
pub use initial::{InitialWeights, initial_parameters};
pub(crate) use plan::{Plan, Workspace};
pub use reference::Reference;
pub use sweep::{Stride, Sweep};
