//! Compares the swept network with the networks of single fields, on every level of this CPU.

use kernels::Level;
use lenet::codes::Alphabet;
use lenet::network::{Fast, Reference, initial_parameters};
use lenet::{Architecture, InitialWeights, LeNetError, LeNetParams, Output, Stride, Sweep};
use lenet::{TrainingParams as _, layer::Shape};
use linfa::prelude::*;
use ndarray::Array2;
use proptest::prelude::*;

use crate::common::digits;

const WIDTHS: [usize; 6] = [32, 36, 40, 44, 108, 256];

fn networks() -> [Architecture; 2] {
    [Alphabet::Digits, Alphabet::DigitsAndSpace].map(Architecture::lenet5_of)
}

fn parameters(architecture: &Architecture) -> Vec<f32> {
    initial_parameters(architecture, InitialWeights::OverRootFanIn(2.4), 1.0, 3)
}

fn sweep(architecture: &Architecture, level: Level, stride: Stride) -> Sweep {
    Sweep::new(architecture, level, stride, &parameters(architecture)).expect("LeNet-5")
}

/// A picture of slanted strokes, 32 × `width`.
fn picture(width: usize, seed: usize) -> Vec<f32> {
    let ink = |row: usize, column: usize| {
        (3..29).contains(&row)
            && (column * (3 + seed % 3) + row * (1 + seed % 2)) % (37 + seed) < 9 + column % 7
    };
    (0..32 * width)
        .map(|at| {
            if ink(at / width, at % width) {
                1.175 - (at % 5) as f32 * 0.1
            } else {
                -0.1
            }
        })
        .collect()
}

/// The columns from `left` on, `width` of them.
fn crop(picture: &[f32], left: usize, width: usize) -> Vec<f32> {
    let rows = picture.chunks_exact(picture.len() / 32);
    rows.flat_map(|row| &row[left..left + width])
        .copied()
        .collect()
}

/// Derivatives with respect to penalties, of either sign.
fn derivatives(n: usize, seed: usize) -> Vec<f32> {
    (0..n)
        .map(|k| ((k + 1) as f32 * 0.7 + seed as f32).sin())
        .collect()
}

fn gradient(sweep: &mut Sweep, d_penalties: &[f32]) -> Vec<f32> {
    let mut gradient = vec![0.0; sweep.parameters().len()];
    sweep.backward(d_penalties, &mut gradient);
    gradient
}

fn largest(values: &[f32]) -> f32 {
    values.iter().fold(0.0, |most, value| most.max(value.abs()))
}

/// The ranges of each layer's parameters.
fn layers(architecture: &Architecture) -> Vec<std::ops::Range<usize>> {
    let mut end = 0;
    (architecture.layers.iter())
        .map(|layer| {
            let start = end;
            end += layer.n_parameters();
            start..end
        })
        .collect()
}

/// Checks gradients layer by layer, relative to the largest derivative of the layer.
fn assert_close(architecture: &Architecture, ours: &[f32], theirs: &[f32], relative: f32) {
    for (layer, range) in architecture.layers.iter().zip(layers(architecture)) {
        let (ours, theirs) = (&ours[range.clone()], &theirs[range]);
        let bound = relative * largest(theirs);
        for (k, (a, b)) in ours.iter().zip(theirs).enumerate() {
            let name = layer.name;
            assert!((a - b).abs() <= bound, "{name} {k}: {a} and {b}, ±{bound}");
        }
    }
}

#[test]
fn every_position_has_the_bits_of_its_field_alone() {
    for architecture in networks() {
        for level in Level::available() {
            let mut fast = Fast::new(&architecture, level, &parameters(&architecture)).unwrap();
            let mut sweep = sweep(&architecture, level, Stride::Four);
            for width in WIDTHS {
                let picture = picture(width, width);
                let penalties = sweep.forward(&picture, width).to_vec();
                assert_eq!(sweep.n_positions(width), Some(1 + (width - 32) / 4));
                let alone: Vec<f32> = (0..=(width - 32) / 4)
                    .flat_map(|position| fast.scores(&crop(&picture, 4 * position, 32)))
                    .map(|score| -score)
                    .collect();
                assert_eq!(penalties, alone, "{level}, {width}");
            }
        }
    }
}

