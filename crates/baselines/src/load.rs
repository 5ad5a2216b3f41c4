use std::path::Path;

use boosting::Committee;
use calibration::Calibrated;
use classifier::persist::{ModelError, ModelReader, Persist};
use classifier::{Classifier, Pixel};
use knn::Knn;
use lenet::{LeNet, OnFeatures};
use linear::Linear;
use local_learning::LocalLinear;
use mlp::Mlp;
use model_file::FileError;
use pairwise_linear::PairwiseLinear;
use pca_quadratic::PcaQuadratic;
use rbf_network::RbfNetwork;
use svm::{ReducedSvm, Svm};
use tangent_distance::TangentDistance;

/// A model of whatever kind, for images of pixels `P`.
pub type Model<P> = Box<dyn Classifier<P>>;

/// Reads the file of a model of whatever kind, one of this crate's or LeNet.
///
/// # Errors
/// [`FileError`], among others for a kind that nobody knows, and for a model of other pixels.
pub fn load<P: Pixel>(path: impl AsRef<Path>) -> Result<Model<P>, FileError> {
    model_file::load_by(path, |bytes| {
        let reader = ModelReader::new(bytes)?;
        let model = read(&reader)?;
        reader.check_all_read()?;
        Ok(model)
    })
}

/// Reads a model of whatever kind. For a type of your own there is
/// [`Persist::read_from`](classifier::persist::Persist::read_from).
///
/// # Errors
/// [`ModelError`].
pub fn read<P: Pixel>(from: &ModelReader<'_>) -> Result<Model<P>, ModelError> {
    match from.kind()? {
        Knn::<P>::KIND => of::<P, Knn<P>>(from),
        LeNet::KIND => of::<P, LeNet>(from),
        Linear::KIND => of::<P, Linear>(from),
        LocalLinear::KIND => of::<P, LocalLinear>(from),
        Mlp::KIND => of::<P, Mlp>(from),
        PairwiseLinear::KIND => of::<P, PairwiseLinear>(from),
        PcaQuadratic::KIND => of::<P, PcaQuadratic>(from),
        RbfNetwork::KIND => of::<P, RbfNetwork>(from),
        ReducedSvm::KIND => of::<P, ReducedSvm>(from),
        Svm::KIND => of::<P, Svm>(from),
        TangentDistance::KIND => of::<P, TangentDistance>(from),
        boosting::KIND => Ok(Box::new(Committee::read::<P>(from, read)?)),
        calibration::KIND => Ok(Box::new(Calibrated::read::<P>(from, read)?)),
        lenet::ON_FEATURES => Ok(Box::new(OnFeatures::read(from, read::<f32>)?)),
        _ => Err(from.wrong_setting("kind", "this program knows no such classifier")),
    }
}

fn of<P: Pixel, M: Persist + Classifier<P> + 'static>(
    from: &ModelReader<'_>,
) -> Result<Model<P>, ModelError> {
    Ok(Box::new(M::read_from(from)?))
}
