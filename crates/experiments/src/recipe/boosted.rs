//! Three LeNet-4, each trained on what those before it find hard (section III-C.9).

use std::ops::Range;

use baselines::boosting::{Committee, Filter, Filtered};
use classifier::Classifier;
use mnist_io::transform::{Distorter, Distortion};
use mnist_io::{Dataset, Images};
use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, Axis};

use super::lenet4::NETWORK;
use super::{LeNet, Recipe, Shown, distorted};
use crate::{FitError, Training};

/// A committee of three LeNet-4: the first sees nine copies of each image, the others what is
/// filtered out of distortions without end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Boosted {
    pub(crate) filtered_sets: FilteredSets,
    pub(crate) ranges: Distortion,
}

/// How large the filtered sets are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FilteredSets {
    AsLarge,
    HalfAsLarge,
}

impl Recipe for Boosted {
    fn settings(&self) -> String {
        let size = match self.filtered_sets {
            FilteredSets::AsLarge => "as large",
            FilteredSets::HalfAsLarge => "half as large",
        };
        let (passes, ranges) = (NETWORK.passes, distorted::ranges(&self.ranges));
        format!("filtered sets {size} as the training set, {passes} passes each; {ranges}")
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        let filter = Filter::new(match self.filtered_sets {
            FilteredSets::AsLarge => training.set.len(),
            FilteredSets::HalfAsLarge => training.set.len() / 2,
        });
        let copies = Shown::NineCopies(self.ranges);
        let first = member(training, training.set, 0, copies)?;

        let half_wrong = filter.half_wrong(&first, stream(training, &self.ranges, 1)?)?;
        let second = member(
            training,
            &dataset(training, half_wrong)?,
            1,
            Shown::Original,
        )?;

        let disputed = filter.disagreements(&first, &second, stream(training, &self.ranges, 2)?)?;
        let third = member(training, &dataset(training, disputed)?, 2, Shown::Original)?;
        super::boxed(Committee::new::<u8>(vec![first, second, third]))
    }
}

/// A network of the committee.
fn member(
    training: &Training<'_>,
    set: &Dataset,
    place: u64,
    shown: Shown,
) -> Result<lenet::LeNet, FitError> {
    let own = Training::new(
        set,
        training.n_classes,
        training.seed.wrapping_add(place * SEEDS_APART),
        training.observer,
        training.shared,
    );
    LeNet { shown, ..NETWORK }.train(&own, None)
}

/// Members and streams have seeds of their own, far from those that a comparison asks for.
const SEEDS_APART: u64 = 1 << 32;

/// Images and their classes.
type Drawn = (Array2<u8>, Array1<usize>);

/// Distortions of the training images without end, each image once before any comes again.
fn stream<'a>(
    training: &'a Training<'_>,
    ranges: &Distortion,
    place: u64,
) -> Result<impl FnMut(Range<usize>) -> Drawn + use<'a>, FitError> {
    let set = training.set;
    let seed = training.seed.wrapping_add(place * SEEDS_APART);
    let distorter = Distorter::new(ranges, seed, set.height(), set.width())?;
    let pixels = set.as_images().as_slice();
    let n_features = set.images().ncols();
    Ok(move |range: Range<usize>| {
        let mut images = Array2::zeros((range.len(), n_features));
        images
            .axis_iter_mut(Axis(0))
            .into_par_iter()
            .zip(range.clone().into_par_iter())
            .for_each_init(
                || distorter.clone(),
                |distorter, (mut image, number)| {
                    let (copy, index) = (number / set.len(), number % set.len());
                    let original = &pixels[index * n_features..][..n_features];
                    let image = image.as_slice_mut().expect("a line of a fresh array");
                    distorter.distort(original, index, copy as u32, image);
                },
            );
        let labels = range.map(|number| usize::from(set.labels()[number % set.len()]));
        (images, labels.collect())
    })
}

fn dataset(training: &Training<'_>, filtered: Filtered<u8>) -> Result<Dataset, FitError> {
    let set = training.set;
    let images = Images::new(filtered.images, set.height(), set.width())?;
    let labels = filtered.labels.mapv(|class| class as u8);
    Ok(Dataset::new(images, labels)?)
}

#[test]
fn every_field_is_in_the_settings() {
    let one = Boosted {
        filtered_sets: FilteredSets::AsLarge,
        ranges: Distortion::default(),
    };
    let Boosted {
        filtered_sets: _,
        ranges: _, // They have a test of their own.
    } = one;
    super::assert_told_apart(&[
        &one,
        &Boosted {
            filtered_sets: FilteredSets::HalfAsLarge,
            ..one
        },
        &Boosted {
            ranges: Distortion {
                shift: 1.0,
                ..one.ranges
            },
            ..one
        },
    ]);
}
