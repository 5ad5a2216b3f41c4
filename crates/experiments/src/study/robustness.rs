use classifier::Classifier;
use lenet::LeNet;
use mnist_io::transform::{Affine, invert_pixels, warp};
use mnist_io::{Images, Mnist, MnistError};

use crate::run::in_pool;
use crate::{Observer, Options, Preparation, RunError, Stage};

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

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

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
}
