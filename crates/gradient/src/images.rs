use classifier::{Centring, Pixel, TrainingSet};
use ndarray::ArrayView1;

use crate::Patterns;

/// How the pixels of an image become the input of a network.
pub trait Encode<P> {
    /// Writes the input for `pixels` into `input`.
    fn encode(&self, pixels: &[P], input: &mut [f32]);
}

/// Encodes each pixel as an intensity, 0 for white and 1 for black. Pixels that are not intensities
/// are centred.
impl<P: Pixel> Encode<P> for Centring {
    fn encode(&self, pixels: &[P], input: &mut [f32]) {
        self.write_singles(ArrayView1::from(pixels), input);
    }
}

/// A function that changes an image each time it is shown. Its arguments are the image, its index,
/// the number of the cycle through the set (from 0), and the slice for the changed image.
pub type Augmentation<'a, P> = dyn Fn(&[P], usize, usize, &mut [P]) + 'a;

/// Images and labels as [`Patterns`].
pub struct Images<'a, P, E = Centring> {
    set: TrainingSet<'a, P>,
    encode: E,
    augmentation: Option<&'a Augmentation<'a, P>>,
}

impl<'a, P: Pixel> Images<'a, P> {
    /// Uses checked images and labels. Pixels become intensities; if they are not intensities, they
    /// are centred ([`Centring::of_features`]).
    pub fn of_set(set: TrainingSet<'a, P>) -> Self {
        Self::new(set, Centring::of_features(set.images()))
    }
}

impl<'a, P: Pixel, E: Encode<P>> Images<'a, P, E> {
    /// Uses checked images and labels. `encode` turns the pixels into the network's input.
    pub fn new(set: TrainingSet<'a, P>, encode: E) -> Self {
        Self {
            set,
            encode,
            augmentation: None,
        }
    }

    /// Changes each image when it is shown, for example with distortions that differ from cycle to
    /// cycle.
    pub fn augment(mut self, augmentation: &'a Augmentation<'a, P>) -> Self {
        self.augmentation = Some(augmentation);
        self
    }

    /// The same images with another encoding.
    pub fn seen_as<F: Encode<P>>(&self, encode: F) -> Images<'a, P, F> {
        Images {
            set: self.set,
            encode,
            augmentation: self.augmentation,
        }
    }

    /// The unchanged images, and their labels.
    pub fn set(&self) -> &TrainingSet<'a, P> {
        &self.set
    }

    /// The encoding that makes pixels into the network's input.
    pub fn encoding(&self) -> &E {
        &self.encode
    }
}

impl<P: Pixel, E: Encode<P>> Patterns for Images<'_, P, E> {
    fn len(&self) -> usize {
        self.set.images().nrows()
    }

    fn announce(&self, index: usize) {
        if let Some(pixels) = self.set.images().row(index).to_slice() {
            kernels::prefetch(pixels);
        }
    }

    fn show(&self, index: usize, cycle: usize, image: &mut [f32]) -> usize {
        let images = self.set.images();
        let row = images.row(index);
        let contiguous;
        let pixels = match row.as_slice() {
            Some(pixels) => pixels,
            None => {
                contiguous = row.to_vec();
                &contiguous
            }
        };
        match self.augmentation {
            None => self.encode.encode(pixels, image),
            Some(augmentation) => {
                let mut altered = pixels.to_vec();
                augmentation(pixels, index, cycle, &mut altered);
                self.encode.encode(&altered, image);
            }
        }
        self.set.labels()[index]
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn images_are_shown_as_they_are_or_retouched_whatever_their_layout() {
        let images = array![[0u8, 51], [255, 102]];
        let labels = array![2, 0];
        for layout in [images.view(), images.t().as_standard_layout().t()] {
            let set = TrainingSet::check(layout, labels.view(), 3).unwrap();
            let plain = Images::of_set(set);
            let mut shown = [0.0; 2];
            assert_eq!(plain.len(), 2);
            plain.announce(1);
            assert_eq!(plain.show(1, 5, &mut shown), 0);
            assert_eq!(shown, [1.0, 0.4]);
            let brighter = |pixels: &[u8], index: usize, cycle: usize, altered: &mut [u8]| {
                altered[0] = pixels[0] + 51 * (index + cycle) as u8;
            };
            let altered = Images::of_set(set).augment(&brighter);
            assert_eq!(altered.show(0, 3, &mut shown), 2);
            assert_eq!(shown, [0.6, 0.2]);
        }
    }
}
