use std::ops::{Deref, DerefMut};

/// Lines of the cache, and vectors of the widest level, have this many bytes.
const LINE: usize = 64;

/// Numbers of which the first lies at the beginning of a cache line.
///
/// Rows of whole vectors then begin at one too, and none of their loads or stores touches two
/// lines, which takes the time of two.
#[derive(Debug, Default)]
pub struct Aligned {
    values: Vec<f32>,
    start: usize,
}

impl Aligned {
    /// `len` zeros.
    pub fn zeros(len: usize) -> Self {
        let mut values = vec![0.0; len + LINE / size_of::<f32>() - 1];
        // Where the platform cannot tell, the numbers are merely not aligned.
        let start = values.as_ptr().align_offset(LINE);
        let start = if start + len <= values.len() {
            start
        } else {
            0
        };
        values.truncate(start + len);
        Self { values, start }
    }
}

impl Clone for Aligned {
    fn clone(&self) -> Self {
        let mut copy = Self::zeros(self.len());
        copy.copy_from_slice(self);
        copy
    }
}

impl Deref for Aligned {
    type Target = [f32];

    #[inline]
    fn deref(&self) -> &[f32] {
        &self.values[self.start..]
    }
}

impl DerefMut for Aligned {
    #[inline]
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.values[self.start..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_their_copies_begin_at_a_line() {
        for len in [0, 1, 15, 16, 17, 1000] {
            let mut numbers = Aligned::zeros(len);
            for (number, value) in numbers.iter_mut().zip(1..) {
                *number = value as f32;
            }
            let copy = numbers.clone();
            assert_eq!(copy[..], numbers[..]);
            assert_eq!(copy.len(), len);
            for numbers in [numbers, copy] {
                assert_eq!(numbers.as_ptr() as usize % LINE, 0);
            }
        }
    }
}
