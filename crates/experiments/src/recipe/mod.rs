//! What a row is trained by: a value of settings, a type for each family of classifiers. The
//! text of the settings and the training come from the same value.

mod boosted;
mod distorted;
mod knn;
mod lenet;
mod lenet4;
mod linear;
pub(crate) mod linfa;
mod mlp;
mod pairwise_linear;
mod pca_quadratic;
mod rbf_network;
mod svm;
mod tangent_distance;

use std::any::Any;
use std::fmt::Debug;

use classifier::Classifier;

use crate::{FitError, Training};

pub(crate) use boosted::{Boosted, FilteredSets};
pub(crate) use distorted::{Shown, ranges as distorted_ranges};
pub(crate) use knn::Knn;
pub(crate) use lenet::{Criterion, LeNet, Network, Rate};
pub(crate) use lenet4::LeNet4;
pub(crate) use linear::Linear;
pub(crate) use mlp::{Mlp, Rates};
pub(crate) use pairwise_linear::PairwiseLinear;
pub(crate) use pca_quadratic::PcaQuadratic;
pub(crate) use rbf_network::RbfNetwork;
pub(crate) use svm::{Svm, Then};
pub(crate) use tangent_distance::TangentDistance;

/// Settings, and the training that uses them.
pub trait Recipe: Any + Debug + Sync {
    /// The hyper-parameters, for people; a record's name is made from them. What the row's name
    /// says is not in them: the network, its hidden units.
    fn settings(&self) -> String;

    /// Trains a classifier with them.
    ///
    /// # Errors
    /// Whatever the classifier's own `fit` returns.
    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError>;

    /// A network that this recipe has in common with all that name the same one: trained once
    /// if one of them is fitted after the other.
    fn network(&self) -> Option<&'static str> {
        None
    }

    /// Whether its models can be kept as files: those of other people's crates cannot.
    fn can_be_kept(&self) -> bool {
        true
    }

    /// Why its training may take hours on data whose classes overlap more than MNIST's.
    fn may_take_hours(&self) -> Option<&'static str> {
        None
    }
}

/// A `fit`'s result as a recipe returns it.
fn boxed<M: Classifier + 'static, E: std::error::Error + Send + Sync + 'static>(
    fitted: Result<M, E>,
) -> Result<Box<dyn Classifier>, FitError> {
    Ok(Box::new(fitted?))
}

/// Panics if two of them have the same settings.
#[cfg(test)]
fn assert_told_apart(recipes: &[&dyn Recipe]) {
    let texts: Vec<String> = recipes.iter().map(|recipe| recipe.settings()).collect();
    let different: std::collections::BTreeSet<_> = texts.iter().collect();
    assert_eq!(different.len(), recipes.len(), "{texts:#?}");
}
