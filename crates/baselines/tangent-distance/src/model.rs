use classifier::{Centring, Classifier, Cost, InputError, Pixel};
use kernels::{FRAME, Level, frame_products};
use ndarray::parallel::prelude::*;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Slice};

use crate::gaussian::Gaussian;
use crate::params::TangentDistanceValidParams;
use crate::planes::Planes;
use crate::prefilter::Prefilter;
use crate::two_sided::{LANES, squared_distances};
use crate::{Candidates, TangentDistanceError};

/// A fitted nearest-neighbour classifier by the two-sided tangent distance.
///
/// It holds 17 bytes for each pixel of the training images.
#[derive(Clone, Debug)]
pub struct TangentDistance {
    pub(crate) params: TangentDistanceValidParams,
    pub(crate) level: Level,
    pub(crate) centring: Centring,
    pub(crate) gaussian: Gaussian,
    pub(crate) planes: Planes,
    pub(crate) prefilter: Prefilter,
    pub(crate) labels: Vec<usize>,
}

/// Images that one thread takes through the training images together.
const BLOCK: usize = 256;

/// Training images whose planes are met by all images of a block before the next: 16 MB of
/// them, which a last-level cache holds.
const TILE: usize = 4096;

impl TangentDistance {
    /// The parameters it was fitted with.
    pub fn params_used(&self) -> &TangentDistanceValidParams {
        &self.params
    }

    /// The same model with other candidates, to see what a prefilter loses.
    ///
    /// # Errors
    /// [`TangentDistanceError::NoCandidates`].
    pub fn with_candidates(mut self, candidates: Candidates) -> Result<Self, TangentDistanceError> {
        if candidates == Candidates::Nearest(0) {
            return Err(TangentDistanceError::NoCandidates);
        }
        self.params.candidates = candidates;
        Ok(self)
    }

    fn n_candidates(&self) -> usize {
        match self.params.candidates {
            Candidates::All => self.labels.len(),
            Candidates::Nearest(k) => k.min(self.labels.len()),
        }
    }

    /// Writes the squared distance of each image from the nearest of each class to `nearest`,
    /// `(n_images, n_classes)`, infinity where no candidate is of that class.
    fn search<P: Pixel>(&self, images: ArrayView2<'_, P>, mut nearest: ArrayViewMut2<'_, f32>) {
        const FITS: &str = "images of the size that the training images were laid out with";
        nearest.fill(f32::INFINITY);
        let width = self.params.width;
        let (queries, smoothed) =
            Planes::of(self.level, images, &self.centring, width, &self.gaussian).expect(FITS);
        let everything: Vec<usize>;
        let filtered: Vec<Vec<usize>>;
        let mut candidates: Vec<&[usize]> = match self.params.candidates {
            Candidates::All => {
                everything = (0..self.labels.len()).collect();
                vec![&everything; images.nrows()]
            }
            Candidates::Nearest(k) => {
                filtered = self
                    .prefilter
                    .nearest(self.level, &smoothed, k)
                    .expect(FITS);
                filtered.iter().map(Vec::as_slice).collect()
            }
        };

        let mut products = [[[0; FRAME]; FRAME]; LANES];
        for tile in 1..=self.labels.len().div_ceil(TILE) {
            for (query, candidates) in candidates.iter_mut().enumerate() {
                let in_tile = candidates.partition_point(|&index| index < tile * TILE);
                let (now, later) = candidates.split_at(in_tile);
                *candidates = later;
                for indices in now.chunks(LANES) {
                    frame_products(
                        self.level,
                        &queries.frames,
                        query,
                        &self.planes.frames,
                        indices,
                        &mut products[..indices.len()],
                    )
                    .expect(FITS);
                    let terms = std::array::from_fn(|lane| {
                        indices
                            .get(lane)
                            .map_or_else(Default::default, |&i| self.planes.terms[i])
                    });
                    let ridge = self.params.ridge as f32;
                    let distances =
                        squared_distances(ridge, &queries.terms[query], &terms, &products);
                    for (&index, distance) in indices.iter().zip(distances) {
                        let nearest = &mut nearest[[query, self.labels[index]]];
                        *nearest = nearest.min(distance);
                    }
                }
            }
        }
    }
}

impl<P: Pixel> Classifier<P> for TangentDistance {
    fn n_features(&self) -> usize {
        self.planes.frames.n_entries()
    }

    fn n_classes(&self) -> usize {
        self.params.n_classes
    }

    /// The negative squared tangent distance from the nearest candidate of each class, for floats
    /// that are no intensities in squared units of their [`Centring`]; of a class without
    /// candidates `-f32::MAX`.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        self.centring.check(images)?;
        let mut nearest = Array2::zeros((images.nrows(), self.params.n_classes));
        let block = images
            .nrows()
            .div_ceil(rayon::current_num_threads())
            .min(BLOCK);
        nearest
            .axis_chunks_iter_mut(Axis(0), block)
            .into_par_iter()
            .enumerate()
            .for_each(|(index, nearest)| {
                let first = index * block;
                let rows = Slice::from(first..first + nearest.nrows());
                self.search(images.slice_axis(Axis(0), rows), nearest);
            });
        Ok(nearest.mapv(|distance: f32| -f64::from(distance.min(f32::MAX))))
    }

    /// The prefilter, the smoothing with its derivatives, and the products of two frames for
    /// each candidate, which are nearly all of it: orthonormalising seven vectors and solving
    /// a system of seven for each candidate come to about 3 % and are left out.
    fn cost(&self) -> Cost {
        let (n_rows, n_pixels) = (
            self.labels.len() as u64,
            self.planes.frames.n_entries() as u64,
        );
        let frame = FRAME as u64;
        let prefilter = match self.params.candidates {
            Candidates::All => 0,
            Candidates::Nearest(_) => n_rows * n_pixels,
        };
        let smoothing = 5 * self.gaussian.n_taps() as u64 * n_pixels;
        Cost {
            multiply_accumulates: prefilter
                + smoothing
                + self.n_candidates() as u64 * frame * frame * n_pixels,
            stored_values: (frame + 1) * n_rows * n_pixels,
        }
    }
}

classifier::impl_linfa_predict!(TangentDistance);
