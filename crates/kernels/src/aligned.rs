use std::ops::{Deref, DerefMut};

/// A cache line has this many bytes, and so has a vector of the widest level.
const LINE: usize = 64;

/// A slice of numbers that starts at the beginning of a cache line.
///
/// Rows that consist of whole vectors then also start at a cache line. So no load or store touches
/// two lines, which would take twice as long.
#[derive(Debug, Default)]
pub struct Aligned<T = f32> {
    values: Vec<T>,
    start: usize,
}

impl<T: Copy + Default> Aligned<T> {
    /// Returns `len` zeros.
    pub fn zeros(len: usize) -> Self {
        const { assert!(size_of::<T>().is_power_of_two() && size_of::<T>() <= LINE) };
        let mut values = vec![T::default(); len + LINE / size_of::<T>() - 1];
        // If the platform cannot tell the offset, the numbers are not aligned, which is only
        // slower.
        let start = values.as_ptr().align_offset(LINE);
        let fits = |start: &usize| *start <= values.len() - len;
        let start = Some(start).filter(fits).unwrap_or(0);
        values.truncate(start + len);
        Self { values, start }
    }

    /// Makes it `len` zeros. New memory is taken only if it was never as long.
    pub fn reset(&mut self, len: usize) {
        if self.values.capacity() < self.start + len {
            *self = Self::zeros(len);
        } else {
            // The vector does not move, so the numbers still start at a line.
            self.values.clear();
            self.values.resize(self.start + len, T::default());
        }
    }
}

impl<T: Copy + Default> From<&[T]> for Aligned<T> {
    fn from(values: &[T]) -> Self {
        let mut copy = Self::zeros(values.len());
        copy.copy_from_slice(values);
        copy
    }
}

impl<T: Copy + Default> Clone for Aligned<T> {
    fn clone(&self) -> Self {
        Self::from(&**self)
    }
}

impl<T> Deref for Aligned<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.values[self.start..]
    }
}

impl<T> DerefMut for Aligned<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.values[self.start..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Copy + Default + PartialEq + std::fmt::Debug>(value: impl Fn(usize) -> T) {
        for len in [0, 1, 15, 16, 17, 1000] {
            let mut numbers = Aligned::zeros(len);
            assert!(numbers.iter().all(|number| *number == T::default()));
            for (index, number) in numbers.iter_mut().enumerate() {
                *number = value(index + 1);
            }
            let copy = numbers.clone();
            assert_eq!(copy[..], numbers[..]);
            assert_eq!(copy.len(), len);
            for numbers in [numbers, copy] {
                assert_eq!(numbers.as_ptr() as usize % LINE, 0);
            }
        }
    }

    #[test]
    fn a_reset_leaves_zeros_at_a_line_and_moves_only_to_grow() {
        let mut numbers = Aligned::<f32>::zeros(0);
        let mut longest = 0;
        for len in [0, 100, 7, 1000, 1000, 999, 0, 12, 1001] {
            let before = numbers.as_ptr();
            numbers.reset(len);
            assert_eq!(numbers[..], vec![0.0; len]);
            assert_eq!(numbers.as_ptr() as usize % LINE, 0);
            assert!(len > longest || numbers.as_ptr() == before, "{len}");
            longest = longest.max(len);
            numbers.fill(1.0);
        }
    }

    #[test]
    fn numbers_and_their_copies_begin_at_a_line() {
        check(|index| index as f32);
        check(|index| half::bf16::from_f32(index as f32));
        check(|index| index as u8);
    }
}
