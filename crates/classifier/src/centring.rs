use ndarray::{Array2, ArrayView1, ArrayView2, Axis, Zip};

use crate::persist::{ModelError, ModelReader, ModelWriter};
use crate::{InputError, Pixel, TrainingSet, check_images};

/// Where the numbers of a data set lie and how large they are: x ↦ (x − origin) / unit, the
/// form in which classifiers compute with floats.
///
/// Single precision has 24 bits. Of years, of raw 16-bit counts or of temperatures in kelvin,
/// most of them tell where the data lie and few how images differ. A classifier whose method
/// does not mind where the origin is, or what the unit is, therefore subtracts and divides in
/// double precision before it narrows.
///
/// * The origin of a feature is its median if the medians are more than four times as far from
///   zero as images typically reach from them; 0 if not.
/// * The unit is 1 if images typically reach between 1/8 and 2 from the origin, as intensities and
///   outputs of squashing functions do. Otherwise it is the power of two that brings their typical
///   largest value above 1/2 and not above 1: to divide by it rounds nothing.
/// * Bytes stay as they are, and so do floats that are intensities.
///
/// Medians are those of at most 101 images, evenly spread through the set. What lies more than
/// [`REACH`](Self::REACH) units from the origin is refused: no sum of its squares is sure to be
/// finite.
///
/// ```
/// use classifier::Centring;
/// use ndarray::array;
///
/// let years = array![[1989.0f64, 1.0], [1998.0, 2.0], [2026.0, 4.0]];
/// let centring = Centring::of_features(years.view());
/// assert_eq!((centring.origin(0), centring.origin(1), centring.unit()), (1998.0, 2.0, 16.0));
/// assert_eq!(centring.singles(years.view())?.row(2), array![1.75f32, 0.125]);
/// assert!(centring.check(array![[1e39, 0.0]].view()).is_err());
/// # Ok::<(), classifier::InputError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Centring {
    n_features: usize,
    origin: Origin,
    unit: f64,
}

#[derive(Clone, Debug, PartialEq)]
enum Origin {
    Zero,
    /// The same for all features.
    One(f64),
    /// That of each feature.
    Each(Vec<f64>),
}

impl Centring {
    /// How many units from the origin a value may lie: 2⁴⁰, about 10¹². The squared distance of
    /// two images of a million pixels is then still finite in single precision; but of what lies
    /// more than 2²⁰ units off, it keeps less than four bits of a unit.
    pub const REACH: f64 = (1u64 << 40) as f64;

    /// How many units from the origin images are looked at more closely: [`check_set`](Self::check_set).
    const FAR: f64 = 4096.0;

    /// The least distance of two images, in lengths of one of them, of which rounding to single
    /// precision leaves four bits.
    const RESOLVED: f64 = 1.0 / (1u64 << 20) as f64;

    /// Images of which the medians are taken.
    const SAMPLE: usize = 101;

    /// Images as they are.
    pub fn none(n_features: usize) -> Self {
        Self {
            n_features,
            origin: Origin::Zero,
            unit: 1.0,
        }
    }

    /// That of checked images `(n_images, n_features)`, with an origin for each feature.
    pub fn of_features<P: Pixel>(images: ArrayView2<'_, P>) -> Self {
        Self::of(images, |sample| {
            Origin::Each(sample.columns().into_iter().map(median).collect())
        })
    }

    /// That of checked images `(n_images, n_features)`, with one origin, their ground (the
    /// typical least value): for methods to which a pixel's neighbours matter.
    pub fn of_fields<P: Pixel>(images: ArrayView2<'_, P>) -> Self {
        Self::of(images, |sample| {
            let grounds = sample.map_axis(Axis(1), |image| {
                image.iter().copied().fold(f64::INFINITY, f64::min)
            });
            Origin::One(median(grounds.view()))
        })
    }

