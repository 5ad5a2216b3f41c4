use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist as _};
use classifier::{Classifier, Cost, InputError, Pixel};
use ndarray::{Array2, ArrayView2};

use crate::LeNet;

/// Another classifier in the place of a network's last layer: it reads the
/// [states](LeNet::features) that this one reads (section III-C.8).
#[derive(Clone, Debug)]
pub struct OnFeatures<C> {
    network: LeNet,
    classifier: C,
}

impl<C: Classifier<f32>> OnFeatures<C> {
    /// A classifier that was fitted on the states that this network's last layer reads.
    ///
    /// # Panics
    /// If it takes another number of states.
    pub fn new(network: LeNet, classifier: C) -> Self {
        let (states, features) = (network.n_states(), classifier.n_features());
        assert_eq!(features, states, "states that the last layer reads");
        Self {
            network,
            classifier,
        }
    }

    /// The model of a file, which holds two models under the names `network` and `classifier`;
    /// `read` reads the second. It takes the states of the layer before the last, of LeNet-5 those
    /// of C5: map by map, row by row, after the squashing function.
    ///
    /// # Errors
    /// [`ModelError`]: what `read` finds, and a classifier of other states.
    pub fn read(
        from: &ModelReader<'_>,
        read: impl FnOnce(&ModelReader<'_>) -> Result<C, ModelError>,
    ) -> Result<Self, ModelError> {
        from.check_kind(ON_FEATURES, VERSION)?;
        let network = LeNet::read_from(&from.within("network"))?;
        let classifier = read(&from.within("classifier"))?;
        if classifier.n_features() != network.n_states() {
            let expected = format!("the last layer reads {} states", network.n_states());
            return Err(from
                .within("classifier")
                .wrong_setting("n_features", expected));
        }
        Ok(Self::new(network, classifier))
    }
}

impl<P, C> Classifier<P> for OnFeatures<C>
where
    P: Pixel,
    C: Classifier<f32>,
{
    fn n_features(&self) -> usize {
        Classifier::<P>::n_features(&self.network)
    }

    fn n_classes(&self) -> usize {
        self.classifier.n_classes()
    }

    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let features = self.network.features(images)?;
        self.classifier.scores(features.view())
    }

    /// The whole network's and the classifier's: the last layer, which is not used, is less
    /// than half a percent of the first and nothing beside the second.
    fn cost(&self) -> Cost {
        Classifier::<P>::cost(&self.network) + self.classifier.cost()
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        to.kind(ON_FEATURES, VERSION);
        to.within("network", |to| self.network.write_into(to));
        to.within("classifier", |to| self.classifier.persist(to))
    }
}

/// What files call an [`OnFeatures`].
pub const ON_FEATURES: &str = "on-features";
const VERSION: u32 = 1;
