use classifier::InputError;
use kernels::ShapeError;
use thiserror::Error;

use crate::Machine;

/// Why a support vector machine cannot be fitted.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SvmError {
    /// Fewer than two classes.
    #[error("a classifier of {n_classes} classes: there must be two or more")]
    TooFewClasses {
        /// The number asked for.
        n_classes: usize,
    },
    /// A parameter lies outside of its range.
    #[error("{parameter} = {value}: it must be {needed}")]
    InvalidParameter {
        /// Its name.
        parameter: &'static str,
        /// What it was set to.
        value: f64,
        /// What it must be.
        needed: &'static str,
    },
    /// Factors of C that are not one for each class.
    #[error("{found} class weights for {n_classes} classes: give one for each, or none")]
    ClassWeights {
        /// How many there are.
        found: usize,
        /// Number of classes.
        n_classes: usize,
    },
    /// A machine that LIBSVM's model file cannot hold.
    #[error("LIBSVM's model file cannot hold this machine: {why}")]
    Libsvm {
        /// Why not, and the way out.
        why: &'static str,
    },
    /// The cache cannot hold a single row of the kernel matrix.
    #[error("a cache of {given} bytes: a row of the kernel matrix of these images takes {needed}")]
    CacheTooSmall {
        /// Bytes of a row.
        needed: u64,
        /// The budget.
        given: u64,
    },
    /// The cache cannot be had.
    #[error("no memory for a cache of {needed} bytes")]
    OutOfMemory {
        /// Bytes it would have taken.
        needed: u64,
    },
    /// The iteration limit was reached before the gap was closed.
    #[error("{machine}: gap {gap} after {iterations} iterations, more than {wanted}")]
    NotConverged {
        /// The machine that was being trained.
        machine: Machine,
        /// Iterations made, which is the limit.
        iterations: u64,
        /// The gap they left.
        gap: f64,
        /// The gap asked for.
        wanted: f64,
    },
    /// No step is left that would change anything, and the gap is not closed.
    #[error(
        "{machine}: no step of double precision is left after {iterations} iterations, at a gap \
         of {gap} instead of {wanted}. Ask for a larger gap or a smaller C or degree, or leave \
         out images far larger than the others"
    )]
    Stalled {
        /// The machine that was being trained.
        machine: Machine,
        /// Iterations made.
        iterations: u64,
        /// The gap they left.
        gap: f64,
        /// The gap asked for.
        wanted: f64,
    },
    /// The gap seemed closed, but recomputed in double precision it is not.
    #[error(
        "{machine}: the gap that was to be {wanted} is {gap}: rounding decides beside kernel \
         values and a C of this size. Ask for a larger gap or a smaller C or degree, or subtract \
         the features' means"
    )]
    Imprecise {
        /// The machine that was being trained.
        machine: Machine,
        /// The gap as recomputed, and what rounding adds to it; not a number if the errors are
        /// none.
        gap: f64,
        /// The gap asked for.
        wanted: f64,
    },
    /// The machine is found, but what it tells images apart by is lost beside its bias.
    #[error(
        "{machine}: its kernel values add up to {reach:e} at most, which is lost beside a bias of \
         {bias}. Divide the images by a typical value, or choose a larger C or another \
         kernel"
    )]
    Flat {
        /// The machine.
        machine: Machine,
        /// What Σ α k is at most, for typical images.
        reach: f64,
        /// Its bias.
        bias: f64,
    },
    /// Each image is told from the others, but none is near another: a new image would be near
    /// none of them, and the bias alone would decide.
    #[error(
        "{machine}: the kernel value of two images is {nearest:e} at most: an image that is not of \
         the training would be near none. Choose a smaller γ"
    )]
    Isolated {
        /// The machine.
        machine: Machine,
        /// The largest kernel value of an image and another.
        nearest: f64,
    },
    /// A reduced set whose distance from the machine is not a number.
    #[error(
        "a reduced set at {value} of the machine's length: it cannot be computed in double \
         precision. Subtract the features' means, divide by a typical value, or choose a smaller \
         degree"
    )]
    ReducedSetPrecision {
        /// What was computed.
        value: f64,
    },
    /// The function that was told of the progress ended the training.
    #[error("training was stopped")]
    Stopped,
    /// The images are not of the height and width they are said to be.
    #[error("images of {n_features} values are not {height} x {width}")]
    ImageSize {
        /// Rows of an image.
        height: usize,
        /// Columns of an image.
        width: usize,
        /// Values of an image.
        n_features: usize,
    },
    /// A reduced set that would not reduce the machine.
    #[error("a reduced set of {asked} vectors of a machine that has {support_vectors}")]
    ReducedSetSize {
        /// Vectors asked for.
        asked: usize,
        /// Support vectors of the machine.
        support_vectors: usize,
    },
    /// The vectors of a reduced set depend on each other: the kernel has too few dimensions.
    #[error("the kernel matrix of {n_vectors} vectors is not positive definite")]
    NotPositiveDefinite {
        /// Vectors of the reduced set.
        n_vectors: usize,
    },
    /// The images or labels are not sound.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The images are too large for exact dot products.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// An error of linfa's own.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