    fn of<P: Pixel>(
        images: ArrayView2<'_, P>,
        origin: impl FnOnce(ArrayView2<'_, f64>) -> Origin,
    ) -> Self {
        let none = Self::none(images.ncols());
        if P::as_bytes(&[]).is_some() || images.is_empty() {
            return none;
        }
        let n_images = images.nrows();
        let step = n_images.div_ceil(Self::SAMPLE);
        let sampled: Vec<usize> = (0..n_images).step_by(step).collect();
        let sample = images.select(Axis(0), &sampled).mapv(Pixel::intensity);
        let centred = Self {
            origin: origin(sample.view()),
            ..none.clone()
        };
        let spread = centred.spread(sample.view());
        let is_far = centred.largest_origin() > 4.0 * spread;
        let (origin, spread) = if is_far {
            (centred.origin, spread)
        } else {
            (Origin::Zero, none.spread(sample.view()))
        };
        // Of the size of intensities, wherever they lie: a ridge means the same to both.
        let unit = match (0.125..=2.0).contains(&spread) {
            true => 1.0,
            false => power_of_two_above(spread),
        };
        Self {
            origin,
            unit,
            ..none
        }
    }

    /// How far images typically reach from the origin, in the pixels' unit: the median of the
    /// largest distances of a value, of those images that are not all origin; 0 if all are.
    fn spread(&self, sample: ArrayView2<'_, f64>) -> f64 {
        let reach = |image: ArrayView1<'_, f64>| {
            let distances = image.iter().enumerate();
            let distances = distances.map(|(feature, x)| (x - self.origin(feature)).abs());
            distances.fold(0.0, f64::max)
        };
        let reaches = sample.rows().into_iter().map(reach);
        let reaches: Vec<f64> = reaches.filter(|&reach| reach > 0.0).collect();
        median(ArrayView1::from(&reaches))
    }

    fn largest_origin(&self) -> f64 {
        match &self.origin {
            Origin::Zero => 0.0,
            Origin::One(origin) => origin.abs(),
            Origin::Each(origins) => origins.iter().fold(0.0, |far, o| o.abs().max(far)),
        }
    }

    /// Values an image.
    pub fn n_features(&self) -> usize {
        self.n_features
    }

