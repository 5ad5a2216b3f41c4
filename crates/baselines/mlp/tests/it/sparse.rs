//! Skipping the white pixels changes nothing. After many steps, the network equals one that updated
//! every weight in each step.

use gradient::{Network as _, Squash};
use kernels::{Level, bf16};
use mlp::{Layers, Perceptron};
use proptest::prelude::*;

use crate::common::{image, numbers};

/// Online descent, w ← w − ε ∂E/∂w, in plain loops and double precision.
fn descend(layers: &Layers, w: &mut [f64], rates: &[f32], image: &[f32], label: usize) {
    let pairs: Vec<_> = layers.pairs().collect();
    let mut x: Vec<Vec<f64>> = vec![image.iter().map(|&p| -0.1 + 1.275 * f64::from(p)).collect()];
    let mut starts = vec![0];
    for &(inputs, units) in &pairs {
        let start = starts[starts.len() - 1];
        let below = &x[x.len() - 1];
        let states = (0..units).map(|j| {
            let row = &w[start + j * inputs..][..inputs];
            let a: f64 = row.iter().zip(below).map(|(w, x)| w * x).sum();
            Squash::ScaledTanh.apply(a + w[start + units * inputs + j])
        });
        let states = states.collect();
        x.push(states);
        starts.push(start + (inputs + 1) * units);
    }
    let mut dx: Vec<f64> = x[x.len() - 1]
        .iter()
        .enumerate()
        .map(|(class, x)| if class == label { x - 1.0 } else { x + 1.0 })
        .collect();
    for (layer, &(inputs, units)) in pairs.iter().enumerate().rev() {
        let mut below = vec![0.0; inputs];
        for j in 0..units {
            let delta = dx[j] * Squash::ScaledTanh.derivative(x[layer + 1][j]);
            for i in 0..inputs {
                let k = starts[layer] + j * inputs + i;
                below[i] += w[k] * delta;
                w[k] -= f64::from(rates[k]) * delta * x[layer][i];
            }
            let k = starts[layer] + units * inputs + j;
            w[k] -= f64::from(rates[k]) * delta;
        }
        dx = below;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_sparse_network_is_the_dense_one(
        inputs in 1..80usize,
        first in 1..40usize,
        second in 0..12usize,
        ink in 0.0..1.0f32,
        each in any::<bool>(),
        seed in any::<u32>(),
    ) {
        let hidden = if second > 0 { vec![first, second] } else { vec![first] };
        let layers = Layers::new(inputs, &hidden, 4);
        let start = layers.initial_parameters((1.0, 1.0), u64::from(seed));
        let rates = |scale: f32| -> Vec<f32> {
            numbers(start.len(), seed)
                .iter()
                .map(|r| if each { bf16::from_f32(scale * (0.02 + 0.03 * r)).to_f32() } else { scale * 0.02 })
                .collect()
        };
        for level in Level::available() {
            let mut dense: Vec<f64> = start.iter().map(|&w| f64::from(w)).collect();
            let mut sparse = Perceptron::new(&layers, level, &start);
            sparse.set_rates(&rates(1.0));
            for step in 0..60u32 {
                // New rates halfway, as in a new pass. The delayed step must still use the old
                // rates.
                let scale = if step < 30 { 1.0 } else { 0.5 };
                if step == 30 {
                    sparse.set_rates(&rates(scale));
                }
                let image = image(inputs, ink, seed ^ step);
                let label = step as usize % 4;
                sparse.step(&image, label);
                descend(&layers, &mut dense, &rates(scale), &image, label);
            }
            for (k, (ours, exact)) in sparse.parameters().iter().zip(&dense).enumerate() {
                prop_assert!(
                    (f64::from(*ours) - exact).abs() < 2e-4,
                    "{level}, parameter {k}: {ours}, not {exact}"
                );
            }
        }
    }
}

/// Checks the weights after the separate parts have been added up many times.
#[test]
fn rounding_does_not_pile_up() {
    let layers = Layers::new(100, &[20], 4);
    let start = layers.initial_parameters((1.0, 1.0), 5);
    let rates = vec![2e-4; start.len()];
    let mut dense: Vec<f64> = start.iter().map(|&w| f64::from(w)).collect();
    let mut sparse = Perceptron::new(&layers, Level::current(), &start);
    sparse.set_rates(&rates);
    for step in 0..20_000u32 {
        let image = image(100, 0.2, step % 50);
        let label = step as usize % 50 % 4;
        sparse.step(&image, label);
        descend(&layers, &mut dense, &rates, &image, label);
    }
    for (ours, exact) in sparse.parameters().iter().zip(&dense) {
        assert!(
            (f64::from(*ours) - exact).abs() < 1e-4,
            "{ours}, not {exact}"
        );
    }
}

#[test]
fn what_is_read_between_steps_is_what_steps_made() {
    let layers = Layers::new(30, &[8], 3);
    let start = layers.initial_parameters((2.4, 1.2), 1);
    let mut network = Perceptron::new(&layers, Level::current(), &start);
    network.set_rates(&vec![0.01; start.len()]);
    for step in 0..10 {
        network.step(&image(30, 0.3, step), step as usize % 3);
    }
    // A network that continues and one that is made from its parameters are equal to the bit.
    let mut resumed = Perceptron::new(&layers, Level::current(), &network.parameters());
    let (mut ours, mut theirs) = (vec![0.0; start.len()], vec![0.0; start.len()]);
    network.add_curvature(&image(30, 0.3, 99), 0, &mut ours);
    resumed.add_curvature(&image(30, 0.3, 99), 0, &mut theirs);
    assert_eq!(ours, theirs);
    assert_eq!(network.parameters(), resumed.parameters());
    assert_eq!(
        network.scores(&image(30, 0.3, 7)),
        resumed.scores(&image(30, 0.3, 7))
    );
}

/// An evaluation, a read of the parameters or a clone between two steps happens while a step is
/// delayed.
#[test]
fn a_look_between_steps_changes_nothing() {
    let layers = Layers::new(30, &[8], 3);
    let start = layers.initial_parameters((2.4, 1.2), 1);
    let mut network = Perceptron::new(&layers, Level::current(), &start);
    network.set_rates(&vec![0.01; start.len()]);
    let mut looked_at = network.clone();
    for step in 0..10 {
        let (own, other) = (image(30, 0.3, step), image(30, 0.3, step + 50));
        network.step(&own, step as usize % 3);
        looked_at.step(&own, step as usize % 3);
        let copy = looked_at.clone();
        assert_eq!(
            looked_at.evaluate(&other, 2),
            copy.clone().evaluate(&other, 2)
        );
        assert_eq!(looked_at.parameters(), copy.parameters());
    }
    assert_eq!(looked_at.parameters(), network.parameters());
}

#[test]
fn a_look_changes_nothing_and_a_step_descends() {
    let layers = Layers::new(30, &[8], 3);
    let start = layers.initial_parameters((2.4, 1.2), 1);
    let mut network = Perceptron::new(&layers, Level::current(), &start);
    network.set_rates(&vec![0.01; start.len()]);
    let before = network.parameters();
    let shown = network.evaluate(&image(30, 0.3, 0), 1);
    assert_eq!(network.parameters(), before);
    assert_eq!(network.step(&image(30, 0.3, 0), 1), shown);
    assert_ne!(network.parameters(), before);
}
