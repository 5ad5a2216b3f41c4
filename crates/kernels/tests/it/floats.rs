//! Tests the neighbours of floats on every level.

use kernels::{FloatRows, Level, ShapeError, nearest_floats};
use proptest::prelude::*;

fn squared_distance(a: &[f32], b: &[f32]) -> f64 {
    let squares = a
        .iter()
        .zip(b)
        .map(|(&a, &b)| (f64::from(a) - f64::from(b)).powi(2));
    squares.sum()
}

/// Row length, rows, queries, k.
fn problem() -> impl Strategy<Value = (usize, Vec<f32>, Vec<f32>, usize)> {
    (1..130usize, 1..60usize, 1..20usize).prop_flat_map(|(n_features, n_rows, n_queries)| {
        (
            Just(n_features),
            prop::collection::vec(-2.0..2.0f32, n_features * n_rows),
            prop::collection::vec(-2.0..2.0f32, n_features * n_queries),
            1..=n_rows.min(8),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn distances_keep_their_bound_and_their_bits((n_features, rows, queries, k) in problem()) {
        let packed = FloatRows::new(&rows, n_features).unwrap();
        prop_assert_eq!(packed.rows().flatten().collect::<Vec<_>>(), rows.clone());
        let specified = nearest_floats(Level::PORTABLE, &queries, &packed, k).unwrap();
        for level in Level::available() {
            let found = nearest_floats(level, &queries, &packed, k).unwrap();
            prop_assert_eq!(&found, &specified, "{}", level);
        }
        let n_neighbours = queries.len() / n_features * k;
        prop_assert_eq!(specified.squared_distances().len(), n_neighbours);
        prop_assert_eq!(specified.indices().len(), n_neighbours);
        let bound = (n_features + 2) as f64 * f64::from(f32::EPSILON) / 2.0;
        for (i, query) in queries.chunks(n_features).enumerate() {
            let mut exact: Vec<f64> =
                rows.chunks(n_features).map(|row| squared_distance(query, row)).collect();
            let places = i * k..(i + 1) * k;
            let found = &specified.squared_distances()[places.clone()];
            let pairs: Vec<_> = found.iter().zip(&specified.indices()[places]).collect();
            prop_assert!(pairs.is_sorted_by(|a, b| a.0 < b.0 || a.0 == b.0 && a.1 < b.1));
            for &(&distance, &index) in &pairs {
                let exact = exact[index as usize];
                prop_assert!((f64::from(distance) - exact).abs() <= bound * exact);
            }
            exact.sort_unstable_by(f64::total_cmp);
            for (&distance, exact) in found.iter().zip(exact) {
                prop_assert!((f64::from(distance) - exact).abs() <= bound * exact);
            }
        }
    }

    #[test]
    fn small_integers_are_exact_and_ties_go_to_the_first(
        n_features in 1..20usize,
        bytes in prop::collection::vec(0..3u8, 20..900),
    ) {
        let n_rows = bytes.len() / n_features;
        let rows: Vec<f32> = bytes[..n_rows * n_features].iter().map(|&x| x.into()).collect();
        let query = &rows[..n_features];
        let mut expected: Vec<(f64, u32)> =
            rows.chunks(n_features).map(|row| squared_distance(query, row)).zip(0..).collect();
        expected.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let packed = FloatRows::new(&rows, n_features).unwrap();
        for level in Level::available() {
            let found = nearest_floats(level, query, &packed, n_rows).unwrap();
            prop_assert_eq!(found.squared_distances().len(), found.indices().len());
            let distances = found.squared_distances().iter().map(|&d| f64::from(d));
            let found: Vec<_> = distances.zip(found.indices().iter().copied()).collect();
            prop_assert_eq!(&found, &expected, "{}", level);
        }
    }
}

#[test]
fn infinite_distances_are_the_farthest_and_nan_beyond_them() {
    let rows = FloatRows::new(&[f32::NAN, -3e38, 1.0, f32::INFINITY], 1).unwrap();
    for level in Level::available() {
        let found = nearest_floats(level, &[3e38], &rows, 4).unwrap();
        assert_eq!(found.indices(), [1, 2, 3, 0], "{level}");
    }
}

#[test]
fn each_fault_has_its_error() {
    let level = Level::current();
    assert_eq!(FloatRows::new(&[], 0).unwrap_err(), ShapeError::NoFeatures);
    let not_whole = ShapeError::NotWholeRows {
        len: 3,
        n_features: 2,
    };
    assert_eq!(FloatRows::new(&[0.0; 3], 2).unwrap_err(), not_whole);
    let rows = FloatRows::new(&[0.0; 6], 2).unwrap();
    assert_eq!(
        nearest_floats(level, &[0.0; 3], &rows, 1).unwrap_err(),
        not_whole
    );
    for k in [0, 4] {
        assert_eq!(
            nearest_floats(level, &[0.0; 2], &rows, k).unwrap_err(),
            ShapeError::NeighbourCount { k, n_rows: 3 }
        );
    }
}
