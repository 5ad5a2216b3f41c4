use std::sync::OnceLock;

use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
use classifier::{Centring, Classifier, Cost, InputError, Pixel};
use kernels::{FRAME, Level, frame_products};
use linfa::ParamGuard as _;
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
/// It needs 17 bytes for each pixel of the training images, and also the images themselves: 1 more
/// byte per pixel for bytes, 8 more for floats. A model that was read from a file needs 16 less until
/// it is given many images at once: for a few it makes the tangent planes of their candidates alone.
#[derive(Clone, Debug)]
pub struct TangentDistance {
    params: TangentDistanceValidParams,
    centring: Centring,
    labels: Vec<usize>,
    images: Images,
    computed: Computed,
}

/// The data computed from the training images.
#[derive(Clone, Debug)]
pub(crate) struct Computed {
    level: Level,
    gaussian: Gaussian,
    /// Made when they are needed, unless by the fit.
    planes: OnceLock<Planes>,
    prefilter: Prefilter,
}

impl Computed {
    /// Computes the data from checked images, and also returns the smoothed images.
    pub(crate) fn of<P: Pixel>(
        params: &TangentDistanceValidParams,
        images: ArrayView2<'_, P>,
        centring: &Centring,
    ) -> Result<(Self, Array2<f32>), TangentDistanceError> {
        let level = Level::try_current()?;
        let gaussian = Gaussian::new(params.smoothing);
        let (planes, smoothed) = Planes::of(level, images, centring, params.width, &gaussian)?;
        let computed = Self {
            level,
            gaussian,
            planes: planes.into(),
            prefilter: Prefilter::new(smoothed.view())?,
        };
        Ok((computed, smoothed))
    }

    /// The same but for the planes.
    fn without_planes(
        params: &TangentDistanceValidParams,
        images: &Images,
    ) -> Result<Self, TangentDistanceError> {
        let level = Level::try_current()?;
        let gaussian = Gaussian::new(params.smoothing);
        let smoothed = match images {
            Images::Bytes(images) => smoothed(images.view(), params.width, &gaussian),
            Images::Centred(images) => smoothed(images.view(), params.width, &gaussian),
        };
        Ok(Self {
            level,
            gaussian,
            planes: OnceLock::new(),
            prefilter: Prefilter::new(smoothed.view())?,
        })
    }
}

/// The training images `(n_images, n_features)`.
#[derive(Clone, Debug)]
pub(crate) enum Images {
    Bytes(Array2<u8>),
    /// Floats after centring.
    Centred(Array2<f64>),
}

impl Images {
    /// Copies checked images.
    pub(crate) fn of<P: Pixel>(images: ArrayView2<'_, P>, centring: &Centring) -> Self {
        let (shape, images) = (images.raw_dim(), images.as_standard_layout());
        const ROW_BY_ROW: &str = "standard layout";
        if let Some(bytes) = P::as_bytes(images.as_slice().expect(ROW_BY_ROW)) {
            let bytes = Array2::from_shape_vec(shape, bytes.to_vec());
            return Self::Bytes(bytes.expect("as many bytes as pixels"));
        }
        let mut centred = Array2::zeros(shape);
        for (image, mut centred) in images.rows().into_iter().zip(centred.rows_mut()) {
            centring.write_doubles(image, centred.as_slice_mut().expect(ROW_BY_ROW));
        }
        Self::Centred(centred)
    }

    /// The tangent planes of those of these indices, or of all.
    fn planes(
        &self,
        of: Option<&[usize]>,
        level: Level,
        width: usize,
        gaussian: &Gaussian,
    ) -> Planes {
        fn made<P: Pixel>(
            images: &Array2<P>,
            of: Option<&[usize]>,
            level: Level,
            width: usize,
            gaussian: &Gaussian,
        ) -> Planes {
            let as_they_are = Centring::none(images.ncols());
            let selected;
            let images = match of {
                Some(indices) => {
                    selected = images.select(Axis(0), indices);
                    selected.view()
                }
                None => images.view(),
            };
            let (planes, _) = Planes::of(level, images, &as_they_are, width, gaussian).expect(FITS);
            planes
        }
        match self {
            Self::Bytes(images) => made(images, of, level, width, gaussian),
            Self::Centred(images) => made(images, of, level, width, gaussian),
        }
    }
}

/// The smoothed images alone.
fn smoothed<P: Pixel>(images: ArrayView2<'_, P>, width: usize, gaussian: &Gaussian) -> Array2<f32> {
    let as_they_are = Centring::none(images.ncols());
    let mut smoothed = Array2::zeros(images.raw_dim());
    (smoothed.axis_iter_mut(Axis(0)).into_par_iter())
        .zip(images.axis_iter(Axis(0)))
        .for_each_init(
            || vec![0.0; images.ncols()],
            |values, (mut smoothed, image)| {
                as_they_are.write_doubles(image, values);
                let smooth = gaussian.smooth(values, width);
                smoothed
                    .iter_mut()
                    .zip(smooth.values)
                    .for_each(|(smoothed, value)| *smoothed = value as f32);
            },
        );
    smoothed
}

