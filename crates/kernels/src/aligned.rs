use std::ops::{Deref, DerefMut};

/// Lines of the cache, and vectors of the widest level, have this many bytes.
const LINE: usize = 64;

/// Numbers of which the first lies at the beginning of a cache line.
///
/// Rows of whole vectors then begin at one too, and none of their loads or stores touches two
/// lines, which takes the time of two.
#[derive(Debug, Default)]
pub struct Aligned<T = f32> {
    values: Vec<T>,
    start: usize,
}

impl<T: Copy + Default> Aligned<T> {
    /// `len` zeros.
    pub fn zeros(len: usize) -> Self {
        const { assert!(size_of::<T>().is_power_of_two() && size_of::<T>() <= LINE) };
        let mut values = vec![T::default(); len + LINE / size_of::<T>() - 1];
        // Where the platform cannot tell, the numbers are merely not aligned.
        let start = values.as_ptr().align_offset(LINE);
        let fits = |start: &usize| *start <= values.len() - len;
        let start = Some(start).filter(fits).unwrap_or(0);
        values.truncate(start + len);
        Self { values, start }
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
    fn numbers_and_their_copies_begin_at_a_line() {
        check(|index| index as f32);
        check(|index| half::bf16::from_f32(index as f32));
        check(|index| index as u8);
    }
}
