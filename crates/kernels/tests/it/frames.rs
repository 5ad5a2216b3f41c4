//! Compares products of frames on every level with sums computed entry by entry.

use kernels::{FRAME, FrameProduct, Frames, Level, ShapeError, frame_products};
use proptest::prelude::*;

/// Frames of the given entries, each `(FRAME, n_entries)` row-major.
fn frames(entries: &[Vec<i16>], n_entries: usize) -> Frames {
    let (frames, _) = Frames::from_fn(entries.len(), n_entries, |index, vectors| {
        vectors.copy_from_slice(&entries[index]);
    })
    .unwrap();
    frames
}

fn entry_by_entry(query: &[i16], row: &[i16], n_entries: usize) -> FrameProduct {
    let vector = |frame: &[i16], i: usize| frame[i * n_entries..][..n_entries].to_vec();
    std::array::from_fn(|i| {
        std::array::from_fn(|j| {
            let sum: i64 = (vector(query, i).iter().zip(vector(row, j)))
                .map(|(&q, r)| i64::from(q) * i64::from(r))
                .sum();
            sum as i32
        })
    })
}

prop_compose! {
    fn problem()(n_entries in 1usize..40, n_rows in 1usize..11)(
        n_entries in Just(n_entries),
        query in prop::collection::vec(any::<i16>(), FRAME * n_entries),
        rows in prop::collection::vec(
            prop::collection::vec(any::<i16>(), FRAME * n_entries), n_rows),
        indices in prop::collection::vec(0..n_rows, 0..14),
    ) -> (usize, Vec<i16>, Vec<Vec<i16>>, Vec<usize>) {
        (n_entries, query, rows, indices)
    }
}

proptest! {
    #[test]
    fn every_level_multiplies_as_entry_by_entry((n_entries, query, rows, indices) in problem()) {
        let expected: Vec<FrameProduct> = indices
            .iter()
            .map(|&index| entry_by_entry(&query, &rows[index], n_entries))
            .collect();
        let queries = frames(std::slice::from_ref(&query), n_entries);
        let rows = frames(&rows, n_entries);
        for level in Level::available() {
            let mut products = vec![[[-1; FRAME]; FRAME]; indices.len()];
            frame_products(level, &queries, 0, &rows, &indices, &mut products).unwrap();
            prop_assert_eq!(&products, &expected, "{}", level);
        }
    }
}

#[test]
fn the_extremes_wrap_alike_on_every_level() {
    let n_entries = 3;
    let lowest = frames(&[vec![i16::MIN; FRAME * n_entries]], n_entries);
    for level in Level::available() {
        let mut products = [[[0; FRAME]; FRAME]];
        frame_products(level, &lowest, 0, &lowest, &[0], &mut products).unwrap();
        // 3 · 2³⁰ modulo 2³².
        assert_eq!(products, [[[-(1 << 30); FRAME]; FRAME]], "{level}");
    }
}

#[test]
fn shapes_that_do_not_fit_are_errors() {
    let (three, four) = (frames(&[vec![0; 24]], 3), frames(&[vec![0; 32]], 4));
    let mut products = [[[0; FRAME]; FRAME]];
    let mut multiply = |query, rows, indices: &[usize]| {
        frame_products(Level::PORTABLE, &three, query, rows, indices, &mut products)
    };
    assert_eq!(
        multiply(0, &four, &[0]),
        Err(ShapeError::EntryCount {
            queries: 3,
            rows: 4
        })
    );
    let out_of_range = Err(ShapeError::RowOutOfRange {
        index: 1,
        n_rows: 1,
    });
    assert_eq!(multiply(1, &three, &[0]), out_of_range);
    assert_eq!(multiply(0, &three, &[1]), out_of_range);
    assert_eq!(
        multiply(0, &three, &[0, 0]),
        Err(ShapeError::OutputLength {
            expected: 2,
            found: 1
        })
    );
}
