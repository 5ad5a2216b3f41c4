use gradient::Squash;
use gradient::loss::{OutputLoss, PenaltyLoss};

use crate::ConnectionTable;
use crate::codes::{self, Alphabet};
use crate::layer::{Convolution, Kind, Layer, Pooling, Shape, Subsampling};

/// Number of digits, which are the classes of the paper's networks.
pub const CLASSES: usize = 10;

/// The declaration of a network: its input field, its layers, and its output.
///
/// The numbers of parameters and connections follow from it. Another LeNet is another value of this
/// type.
///
/// ```
/// let lenet5 = lenet::Architecture::lenet5();
/// assert_eq!(lenet5.n_parameters(), 60_000);
/// assert_eq!(lenet5.n_connections(), 340_908);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Architecture {
    /// The name of the network.
    pub name: &'static str,
    /// Side of the square input field.
    pub field: usize,
    /// The layers from input to output.
    pub layers: Vec<Layer>,
    /// How the class is decided, and which loss is minimised.
    pub output: Output,
}

/// The output, which follows the last layer.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Euclidean radial basis functions. The penalty of class i is y_i = s Σ_j (x_j − w_ij)²
    /// (equation 7), and the centres are the codes of the characters. The smallest penalty wins.
    Codes {
        /// The characters, one a class. Their codes are the centres.
        alphabet: Alphabet,
        /// The scale s. The paper leaves it at 1; see [`Architecture::lenet5`].
        scale: f64,
        /// The loss.
        loss: PenaltyLoss,
        /// True if the centres are trained too, starting from the codes ("fixed, at least
        /// initially": section II-B). In this case they are parameters.
        trainable: bool,
    },
    /// The ten units of the last layer are the classes. The largest output wins.
    Units {
        /// The loss.
        loss: OutputLoss,
    },
}

impl Architecture {
    /// LeNet-5 (section II-B): 60,000 parameters, 340,908 connections.
    ///
    /// The paper does not give the scale of the loss or e^−j of equation 9. With equation 7 as it
    /// stands, the printed rates do not train the network. With penalties scaled by 0.15 and e^−j =
    /// 1, training follows the paper's Figure 5. We chose both values on validation images.
    pub fn lenet5() -> Self {
        Self::lenet5_of(Alphabet::Digits)
    }

    /// [LeNet-5](Self::lenet5) whose code book has the characters of an alphabet.
    pub fn lenet5_of(alphabet: Alphabet) -> Self {
        Self {
            name: "LeNet-5",
            field: 32,
            layers: vec![
                convolution("C1", ConnectionTable::full(1, 6)),
                subsampling("S2", (0..6).collect()),
                convolution("C3", ConnectionTable::lenet5()),
                subsampling("S4", (0..16).collect()),
                convolution("C5", ConnectionTable::full(16, 120)),
                full("F6", 120, 1, codes::LENGTH),
            ],
            output: Output::Codes {
                alphabet,
                scale: 0.15,
                loss: PenaltyLoss::Posterior { rubbish: 1.0 },
                trainable: false,
            },
        }
    }

    /// LeNet-4 (section III-C): 50,698 parameters, 262,306 connections.
    ///
    /// The paper describes the layers, and it states "about 260,000 connections and about 17,000
    /// parameters". The two contradict each other: the 120 units on 16 maps of 5×5 alone have
    /// 48,120 parameters. We keep the description and the number of connections, and give up the
    /// number of parameters. The paper does not say which maps C3 reads either; see
    /// [`ConnectionTable::lenet4`].
    pub fn lenet4() -> Self {
        Self {
            name: "LeNet-4",
            field: 32,
            layers: vec![
                convolution("C1", ConnectionTable::full(1, 4)),
                subsampling("S2", (0..8).map(|map| map / 2).collect()),
                convolution("C3", ConnectionTable::lenet4()),
                subsampling("S4", (0..16).collect()),
                convolution("C5", ConnectionTable::full(16, 120)),
                full("output", 120, 1, CLASSES),
            ],
            output: Output::Units {
                loss: OutputLoss::Squared,
            },
        }
    }

    /// LeNet-1 (section III-C; layers from LeCun et al., NIPS 1989): 2,578 parameters, 98,442
    /// connections.
    pub fn lenet1() -> Self {
        Self {
            name: "LeNet-1",
            field: 28,
            layers: vec![
                convolution("H1", ConnectionTable::full(1, 4)),
                subsampling("H2", (0..4).collect()),
                convolution("H3", ConnectionTable::lenet1()),
                subsampling("H4", (0..12).collect()),
                full("output", 12, 4, CLASSES),
            ],
            output: Output::Units {
                loss: OutputLoss::Squared,
            },
        }
    }

