//! Networks: the readable reference, in any precision, and the fast one.

mod fast;
mod initial;
mod reference;
mod stage;

pub use fast::Fast;
pub(crate) use fast::{Plan, TOGETHER, Weights, Workspace};
pub use initial::{InitialWeights, initial_parameters};
pub use reference::Reference;