const FITS: &str = "images of the size that the training images were laid out with";

/// Number of images that one thread compares with the training images together.
const BLOCK: usize = 256;

/// Number of training images whose planes are compared with all images of a block before the next
/// planes. They need 16 MB, which fits a last-level cache.
const TILE: usize = 4096;

impl TangentDistance {
    /// The settings that the model was fitted with.
    pub fn params_used(&self) -> &TangentDistanceValidParams {
        &self.params
    }

    /// The same model with other candidates. This shows what a prefilter loses.
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

    pub(crate) fn new(
        params: TangentDistanceValidParams,
        centring: Centring,
        computed: Computed,
        labels: Vec<usize>,
        images: Images,
    ) -> Self {
        Self {
            params,
            centring,
            labels,
            images,
            computed,
        }
    }

    fn n_candidates(&self) -> usize {
        match self.params.candidates {
            Candidates::All => self.labels.len(),
            Candidates::Nearest(k) => k.min(self.labels.len()),
        }
    }

    /// The planes of all training images, which are made for so many images that it pays; none for
    /// a few.
    fn planes_for(&self, n_images: usize) -> Option<&Planes> {
        let planes = &self.computed.planes;
        let compared = n_images.saturating_mul(self.n_candidates());
        if 2 * compared <= self.labels.len() {
            return planes.get();
        }
        Some(planes.get_or_init(|| self.planes(None)))
    }

    fn planes(&self, of: Option<&[usize]>) -> Planes {
        let Computed {
            level, gaussian, ..
        } = &self.computed;
        (self.images).planes(of, *level, self.params.width, gaussian)
    }

    /// Writes the squared distance of each image from the nearest training image of each class to
    /// `nearest`, `(n_images, n_classes)`. If no candidate has the class, it is twice that of the
    /// farthest candidate. Without the `planes` of all training images it makes those of the
    /// candidates.
    fn search<P: Pixel>(
        &self,
        planes: Option<&Planes>,
        images: ArrayView2<'_, P>,
        mut nearest: ArrayViewMut2<'_, f32>,
    ) {
        nearest.fill(f32::INFINITY);
        let width = self.params.width;
        let (queries, smoothed) = Planes::of(
            self.computed.level,
            images,
            &self.centring,
            width,
            &self.computed.gaussian,
        )
        .expect(FITS);
        let everything: Vec<usize>;
        let filtered: Vec<Vec<usize>>;
        let mut candidates: Vec<&[usize]> = match self.params.candidates {
            Candidates::All => {
                everything = (0..self.labels.len()).collect();
                vec![&everything; images.nrows()]
            }
            Candidates::Nearest(k) => {
                filtered = self
                    .computed
                    .prefilter
                    .nearest(self.computed.level, &smoothed, k)
                    .expect(FITS);
                filtered.iter().map(Vec::as_slice).collect()
            }
        };

        let mut products = [[[0; FRAME]; FRAME]; LANES];
        let mut farthest = vec![0.0f32; images.nrows()];
        // The planes at these `places` of `planes` are those of the training images `indices`.
        let mut compare = |query: usize, planes: &Planes, places: &[usize], indices: &[usize]| {
            for (places, indices) in places.chunks(LANES).zip(indices.chunks(LANES)) {
                frame_products(
                    self.computed.level,
                    &queries.frames,
                    query,
                    &planes.frames,
                    places,
                    &mut products[..places.len()],
                )
                .expect(FITS);
                let terms = std::array::from_fn(|lane| {
                    let place = places.get(lane);
                    place.map_or_else(Default::default, |&place| planes.terms[place])
                });
                let ridge = self.params.ridge as f32;
                let distances = squared_distances(ridge, &queries.terms[query], &terms, &products);
                for (&index, distance) in indices.iter().zip(distances) {
                    let nearest = &mut nearest[[query, self.labels[index]]];
                    *nearest = nearest.min(distance);
                    farthest[query] = farthest[query].max(distance);
                }
            }
        };
        match planes {
            Some(planes) => {
                for tile in 1..=self.labels.len().div_ceil(TILE) {
                    for (query, candidates) in candidates.iter_mut().enumerate() {
                        let in_tile = candidates.partition_point(|&index| index < tile * TILE);
                        let (now, later) = candidates.split_at(in_tile);
                        *candidates = later;
                        compare(query, planes, now, now);
                    }
                }
            }
            None => {
                for (query, candidates) in candidates.iter().enumerate() {
                    let places: Vec<usize> = (0..candidates.len()).collect();
                    compare(query, &self.planes(Some(candidates)), &places, candidates);
                }
            }
        }
        for (mut nearest, farthest) in nearest.rows_mut().into_iter().zip(farthest) {
            let beyond = (2.0 * farthest).max(f32::MIN_POSITIVE);
            nearest.mapv_inplace(|distance| distance.min(beyond));
        }
    }
}