    /// Lucid's `lenet_1`: 3,246 parameters.
    ///
    /// Lucid's networks differ from the paper's as follows. C3 reads all maps. Tanh is not scaled,
    /// and it is also applied to the ten outputs. Pooling is the mean of four pixels, without
    /// coefficient, bias or squashing.
    pub fn lucid_lenet1() -> Self {
        let mut layers = lucid_features(4, 12);
        layers.push(lucid_full("fc1", 12, 4, CLASSES));
        Self::lucid("Lucid LeNet-1", 28, layers)
    }

    /// Lucid's `lenet_4`: `lenet_1` with another layer of 84 units; 18,378 parameters.
    pub fn lucid_lenet4() -> Self {
        let mut layers = lucid_features(4, 12);
        layers.push(lucid_full("fc1", 12, 4, 84));
        layers.push(lucid_full("fc2", 84, 1, CLASSES));
        Self::lucid("Lucid LeNet-4", 28, layers)
    }

    /// Lucid's `lenet_5`: 61,706 parameters.
    pub fn lucid_lenet5() -> Self {
        let mut layers = lucid_features(6, 16);
        layers.push(lucid_full("fc1", 16, 5, 120));
        layers.push(lucid_full("fc2", 120, 1, 84));
        layers.push(lucid_full("fc3", 84, 1, CLASSES));
        Self::lucid("Lucid LeNet-5", 32, layers)
    }

    /// All networks above.
    pub fn all() -> [Self; 6] {
        [
            Self::lenet1(),
            Self::lenet4(),
            Self::lenet5(),
            Self::lucid_lenet1(),
            Self::lucid_lenet4(),
            Self::lucid_lenet5(),
        ]
    }

    fn lucid(name: &'static str, field: usize, layers: Vec<Layer>) -> Self {
        Self {
            name,
            field,
            layers,
            output: Output::Units {
                loss: OutputLoss::CrossEntropy,
            },
        }
    }

    /// Returns how the subsampling layers pool their inputs; `None` if there are no such layers.
    pub(crate) fn pooling(&self) -> Option<Pooling> {
        self.layers.iter().find_map(|layer| match &layer.kind {
            Kind::Subsampling(subsampling) => Some(subsampling.pooling),
            Kind::Convolution(_) => None,
        })
    }

    /// Makes all subsampling layers use the sum, or the mean.
    pub(crate) fn set_pooling(&mut self, pooling: Pooling) {
        for layer in &mut self.layers {
            if let Kind::Subsampling(subsampling) = &mut layer.kind {
                subsampling.pooling = pooling;
            }
        }
    }

    /// Shape of the input.
    pub fn input(&self) -> Shape {
        Shape::new(1, self.field, self.field)
    }

    /// Returns the shapes of the input and of each layer for an input of `height` × `width`; `None`
    /// if some layer cannot read its input.
    pub fn shapes(&self, height: usize, width: usize) -> Option<Vec<Shape>> {
        let mut shapes = vec![Shape::new(1, height, width)];
        for layer in &self.layers {
            shapes.push(layer.output(*shapes.last()?)?);
        }
        Some(shapes)
    }

    /// Returns the [`shapes`](Self::shapes) for the network's own field.
    pub(crate) fn own_shapes(&self) -> Vec<Shape> {
        self.shapes(self.field, self.field)
            .expect("the layers of a declared network fit one another")
    }

    /// Number of units in the last layer for the network's own field.
    pub(crate) fn own_last_units(&self) -> usize {
        self.own_shapes().last().map_or(0, |shape| shape.units())
    }

    /// Number of trainable parameters.
    pub fn n_parameters(&self) -> usize {
        let layers: usize = self.layers.iter().map(Layer::n_parameters).sum();
        layers + self.n_trained_centres()
    }

    /// Number of values that recognition needs: the parameters and the fixed codes.
    pub(crate) fn n_stored(&self) -> usize {
        let fixed = match self.output {
            Output::Codes {
                trainable: false,
                alphabet,
                ..
            } => alphabet.n_classes() * codes::LENGTH,
            _ => 0,
        };
        self.n_parameters() + fixed
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        match self.output {
            Output::Codes { alphabet, .. } => alphabet.n_classes(),
            Output::Units { .. } => CLASSES,
        }
    }

    /// Number of components of the code book that are trained.
    pub(crate) fn n_trained_centres(&self) -> usize {
        match self.output {
            Output::Codes {
                trainable: true,
                alphabet,
                ..
            } => alphabet.n_classes() * codes::LENGTH,
            _ => 0,
        }
    }

    /// Number of connections, including those of the biases and of the radial basis functions.
    pub fn n_connections(&self) -> usize {
        self.n_connections_of(&self.own_shapes())
    }

    /// The same, if the network is swept over an input of `height` × `width`; `None` if some layer
    /// cannot read its input.
    pub fn n_connections_on(&self, height: usize, width: usize) -> Option<usize> {
        Some(self.n_connections_of(&self.shapes(height, width)?))
    }

