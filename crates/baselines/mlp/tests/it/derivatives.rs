//! Compares the gradient and the curvature, for both depths, with the naive network: with finite
//! differences of its loss, with its recursion, and with the quantity that the recursion
//! approximates.

use gradient::Network as _;
use kernels::Level;
use mlp::{Layers, Perceptron};

use crate::common::image;
use crate::naive::Naive;

const INPUTS: usize = 40;

fn cases() -> [Layers; 2] {
    [
        Layers::new(INPUTS, &[17], 5),
        Layers::new(INPUTS, &[20, 9], 5),
    ]
}

fn doubles(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&value| f64::from(value)).collect()
}

/// The derivatives of `of` with respect to each parameter, by central differences.
fn slopes(parameters: &[f64], of: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let h = 1e-5;
    let mut at = parameters.to_vec();
    (0..at.len())
        .map(|k| {
            at[k] = parameters[k] + h;
            let above = of(&at);
            at[k] = parameters[k] - h;
            let below = of(&at);
            at[k] = parameters[k];
            (above - below) / (2.0 * h)
        })
        .collect()
}

fn assert_close(what: &str, ours: &[f64], exact: &[f64]) {
    assert_eq!(ours.len(), exact.len());
    let largest = exact.iter().fold(0.0f64, |most, e| most.max(e.abs()));
    for (k, (ours, exact)) in ours.iter().zip(exact).enumerate() {
        assert!(
            (ours - exact).abs() < 1e-5 * largest,
            "{what} of parameter {k}: {ours}, not {exact}"
        );
    }
}

#[test]
fn gradients_are_finite_differences() {
    for layers in cases() {
        let parameters = layers.initial_parameters((2.4, 2.4), 3);
        let x = image(INPUTS, 0.3, 1);
        let exact = slopes(&doubles(&parameters), |w| {
            Naive::new(&layers, w).loss(&x, 2)
        });
        for level in Level::available() {
            let mut network = Perceptron::new(&layers, level, &parameters);
            let mut gradient = vec![0.0; parameters.len()];
            let shown = network.add_gradient(&x, 2, &mut gradient);
            assert_close("gradient", &doubles(&gradient), &exact);
            let naive = Naive::new(&layers, &doubles(&parameters));
            assert!((f64::from(shown.loss) - naive.loss(&x, 2)).abs() < 1e-5);

            // A step must follow this gradient.
            network.set_rates(&vec![0.01; parameters.len()]);
            network.step(&x, 2);
            let moved: Vec<f64> = network
                .parameters()
                .iter()
                .zip(&parameters)
                .map(|(after, before)| f64::from(before - after) / 0.01)
                .collect();
            let largest = exact.iter().fold(0.0f64, |most, e| most.max(e.abs()));
            for (moved, exact) in moved.iter().zip(&exact) {
                assert!(
                    (moved - exact).abs() < 1e-4 * largest,
                    "{moved}, not {exact}"
                );
            }
        }
    }
}

#[test]
fn curvatures_are_the_recursion_s() {
    for layers in cases() {
        let parameters = layers.initial_parameters((2.4, 2.4), 3);
        let naive = Naive::new(&layers, &doubles(&parameters));
        let images = [image(INPUTS, 0.3, 1), image(INPUTS, 0.6, 2)];
        let sum: Vec<f64> = naive
            .curvature(&images[0])
            .iter()
            .zip(naive.curvature(&images[1]))
            .map(|(a, b)| a + b)
            .collect();
        for level in Level::available() {
            let mut network = Perceptron::new(&layers, level, &parameters);
            let mut curvature = vec![0.0; parameters.len()];
            for image in &images {
                network.add_curvature(image, 0, &mut curvature);
            }
            assert_close("curvature", &curvature, &sum);
        }
    }
}

/// Σ_i (∂x_i/∂w)² over the output units is the exact Gauss–Newton diagonal. In the last two layers
/// the recursion is exact too, because a unit has one path to each output. Three layers below the
/// output, it omits the products of different paths.
#[test]
fn curvatures_of_the_last_two_layers_are_the_gauss_newton_diagonal() {
    for layers in cases() {
        let parameters = doubles(&layers.initial_parameters((2.4, 2.4), 3));
        let x = image(INPUTS, 0.3, 1);
        let mut exact = vec![0.0; parameters.len()];
        for class in 0..layers.n_classes() {
            let of_output = slopes(&parameters, |w| Naive::new(&layers, w).scores(&x)[class]);
            for (exact, slope) in exact.iter_mut().zip(of_output) {
                *exact += slope * slope;
            }
        }
        let singles: Vec<f32> = parameters.iter().map(|&w| w as f32).collect();
        let mut network = Perceptron::new(&layers, Level::current(), &singles);
        let mut curvature = vec![0.0; parameters.len()];
        network.add_curvature(&x, 0, &mut curvature);
        let last_two: usize = layers.pairs().rev().take(2).map(|(i, n)| (i + 1) * n).sum();
        let from = parameters.len() - last_two;
        assert_close("curvature", &curvature[from..], &exact[from..]);
        if from > 0 {
            let apart = |k: usize| (curvature[k] - exact[k]).abs() > 0.01 * exact[k];
            assert!((0..from).any(apart), "three layers down it is exact too");
        }
    }
}
