use ndarray::{Axis, Slice};

use super::Dataset;
use crate::MnistError;

impl Dataset {
    /// The first `n` images, as the paper's training sets of 15,000 and 30,000 (Figure 6).
    ///
    /// # Errors
    /// [`MnistError::OutOfRange`] if there are fewer.
    pub fn first(&self, n: usize) -> Result<Self, MnistError> {
        Ok(self.split_at(n)?.0)
    }

    /// The first `n` images, and the rest.
    ///
    /// # Errors
    /// [`MnistError::OutOfRange`] if there are fewer than `n`.
    pub fn split_at(&self, n: usize) -> Result<(Self, Self), MnistError> {
        if n > self.len() {
            return Err(self.out_of_range(n));
        }
        Ok((self.range(0, n), self.range(n, self.len())))
    }

    /// Copies of the images of these indices, in this order; an index may come more than once.
    ///
    /// # Errors
    /// [`MnistError::OutOfRange`] for an index that is not one.
    pub fn select(&self, indices: &[usize]) -> Result<Self, MnistError> {
        if let Some(&index) = indices.iter().find(|&&index| index >= self.len()) {
            return Err(self.out_of_range(index));
        }
        Ok(Self {
            images: self.images.select(indices),
            labels: self.labels.select(Axis(0), indices).into_shared(),
        })
    }

    fn range(&self, start: usize, end: usize) -> Self {
        let mut labels = self.labels.clone();
        labels.slice_axis_inplace(Axis(0), Slice::from(start..end));
        Self {
            images: self.images.range(start, end),
            labels,
        }
    }

    fn out_of_range(&self, index: usize) -> MnistError {
        MnistError::OutOfRange {
            index,
            len: self.len(),
        }
    }
}
