//! Compares the fast network with the reference, on every level of this CPU.

use gradient::Network;
use kernels::Level;
use lenet::codes::Alphabet;
use lenet::network::{Fast, Reference, initial_parameters};
use lenet::{Architecture, InitialWeights};

fn networks() -> [Architecture; 7] {
    [
        Architecture::lenet5_of(Alphabet::DigitsAndSpace),
        Architecture::lenet5(),
        Architecture::lenet4(),
        Architecture::lenet1(),
        Architecture::lucid_lenet5(),
        Architecture::lucid_lenet4(),
        Architecture::lucid_lenet1(),
    ]
}

fn parameters(architecture: &Architecture, seed: u64) -> Vec<f32> {
    initial_parameters(architecture, InitialWeights::OverRootFanIn(2.4), 1.0, seed)
}

/// A picture of a blob somewhere in the field.
fn image(field: usize, seed: usize) -> Vec<f32> {
    let (cx, cy) = (8 + seed * 5 % 13, 9 + seed * 7 % 11);
    (0..field * field)
        .map(|i| {
            let (dx, dy) = ((i % field).abs_diff(cx), (i / field).abs_diff(cy));
            if dx * dx + 2 * dy * dy < 40 + seed * 3 % 30 {
                1.175
            } else {
                -0.1
            }
        })
        .collect()
}

fn assert_close(name: &str, ours: &[f32], theirs: &[f64], relative: f64) {
    let size = theirs.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    for (k, (a, b)) in ours.iter().zip(theirs).enumerate() {
        assert!(
            (f64::from(*a) - b).abs() <= relative * size,
            "{name} {k}: {a} and {b}, largest {size}"
        );
    }
}

#[test]
fn gradients_of_scores_are_the_reference_s_and_add_up() {
    for architecture in networks() {
        let w = parameters(&architecture, 3);
        let exact = Reference::<f64>::new(&architecture, &w);
        let derivatives: Vec<f32> = (0..architecture.n_classes())
            .map(|class| (class as f32 * 0.9).cos())
            .collect();
        let double: Vec<f64> = derivatives.iter().map(|&d| f64::from(d)).collect();
        for level in Level::available() {
            let mut fast = Fast::new(&architecture, level, &w).expect("kernels for each");
            let mut sum = vec![0.0; architecture.n_parameters()];
            let mut expected = vec![0.0; architecture.n_parameters()];
            for seed in 0..3 {
                let x = image(architecture.field, seed);
                let x_double: Vec<f64> = x.iter().map(|&x| f64::from(x)).collect();
                fast.scores(&x);
                fast.add_gradient_of_scores(&x, &derivatives, &mut sum);
                for (sum, own) in
                    (expected.iter_mut()).zip(exact.gradient_of_scores(&x_double, &double))
                {
                    *sum += own;
                }
            }
            assert_close(architecture.name, &sum, &expected, 1e-4);
        }
    }
}

#[test]
fn scores_and_gradients_are_the_reference_s() {
    for architecture in networks() {
        let w = parameters(&architecture, 3);
        let exact = Reference::<f64>::new(&architecture, &w);
        for level in Level::available() {
            let mut fast = Fast::new(&architecture, level, &w).expect("kernels for each");
            for seed in 0..5 {
                let x = image(architecture.field, seed);
                let double: Vec<f64> = x.iter().map(|&x| f64::from(x)).collect();
                let name = architecture.name;
                assert_close(name, &fast.scores(&x), &exact.scores(&double), 1e-5);
                let (loss, class, gradient) = exact.gradient(&double, seed);
                let mut ours = vec![0.0; w.len()];
                let shown = fast.add_gradient(&x, seed, &mut ours);
                assert!((f64::from(shown.loss) - loss).abs() < 1e-5 * loss.abs().max(1.0));
                assert_eq!(shown.class, class);
                assert_close(name, &ours, &gradient, 2e-5);
            }
        }
    }
}

#[test]
fn curvatures_are_the_reference_s() {
    for architecture in networks() {
        let w = parameters(&architecture, 4);
        let exact = Reference::<f64>::new(&architecture, &w);
        for level in Level::available() {
            let mut fast = Fast::new(&architecture, level, &w).expect("kernels for each");
            let x = image(architecture.field, 2);
            let double: Vec<f64> = x.iter().map(|&x| f64::from(x)).collect();
            let mut ours = vec![0.0f64; w.len()];
            fast.add_curvature(&x, 0, &mut ours);
            let exact = exact.curvature(&double);
            for (k, (a, b)) in ours.iter().zip(&exact).enumerate() {
                assert!((a - b).abs() <= 1e-4 * b.abs() + 1e-9, "{k}: {a} and {b}");
            }
        }
    }
}

#[test]
fn steps_are_the_reference_s_and_repeat_bit_by_bit() {
    for architecture in networks() {
        let w = parameters(&architecture, 5);
        let rates: Vec<f32> = (0..w.len()).map(|k| (1 + k % 7) as f32 / 8192.0).collect();
        let mut plain = Reference::<f32>::new(&architecture, &w);
        plain.set_rates(&rates);
        for level in Level::available() {
            let run = || {
                let mut fast = Fast::new(&architecture, level, &w).expect("kernels for each");
                fast.set_rates(&rates);
                for seed in 0..20 {
                    fast.step(&image(architecture.field, seed), seed % 10);
                }
                fast.parameters()
            };
            let mut plain = plain.clone();
            for seed in 0..20 {
                plain.step(&image(architecture.field, seed), seed % 10);
            }
            let ours = run();
            assert_eq!(ours, run());
            let theirs: Vec<f64> = plain.parameters().iter().map(|&w| f64::from(w)).collect();
            assert_close(architecture.name, &ours, &theirs, 1e-5);
            assert_ne!(ours, w);
        }
    }
}

#[test]
fn a_look_changes_nothing_and_a_step_descends() {
    for architecture in networks() {
        let w = parameters(&architecture, 5);
        let mut networks: Vec<Box<dyn Network>> =
            vec![Box::new(Reference::<f32>::new(&architecture, &w))];
        for level in Level::available() {
            networks.push(Box::new(
                Fast::new(&architecture, level, &w).expect("kernels for each"),
            ));
        }
        let image = image(architecture.field, 3);
        for mut network in networks {
            network.set_rates(&vec![1e-3; w.len()]);
            let shown = network.evaluate(&image, 3);
            assert_eq!(network.parameters(), w);
            let again = network.step(&image, 3);
            assert_eq!(again, shown);
            assert_ne!(network.parameters(), w);
        }
    }
}

#[test]
fn parameters_survive_packing() {
    for architecture in networks() {
        let w = parameters(&architecture, 6);
        let fast = Fast::new(&architecture, Level::current(), &w).expect("kernels for each");
        assert_eq!(fast.parameters(), w);
    }
}