    fn n_connections_of(&self, shapes: &[Shape]) -> usize {
        let layers = self.layers.iter().zip(&shapes[1..]);
        let layers: usize = layers
            .map(|(layer, shape)| layer.n_connections(*shape))
            .sum();
        let last = shapes[shapes.len() - 1];
        let output = match self.output {
            Output::Codes { alphabet, .. } => {
                last.height * last.width * alphabet.n_classes() * codes::LENGTH
            }
            Output::Units { .. } => 0,
        };
        layers + output
    }
}

fn convolution(name: &'static str, table: ConnectionTable) -> Layer {
    Layer {
        name,
        kind: Kind::Convolution(Convolution { table, side: 5 }),
        squash: Squash::ScaledTanh,
    }
}

fn subsampling(name: &'static str, sources: Vec<usize>) -> Layer {
    Layer {
        name,
        kind: Kind::Subsampling(Subsampling {
            sources,
            pooling: Pooling::Mean,
            trainable: true,
        }),
        squash: Squash::ScaledTanh,
    }
}

fn full(name: &'static str, maps: usize, side: usize, units: usize) -> Layer {
    Layer {
        name,
        kind: Kind::Convolution(Convolution {
            table: ConnectionTable::full(maps, units),
            side,
        }),
        squash: Squash::ScaledTanh,
    }
}

fn lucid_full(name: &'static str, maps: usize, side: usize, units: usize) -> Layer {
    Layer {
        squash: Squash::Tanh,
        ..full(name, maps, side, units)
    }
}

fn lucid_features(first: usize, second: usize) -> Vec<Layer> {
    let convolution = |name, from, to| Layer {
        squash: Squash::Tanh,
        ..convolution(name, ConnectionTable::full(from, to))
    };
    let pooling = |name, maps| Layer {
        name,
        kind: Kind::Subsampling(Subsampling {
            sources: (0..maps).collect(),
            pooling: Pooling::Mean,
            trainable: false,
        }),
        squash: Squash::Identity,
    };
    vec![
        convolution("conv1", 1, first),
        pooling("pool1", first),
        convolution("conv2", first, second),
        pooling("pool2", second),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, number of parameters and number of connections of each layer.
    fn counts(network: &Architecture) -> Vec<(&'static str, usize, usize)> {
        network
            .layers
            .iter()
            .zip(&network.own_shapes()[1..])
            .map(|(layer, &shape)| (layer.name, layer.n_parameters(), layer.n_connections(shape)))
            .collect()
    }

    #[test]
    fn lenet5_has_the_paper_s_counts_layer_by_layer() {
        let paper = [
            ("C1", 156, 122_304),
            ("S2", 12, 5_880),
            ("C3", 1_516, 151_600),
            ("S4", 32, 2_000),
            ("C5", 48_120, 48_120),
            ("F6", 10_164, 10_164),
        ];
        assert_eq!(counts(&Architecture::lenet5()), paper);
        assert_eq!(Architecture::lenet5().n_parameters(), 60_000);
        assert_eq!(Architecture::lenet5().n_connections(), 340_908);
    }

    #[test]
    fn lenet1_has_the_published_counts_layer_by_layer() {
        let paper = [
            ("H1", 104, 59_904),
            ("H2", 8, 2_880),
            ("H3", 512, 32_768),
            ("H4", 24, 960),
            ("output", 1_930, 1_930),
        ];
        assert_eq!(counts(&Architecture::lenet1()), paper);
        assert_eq!(Architecture::lenet1().n_parameters(), 2_578);
        assert_eq!(Architecture::lenet1().n_connections(), 98_442);
    }

    #[test]
    fn lenet4_has_about_the_printed_connections() {
        let ours = [
            ("C1", 104, 81_536),
            ("S2", 16, 7_840),
            ("C3", 1_216, 121_600),
            ("S4", 32, 2_000),
            ("C5", 48_120, 48_120),
            ("output", 1_210, 1_210),
        ];
        assert_eq!(counts(&Architecture::lenet4()), ours);
        assert_eq!(Architecture::lenet4().n_parameters(), 50_698);
        assert_eq!(Architecture::lenet4().n_connections(), 262_306);
    }

    #[test]
    fn lucid_s_networks_have_lucid_s_counts() {
        assert_eq!(Architecture::lucid_lenet1().n_parameters(), 3_246);
        assert_eq!(Architecture::lucid_lenet4().n_parameters(), 18_378);
        assert_eq!(Architecture::lucid_lenet5().n_parameters(), 61_706);
    }

    #[test]
    fn trained_centres_are_parameters() {
        let mut network = Architecture::lenet5();
        if let Output::Codes { trainable, .. } = &mut network.output {
            *trainable = true;
        }
        assert_eq!(network.n_parameters(), 60_840);
    }
}