#[test]
fn penalties_are_those_of_the_readable_network_on_the_whole_picture() {
    for architecture in networks() {
        let w = parameters(&architecture);
        let reference = Reference::<f64>::new(&architecture, &w);
        for width in WIDTHS {
            let shapes = architecture.shapes(32, width).unwrap();
            let picture = picture(width, 5);
            let double: Vec<f64> = picture.iter().map(|&x| x.into()).collect();
            let last = reference.states(&double, &shapes).pop().unwrap();
            let Output::Codes {
                alphabet, scale, ..
            } = architecture.output
            else {
                unreachable!("a code book")
            };
            let (codes, n) = (alphabet.codes::<f64>(), shapes.last().unwrap().width);
            assert_eq!(*shapes.last().unwrap(), Shape::new(84, 1, n));
            for level in Level::available() {
                let mut sweep = sweep(&architecture, level, Stride::Four);
                let penalties = sweep.forward(&picture, width);
                for (k, &penalty) in penalties.iter().enumerate() {
                    let (position, class) = (k / alphabet.n_classes(), k % alphabet.n_classes());
                    let code = codes[class * 84..][..84].iter().enumerate();
                    let squares = code.map(|(unit, w)| (last[unit * n + position] - w).powi(2));
                    let exact = scale * squares.sum::<f64>();
                    assert!((f64::from(penalty) - exact).abs() < 1e-5 * exact.max(1.0));
                }
            }
        }
    }
}

#[test]
fn the_way_back_is_the_sum_of_those_of_the_fields() {
    for architecture in networks() {
        for level in Level::available() {
            let mut fast = Fast::new(&architecture, level, &parameters(&architecture)).unwrap();
            let mut sweep = sweep(&architecture, level, Stride::Four);
            for width in WIDTHS {
                let picture = picture(width, width);
                let n = sweep.forward(&picture, width).len();
                let d_penalties = derivatives(n, width);
                let ours = gradient(&mut sweep, &d_penalties);
                let mut sum = vec![0.0; ours.len()];
                let positions = d_penalties.chunks(architecture.n_classes());
                for (position, d_penalties) in positions.enumerate() {
                    let field = crop(&picture, 4 * position, 32);
                    let d_scores: Vec<f32> = d_penalties.iter().map(|d| -d).collect();
                    fast.scores(&field);
                    fast.add_gradient_of_scores(&field, &d_scores, &mut sum);
                }
                assert_close(&architecture, &ours, &sum, 2e-5);
                if width == 32 {
                    // The sums over F6 and its inputs have one term. Below, the way back adds over
                    // the units in order, and that of a single field lane by lane.
                    let f6 = layers(&architecture).pop().unwrap();
                    assert_eq!(ours[f6.clone()], sum[f6]);
                }
            }
        }
    }
}

/// E = Σ a y over the penalties y, in double precision.
fn error(network: &Reference<f64>, width: usize, picture: &[f64], a: &[f32]) -> f64 {
    let rows = picture.chunks_exact(width);
    let fields = (0..=(width - 32) / 4).map(|position| -> Vec<f64> {
        let rows = rows.clone();
        rows.flat_map(|row| &row[4 * position..][..32])
            .copied()
            .collect()
    });
    let scores = fields.flat_map(|field| network.scores(&field));
    scores.zip(a).map(|(score, &a)| -score * f64::from(a)).sum()
}

#[test]
fn gradients_are_finite_differences_in_every_layer() {
    let [_, architecture] = networks();
    let w = parameters(&architecture);
    let mut network = Reference::<f64>::new(&architecture, &w);
    for width in [32, 36, 108] {
        let picture = picture(width, 2);
        let double: Vec<f64> = picture.iter().map(|&x| x.into()).collect();
        let mut gradients = Vec::new();
        let mut a = Vec::new();
        for level in Level::available() {
            let mut sweep = sweep(&architecture, level, Stride::Four);
            a = derivatives(sweep.forward(&picture, width).len(), 1);
            gradients.push(gradient(&mut sweep, &a));
        }
        for range in layers(&architecture) {
            let n = range.len();
            let size = largest(&gradients[0][range.clone()]);
            for k in [0, n / 5, 2 * n / 5, 3 * n / 5, 4 * n / 5, n - 1] {
                let (k, h) = (range.start + k, 1e-5);
                let mut at = |offset: f64| {
                    network.weights_mut()[k] = f64::from(w[k]) + offset;
                    let error = error(&network, width, &double, &a);
                    network.weights_mut()[k] = f64::from(w[k]);
                    error
                };
                let slope = (at(h) - at(-h)) / (2.0 * h);
                for gradient in &gradients {
                    let difference = (f64::from(gradient[k]) - slope).abs();
                    let bound = 3e-5 * f64::from(size);
                    assert!(
                        difference <= bound,
                        "{width}, {k}: {} and {slope}, ±{bound}",
                        gradient[k]
                    );
                }
            }
        }
    }
}