    /// The origin of a feature.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn origin(&self, feature: usize) -> f64 {
        assert!(feature < self.n_features, "feature {feature}");
        match &self.origin {
            Origin::Zero => 0.0,
            Origin::One(origin) => *origin,
            Origin::Each(origins) => origins[feature],
        }
    }

    /// The unit, a power of two.
    pub fn unit(&self) -> f64 {
        self.unit
    }

    /// Hands over the setting `unit`; the setting `origins`, which is `zero`, `one` or `each`;
    /// and, but for zero, the tensor `origin`, that of all features, `()`, or that of each,
    /// `(n_features,)`.
    pub fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        to.setting("unit", self.unit);
        match &self.origin {
            Origin::Zero => to.setting("origins", "zero"),
            Origin::One(origin) => {
                to.setting("origins", "one");
                to.tensor("origin", [], std::slice::from_ref(origin));
            }
            Origin::Each(origins) => {
                to.setting("origins", "each");
                to.tensor("origin", [origins.len()], origins);
            }
        }
    }

    /// What was written, for images of so many features.
    ///
    /// # Errors
    /// [`ModelError`] for a unit that is no power of two, or another number of origins.
    pub fn read(from: &ModelReader<'_>, n_features: usize) -> Result<Self, ModelError> {
        let unit: f64 = from.setting("unit")?;
        let is_power = unit.is_normal() && unit > 0.0 && unit.to_bits().trailing_zeros() >= 52;
        if !is_power {
            return Err(from.wrong_setting("unit", "it must be a power of two"));
        }
        let origin = match from.text("origins")? {
            "zero" => Origin::Zero,
            "one" => Origin::One(from.tensor_of("origin", &[])?[0]),
            "each" => Origin::Each(from.vector("origin", n_features)?),
            _ => return Err(from.wrong_setting("origins", "it must be zero, one or each")),
        };
        Ok(Self {
            n_features,
            origin,
            unit,
        })
    }

    /// The same origin and unit for images of another size.
    ///
    /// # Panics
    /// If each feature has an origin of its own.
    pub fn for_images_of(&self, n_features: usize) -> Self {
        assert!(self.is_of_fields(), "one origin for all pixels");
        Self {
            n_features,
            ..self.clone()
        }
    }

    /// Whether all features have the same origin.
    pub fn is_of_fields(&self) -> bool {
        !matches!(self.origin, Origin::Each(_))
    }

    /// Whether images stay as they are.
    pub fn is_none(&self) -> bool {
        self.origin == Origin::Zero && self.unit == 1.0
    }

    /// Checks images, those of the training or others.
    ///
    /// # Errors
    /// What [`check_images`] finds, or [`InputError::OutOfReach`].
    pub fn check<P: Pixel>(&self, images: ArrayView2<'_, P>) -> Result<(), InputError> {
        check_images(images, self.n_features)?;
        if P::as_bytes(&[]).is_some() && self.is_none() {
            return Ok(());
        }
        let beyond = |&((_, feature), &pixel): &((usize, usize), &P)| {
            self.centred(feature, pixel).abs() > Self::REACH
        };
        match images.indexed_iter().find(beyond) {
            None => Ok(()),
            Some(((image, pixel), value)) => Err(InputError::OutOfReach {
                image,
                pixel,
                value: value.intensity(),
                origin: self.origin(pixel),
                reach: Self::REACH * self.unit,
            }),
        }
    }

    /// Checks training images for a method that computes with them in single precision.
    ///
    /// Of some of them, among these the farthest, it looks whether images of different classes
    /// are told apart: groups of images may lie so far from each other that no origin serves all.
    ///
    /// # Errors
    /// As [`check`](Self::check), or [`InputError::Alike`].
    pub fn check_set<P: Pixel>(&self, set: &TrainingSet<'_, P>) -> Result<(), InputError> {
        let (images, labels) = (set.images(), set.labels());
        self.check(images)?;
        if P::as_bytes(&[]).is_some() {
            return Ok(());
        }
        let is_far = |&image: &usize| {
            let pixels = images.row(image).into_iter().enumerate();
            let mut pixels = pixels.map(|(feature, &pixel)| self.centred(feature, pixel).abs());
            pixels.any(|x| x > Self::FAR)
        };
        let all = Vec::from_iter(0..images.nrows());
        let far: Vec<usize> = all.iter().copied().filter(is_far).collect();
        let spread = |of: Vec<usize>| {
            let step = of.len().div_ceil(Self::SAMPLE).max(1);
            of.into_iter().step_by(step)
        };
        let chosen: Vec<usize> = spread(all).chain(spread(far)).collect();
        let mut sample = Array2::zeros((chosen.len(), self.n_features));
        for (mut row, &image) in sample.rows_mut().into_iter().zip(&chosen) {
            let row = row.as_slice_mut().expect("a row of a new matrix");
            self.write_doubles(images.row(image), row);
        }
        for (a, &image) in sample.rows().into_iter().zip(&chosen) {
            let length = a.dot(&a).sqrt();
            for (b, &other) in sample.rows().into_iter().zip(&chosen) {
                if labels[image] == labels[other] {
                    continue;
                }
                let distance = Zip::from(a)
                    .and(b)
                    .fold(0.0, |sum, a, b| sum + (a - b).powi(2))
                    .sqrt();
                if distance > 0.0 && distance < Self::RESOLVED * length {
                    let (distance, length) = (distance * self.unit, length * self.unit);
                    return Err(InputError::Alike {
                        image,
                        other,
                        distance,
                        length,
                    });
                }
            }
        }
        Ok(())
    }

    /// (x − origin) / unit of a pixel.
    #[inline]
    fn centred<P: Pixel>(&self, feature: usize, pixel: P) -> f64 {
        (pixel.intensity() - self.origin(feature)) / self.unit
    }

    /// A pixel, centred, in single precision.
    #[inline]
    pub fn single<P: Pixel>(&self, feature: usize, pixel: P) -> f32 {
        if self.is_none() {
            pixel.intensity_f32()
        } else {
            self.centred(feature, pixel) as f32
        }
    }

    /// Writes an image, centred, in single precision.
    ///
    /// # Panics
    /// If one of the two has not a value for each feature.
    pub fn write_singles<P: Pixel>(&self, pixels: ArrayView1<'_, P>, image: &mut [f32]) {
        assert_eq!(
            (pixels.len(), image.len()),
            (self.n_features, self.n_features)
        );
        if self.is_none() {
            Zip::from(image)
                .and(pixels)
                .for_each(|value, pixel| *value = pixel.intensity_f32());
        } else {
            for ((feature, value), &pixel) in image.iter_mut().enumerate().zip(pixels) {
                *value = self.centred(feature, pixel) as f32;
            }
        }
    }

    /// Writes an image, centred, in double precision.
    ///
    /// # Panics
    /// If one of the two has not a value for each feature.
    pub fn write_doubles<P: Pixel>(&self, pixels: ArrayView1<'_, P>, image: &mut [f64]) {
        assert_eq!(
            (pixels.len(), image.len()),
            (self.n_features, self.n_features)
        );
        for ((feature, value), &pixel) in image.iter_mut().enumerate().zip(pixels) {
            *value = self.centred(feature, pixel);
        }
    }

    /// Checked images, centred, in single precision, `(n_images, n_features)`, row by row.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn singles<P: Pixel>(&self, images: ArrayView2<'_, P>) -> Result<Array2<f32>, InputError> {
        self.check(images)?;
        Ok(self.narrowed(images))
    }

    /// Training images likewise.
    ///
    /// # Errors
    /// As [`check_set`](Self::check_set).
    pub fn singles_of_set<P: Pixel>(
        &self,
        set: &TrainingSet<'_, P>,
    ) -> Result<Array2<f32>, InputError> {
        self.check_set(set)?;
        Ok(self.narrowed(set.images()))
    }

    fn narrowed<P: Pixel>(&self, images: ArrayView2<'_, P>) -> Array2<f32> {
        let mut singles = Array2::zeros(images.dim());
        for (pixels, mut image) in images.rows().into_iter().zip(singles.rows_mut()) {
            self.write_singles(pixels, image.as_slice_mut().expect("a row of a new matrix"));
        }
        singles
    }
}

