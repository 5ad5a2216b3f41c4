//! Compares the integer kernels of every level with simple loops that define them.

use kernels::{
    Level, LevelError, PackedRows, ShapeError, dot_products, gram, gram_of_rows, nearest,
};
use proptest::prelude::*;

fn dot(a: &[u8], b: &[u8]) -> u32 {
    a.iter()
        .zip(b)
        .map(|(&a, &b)| u32::from(a) * u32::from(b))
        .sum()
}

fn squared_distance(a: &[u8], b: &[u8]) -> u32 {
    a.iter()
        .zip(b)
        .map(|(&a, &b)| u32::from(a.abs_diff(b)).pow(2))
        .sum()
}

/// Sorts all pairs and takes the first `k`.
fn sorted_neighbours(query: &[u8], rows: &[u8], n_features: usize, k: usize) -> Vec<(u32, u32)> {
    let mut pairs: Vec<_> = rows
        .chunks(n_features)
        .map(|row| squared_distance(query, row))
        .zip(0..)
        .collect();
    pairs.sort_unstable();
    pairs.truncate(k);
    pairs
}

fn check_dot_products(level: Level, queries: &[u8], rows: &[u8], n_features: usize) {
    let packed = PackedRows::new(rows, n_features).unwrap();
    let expected: Vec<u32> = queries
        .chunks(n_features)
        .flat_map(|query| rows.chunks(n_features).map(|row| dot(query, row)))
        .collect();
    let mut products = vec![u32::MAX; expected.len()];
    dot_products(level, queries, &packed, &mut products).unwrap();
    assert_eq!(products, expected, "{level}");
}

fn check_nearest(level: Level, queries: &[u8], rows: &[u8], n_features: usize, k: usize) {
    let packed = PackedRows::new(rows, n_features).unwrap();
    let found = nearest(level, queries, &packed, k).unwrap();
    let expected: Vec<_> = queries
        .chunks(n_features)
        .flat_map(|query| sorted_neighbours(query, rows, n_features, k))
        .collect();
    let (distances, indices): (Vec<_>, Vec<_>) = expected.into_iter().unzip();
    assert_eq!(found.squared_distances(), distances, "{level}");
    assert_eq!(found.indices(), indices, "{level}");
}

fn check_gram(level: Level, images: &[u8], n_features: usize) {
    let mut expected = vec![0u64; n_features * n_features];
    for image in images.chunks(n_features) {
        for (products, &a) in expected.chunks_mut(n_features).zip(image) {
            for (product, &b) in products.iter_mut().zip(image) {
                *product += u64::from(a) * u64::from(b);
            }
        }
    }
    assert_eq!(
        gram(level, images, n_features).unwrap(),
        expected,
        "{level}"
    );
}

/// Pixels like those of images: mostly background, some of full intensity.
fn pixel() -> impl Strategy<Value = u8> {
    prop_oneof![3 => Just(0), 1 => Just(255), 2 => any::<u8>()]
}

/// Row length, rows, queries. Rows and queries both start at an odd address.
fn rows_and_queries(max_features: usize) -> impl Strategy<Value = (usize, Vec<u8>, Vec<u8>)> {
    (1..=max_features, 1..70usize, 1..30usize).prop_flat_map(|(n_features, n_rows, n_queries)| {
        (
            Just(n_features),
            prop::collection::vec(pixel(), n_features * n_rows + 1),
            prop::collection::vec(pixel(), n_features * n_queries + 1),
        )
    })
}

