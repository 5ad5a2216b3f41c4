use crate::SvmError;

/// No slot.
const NOWHERE: u32 = u32::MAX;

/// The rows of a kernel matrix that were used last, in at most a budget of bytes.
///
/// A row that has to be computed takes the place of the one whose last use lies farthest back.
/// Memory is reserved at once and touched a row at a time, as rows come, and serves the next
/// matrix too: pages that the process has not touched before are slow.
#[derive(Debug)]
pub(crate) struct RowCache<V> {
    budget: u64,
    width: usize,
    capacity: usize,
    /// The slot of each row, or [`NOWHERE`].
    slot_of: Vec<u32>,
    slots: Vec<Slot>,
    /// `(n_slots, width)`.
    values: Vec<V>,
    clock: u64,
    misses: u64,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    row: usize,
    last_use: u64,
}

impl<V: Copy + Default> RowCache<V> {
    /// Bytes that the cache takes at most for a matrix of `n_rows` × `width`.
    pub(crate) fn bytes(budget: u64, n_rows: usize, width: usize) -> u64 {
        rows_within::<V>(budget, n_rows, width) * row_bytes::<V>(width)
    }

    /// A cache for matrices no larger than `n_rows` × `width`.
    ///
    /// # Errors
    /// [`SvmError::OutOfMemory`].
    pub(crate) fn new(budget: u64, n_rows: usize, width: usize) -> Result<Self, SvmError> {
        let bytes = Self::bytes(budget, n_rows, width);
        let mut values = Vec::new();
        usize::try_from(bytes)
            .ok()
            .and_then(|bytes| values.try_reserve_exact(bytes / size_of::<V>()).ok())
            .ok_or(SvmError::OutOfMemory { needed: bytes })?;
        Ok(Self {
            // Narrower rows take no more than is reserved, which would be moved to grow.
            budget: if bytes > 0 { bytes } else { budget },
            width: 0,
            capacity: 0,
            slot_of: Vec::new(),
            slots: Vec::new(),
            values,
            clock: 0,
            misses: 0,
        })
    }

    /// Forgets all rows, for another matrix of `n_rows` × `width`.
    ///
    /// # Errors
    /// [`SvmError::CacheTooSmall`] if the budget is below one row.
    pub(crate) fn reset(&mut self, n_rows: usize, width: usize) -> Result<(), SvmError> {
        let capacity = rows_within::<V>(self.budget, n_rows, width);
        if capacity == 0 {
            return Err(SvmError::CacheTooSmall {
                needed: row_bytes::<V>(width),
                given: self.budget,
            });
        }
        self.width = width;
        self.capacity = capacity as usize;
        self.slot_of.clear();
        self.slot_of.resize(n_rows, NOWHERE);
        self.slots.clear();
        Ok(())
    }

    /// Most rows that can be had at a time.
    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    /// Rows computed so far.
    pub(crate) fn misses(&self) -> u64 {
        self.misses
    }

    /// The rows of these indices, all different and no more than the capacity, in this order.
    /// `compute` is given those that are not there, and a place for each.
    pub(crate) fn rows(
        &mut self,
        indices: &[usize],
        compute: impl FnOnce(&[usize], &mut [&mut [V]]),
    ) -> Vec<&[V]> {
        self.clock += 1;
        let mut missing = Vec::new();
        for &index in indices {
            match self.slot_of[index] {
                NOWHERE => missing.push(index),
                slot => self.slots[slot as usize].last_use = self.clock,
            }
        }
        if !missing.is_empty() {
            self.misses += missing.len() as u64;
            let taken = self.make_room(missing.len());
            for (&slot, &row) in taken.iter().zip(&missing) {
                let last_use = self.clock;
                self.slots[slot] = Slot { row, last_use };
                self.slot_of[row] = slot as u32;
            }
            compute(&missing, &mut places(&mut self.values, self.width, &taken));
        }
        indices
            .iter()
            .map(|&index| {
                let start = self.slot_of[index] as usize * self.width;
                &self.values[start..start + self.width]
            })
            .collect()
    }

