//! Times what training on strings consists of, on one thread, and prints a name and a value on each
//! line. tests/reference/bench_strings.py runs it and PyTorch for comparison.
//!
//! Usage: `RAYON_NUM_THREADS=1 cargo run --release -p string-reader --example string_times`.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::hint::black_box;

use graph_transformer::{Criterion, Ctc, CtcWork, Sequence, Work, topology::Topology};
use kernels::Level;
use lenet::codes::Alphabet;
use lenet::network::initial_parameters;
use lenet::{Architecture, InitialWeights, Stride, Sweep};
use rustix::time::{ClockId, clock_gettime};

/// Sequences of a batch.
const BATCH: usize = 32;

const WIDTH: usize = 108;
const POSITIONS: usize = 20;
const DIGITS: [u16; 5] = [1, 1, 9, 9, 8];
const CLASSES: u16 = 11;
const SPACE: u16 = 10;

fn main() -> Result<(), Box<dyn Error>> {
    println!("level {}", Level::current());
    let letters: Vec<u16> = (0..100).map(|i| 1 + i * 7 % 27).collect();
    ctc("ctc_20", POSITIONS, Ctc::new(CLASSES, SPACE)?, &DIGITS)?;
    ctc("ctc_1000", 1000, Ctc::new(28, 0)?, &letters)?;
    swept()
}

/// Loss and gradient of one sequence, and of each of a batch.
fn ctc(name: &str, positions: usize, ctc: Ctc, target: &[u16]) -> Result<(), Box<dyn Error>> {
    let n = positions * usize::from(ctc.topology().classes());
    let wave = |i: usize| 3.0 + 3.0 * (0.7 * i as f32).sin() + (1.9 * i as f32).cos();
    let penalties: Vec<f32> = (0..n).map(wave).collect();
    let (mut gradient, mut work) = (vec![0.0; n], CtcWork::default());
    let loss = ctc.loss(&penalties, target, &mut work)?;
    println!("{name}_loss {loss}");
    let single = least_microseconds(|| {
        let penalties = black_box(&penalties);
        let loss = ctc.loss_and_gradient(penalties, target, &mut gradient, &mut work);
        black_box(loss).is_ok()
    });
    println!("{name}_microseconds {single:.3}");
    let mut gradients = vec![0.0; BATCH * n];
    let batch = least_microseconds(|| {
        let sequences = gradients.chunks_exact_mut(n).map(|gradient| Sequence {
            penalties: black_box(&penalties),
            target,
            gradient,
        });
        let mut sequences: Vec<_> = sequences.collect();
        black_box(ctc.batch(&mut sequences)).len()
    });
    println!("{name}_batch_microseconds {:.3}", batch / BATCH as f64);
    Ok(())
}

/// LeNet-5 at each position of a string of five digits: its penalties, and these with the gradient of
/// the loss with respect to all parameters.
fn swept() -> Result<(), Box<dyn Error>> {
    let architecture = Architecture::lenet5_of(Alphabet::DigitsAndSpace);
    let parameters = initial_parameters(&architecture, InitialWeights::OverRootFanIn(2.4), 1.0, 1);
    let sweep = Sweep::new(&architecture, Level::current(), Stride::Four, &parameters);
    let mut sweep = sweep.ok_or("there are no kernels for LeNet-5")?;
    let inked = |i: usize| (i % WIDTH) % 20 < 3 + i / WIDTH / 4 && (6..26).contains(&(i / WIDTH));
    let picture = (0..32 * WIDTH).map(|i| if inked(i) { 1.175 } else { -0.1 });
    let picture: Vec<f32> = picture.collect();
    let n_penalties = sweep.forward(&picture, WIDTH).len();
    let forward = least_microseconds(|| sweep.forward(black_box(&picture), WIDTH)[0]);
    println!("sweep_forward_microseconds {forward:.3}");

    let mut gradient = vec![0.0; parameters.len()];
    let mut d_penalties = vec![0.0; n_penalties];
    let (ctc, mut ctc_work) = (Ctc::new(CLASSES, SPACE)?, CtcWork::default());
    let with_ctc = least_microseconds(|| {
        let penalties = sweep.forward(black_box(&picture), WIDTH);
        d_penalties.fill(0.0);
        let loss = ctc.loss_and_gradient(penalties, &DIGITS, &mut d_penalties, &mut ctc_work);
        sweep.backward(&d_penalties, &mut gradient);
        loss.is_ok()
    });
    println!("sweep_ctc_microseconds {with_ctc:.3}");

    // The paper's own model of characters, with the graph of the right string built each time.
    let topology = Topology::character_model(CLASSES, SPACE)?;
    let (all, mut work) = (topology.all(POSITIONS), Work::default());
    let with_criterion = least_microseconds(|| {
        let right = topology.right(POSITIONS, &DIGITS);
        let right = right.expect("digits are characters");
        let penalties = sweep.forward(black_box(&picture), WIDTH);
        d_penalties.fill(0.0);
        let criterion = Criterion::DiscriminativeForward;
        let loss = criterion.evaluate(&right, &all, penalties, &mut d_penalties, &mut work);
        sweep.backward(&d_penalties, &mut gradient);
        loss.is_ok()
    });
    println!("sweep_criterion_microseconds {with_criterion:.3}");
    Ok(())
}

/// CPU time of one call, the least of 100 blocks of 2 ms: whoever else uses the machine counts for
/// little.
fn least_microseconds<T>(mut job: impl FnMut() -> T) -> f64 {
    let mut seconds = |calls: u32| {
        let start = cpu_seconds();
        for _ in 0..calls {
            black_box(job());
        }
        (cpu_seconds() - start) / f64::from(calls)
    };
    seconds(1);
    let calls = 1 + (2e-3 / seconds(1)) as u32;
    let blocks = (0..100).map(|_| seconds(calls));
    1e6 * blocks.fold(f64::INFINITY, f64::min)
}

fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + 1e-9 * time.tv_nsec as f64
}
