//! Small sets of images of arbitrary numbers, for the fuzz targets: whatever the numbers, a
//! classifier is fitted or says why not, and then gives finite scores or says why not.
//!
//! ```sh
//! cargo +nightly fuzz run svm -- -max_total_time=600 -timeout=20
//! ```

use classifier::{Classifier, Pixel};
use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use ndarray::{Array1, Array2};

/// A set to train on, and images to recognise.
#[derive(Debug)]
pub struct Problem<P> {
    /// `(n_images, side · side)`.
    pub train: Array2<P>,
    /// Labels of the former.
    pub labels: Array1<usize>,
    /// Images like the former, or not.
    pub others: Array2<P>,
    /// Rows and columns of an image.
    pub side: usize,
    /// The number of classes.
    pub n_classes: usize,
    /// For the parameters.
    pub knob: u8,
}

/// Arbitrary numbers: any bits, or those that people have, moved and scaled.
fn numbers(u: &mut Unstructured<'_>, n: usize) -> Result<Vec<f64>> {
    let any = u.arbitrary()?;
    let (exponent, shift) = (u.arbitrary::<i8>()?, u.arbitrary::<i16>()?);
    (0..n)
        .map(|_| {
            if any {
                return u.arbitrary::<f64>();
            }
            let grey = f64::from(u.arbitrary::<u8>()?);
            Ok((grey + f64::from(shift)) * f64::from(exponent).exp2())
        })
        .collect()
}

impl<P: Pixel> Problem<P> {
    /// Draws a problem; `round` turns numbers into pixels.
    fn draw(u: &mut Unstructured<'_>, side: Option<usize>, round: fn(f64) -> P) -> Result<Self> {
        let n_classes = u.int_in_range(1..=4)?;
        let n_images = u.int_in_range(1..=10)?;
        let side = match side {
            Some(side) => side,
            None => u.int_in_range(1..=4)?,
        };
        let knob = u.arbitrary()?;
        let labels: Result<Vec<usize>> = (0..n_images)
            .map(|_| u.int_in_range(0..=n_classes - 1))
            .collect();
        let labels = labels?.into();
        let mut images = |n: usize| {
            // What a large image has beyond these numbers repeats them.
            let drawn = numbers(u, n * side * side.min(4))?;
            let pixels = drawn.iter().copied().cycle().take(n * side * side);
            let pixels = pixels.map(round).collect();
            Ok(Array2::from_shape_vec((n, side * side), pixels).expect("as many pixels"))
        };
        Ok(Self {
            train: images(n_images)?,
            others: images(3)?,
            labels,
            side,
            n_classes,
            knob,
        })
    }

    /// Fits and recognises.
    ///
    /// # Panics
    /// If a score is not finite.
    pub fn solve<M: Classifier<P>, E: std::error::Error>(
        &self,
        fit: impl FnOnce(&Self) -> std::result::Result<M, E>,
    ) {
        let model = match fit(self) {
            Ok(model) => model,
            Err(error) => {
                assert!(!error.to_string().is_empty());
                return;
            }
        };
        for images in [&self.train, &self.others] {
            if let Ok(scores) = model.scores(images.view()) {
                let are_finite = scores.iter().all(|score| score.is_finite());
                assert!(are_finite, "{scores} of {self:?}");
            }
        }
    }
}

/// A problem of one of the pixel types.
#[derive(Debug)]
pub enum AnyProblem {
    /// Grey levels.
    Bytes(Problem<u8>),
    /// Single precision.
    Singles(Problem<f32>),
    /// Double precision.
    Doubles(Problem<f64>),
}

impl AnyProblem {
    /// Images of that side, or of 1 to 4.
    pub fn of_side(u: &mut Unstructured<'_>, side: Option<usize>) -> Result<Self> {
        Ok(match u.int_in_range(0..=2)? {
            0 => Self::Bytes(Problem::draw(u, side, |number| number as u8)?),
            1 => Self::Singles(Problem::draw(u, side, |number| number as f32)?),
            _ => Self::Doubles(Problem::draw(u, side, |number| number)?),
        })
    }
}

impl<'a> Arbitrary<'a> for AnyProblem {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Self::of_side(u, None)
    }
}

/// Solves a problem of whatever pixel type with the parameters that an expression makes of it.
#[macro_export]
macro_rules! solve {
    ($any:expr, |$problem:ident| $parameters:expr) => {
        $crate::solve!(@each $any, |$problem| $parameters, Bytes Singles Doubles)
    };
    (@each $any:expr, |$problem:ident| $parameters:expr, $($kind:ident)*) => {
        match $any {
            $($crate::AnyProblem::$kind($problem) => $problem.solve(|$problem| {
                let (images, labels) = ($problem.train.view(), $problem.labels.clone());
                linfa::traits::Fit::fit(&$parameters, &linfa::DatasetBase::new(images, labels))
            }),)*
        }
    };
}
