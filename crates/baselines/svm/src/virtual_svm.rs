use std::ops::ControlFlow;
use std::sync::Arc;

use classifier::Centring;

use crate::model::Svm;
use crate::progress::nobody;
use crate::samples::{Pixels, Samples};
use crate::training::{TwoClasses, train};
use crate::{Progress, SvmError};

/// In which directions images are shifted by a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shifts {
    /// Up, down, left and right.
    Four,
    /// These and the diagonals.
    Eight,
}

impl Shifts {
    /// How far down and how far to the right, the first being not at all.
    fn offsets(self) -> &'static [(isize, isize)] {
        const OFFSETS: [(isize, isize); 9] = [
            (0, 0),
            (-1, 0),
            (1, 0),
            (0, -1),
            (0, 1),
            (-1, -1),
            (-1, 1),
            (1, -1),
            (1, 1),
        ];
        match self {
            Self::Four => &OFFSETS[..5],
            Self::Eight => &OFFSETS,
        }
    }
}

impl Svm {
    /// The virtual support vector machine: each two-class machine is trained again, with the
    /// same parameters, on its own support vectors and these shifted by a pixel, 0 moving in
    /// at the edge (Schölkopf, Burges & Vapnik 1996, "Incorporating invariances in support
    /// vector learning machines"). What decides between the classes lies at the support
    /// vectors; shifted, they teach the machine that a shift changes no class.
    ///
    /// Images are `height` × `width`. The [support vectors](Self::support_vectors) of the new
    /// machine are told by the training image that they are shifted from.
    ///
    /// # Errors
    /// [`SvmError::ImageSize`], and as fitting.
    pub fn virtual_svm(
        &self,
        height: usize,
        width: usize,
        shifts: Shifts,
    ) -> Result<Self, SvmError> {
        self.virtual_svm_watched(height, width, shifts, nobody)
    }

    /// The [virtual](Self::virtual_svm) machine, telling `watch` how training goes, as
    /// [`fit_watched`](crate::SvmValidParams::fit_watched) does.
    ///
    /// # Errors
    /// As there, and [`SvmError::Stopped`].
    pub fn virtual_svm_watched(
        &self,
        height: usize,
        width: usize,
        shifts: Shifts,
        watch: impl Fn(&Progress) -> ControlFlow<()>,
    ) -> Result<Self, SvmError> {
        let vectors = self.expansion().vectors();
        let n_features = vectors.n_features();
        if height.checked_mul(width) != Some(n_features) {
            return Err(SvmError::ImageSize {
                height,
                width,
                n_features,
            });
        }
        let n_shifts = shifts.offsets().len();
        let problems: Vec<TwoClasses> = (self.machines())
            .zip(self.coefficients().outer_iter())
            .map(|(&(machine, _), coefficients)| {
                let (indices, signs) = (coefficients.iter().enumerate())
                    .filter(|&(_, &coefficient)| coefficient != 0.0)
                    .flat_map(|(vector, &coefficient)| {
                        let of_vector = vector * n_shifts..(vector + 1) * n_shifts;
                        of_vector.map(move |index| (index, coefficient.signum()))
                    })
                    .unzip();
                TwoClasses {
                    machine,
                    indices: Some(indices),
                    signs,
                }
            })
            .collect();
        let pixels = match vectors.pixels() {
            Pixels::Bytes(pixels) => Pixels::Bytes(shifted(pixels, height, width, shifts)),
            Pixels::Singles(pixels) => Pixels::Singles(shifted(pixels, height, width, shifts)),
            Pixels::Doubles(pixels) => {
                let centring = vectors.space().centring();
                let pixels = shifted(&moved(pixels, centring, 1.0), height, width, shifts);
                Pixels::Doubles(Arc::new(moved(&pixels, centring, -1.0)))
            }
        };
        let pool = Samples::from_pixels(vectors.space(), pixels);
        let copies = (0..vectors.len()).flat_map(|vector| std::iter::repeat_n(vector, n_shifts));
        let bounds = self.bounds().select(copies);
        train(self.fitted_with(), &pool, &bounds, &problems, &watch)
            .map(|svm| svm.with_support(|index| self.support_vectors()[index / n_shifts]))
    }
}

/// Centred images, moved by so many times the origin.
fn moved(images: &[f64], centring: &Centring, times: f64) -> Vec<f64> {
    let by = |feature| times * centring.origin(feature) / centring.unit();
    let by: Vec<f64> = (0..centring.n_features()).map(by).collect();
    let rows = images.chunks_exact(by.len());
    rows.flat_map(|image| image.iter().zip(&by).map(|(x, by)| x + by))
        .collect()
}

/// Each image followed by its shifted copies.
fn shifted<T: Copy + Default>(pixels: &[T], height: usize, width: usize, shifts: Shifts) -> Vec<T> {
    let n_features = height * width;
    let mut pool = vec![T::default(); pixels.len() * shifts.offsets().len()];
    let copies = pool.chunks_exact_mut(n_features);
    let offsets = pixels
        .chunks_exact(n_features)
        .flat_map(|image| shifts.offsets().iter().map(move |&offset| (image, offset)));
    for (copy, (image, (down, right))) in copies.zip(offsets) {
        for (y, row) in copy.chunks_exact_mut(width).enumerate() {
            let Some(from) = y.checked_add_signed(-down).filter(|&from| from < height) else {
                continue;
            };
            let image_row = &image[from * width..(from + 1) * width];
            for (x, pixel) in row.iter_mut().enumerate() {
                if let Some(&value) = x.checked_add_signed(-right).and_then(|x| image_row.get(x)) {
                    *pixel = value;
                }
            }
        }
    }
    pool
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_move_zeros_in() {
        let pool = shifted(&[1, 2, 3, 4, 5, 6], 2, 3, Shifts::Eight);
        let expected = [
            [1, 2, 3, 4, 5, 6],
            [4, 5, 6, 0, 0, 0],
            [0, 0, 0, 1, 2, 3],
            [2, 3, 0, 5, 6, 0],
            [0, 1, 2, 0, 4, 5],
            [5, 6, 0, 0, 0, 0],
            [0, 4, 5, 0, 0, 0],
            [0, 0, 0, 2, 3, 0],
            [0, 0, 0, 0, 1, 2],
        ];
        assert_eq!(pool, expected.concat());
        assert_eq!(shifted(&[7u8], 1, 1, Shifts::Four), [7, 0, 0, 0, 0]);
    }
}