    /// Slots for `n` more rows, ascending, none of them in use at this tick of the clock.
    fn make_room(&mut self, n: usize) -> Vec<usize> {
        let n_slots = self.slots.len();
        let n_fresh = n.min(self.capacity - n_slots);
        let mut free: Vec<usize> = Vec::with_capacity(n);
        if n > n_fresh {
            let mut idle: Vec<(u64, usize)> = (self.slots.iter().enumerate())
                .filter(|(_, slot)| slot.last_use < self.clock)
                .map(|(index, slot)| (slot.last_use, index))
                .collect();
            assert!(idle.len() >= n - n_fresh, "no more rows than the capacity");
            idle.select_nth_unstable(n - n_fresh - 1);
            free.extend(idle[..n - n_fresh].iter().map(|&(_, index)| index));
            free.sort_unstable();
            for &slot in &free {
                self.slot_of[self.slots[slot].row] = NOWHERE;
            }
        }
        free.extend(n_slots..n_slots + n_fresh);
        let never = Slot {
            row: 0,
            last_use: 0,
        };
        self.slots.resize(n_slots + n_fresh, never);
        let length = self.slots.len() * self.width;
        if self.values.len() < length {
            self.values.resize(length, V::default());
        }
        free
    }
}

/// The rows of some slots, which are in ascending order.
fn places<'a, V>(values: &'a mut [V], width: usize, slots: &[usize]) -> Vec<&'a mut [V]> {
    let (mut rest, mut first) = (values, 0);
    slots
        .iter()
        .map(|&slot| {
            let (_, from_slot) = std::mem::take(&mut rest).split_at_mut((slot - first) * width);
            let (place, after) = from_slot.split_at_mut(width);
            (rest, first) = (after, slot + 1);
            place
        })
        .collect()
}

fn rows_within<V>(budget: u64, n_rows: usize, width: usize) -> u64 {
    (budget / row_bytes::<V>(width)).min(n_rows as u64)
}

fn row_bytes<V>(width: usize) -> u64 {
    width as u64 * size_of::<V>() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compute(indices: &[usize], values: &mut [&mut [f32]]) {
        for (&index, values) in indices.iter().zip(values) {
            values.fill(index as f32);
        }
    }

    #[test]
    fn holds_what_was_used_last() {
        let mut cache = RowCache::<f32>::new(3 * 4 * 8, 10, 8).unwrap();
        cache.reset(10, 8).unwrap();
        assert_eq!(cache.capacity(), 3);
        cache.rows(&[1, 2, 3], compute);
        cache.rows(&[1, 3], |_, _| panic!("they are there"));
        let rows = cache.rows(&[7, 3], |missing, values| {
            assert_eq!(missing, [7]);
            compute(missing, values);
        });
        assert_eq!(rows, [[7.0; 8], [3.0; 8]]);
        cache.rows(&[1, 3, 7], |_, _| panic!("row 2 was the one to go"));
        assert_eq!(cache.misses(), 4);
    }

    #[test]
    fn serves_matrices_of_other_widths() {
        let mut cache = RowCache::<f32>::new(96, 10, 24).unwrap();
        for width in [8, 4, 24, 1, 8] {
            cache.reset(10, width).unwrap();
            assert_eq!(cache.capacity(), (24 / width).min(10));
            for row in 0..10 {
                assert_eq!(cache.rows(&[row], compute), [vec![row as f32; width]]);
            }
        }
    }

    #[test]
    fn counts_bytes_beyond_32_bits() {
        let budget = 48 << 30;
        let n = 60_000;
        assert_eq!(RowCache::<f32>::bytes(budget, n, n), 60_000 * 60_000 * 4);
        assert_eq!(RowCache::<f32>::bytes(5 << 30, n, n), 22_369 * 240_000);
        assert_eq!(RowCache::<f32>::bytes(u64::MAX, n, n), 60_000 * 60_000 * 4);
        let mut cache = RowCache::<f32>::new(5 << 30, n, n).unwrap();
        cache.reset(n, n).unwrap();
        assert_eq!(cache.capacity(), 22_369);
    }

    #[test]
    fn refuses_a_budget_below_a_row() {
        let mut cache = RowCache::<f32>::new(31, 10, 8).unwrap();
        assert!(matches!(
            cache.reset(10, 8),
            Err(SvmError::CacheTooSmall {
                needed: 32,
                given: 31
            })
        ));
    }
}
