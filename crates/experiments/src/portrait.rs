//! A closer look at one trained LeNet-5: what its layers hold (Figure 2), and how far an image
//! may be moved, turned, stretched or spoilt before it is mistaken (Figure 13).

use classifier::Classifier;
use lenet::{Field, LeNet, codes};
use mnist_io::transform::{Affine, Distorter, invert_pixels, warp};
use mnist_io::{Images, Mnist, MnistError};

use crate::rows::{LENET5_DISTORTED_RECIPE, MODERATE};
use crate::run::{in_pool, n_classes};
use crate::{Observer, Options, Preparation, RunError, Shared, Stage, Training};

/// Trains LeNet-5 as the row `lenet5-dist` does, with the seed of the options or 1.
///
/// # Errors
/// [`RunError`].
pub fn train(data: &Mnist, options: Options, observer: &dyn Observer) -> Result<LeNet, RunError> {
    in_pool(options.threads, || {
        observer.stage(Stage::Preparing);
        let set = Preparation::Padded32.apply(&data.train)?;
        let seed = options.seed.unwrap_or(1);
        let shared = Shared::default();
        let training = Training::new(&set, n_classes(&set), seed, observer, &shared);
        observer.stage(Stage::Fitting);
        LENET5_DISTORTED_RECIPE
            .train(&training, None)
            .map_err(RunError::Fit)
    })
}

/// A feature map, or a layer of units, while one image is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The layer's name in the paper; the last is `output`.
    pub layer: &'static str,
    /// Number of the map in its layer, from 0.
    pub map: usize,
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
    /// The states, row by row; of the output the penalties of the ten classes (equation 7).
    pub states: Vec<f32>,
}

/// The states of the input and of every layer for one 28×28 or 32×32 image (Figure 2).
///
/// Layers of 1×1 maps are shown as one map: C5 as a row of its 120 units, F6 as the 7×12
/// picture that the code book compares it with.
///
/// # Errors
/// [`RunError::Fit`] if the image is of another size.
pub fn layers(network: &LeNet, image: &[u8]) -> Result<Vec<Map>, RunError> {
    let architecture = network.architecture();
    let field =
        Field::new(architecture, image.len()).map_err(|error| RunError::Fit(error.into()))?;
    let mut input = vec![0.0; field.n_inputs()];
    field.put(image, &mut input);
    let reference = network.reference();
    let shapes = architecture
        .shapes(architecture.field, architecture.field)
        .expect("the layers of a declared network fit one another");
    let states = reference.states(&input, &shapes);
    let names = std::iter::once("input").chain(architecture.layers.iter().map(|layer| layer.name));
    let mut maps = Vec::new();
    for ((layer, shape), states) in names.zip(shapes).zip(states) {
        let (height, width) = match shape.area() {
            1 if shape.maps == codes::LENGTH => (codes::HEIGHT, codes::WIDTH),
            1 => (1, shape.maps),
            _ => (shape.height, shape.width),
        };
        let of_layer = states.chunks(height * width).enumerate();
        maps.extend(of_layer.map(|(map, states)| Map {
            layer,
            map,
            height,
            width,
            states: states.to_vec(),
        }));
    }
    let penalties: Vec<f32> = reference
        .scores(&input)
        .iter()
        .map(|score| -score)
        .collect();
    maps.push(Map {
        layer: "output",
        map: 0,
        height: 1,
        width: penalties.len(),
        states: penalties,
    });
    Ok(maps)
}

/// The kinds of change that [`robustness`] tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Shift to the right, in pixels.
    ShiftRight,
    /// Shift downwards, in pixels.
    ShiftDown,
    /// Enlarged by that factor.
    Scale,
    /// Turned clockwise, in degrees.
    Rotation,
    /// Width multiplied, height divided by that factor.
    Squeeze,
    /// Pixels turned into their negative with that probability.
    Noise,
}

