use classifier::{Classifier, Cost, InputError, check_images};
use linfa_nn::distance::L2Dist;
use linfa_nn::{LinearSearch, NearestNeighbour};
use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, ArrayView2, Axis};

use crate::recipe::Recipe;
use crate::{FitError, Training};

/// linfa-nn's linear search, and the vote of what it finds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nn {
    pub(crate) k: usize,
}

impl Recipe for Nn {
    fn settings(&self) -> String {
        format!("k = {}, linear search, double precision", self.k)
    }

    fn can_be_kept(&self) -> bool {
        false
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        Ok(Box::new(Neighbours {
            k: self.k,
            images: training.set.images().mapv(f64::from),
            labels: training.set.targets(),
            n_classes: training.n_classes,
        }))
    }
}

/// In double precision, in which squared distances of bytes are exact.
struct Neighbours {
    k: usize,
    images: Array2<f64>,
    labels: Array1<usize>,
    n_classes: usize,
}

impl Classifier for Neighbours {
    fn n_features(&self) -> usize {
        self.images.ncols()
    }

    fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Votes, and less than half a vote by rank: of tied classes the one with the nearest
    /// neighbour wins, as in crate `knn`.
    fn scores(&self, images: ArrayView2<'_, u8>) -> Result<Array2<f64>, InputError> {
        check_images(images, self.n_features())?;
        let index = LinearSearch::new()
            .from_batch(&self.images, L2Dist)
            .expect("the training images have pixels");
        let mut scores = Array2::zeros((images.nrows(), self.n_classes));
        scores
            .axis_iter_mut(Axis(0))
            .into_par_iter()
            .zip(images.axis_iter(Axis(0)))
            .for_each(|(mut scores, image)| {
                let image = image.mapv(f64::from);
                let nearest = index
                    .k_nearest(image.view(), self.k)
                    .expect("check_images has compared the sizes");
                let mut by_rank = 0.25;
                for (_, neighbour) in nearest {
                    scores[self.labels[neighbour]] += 1.0 + by_rank;
                    by_rank /= 2.0;
                }
            });
        Ok(scores)
    }

    fn cost(&self) -> Cost {
        let values = self.images.len() as u64;
        Cost {
            multiply_accumulates: values,
            stored_values: values,
        }
    }
}

#[test]
fn every_field_is_in_the_settings() {
    let one = Nn { k: 1 };
    let Nn { k: _ } = one;
    crate::recipe::assert_told_apart(&[&one, &Nn { k: 2 }]);
}
