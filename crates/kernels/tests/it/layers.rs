//! Compares every level of the network kernels with the definitions and with the other levels.

use kernels::Level;
use kernels::layers::{
    Convolution, Dense, Rates, Sparse, SparsePair, Subsampling, add_scaled, chain, squash,
};
use proptest::prelude::*;

/// Returns values a few times smaller than 1, different at each index.
fn values(n: usize, seed: u32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    (0..n)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        })
        .collect()
}

/// Checks the largest difference, relative to the rounding error of sums of `terms` terms.
fn assert_close(a: &[f32], b: &[f32], terms: usize) {
    assert_eq!(a.len(), b.len());
    let bound = 4.0 * f32::EPSILON * (terms as f32).max(1.0) * 0.25;
    for (index, (a, b)) in a.iter().zip(b).enumerate() {
        assert!(
            (a - b).abs() <= bound,
            "at {index}: {a} and {b}, bound {bound}"
        );
    }
}

struct Maps {
    convolution: Convolution,
    kernels: Vec<f32>,
    biases: Vec<f32>,
    input: Vec<f32>,
    delta: Vec<f32>,
}

/// Results of a convolution on one level: sums, kernel and bias gradients, input gradient.
fn convolve(maps: &Maps, level: Level) -> [Vec<f32>; 4] {
    let c = &maps.convolution;
    let mut columns = vec![0.0; c.columns()];
    c.copy_columns(level, &maps.input, &mut columns);
    let mut output = vec![0.0; c.outputs()];
    c.forward(level, &maps.kernels, &maps.biases, &columns, &mut output);
    for plane in output.chunks_mut(c.plane()) {
        plane[c.out_height() * c.out_width()..].fill(0.0);
    }
    let mut kernels = vec![f32::NAN; maps.kernels.len()];
    let mut biases = vec![f32::NAN; maps.biases.len()];
    c.weight_gradient(level, &columns, &maps.delta, &mut kernels, &mut biases);
    let mut input = vec![f32::NAN; maps.input.len()];
    let mut scratch = vec![0.0; c.scratch()];
    c.input_gradient(level, &maps.kernels, &maps.delta, &mut input, &mut scratch);
    [output, kernels, biases, input]
}

/// The same results as [`convolve`], computed tap by tap in double precision.
fn definition(maps: &Maps, pairs: &[(usize, usize)]) -> [Vec<f32>; 4] {
    let c = &maps.convolution;
    let (height, width) = (c.out_height(), c.out_width());
    let (in_height, in_width) = (height + 4, width + 4);
    let mut output = vec![0.0f64; c.outputs()];
    for (plane, &bias) in output.chunks_mut(c.plane()).zip(&maps.biases) {
        plane[..height * width].fill(bias.into());
    }
    let mut kernels = vec![0.0f64; maps.kernels.len()];
    let mut input = vec![0.0f64; maps.input.len()];
    for (pair, &(to, from)) in pairs.iter().enumerate() {
        for (y, x, tap) in (0..height)
            .flat_map(|y| (0..width).map(move |x| (y, x)))
            .flat_map(|(y, x)| (0..25).map(move |tap| (y, x, tap)))
        {
            let unit = to * c.plane() + y * width + x;
            let read = (from * in_height + y + tap / 5) * in_width + x + tap % 5;
            let weight = pair * 25 + tap;
            output[unit] += f64::from(maps.kernels[weight]) * f64::from(maps.input[read]);
            kernels[weight] += f64::from(maps.delta[unit]) * f64::from(maps.input[read]);
            input[read] += f64::from(maps.delta[unit]) * f64::from(maps.kernels[weight]);
        }
    }
    let biases = maps.delta.chunks(c.plane());
    let biases = biases.map(|plane| plane.iter().map(|&d| f64::from(d)).sum());
    [output, kernels, biases.collect(), input]
        .map(|values| values.iter().map(|&value| value as f32).collect())
}

