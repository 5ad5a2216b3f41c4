//! Benchmarks losses with gradients of strings of five digits on twenty positions, as a network
//! that reads lines puts them out, and of a hundred letters on a thousand positions.

use std::hint::black_box;

use criterion::{Criterion as Bencher, criterion_group, criterion_main};
use graph_transformer::topology::{Topology, positions};
use graph_transformer::{Arc, Criterion, Ctc, CtcWork, Label, Transducer, Work, best_path, select};

/// Ten digits and a blank.
const CLASSES: u16 = 11;
const BLANK: u16 = 10;
const POSITIONS: usize = 20;
const DIGITS: [u16; 5] = [1, 1, 9, 9, 8];

/// Penalties that look drawn, the same in every run.
fn penalties(n: usize) -> Vec<f32> {
    let wave = |i: usize| 3.0 + 3.0 * (0.7 * i as f32).sin() + (1.9 * i as f32).cos();
    (0..n).map(wave).collect()
}

fn ctc(bencher: &mut Bencher) {
    let mut group = bencher.benchmark_group("ctc");
    let letters: Vec<u16> = (0..100).map(|i| 1 + i * 7 % 27).collect();
    for (name, positions, classes, blank, target) in [
        ("20x11/5", POSITIONS, CLASSES, BLANK, &DIGITS[..]),
        ("1000x28/100", 1000, 28, 0, &letters),
    ] {
        let ctc = Ctc::new(classes, blank).expect("the blank is a class");
        let penalties = penalties(positions * usize::from(classes));
        let (mut gradient, mut work) = (vec![0.0; penalties.len()], CtcWork::default());
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                ctc.loss_and_gradient(black_box(&penalties), target, &mut gradient, &mut work)
            });
        });
    }
    group.finish();
}

fn discriminative_forward(bencher: &mut Bencher) {
    let topology = Topology::character_model(CLASSES, BLANK).expect("the blank is a class");
    let all = topology.all(POSITIONS);
    let right = topology.right(POSITIONS, &DIGITS).expect("digits");
    let penalties = penalties(all.n_penalties());
    let (mut gradient, mut work) = (vec![0.0; penalties.len()], Work::default());
    let criterion = Criterion::DiscriminativeForward;
    let mut group = bencher.benchmark_group("discriminative forward");
    group.bench_function("20x11/5", |bencher| {
        bencher.iter(|| {
            criterion.evaluate(
                &right,
                &all,
                black_box(&penalties),
                &mut gradient,
                &mut work,
            )
        });
    });
    group.bench_function("20x11/5, building the right graph", |bencher| {
        bencher.iter(|| {
            let right = topology
                .right(POSITIONS, black_box(&DIGITS))
                .expect("digits");
            criterion.evaluate(&right, &all, &penalties, &mut gradient, &mut work)
        });
    });
    group.finish();
}

fn composition(bencher: &mut Bencher) {
    let topology = Topology::ctc(CLASSES, BLANK).expect("the blank is a class");
    let chain = positions(POSITIONS, CLASSES);
    let transducer = topology.transducer();
    let labellings = labellings(&DIGITS);
    let penalties = penalties(chain.n_penalties());
    let mut work = Work::default();
    let mut group = bencher.benchmark_group("composition and best path");
    group.bench_function("20x11, labellings of 5", |bencher| {
        bencher.iter(|| {
            let right = select(black_box(&chain), &labellings).expect("it costs nothing");
            best_path(&right, &penalties, &mut work)
        });
    });
    group.bench_function("20x11, all strings", |bencher| {
        bencher.iter(|| {
            let all = select(black_box(&chain), &transducer).expect("it costs nothing");
            best_path(&all, &penalties, &mut work)
        });
    });
    group.finish();
}

/// A transducer that reads the labels of positions that spell one string: the topology and the
/// string in one, as others build it for a target.
fn labellings(target: &[u16]) -> Transducer {
    let mut arcs = vec![Arc::free(0, 0, BLANK).writing(Label::NULL)];
    for (index, &label) in (0..).zip(target) {
        let (blank, character) = (2 * index, 2 * index + 1);
        arcs.extend([
            Arc::free(blank, character, label),
            Arc::free(character, character, label).writing(Label::NULL),
            Arc::free(character, blank + 2, BLANK).writing(Label::NULL),
            Arc::free(blank + 2, blank + 2, BLANK).writing(Label::NULL),
        ]);
        if index > 0 && target[index as usize - 1] != label {
            arcs.push(Arc::free(character - 2, character, label));
        }
    }
    let last = 2 * target.len() as u32;
    Transducer::builder(2 * target.len() + 1, 0)
        .arcs(arcs)
        .ends([last - 1, last])
        .build()
        .expect("only arcs that read lead in circles")
}

criterion_group!(benches, ctc, discriminative_forward, composition);
criterion_main!(benches);