/// The median; of an even number of values the lower of the two in the middle, so that it is
/// one of them. 0 if there is none.
fn median(values: ArrayView1<'_, f64>) -> f64 {
    let mut values = values.to_vec();
    if values.is_empty() {
        return 0.0;
    }
    let middle = (values.len() - 1) / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}

/// The least power of two that is not below a value; 1 for 0.
fn power_of_two_above(value: f64) -> f64 {
    if value == 0.0 {
        return 1.0;
    }
    // Within the range where a power of two and its inverse are both normal numbers.
    let exponent = value.log2().ceil().clamp(-1022.0, 1022.0);
    exponent.exp2()
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, Array2, array};

    use super::*;

    /// Values 0, 1/7 … 1, five features, some constant.
    fn images() -> Array2<f64> {
        Array2::from_shape_fn((40, 5), |(image, feature)| match feature {
            4 => 0.0,
            _ => ((image * 3 + feature * 5) % 8) as f64 / 7.0,
        })
    }

    #[test]
    fn bytes_and_intensities_stay_as_they_are() {
        let bytes = array![[200u8, 255], [201, 254]];
        assert!(Centring::of_features(bytes.view()).is_none());
        assert!(Centring::of_features(images().view()).is_none());
        assert!(Centring::of_fields(images().view()).is_none());
        let dim = images() / 4.0;
        assert!(Centring::of_features(dim.view()).is_none());
        let inverted = 1.0 - images();
        assert!(Centring::of_features(inverted.view()).is_none());
    }

    #[test]
    fn a_shift_of_all_features_is_taken_away() {
        let plain = images();
        for centring in [Centring::of_features, Centring::of_fields] {
            for shift in [10.0, -1e3, 1e5, 1e9] {
                let moved = &plain + shift;
                let centred = centring(moved.view());
                let origin = array![[0.0, 0.0, 0.0, 0.0, 0.0]];
                let at_origin = centred.singles((origin + shift).view()).unwrap();
                let singles = (centred.singles(moved.view()).unwrap() - at_origin)
                    .mapv(|x| f64::from(x) * centred.unit());
                let bound = 4.0 * f64::EPSILON * shift.abs() + 1e-6;
                assert!(
                    (singles - &plain).iter().all(|d| d.abs() < bound),
                    "{shift}"
                );
            }
        }
    }

    #[test]
    fn a_scale_of_two_to_a_power_changes_no_bit() {
        let moved = images() + 100.0;
        let centred = |images: &Array2<f64>| {
            let centring = Centring::of_features(images.view());
            let singles = centring.singles(images.view()).unwrap();
            singles.mapv(f64::from) * centring.unit()
        };
        let plain = centred(&moved);
        for exponent in [-900, -60, -3, 1, 4, 100, 900] {
            let scale = f64::from(exponent).exp2();
            assert_eq!(centred(&(&moved * scale)), &plain * scale, "{exponent}");
        }
    }

    #[test]
    fn what_is_out_of_reach_is_named() {
        let centring = Centring::of_features(images().view());
        let mut query = images();
        query[[3, 2]] = -1e39;
        assert_eq!(
            centring.check(query.view()),
            Err(InputError::OutOfReach {
                image: 3,
                pixel: 2,
                value: -1e39,
                origin: 0.0,
                reach: Centring::REACH,
            })
        );
        query[[3, 2]] = -1e11;
        assert_eq!(centring.check(query.view()), Ok(()));
    }

    #[test]
    fn one_image_far_from_all_others_moves_nothing() {
        let mut with_one = images();
        with_one.row_mut(7).fill(1e11);
        let plain = Centring::of_features(images().view());
        assert_eq!(Centring::of_features(with_one.view()), plain);
    }

    #[test]
    fn groups_too_far_apart_for_single_precision_are_refused_unless_each_is_of_one_class() {
        let plain = images();
        let check = |group: fn(usize) -> usize, shift: f64| {
            let labels = Array1::from_shape_fn(40, |image| image % 3);
            let moved = Array2::from_shape_fn((40, 5), |(image, feature)| {
                plain[[image, feature]] + shift * group(image) as f64
            });
            let set = TrainingSet::check(moved.view(), labels.view(), 3).unwrap();
            Centring::of_features(moved.view()).check_set(&set)
        };
        let halves: fn(usize) -> usize = |image| image / 20;
        let a_few: fn(usize) -> usize = |image| usize::from(image % 7 == 0);
        for group in [halves, a_few] {
            assert_eq!(check(group, 1e4), Ok(()));
            let error = check(group, 1e8).unwrap_err();
            assert!(matches!(error, InputError::Alike { .. }), "{error}");
        }
        assert_eq!(check(|image| image % 3, 1e8), Ok(()));
        // The origin lies among the two classes that are together.
        assert_eq!(check(|image| usize::from(image % 3 > 0), 1e8), Ok(()));
        // One image, however far, is told from all others.
        assert_eq!(check(|image| usize::from(image == 7), 1e8), Ok(()));
    }

    #[test]
    fn images_all_alike_are_brought_to_zero() {
        let alike = Array2::from_elem((3, 2), 1e200);
        let centring = Centring::of_features(alike.view());
        assert_eq!(
            centring.singles(alike.view()).unwrap(),
            Array2::<f32>::zeros((3, 2))
        );
        assert_eq!(centring.unit(), 1.0);
        let none = Array2::<f64>::zeros((3, 2));
        assert!(Centring::of_features(none.view()).is_none());
    }
}