proptest! {
    #[test]
    fn convolutions_agree(
        in_height in 5..34usize,
        in_width in prop_oneof![5..34usize, 34..140usize],
        n_inputs in 1..9usize,
        n_outputs in 1..40usize,
        table in any::<u128>(),
        seed in any::<u32>(),
    ) {
        let pairs: Vec<(usize, usize)> = (0..n_outputs)
            .flat_map(|o| (0..n_inputs).map(move |i| (o, i)))
            // Some output maps have no kernel.
            .filter(|(o, _)| o % 7 != 6)
            .filter(|(o, i)| *i == o % n_inputs || table >> ((o * n_inputs + i) % 128) & 1 == 1)
            .collect();
        let convolution =
            Convolution::new((in_height, in_width), (n_inputs, n_outputs), &pairs);
        let area = convolution.out_height() * convolution.out_width();
        let mut delta = values(convolution.outputs(), seed ^ 1);
        for plane in delta.chunks_mut(convolution.plane()) {
            plane[area..].fill(0.0);
        }
        let maps = Maps {
            kernels: values(pairs.len() * 25, seed),
            biases: values(n_outputs, seed ^ 2),
            input: values(n_inputs * in_height * in_width, seed ^ 3),
            delta,
            convolution,
        };
        let exact = definition(&maps, &pairs);
        for level in Level::available() {
            let ours = convolve(&maps, level);
            assert_close(&ours[0], &exact[0], 25 * n_inputs);
            assert_close(&ours[1], &exact[1], area);
            assert_close(&ours[2], &exact[2], area);
            assert_close(&ours[3], &exact[3], 25 * n_outputs);
            prop_assert_eq!(&ours, &convolve(&maps, level));
        }
    }

    #[test]
    fn full_connections_agree(inputs in 1..200usize, outputs in 1..150usize, seed in any::<u32>()) {
        let dense = Dense::new(inputs, outputs);
        let clear = |mut rows: Vec<f32>| {
            for row in rows.chunks_mut(dense.stride()) {
                row[outputs..].fill(0.0);
            }
            rows
        };
        let weights = clear(values(dense.weights(), seed));
        let rates = Rates::new(&values(dense.weights(), seed ^ 1));
        let biases = clear(values(dense.stride(), seed ^ 2));
        let delta = clear(values(dense.stride(), seed ^ 3));
        let x = values(dense.padded_inputs(), seed ^ 4);
        let run = |level| {
            let mut output = vec![0.0; dense.stride()];
            dense.forward(level, &weights, &biases, &x, &mut output);
            let others = [1, 2, 3].map(|k| values(x.len(), seed ^ (4 + k)));
            let mut together = vec![f32::NAN; 4 * dense.stride()];
            {
                let inputs = [&others[0], &x, &others[1], &others[2]].map(Vec::as_slice);
                let mut outputs = together.chunks_mut(dense.stride());
                let patterns = inputs.map(|input| (input, outputs.next().unwrap()));
                dense.forward_four(level, &weights, &biases, patterns);
            }
            let mut alone = vec![f32::NAN; dense.stride()];
            dense.forward(level, &weights, &biases, &others[2], &mut alone);
            assert_eq!(output, together[dense.stride()..][..dense.stride()]);
            assert_eq!(alone, together[3 * dense.stride()..]);
            let mut dx = vec![0.0; dense.padded_inputs()];
            dense.input_gradient(level, &weights, &delta, &mut dx);
            let mut moved = weights.clone();
            let mut again = vec![0.0; dense.padded_inputs()];
            dense.descend(level, &mut moved, &rates, &x, &delta, &mut again);
            assert_eq!(dx[..inputs], again[..inputs]);
            dx.truncate(inputs);
            (output, dx, moved)
        };
        let mut output: Vec<f64> = biases.iter().map(|&bias| bias.into()).collect();
        let mut dx = vec![0.0f64; inputs];
        let mut moved = weights.clone();
        for (index, &weight) in weights.iter().enumerate() {
            let (input, unit) = (index / dense.stride(), index % dense.stride());
            output[unit] += f64::from(weight) * f64::from(x[input]);
            dx[input] += f64::from(weight) * f64::from(delta[unit]);
            moved[index] -= rates.get(index) * (x[input] * delta[unit]);
        }
        let [output, dx] =
            [output, dx].map(|exact| exact.into_iter().map(|value| value as f32).collect::<Vec<_>>());
        for level in Level::available() {
            let ours = run(level);
            assert_close(&ours.0, &output, inputs);
            assert_close(&ours.1, &dx, outputs);
            prop_assert_eq!(&ours.2, &moved);
        }
    }

    #[test]
    fn sparse_inputs_do_what_dense_ones_do(
        inputs in 1..200usize,
        outputs in 1..150usize,
        kept in 0.0..1.0f32,
        seed in any::<u32>(),
    ) {
        let dense = Dense::new(inputs, outputs);
        let x: Vec<f32> = values(inputs, seed)
            .into_iter()
            .zip(values(inputs, seed ^ 1))
            .map(|(x, chance)| if chance + 0.5 < kept { x } else { x.signum() * 0.0 })
            .collect();
        let mut sparse = Sparse::default();
        sparse.gather(&values(3, seed));
        sparse.gather(&x);
        prop_assert_eq!(sparse.len(), inputs);
        prop_assert_eq!(sparse.indices().len(), sparse.values().len());
        let mut spread = vec![0.0; inputs];
        for (&i, &value) in sparse.indices().iter().zip(sparse.values()) {
            prop_assert!(value != 0.0);
            spread[i as usize] = value;
        }
        prop_assert_eq!(&spread, &x);

        let weights = values(dense.weights(), seed ^ 2);
        let rates = values(dense.weights(), seed ^ 3);
        let delta = values(dense.stride(), seed ^ 4);
        let biases = vec![0.0; dense.stride()];
        let mut scratch = vec![0.0; dense.padded_inputs()];
        let before: Vec<f32> = x.iter().zip(values(inputs, seed ^ 5)).map(|(x, y)| (x - y).max(0.0)).collect();
        let mut before_ink = Sparse::default();
        before_ink.gather(&before);
        for level in Level::available() {
            let mut pair = SparsePair::default();
            pair.gather(level, &x, &before);
            pair.gather(level, &before, &x);
            let places = (0..inputs).filter(|&i| before[i] != 0.0 || x[i] != 0.0);
            prop_assert_eq!(pair.indices(), places.clone().map(|i| i as u32).collect::<Vec<_>>());
            prop_assert_eq!(pair.first(), places.clone().map(|i| before[i]).collect::<Vec<_>>());
            prop_assert_eq!(pair.second(), places.map(|i| x[i]).collect::<Vec<_>>());
            for rates in [Rates::new(&rates), Rates::Same(0.3)] {
                let [mut ours, mut theirs] = [(); 2].map(|()| {
                    (weights.clone(), vec![f32::NAN; dense.stride()], vec![f32::NAN; dense.stride()])
                });
                dense.descend_forward_sparse(
                    level, &mut ours.0, &rates, &pair, &delta, &mut ours.1, &mut ours.2,
                );
                dense.descend_sparse(level, &mut theirs.0, &rates, &before_ink, &delta);
                dense.forward_sparse(level, &theirs.0, &sparse, &mut theirs.1);
                dense.sum_rates(level, &rates, &sparse, &mut theirs.2);
                prop_assert_eq!(ours, theirs);
            }
            let (mut ours, mut theirs) = (biases.clone(), biases.clone());
            dense.forward_sparse(level, &weights, &sparse, &mut ours);
            dense.forward(level, &weights, &biases, &x, &mut theirs);
            assert_close(&ours, &theirs, inputs);
            for rates in [Rates::new(&rates), Rates::Same(0.3)] {
                let (mut ours, mut theirs) = (weights.clone(), weights.clone());
                dense.descend_sparse(level, &mut ours, &rates, &sparse, &delta);
                dense.descend(level, &mut theirs, &rates, &x, &delta, &mut scratch);
                prop_assert_eq!(ours, theirs);

                let each: Vec<f32> = (0..dense.weights()).map(|k| rates.get(k)).collect();
                let (mut ours, mut theirs) = (biases.clone(), biases.clone());
                dense.sum_rates(level, &rates, &sparse, &mut ours);
                dense.forward_sparse(level, &each, &sparse, &mut theirs);
                prop_assert_eq!(ours.len(), theirs.len());
                for (ours, theirs) in ours.iter().zip(theirs) {
                    prop_assert!((ours - theirs).abs() < 1e-4);
                }
            }
        }
    }

    #[test]
    fn rates_are_rounded_to_eight_bits_unless_all_are_the_same(
        n in 2..100usize,
        seed in any::<u32>(),
    ) {
        let own = values(n, seed);
        let same = vec![0.1; n];
        prop_assert!(matches!(Rates::new(&own), Rates::Each(_)));
        prop_assert!(matches!(Rates::new(&same), Rates::Same(0.1)));
        let (gradient, weights) = (values(n, seed ^ 1), values(n, seed ^ 2));
        for exact in [own, same] {
            let rates = Rates::new(&exact);
            for level in Level::available() {
                let mut moved = weights.clone();
                rates.descend(level, &gradient, &mut moved);
                for k in 0..n {
                    prop_assert!((rates.get(k) - exact[k]).abs() <= exact[k].abs() / 256.0);
                    prop_assert_eq!(moved[k], weights[k] - rates.get(k) * gradient[k]);
                }
            }
        }
    }

    #[test]
    fn subsampling_agrees(
        half_height in 1..16usize,
        half_width in prop_oneof![1..17usize, 17..70usize],
        n_inputs in 1..5usize,
        n_outputs in 1..9usize,
        seed in any::<u32>(),
    ) {
        let side = (2 * half_height, 2 * half_width);
        let plane = (side.0 * side.1).next_multiple_of(16);
        let sources: Vec<usize> = (0..n_outputs).map(|map| map % n_inputs).collect();
        let s = Subsampling::new(side, plane, n_inputs, &sources);
        let input = values(n_inputs * plane, seed);
        let delta = values(s.outputs(), seed ^ 1);
        let (c, b) = (values(n_outputs, seed ^ 2), values(n_outputs, seed ^ 3));
        let run = |level| {
            let mut pooled = vec![f32::NAN; s.outputs()];
            s.pool(level, 0.25, &input, &mut pooled);
            let mut output = vec![0.0; s.outputs()];
            s.affine(level, &c, &b, &pooled, &mut output);
            // The values between the planes must not change.
            let mut spread = input.clone();
            s.spread(level, &c, &delta, &mut spread);
            let mut gradients = (vec![0.0; n_outputs], vec![0.0; n_outputs]);
            s.weight_gradient(level, &pooled, &delta, &mut gradients.0, &mut gradients.1);
            (pooled, output, spread, gradients)
        };
        let width = side.1;
        let mut pooled = vec![0.0f64; s.outputs()];
        let mut spread: Vec<f64> = input.iter().map(|&value| value.into()).collect();
        for plane in spread.chunks_mut(plane) {
            plane[..side.0 * width].fill(0.0);
        }
        let mut sums = (vec![0.0f64; n_outputs], vec![0.0f64; n_outputs]);
        for (unit, pooled) in pooled.iter_mut().enumerate() {
            let (map, place) = (unit / s.area(), unit % s.area());
            let (row, column) = (place / (width / 2), place % (width / 2));
            for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let at = sources[map] * plane + (2 * row + dy) * width + 2 * column + dx;
                *pooled += 0.25 * f64::from(input[at]);
                spread[at] += f64::from(c[map]) * f64::from(delta[unit]);
            }
            sums.0[map] += *pooled * f64::from(delta[unit]);
            sums.1[map] += f64::from(delta[unit]);
        }
        let affine = pooled.iter().enumerate();
        let affine = affine.map(|(unit, s_)| {
            let map = unit / s.area();
            f64::from(c[map]) * s_ + f64::from(b[map])
        });
        let affine: Vec<f64> = affine.collect();
        let narrow = |exact: &[f64]| exact.iter().map(|&value| value as f32).collect::<Vec<_>>();
        for level in Level::available() {
            let ours = run(level);
            assert_close(&ours.0, &narrow(&pooled), 4);
            assert_close(&ours.1, &narrow(&affine), 4);
            assert_close(&ours.2, &narrow(&spread), n_outputs);
            assert_close(&ours.3.0, &narrow(&sums.0), s.area());
            assert_close(&ours.3.1, &narrow(&sums.1), s.area());
            prop_assert_eq!(&ours, &run(Level::PORTABLE));
        }
    }

    #[test]
    fn elementwise_kernels_agree(n in 0..100usize, scale in 0.1..30.0f32, seed in any::<u32>()) {
        let a: Vec<f32> = values(n, seed).iter().map(|value| value * scale).collect();
        let delta = values(n, seed ^ 1);
        for (amplitude, slope) in [(1.0, 1.0), (1.7159, 2.0 / 3.0)] {
            for level in Level::available() {
                let mut y = a.clone();
                squash(level, (amplitude, slope), &mut y);
                let mut d = delta.clone();
                chain(level, (amplitude, slope), &y, &mut d);
                let mut w = a.clone();
                add_scaled(level, -0.5, &y, &delta, &mut w);
                for i in 0..n {
                    let t = (f64::from(slope) * f64::from(a[i])).tanh();
                    let exact = f64::from(amplitude) * t;
                    prop_assert!((f64::from(y[i]) - exact).abs() < 6e-7 * f64::from(amplitude));
                    let d_exact = f64::from(delta[i] * amplitude * slope) * (1.0 - t * t);
                    prop_assert!((f64::from(d[i]) - d_exact).abs() < 2e-6);
                    prop_assert_eq!(w[i], a[i] - 0.5 * (y[i] * delta[i]));
                }
            }
        }
    }
}

#[test]
#[should_panic(expected = "two kernels from map 1 to map 0")]
fn a_pair_of_maps_has_one_kernel() {
    Convolution::new((8, 8), (2, 1), &[(0, 0), (0, 1), (0, 1)]);
}

#[test]
fn squashing_keeps_nan_and_saturates() {
    for level in Level::available() {
        let mut values = [f32::NAN, 1e30, -1e30, f32::INFINITY, 0.0];
        squash(level, (1.0, 1.0), &mut values);
        assert!(values[0].is_nan());
        for (value, limit) in values[1..].iter().zip([1.0f32, -1.0, 1.0, 0.0]) {
            assert!((value - limit).abs() < 6e-7, "{value}");
        }
    }
}