impl Change {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::ShiftRight,
        Self::ShiftDown,
        Self::Scale,
        Self::Rotation,
        Self::Squeeze,
        Self::Noise,
    ];

    /// Its name in `figure-13.csv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ShiftRight => "shift-right",
            Self::ShiftDown => "shift-down",
            Self::Scale => "scale",
            Self::Rotation => "rotation",
            Self::Squeeze => "squeeze",
            Self::Noise => "noise",
        }
    }

    /// The amounts that are tried; one of them changes nothing.
    pub fn amounts(self) -> Vec<f64> {
        match self {
            Self::ShiftRight | Self::ShiftDown => {
                (-6..=6).map(|step| f64::from(2 * step)).collect()
            }
            Self::Scale => vec![
                0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2.0,
            ],
            Self::Rotation => (-6..=6).map(|step| f64::from(10 * step)).collect(),
            Self::Squeeze => vec![0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 2.0],
            Self::Noise => vec![0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3],
        }
    }

    /// Changes 32×32 images by that amount; `seed` is for the noise.
    fn apply(self, images: &Images, amount: f64, seed: u64) -> Result<Images, MnistError> {
        let moved = |matrix, shift| warp(images, &Affine { matrix, shift });
        let stretched = |x, y| moved([[x, 0.0], [0.0, y]], [0.0, 0.0]);
        match self {
            Self::ShiftRight => moved(Affine::IDENTITY.matrix, [amount, 0.0]),
            Self::ShiftDown => moved(Affine::IDENTITY.matrix, [0.0, amount]),
            Self::Scale => stretched(amount, amount),
            Self::Squeeze => stretched(amount, 1.0 / amount),
            Self::Rotation => {
                let (sin, cos) = amount.to_radians().sin_cos();
                moved([[cos, -sin], [sin, cos]], [0.0, 0.0])
            }
            Self::Noise => invert_pixels(images, amount, seed),
        }
    }
}

/// How many test images are mistaken after a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Robustness {
    /// What was done to all test images.
    pub change: Change,
    /// How much of it.
    pub amount: f64,
    /// Images not recognised.
    pub errors: usize,
    /// Images tried.
    pub images: usize,
}

/// Counts the errors on the test images, in the middle of 32×32, after each change by each of
/// its amounts (section III-E, Figure 13).
///
/// # Errors
/// [`RunError`].
pub fn robustness(
    network: &LeNet,
    data: &Mnist,
    options: Options,
    observer: &dyn Observer,
) -> Result<Vec<Robustness>, RunError> {
    in_pool(options.threads, || {
        let test = Preparation::Padded32.apply(&data.test)?;
        let labels = test.targets();
        observer.stage(Stage::Recognising);
        let trials: Vec<(Change, f64)> = Change::ALL
            .into_iter()
            .flat_map(|change| {
                change
                    .amounts()
                    .into_iter()
                    .map(move |amount| (change, amount))
            })
            .collect();
        let mut found = Vec::new();
        for (done, &(change, amount)) in trials.iter().enumerate() {
            observer.progress(done as u64, trials.len() as u64);
            let seed = options.seed.unwrap_or(1);
            let images = change.apply(test.as_images(), amount, seed)?;
            let given = network.classify(images.pixels())?;
            found.push(Robustness {
                change,
                amount,
                errors: classifier::metrics::errors(given.view(), labels.view()),
                images: test.len(),
            });
        }
        Ok(found)
    })
}

/// Columns of a picture in the code book.
pub const CODE_WIDTH: usize = codes::WIDTH;

/// Rows and columns of the images that LeNet-5 sees.
pub const FIELD: usize = 32;

/// The code book of LeNet-5 (Figure 3): each printable ASCII character with its 7×12 picture,
/// row by row, `true` for ink.
pub fn code_book() -> Vec<(char, Vec<bool>)> {
    (' '..='~')
        .filter_map(|character| {
            let code = codes::code::<f32>(character)?;
            Some((character, code.iter().map(|&ink| ink > 0.0).collect()))
        })
        .collect()
}

