use std::fmt;
use std::ops::ControlFlow;

use crate::Machine;

/// What training is doing, told every few seconds or more often.
///
/// A function that is [told](crate::SvmValidParams::fit_watched) may return
/// [`ControlFlow::Break`] to end it, with [`SvmError::Stopped`](crate::SvmError::Stopped).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Progress {
    /// A two-class machine is being trained; told before each working set.
    Machine {
        /// Which one.
        machine: Machine,
        /// Machines that are done.
        done: usize,
        /// Machines in all.
        of: usize,
        /// Images that it is trained on now: of a large set first a part, then those that may
        /// matter.
        images: usize,
        /// Iterations it has made.
        iterations: u64,
        /// By how much it violates optimality now; it falls, but not steadily.
        gap: f64,
        /// The gap at which it is done.
        wanted: f64,
    },
    /// The machines' values for images that they were not trained on are computed, which tells
    /// whether these matter.
    Errors {
        /// Images that are done.
        done: usize,
        /// Images in all.
        of: usize,
    },
    /// A reduced set is being found; told after each step.
    ReducedSet {
        /// Steps that are done.
        done: usize,
        /// Steps in all.
        of: usize,
        /// [What is left](crate::ReducedSvm::relative_residuals) of the machine.
        relative_residual: f64,
    },
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Machine {
                machine,
                done,
                of,
                images,
                iterations,
                gap,
                wanted,
            } => write!(
                f,
                "{machine} ({} of {of}), {images} images, {iterations} iterations, gap {gap:.2} of \
                 {wanted}",
                done + 1
            ),
            Self::Errors { done, of } => write!(f, "all machines, values of {done} of {of} images"),
            Self::ReducedSet {
                done,
                of,
                relative_residual,
            } => write!(
                f,
                "reduced set, step {done} of {of}, {:.2} % left",
                100.0 * relative_residual
            ),
        }
    }
}

/// Whom to tell.
pub(crate) type Watch<'a> = &'a dyn Fn(&Progress) -> ControlFlow<()>;

/// Nobody.
pub(crate) fn nobody(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
