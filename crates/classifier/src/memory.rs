use std::hint::black_box;

use crate::InputError;

/// Asks the system for room for so many values of type `T`, the product of `lengths`, and gives
/// it back: allocations abort a program that is refused memory, this tells.
///
/// # Errors
/// [`InputError::Memory`].
pub fn check_memory<T>(what: &'static str, lengths: &[usize]) -> Result<(), InputError> {
    let values = lengths
        .iter()
        .try_fold(1usize, |values, &length| values.checked_mul(length));
    let mut room = Vec::<T>::new();
    // Seen by someone, or the compiler leaves out what is only asked for.
    if values.is_some_and(|values| black_box(&mut room).try_reserve_exact(values).is_ok()) {
        return Ok(());
    }
    let bytes = lengths
        .iter()
        .fold(size_of::<T>() as u64, |bytes, &length| {
            bytes.saturating_mul(length as u64)
        });
    Err(InputError::Memory {
        what,
        needed: bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_had_is_told_in_bytes() {
        assert_eq!(check_memory::<f64>("a few", &[3, 4]), Ok(()));
        assert_eq!(check_memory::<f64>("none", &[usize::MAX, 0]), Ok(()));
        for (lengths, needed) in [
            ([1 << 40, 1 << 20], 1 << 63),
            ([usize::MAX, usize::MAX], u64::MAX),
        ] {
            assert_eq!(
                check_memory::<f64>("much", &lengths),
                Err(InputError::Memory {
                    what: "much",
                    needed
                })
            );
        }
    }
}