#[test]
fn a_stride_of_two_interleaves_the_picture_and_the_picture_moved_by_two_pixels() {
    let [_, architecture] = networks();
    let classes = architecture.n_classes();
    for level in Level::available() {
        let mut two = sweep(&architecture, level, Stride::Two);
        let mut four = sweep(&architecture, level, Stride::Four);
        for width in WIDTHS {
            let picture = picture(width, 1);
            let penalties = two.forward(&picture, width).to_vec();
            let n = two.n_positions(width).unwrap();
            assert_eq!(n, 1 + (width - 32) / 2);
            assert_eq!(penalties.len(), n * classes);
            let d_penalties = derivatives(n * classes, 4);
            let both = gradient(&mut two, &d_penalties);

            let mut sum = vec![0.0; both.len()];
            for (start, narrower) in [(0, 0), (2, 4)] {
                if width < 32 + narrower {
                    continue;
                }
                let own = |values: &[f32]| -> Vec<f32> {
                    let positions = values.chunks(classes).skip(start / 2).step_by(2);
                    positions.flatten().copied().collect()
                };
                let moved = crop(&picture, start, width - narrower);
                assert_eq!(four.forward(&moved, width - narrower), own(&penalties));
                four.backward(&own(&d_penalties), &mut sum);
            }
            assert_eq!(both, sum, "{level}, {width}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn pictures_before_leave_no_trace(
        widths in prop::collection::vec(0..20usize, 1..6),
        two in any::<bool>(),
    ) {
        let [_, architecture] = networks();
        let stride = if two { Stride::Two } else { Stride::Four };
        for level in Level::available() {
            let mut used = sweep(&architecture, level, stride);
            for width in widths.iter().map(|k| 32 + 4 * k) {
                let picture = picture(width, width % 7);
                let run = |sweep: &mut Sweep| {
                    let penalties = sweep.forward(&picture, width).to_vec();
                    let gradient = gradient(sweep, &derivatives(penalties.len(), 0));
                    (penalties, gradient)
                };
                let fresh = run(&mut sweep(&architecture, level, stride));
                prop_assert!(run(&mut used) == fresh, "{level}, {width}");
                prop_assert!(run(&mut used) == fresh, "{level}, {width}, again");
            }
        }
    }
}

#[test]
fn gradients_add_up_and_replaced_parameters_are_used() {
    let [architecture, _] = networks();
    let level = Level::current();
    let mut sweep = sweep(&architecture, level, Stride::Four);
    let picture = picture(64, 3);
    let first = sweep.forward(&picture, 64).to_vec();
    let d_penalties = derivatives(first.len(), 2);
    let once = gradient(&mut sweep, &d_penalties);
    let mut twice = once.clone();
    sweep.backward(&vec![0.0; first.len()], &mut twice);
    assert_eq!(twice, once);

    let others = initial_parameters(&architecture, InitialWeights::OverFanIn(2.4), 0.5, 9);
    sweep.set_parameters(&others);
    assert_eq!(sweep.parameters(), others);
    let mut made = Sweep::new(&architecture, level, Stride::Four, &others).unwrap();
    assert_eq!(sweep.forward(&picture, 64), made.forward(&picture, 64));
    assert_ne!(sweep.forward(&picture, 64), first);
    let ours = gradient(&mut sweep, &d_penalties);
    assert_eq!(ours, gradient(&mut made, &d_penalties));
}

#[test]
fn a_fitted_model_sweeps_over_pictures_of_bytes() {
    let (images, labels) = digits(100, 32, 1);
    let data = Dataset::new(images.clone(), labels);
    let model = LeNetParams::lenet5().passes(1).fit(&data).unwrap();
    let mut sweep = model.sweep(Stride::Four).unwrap();
    let wide = Array2::from_shape_fn((32, 96), |(row, column)| {
        images[[column / 32, 32 * row + column % 32]]
    });
    let scores = model.scan(wide.view()).unwrap();
    let penalties = sweep.forward_picture(wide.view()).unwrap();
    let ours: Vec<f64> = penalties.iter().map(|&y| f64::from(-y)).collect();
    assert_eq!(ours, scores.into_raw_vec_and_offset().0);
    for (height, width) in [(28, 96), (32, 28), (32, 33), (32, 34), (36, 36), (0, 0)] {
        let error = sweep.forward_picture(Array2::zeros((height, width)).view());
        let error = error.unwrap_err();
        assert!(
            matches!(error, LeNetError::PictureSize { .. }),
            "{height}×{width}: {error}"
        );
    }
}

#[test]
fn networks_without_a_fixed_code_book_are_not_swept() {
    let mut trained = Architecture::lenet5();
    if let Output::Codes { trainable, .. } = &mut trained.output {
        *trainable = true;
    }
    let others = Architecture::all();
    let others = others.into_iter().filter(|other| other.name != "LeNet-5");
    for architecture in others.chain([trained]) {
        let w = parameters(&architecture);
        let swept = Sweep::new(&architecture, Level::current(), Stride::Four, &w);
        assert!(swept.is_none(), "{}", architecture.name);
    }
    let (images, labels) = digits(20, 28, 1);
    let data = Dataset::new(images, labels);
    let model = LeNetParams::lenet1().passes(1).fit(&data).unwrap();
    let error = model.sweep(Stride::Two).unwrap_err();
    assert!(matches!(error, LeNetError::NotSwept { name: "LeNet-1" }));
}