impl<P: Pixel> Classifier<P> for TangentDistance {
    fn n_features(&self) -> usize {
        self.centring.n_features()
    }

    fn n_classes(&self) -> usize {
        self.params.n_classes
    }

    /// Returns the negative squared tangent distance from the nearest candidate of each class. For
    /// floats that are not intensities, it is in squared units of their [`Centring`]. A class
    /// without candidates gets twice that of the farthest candidate, and is never the answer.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        self.centring.check(images)?;
        let mut nearest = Array2::zeros((images.nrows(), self.params.n_classes));
        let block = images
            .nrows()
            .div_ceil(rayon::current_num_threads())
            .min(BLOCK);
        let planes = self.planes_for(images.nrows());
        nearest
            .axis_chunks_iter_mut(Axis(0), block)
            .into_par_iter()
            .enumerate()
            .for_each(|(index, nearest)| {
                let first = index * block;
                let rows = Slice::from(first..first + nearest.nrows());
                self.search(planes, images.slice_axis(Axis(0), rows), nearest);
            });
        Ok(nearest.mapv(|distance: f32| -f64::from(distance.min(f32::MAX))))
    }

    /// Counts the prefilter, the smoothing with its derivatives, and the products of two frames for
    /// each candidate. The products are nearly all of the cost. Orthonormalising seven vectors, and
    /// solving a system of seven equations for each candidate, would add about 3 % and are not
    /// counted.
    fn cost(&self) -> Cost {
        let (n_rows, n_pixels) = (self.labels.len() as u64, self.centring.n_features() as u64);
        let frame = FRAME as u64;
        let prefilter = match self.params.candidates {
            Candidates::All => 0,
            Candidates::Nearest(_) => n_rows * n_pixels,
        };
        let smoothing = 5 * self.computed.gaussian.n_taps() as u64 * n_pixels;
        Cost {
            multiply_accumulates: prefilter
                + smoothing
                + self.n_candidates() as u64 * frame * frame * n_pixels,
            stored_values: (frame + 1) * n_rows * n_pixels,
        }
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(TangentDistance);

/// Settings: `height`, `width`, `smoothing`, `ridge` and `candidates`, which is a number or `all`.
/// Tensors: `images`, `(n_images, n_features)`, the training images, bytes unchanged and floats in
/// double precision after [`Centring`]; `labels`, `(n_images,)`. Tangent planes are not stored:
/// they are made when they are needed.
impl Persist for TangentDistance {
    const KIND: &'static str = "tangent-distance";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        let params = &self.params;
        to.header_of_any(self.centring.n_features(), params.n_classes);
        to.setting("height", params.height);
        to.setting("width", params.width);
        to.setting("smoothing", params.smoothing);
        to.setting("ridge", params.ridge);
        match params.candidates {
            Candidates::All => to.setting("candidates", "all"),
            Candidates::Nearest(k) => to.setting("candidates", k),
        }
        self.centring.write(to);
        match &self.images {
            Images::Bytes(images) => to.array("images", images.view()),
            Images::Centred(images) => to.array("images", images.view()),
        }
        to.labels("labels", self.labels.iter().copied());
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header_of_any()?;
        let (n_features, n_classes) = (header.n_features, header.n_classes);
        let (height, width) = (from.setting("height")?, from.setting("width")?);
        if usize::checked_mul(height, width) != Some(n_features) {
            let expected = format!("with that width there must be {n_features} pixels");
            return Err(from.wrong_setting("height", expected));
        }
        let candidates = match from.text("candidates")? {
            "all" => Candidates::All,
            _ => Candidates::Nearest(from.setting("candidates")?),
        };
        let params = Self::params(n_classes, height, width)
            .smoothing(from.setting("smoothing")?)
            .ridge(from.setting("ridge")?)
            .candidates(candidates)
            .check()
            .map_err(|error| from.wrong_setting("smoothing", error.to_string()))?;
        let centring = Centring::read(from, n_features)?;
        let labels = from.labels("labels", None, n_classes)?;
        let images = if from.is_of::<u8>("images") {
            Images::Bytes(from.matrix("images", labels.len(), n_features)?)
        } else {
            // Floats are centred in the file.
            let pixels = from.matrix("images", labels.len(), n_features)?;
            from.check_values(
                "images",
                pixels.as_slice().unwrap_or_default(),
                |pixel: &f64| pixel.abs() <= Centring::REACH,
                || format!("it must be within {:e}", Centring::REACH),
            )?;
            Images::Centred(pixels)
        };
        let computed = Computed::without_planes(&params, &images)
            .map_err(|error| from.wrong_setting("n_features", error.to_string()))?;
        Ok(Self::new(params, centring, computed, labels, images))
    }
}
