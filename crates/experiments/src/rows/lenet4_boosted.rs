//! Three LeNet-4, each trained on what those before it find hard (section III-C.8).

use std::ops::Range;

use baselines::boosting::{Committee, Filter, Filtered};
use classifier::Classifier;
use lenet::{LeNet, LeNetParams};
use mnist_io::transform::{Distorter, Distortion};
use mnist_io::{Dataset, Images};
use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, Axis};
use report::{Description, Divergence, PaperFigures};

use super::distorted::{DISTORTIONS, Retouch, nine_copies};
use super::lenet::{
    COUNTS_OF_LENET4, INITIAL_WEIGHTS, LENET4, MODERATE, RATES, TABLE_OF_LENET4, train,
};
use crate::{Choice, FitError, Preparation, Recipe, Row, Training};

pub(super) const BOOSTED: Row = Row {
    description: Description {
        id: "lenet4-boosted-dist",
        name: "[dist] Boosted LeNet-4",
        paper: PaperFigures {
            error_percent: Some(0.7),
            reject_percent: Some(0.5),
            multiply_accumulates: Some(460_000),
            stored_values: Some(51_000),
        },
        divergences: &[
            Divergence {
                paper: "The size of the filtered sets is not given",
                ours: "As the settings say, from as many new distortions as that takes",
                why: "Chosen on validation",
            },
            Divergence {
                paper: "\"460,000\" multiply-accumulates: the second and the third network are \
                        run only where the first is not sure",
                ours: "Every image is shown to all three",
                why: "How sure is not given",
            },
            DISTORTIONS,
            COUNTS_OF_LENET4,
            TABLE_OF_LENET4,
            RATES,
            INITIAL_WEIGHTS,
        ],
        ..LENET4.description
    },
    preparation: Preparation::Padded32,
    recipe: Recipe {
        settings: "filtered sets as large as the training set, 20 passes each; +-2 pixels, scale \
                   0.2, squeeze 0.15, shear 0.2",
        fit: |training| fit(training, training.set.len()),
    },
    network: None,
    choice: Choice::Validation,
    others: &[Recipe {
        settings: "filtered sets half as large as the training set, 20 passes each; +-2 pixels, \
                   scale 0.2, squeeze 0.15, shear 0.2",
        fit: |training| fit(training, training.set.len() / 2),
    }],
    ..LENET4
};

const RANGES: Distortion = MODERATE;

fn fit(training: &Training<'_>, size: usize) -> Result<Box<dyn Classifier>, FitError> {
    let filter = Filter::new(size);
    let copies = nine_copies(training.set, &RANGES, training.seed)?;
    let first = member(training, training.set, 0, Some(copies))?;

    let half_wrong = filter.half_wrong(&first, stream(training, 1)?)?;
    let second = member(training, &dataset(training, half_wrong)?, 1, None)?;

    let disputed = filter.disagreements(&first, &second, stream(training, 2)?)?;
    let third = member(training, &dataset(training, disputed)?, 2, None)?;
    super::boxed(Committee::new::<u8>(vec![first, second, third]))
}

/// A network of the committee.
fn member(
    training: &Training<'_>,
    set: &Dataset,
    place: u64,
    retouch: Option<Retouch<'_>>,
) -> Result<LeNet, FitError> {
    let own = Training::new(
        set,
        training.n_classes,
        training.seed.wrapping_add(place * SEEDS_APART),
        training.observer,
        training.shared,
    );
    train(&own, LeNetParams::lenet4(), retouch, None)
}

/// Members and streams have seeds of their own, far from those that a comparison asks for.
const SEEDS_APART: u64 = 1 << 32;

/// Images and their classes.
type Drawn = (Array2<u8>, Array1<usize>);

/// Distortions of the training images without end, each image once before any comes again.
fn stream<'a>(
    training: &'a Training<'_>,
    place: u64,
) -> Result<impl FnMut(Range<usize>) -> Drawn + 'a, FitError> {
    let set = training.set;
    let seed = training.seed.wrapping_add(place * SEEDS_APART);
    let distorter = Distorter::new(&RANGES, seed, set.height(), set.width())?;
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