/// The same properties for a level.
macro_rules! properties {
    ($($name:ident: $level:literal)*) => {
        /// The levels that have them.
        const STAMPED: &[&str] = &[$($level),*];

    $(
        mod $name {
            use super::*;

            /// `None` if this CPU lacks the level. Then there is nothing to test.
            fn level() -> Option<Level> {
                match Level::from_name($level) {
                    Ok(level) => Some(level),
                    Err(LevelError::Unsupported(_)) => None,
                    Err(error @ LevelError::Unknown { .. }) => panic!("{error}"),
                }
            }

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(64))]

                #[test]
                fn dot_products_are_exact((n_features, rows, queries) in rows_and_queries(200)) {
                    if let Some(level) = level() {
                        check_dot_products(level, &queries[1..], &rows[1..], n_features);
                    }
                }

                #[test]
                fn neighbours_are_those_of_sorting(
                    (n_features, rows, queries) in rows_and_queries(200),
                    k in 1..9usize,
                ) {
                    if let Some(level) = level() {
                        let k = k.min(rows[1..].len() / n_features);
                        check_nearest(level, &queries[1..], &rows[1..], n_features, k);
                    }
                }

                #[test]
                fn every_row_in_order(
                    n_features in 1..9usize,
                    rows in prop::collection::vec(0..3u8, 8..600),
                ) {
                    if let Some(level) = level() {
                        let n_rows = rows.len() / n_features;
                        let rows = &rows[..n_rows * n_features];
                        let packed = PackedRows::new(rows, n_features).unwrap();
                        prop_assert_eq!(packed.rows().flatten().collect::<Vec<_>>(), rows);
                        check_nearest(level, &rows[..n_features], rows, n_features, n_rows);
                    }
                }

                #[test]
                fn gram_is_exact((n_features, images, _) in rows_and_queries(130)) {
                    if let Some(level) = level() {
                        check_gram(level, &images[1..], n_features);
                    }
                }
            }

            #[test]
            fn extreme_pixels() {
                let Some(level) = level() else { return };
                for n_features in (1..=20).chain([63, 64, 65, 784, 66_051]) {
                    for (query, row) in [(0, 0), (0, 255), (255, 0), (255, 255), (128, 127)] {
                        let queries = vec![query; n_features * 3];
                        let rows = vec![row; n_features * 18];
                        check_dot_products(level, &queries, &rows, n_features);
                        check_nearest(level, &queries, &rows, n_features, 17);
                    }
                }
            }

            #[test]
            fn gram_of_more_images_than_fit_32_bits() {
                let Some(level) = level() else { return };
                let n_images = 66_052 + 1024;
                let images = vec![255; n_images * 2];
                let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
                let gram = pool.install(|| gram(level, &images, 2)).unwrap();
                assert_eq!(gram, [n_images as u64 * 255 * 255; 4]);
            }

            #[test]
            fn gram_of_several_chunks() {
                let Some(level) = level() else { return };
                let images: Vec<u8> = (0..21 * 2_501u64).map(|i| (i * i % 257) as u8).collect();
                check_gram(level, &images, 21);
            }

            #[test]
            fn threads_change_nothing() {
                let Some(level) = level() else { return };
                let (n_features, n_rows) = (37, 700);
                let rows: Vec<u8> = (0..n_features * n_rows)
                    .map(|i| (i * i % 251) as u8 & 0xF3)
                    .collect();
                let packed = PackedRows::new(&rows, n_features).unwrap();
                let with = |threads| {
                    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                    pool.install(|| {
                        let mut products = vec![0; n_rows * n_rows];
                        dot_products(level, &rows, &packed, &mut products).unwrap();
                        let neighbours = nearest(level, &rows, &packed, 5).unwrap();
                        (products, neighbours, gram(level, &rows, n_features).unwrap())
                    })
                };
                assert_eq!(with(1), with(3));
            }
        }
    )*
    };
}

properties! {
    portable: "portable"
    neon: "neon"
    avx2: "avx2"
    avx512: "avx512"
}

#[test]
fn every_level_is_stamped() {
    for level in Level::available() {
        assert!(STAMPED.contains(&level.kind().name()), "{level}");
    }
}

#[test]
fn rows_by_index() {
    let images = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    let some = PackedRows::of_rows(&images, 3, &[2, 0, 2]).unwrap();
    let mut products = [0; 3];
    dot_products(Level::current(), &[1, 0, 0], &some, &mut products).unwrap();
    assert_eq!(products, [7, 1, 7]);
    assert_eq!(some.squared_norms(), [194, 14, 194]);

    let level = Level::current();
    let gathered = [7, 8, 9, 1, 2, 3];
    assert_eq!(
        gram_of_rows(level, &images, 3, &[2, 0]).unwrap(),
        gram(level, &gathered, 3).unwrap()
    );
}

#[test]
fn nothing_of_nothing() {
    let level = Level::current();
    let rows = PackedRows::new(&[1, 2, 3, 4], 2).unwrap();
    assert!(nearest(level, &[], &rows, 1).unwrap().indices().is_empty());
    dot_products(level, &[], &rows, &mut []).unwrap();
    assert_eq!(gram(level, &[], 2).unwrap(), [0; 4]);
}

#[test]
fn each_fault_has_its_error() {
    let level = Level::current();
    assert_eq!(PackedRows::new(&[], 0).unwrap_err(), ShapeError::NoFeatures);
    assert_eq!(
        PackedRows::new(&[0; 7], 2).unwrap_err(),
        ShapeError::NotWholeRows {
            len: 7,
            n_features: 2
        }
    );
    assert_eq!(
        PackedRows::new(&[], 66_052).unwrap_err(),
        ShapeError::TooManyFeatures { found: 66_052 }
    );
    let beyond = ShapeError::RowOutOfRange {
        index: 2,
        n_rows: 2,
    };
    assert_eq!(
        PackedRows::of_rows(&[0; 4], 2, &[1, 2]).unwrap_err(),
        beyond
    );
    assert_eq!(gram_of_rows(level, &[0; 4], 2, &[2]).unwrap_err(), beyond);

    let rows = PackedRows::new(&[0; 6], 2).unwrap();
    for k in [0, 4] {
        assert_eq!(
            nearest(level, &[0; 2], &rows, k).unwrap_err(),
            ShapeError::NeighbourCount { k, n_rows: 3 }
        );
    }
    assert_eq!(
        nearest(level, &[0; 3], &rows, 1).unwrap_err(),
        ShapeError::NotWholeRows {
            len: 3,
            n_features: 2
        }
    );
    assert_eq!(
        dot_products(level, &[0; 2], &rows, &mut [0; 2]).unwrap_err(),
        ShapeError::OutputLength {
            expected: 3,
            found: 2
        }
    );
}
