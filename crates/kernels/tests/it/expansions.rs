//! Compares kernel values and expansions on every level with plain double precision.

use kernels::{
    DotKernel, KernelTerm, KernelTerms, Level, PackedRows, add_scaled_rows, kernel_rows,
    kernel_values, weighted_sum,
};
use proptest::prelude::*;

const KERNELS: [DotKernel; 4] = [
    DotKernel::Power(1),
    DotKernel::Power(4),
    DotKernel::Power(9),
    DotKernel::Exp,
];

/// The term that makes |t| of [`DotKernel`] about 1 or less.
fn term(vector: &[u8]) -> KernelTerm {
    let norm = vector
        .iter()
        .map(|&x| f32::from(x).powi(2))
        .sum::<f32>()
        .sqrt();
    KernelTerm {
        factor: 1.0 / norm.max(1.0),
        shift: 0.25,
    }
}

fn exactly(kernel: DotKernel, x: (&[u8], KernelTerm), y: (&[u8], KernelTerm)) -> f64 {
    let dot: f64 =
        x.0.iter()
            .zip(y.0)
            .map(|(&a, &b)| f64::from(a) * f64::from(b))
            .sum();
    let t = dot * f64::from(x.1.factor) * f64::from(y.1.factor) + f64::from(x.1.shift + y.1.shift);
    match kernel {
        DotKernel::Power(degree) => t.powi(degree as i32),
        DotKernel::Exp => t.exp(),
    }
}

fn vectors(n: std::ops::Range<usize>, n_features: usize) -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(any::<u8>(), n_features), n)
}

proptest! {
    #[test]
    fn values_are_the_kernels_of_the_vectors(
        (queries, rows) in (1usize..70).prop_flat_map(|n_features| {
            (vectors(0..20, n_features), vectors(1..100, n_features))
        }),
    ) {
        let packed = PackedRows::new(&rows.concat(), rows[0].len()).unwrap();
        let terms: KernelTerms = rows.iter().map(|row| term(row)).collect();
        let queries: Vec<_> = queries.iter().map(|q| (q.as_slice(), term(q))).collect();
        for kernel in KERNELS {
            let mut first: Option<Vec<Vec<f32>>> = None;
            for level in Level::available() {
                let mut values = vec![vec![0.0; rows.len()]; queries.len()];
                let mut places: Vec<_> = values.iter_mut().map(Vec::as_mut_slice).collect();
                kernel_rows(level, kernel, &queries, &packed, &terms, &mut places).unwrap();
                for (query, values) in queries.iter().zip(&values) {
                    for (row, &value) in rows.iter().zip(values) {
                        let exact = exactly(kernel, *query, (row, term(row)));
                        prop_assert!((f64::from(value) - exact).abs() <= 3e-6 * (1.0 + exact));
                    }
                }
                let first = first.get_or_insert_with(|| values.clone());
                prop_assert_eq!(&*first, &values, "{} differs", level);
            }
        }
    }

    #[test]
    fn values_of_dot_products_are_those_of_bytes(
        (query, rows) in (1usize..40).prop_flat_map(|n_features| {
            (prop::collection::vec(any::<u8>(), n_features), vectors(1..50, n_features))
        }),
    ) {
        let packed = PackedRows::new(&rows.concat(), query.len()).unwrap();
        let terms: KernelTerms = rows.iter().map(|row| term(row)).collect();
        let dots: Vec<f32> = rows
            .iter()
            .map(|row| row.iter().zip(&query).map(|(&a, &b)| f32::from(a) * f32::from(b)).sum())
            .collect();
        for (kernel, level) in KERNELS.into_iter().flat_map(|k| Level::available().map(move |l| (k, l))) {
            let mut values = vec![0.0; rows.len()];
            let queries = [(query.as_slice(), term(&query))];
            kernel_rows(level, kernel, &queries, &packed, &terms, &mut [&mut values]).unwrap();
            let mut in_place = dots.clone();
            kernel_values(level, kernel, term(&query), &terms, &mut in_place).unwrap();
            prop_assert_eq!(values, in_place);
        }
    }

    #[test]
    fn sums_are_those_of_the_rows_in_order(
        (coefficients, rows) in (0usize..9, 0usize..5000).prop_flat_map(|(n_rows, n)| (
            prop::collection::vec(-2.0..2.0, n_rows),
            prop::collection::vec(prop::collection::vec(-2.0f32..2.0, n), n_rows),
        )),
    ) {
        let n = rows.first().map_or(3, Vec::len);
        let mut exact = vec![1.0; n];
        for (coefficient, row) in coefficients.iter().zip(&rows) {
            for (sum, &value) in exact.iter_mut().zip(row) {
                *sum += coefficient * f64::from(value);
            }
        }
        let doubles: Vec<Vec<f64>> =
            rows.iter().map(|row| row.iter().map(|&value| value.into()).collect()).collect();
        let rows: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
        let doubles: Vec<&[f64]> = doubles.iter().map(Vec::as_slice).collect();
        for level in Level::available() {
            let mut sums = vec![1.0; n];
            add_scaled_rows(level, &coefficients, &rows, &mut sums).unwrap();
            prop_assert_eq!(&sums, &exact);
            sums.fill(1.0);
            add_scaled_rows(level, &coefficients, &doubles, &mut sums).unwrap();
            prop_assert_eq!(&sums, &exact);
        }
    }

    #[test]
    fn weighted_sums_agree(
        (weights, values) in (0usize..300).prop_flat_map(|n| (
            prop::collection::vec(-2.0..2.0, n),
            prop::collection::vec(-2.0f32..2.0, n),
        )),
    ) {
        let exact: f64 = weights.iter().zip(&values).map(|(w, &v)| w * f64::from(v)).sum();
        let portable = weighted_sum(Level::PORTABLE, &weights, &values).unwrap();
        prop_assert!((portable - exact).abs() < 1e-11);
        let doubles: Vec<f64> = values.iter().map(|&value| value.into()).collect();
        for level in Level::available() {
            let sum = weighted_sum(level, &weights, &values).unwrap();
            prop_assert_eq!(sum.to_bits(), portable.to_bits());
            let sum = weighted_sum(level, &weights, &doubles).unwrap();
            prop_assert_eq!(sum.to_bits(), portable.to_bits());
        }
    }
}