/// What `lenet5-dist` is shown of the training images at these indices (Figure 7): each one in
/// the middle of 32×32, followed by its first `copies` distortions.
///
/// # Errors
/// [`MnistError`] for an index that is none.
pub fn distorted_copies(
    data: &Mnist,
    indices: &[usize],
    copies: u32,
) -> Result<Vec<Vec<Vec<u8>>>, MnistError> {
    let set = Preparation::Padded32.apply(&data.train.select(indices)?)?;
    let (height, width) = (set.height(), set.width());
    let mut distorter = Distorter::new(&MODERATE, 1, height, width)?;
    let originals = set.as_images().as_slice().chunks_exact(height * width);
    Ok(originals
        .zip(indices)
        .map(|(original, &index)| {
            let mut versions = vec![original.to_vec()];
            for copy in 1..=copies {
                let mut distorted = vec![0; original.len()];
                distorter.distort(original, index, copy, &mut distorted);
                versions.push(distorted);
            }
            versions
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use mnist_io::Dataset;
    use ndarray::{Array1, Array2};

    use super::*;
    use crate::rows::LENET5_RECIPE;

    fn dot() -> Images {
        let mut pixels = Array2::zeros((1, 32 * 32));
        pixels[[0, 16 * 32 + 20]] = 255;
        Images::new(pixels, 32, 32).unwrap()
    }

    fn place(images: &Images) -> (usize, usize) {
        let pixels = images.as_slice();
        let at = (0..pixels.len()).max_by_key(|&at| pixels[at]).unwrap();
        (at % 32, at / 32)
    }

    #[test]
    fn changes_go_where_their_names_say() {
        let to = |change: Change, amount| place(&change.apply(&dot(), amount, 1).unwrap());
        assert_eq!(to(Change::ShiftRight, 3.0), (23, 16));
        assert_eq!(to(Change::ShiftDown, -4.0), (20, 12));
        // Clockwise: what is right of the centre goes down.
        let (x, y) = to(Change::Rotation, 90.0);
        assert!((15..=16).contains(&x) && y == 20, "{x}, {y}");
        assert!(to(Change::Scale, 2.0).0 > 20);
        assert!(to(Change::Squeeze, 0.5).0 < 20);
    }

    #[test]
    fn every_change_has_an_amount_that_changes_nothing() {
        for change in Change::ALL {
            let neutral = match change {
                Change::Scale | Change::Squeeze => 1.0,
                _ => 0.0,
            };
            assert!(change.amounts().contains(&neutral));
            assert_eq!(change.apply(&dot(), neutral, 1).unwrap(), dot());
        }
    }

    #[test]
    fn the_code_book_has_every_character() {
        let book = code_book();
        assert_eq!(book.len(), 95);
        let (seven, ink) = &book[usize::from(b'7' - b' ')];
        assert_eq!(*seven, '7');
        assert_eq!(ink[..7], [true; 7]);
        assert_eq!(ink.len(), 84);
    }

    #[test]
    fn the_layers_of_a_network_are_shown_in_the_shapes_of_figure_2() {
        let images = Images::new(
            Array2::from_shape_fn((40, 784), |(i, j)| ((i * j) % 251) as u8),
            28,
            28,
        );
        let labels = Array1::from_iter((0..40).map(|i| (i % 10) as u8));
        let train = Dataset::new(images.unwrap(), labels).unwrap();
        let shared = Shared::default();
        let training = Training::new(&train, 10, 1, &crate::Silent, &shared);
        let network = LENET5_RECIPE.train(&training, None).unwrap();
        let image = train.images().row(0).to_vec();
        let maps = layers(&network, &image).unwrap();
        let count = |layer| maps.iter().filter(|map| map.layer == layer).count();
        let counts = ["input", "C1", "S2", "C3", "S4", "C5", "F6", "output"].map(count);
        assert_eq!(counts, [1, 6, 6, 16, 16, 1, 1, 1]);
        for map in &maps {
            assert_eq!(map.states.len(), map.height * map.width, "{}", map.layer);
        }
        let scores = network.scores(train.images()).unwrap();
        let penalties = &maps.last().unwrap().states;
        for (penalty, score) in penalties.iter().zip(scores.row(0)) {
            assert!((f64::from(*penalty) + score).abs() < 1e-3 * (1.0 + score.abs()));
        }
        assert!(layers(&network, &[0; 10]).is_err());
    }
}
