//! Two implementations of the networks: the readable reference, in any precision, and the fast one.

mod backward;
mod curvature;
mod fast;
mod forward;
mod initial;
mod plan;
mod reference;
mod stage;

pub use fast::Fast;
pub(crate) use forward::TOGETHER;
pub use initial::{InitialWeights, initial_parameters};
pub(crate) use plan::{Plan, Weights, Workspace};
pub use reference::Reference;
