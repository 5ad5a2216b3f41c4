//! Measures how many single-precision multiply-adds one core does in a second, in registers.
//! tests/reference/bench_lenet.py uses this as 100 %.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::hint::black_box;
use std::time::Instant;

use kernels::Level;

/// Number of independent chains of multiply-adds. It is larger than the latency times the number of
/// units.
const CHAINS: usize = 16;
const STEPS: usize = 1 << 22;

fn main() {
    for level in Level::available() {
        let name = level.to_string();
        let Some((lanes, run)) = chains(&name) else {
            continue;
        };
        let seconds = (0..10)
            .map(|_| {
                let start = Instant::now();
                black_box(run());
                start.elapsed().as_secs_f64()
            })
            .fold(f64::INFINITY, f64::min);
        let each = (CHAINS * STEPS * lanes) as f64 / seconds;
        println!("{name} {:.1} G multiply-adds a second", each / 1e9);
    }
}

/// Number of lanes in a register of that level, and the loop. `None` for levels without registers
/// of their own.
#[cfg(target_arch = "x86_64")]
fn chains(level: &str) -> Option<(usize, fn() -> f32)> {
    match level {
        // SAFETY: `Level::available` has named the level, so the CPU has its features.
        "avx2" => Some((8, || unsafe { avx2() })),
        // SAFETY: `Level::available` has named the level, so the CPU has its features.
        "avx512" => Some((16, || unsafe { avx512() })),
        _ => None,
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn chains(_: &str) -> Option<(usize, fn() -> f32)> {
    None
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2() -> f32 {
    use std::arch::x86_64::{_mm256_cvtss_f32, _mm256_fmadd_ps, _mm256_set1_ps};
    let (a, b) = (_mm256_set1_ps(black_box(0.5)), _mm256_set1_ps(1.0));
    // 16 registers minus these two.
    const HALF: usize = CHAINS / 2;
    let mut sums = [_mm256_set1_ps(0.0); HALF];
    for _ in 0..2 * STEPS {
        for sum in &mut sums {
            *sum = _mm256_fmadd_ps(*sum, a, b);
        }
    }
    sums.map(|sum| _mm256_cvtss_f32(sum)).iter().sum()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512() -> f32 {
    use std::arch::x86_64::{_mm512_cvtss_f32, _mm512_fmadd_ps, _mm512_set1_ps};
    let (a, b) = (_mm512_set1_ps(black_box(0.5)), _mm512_set1_ps(1.0));
    let mut sums = [_mm512_set1_ps(0.0); CHAINS];
    for _ in 0..STEPS {
        for sum in &mut sums {
            *sum = _mm512_fmadd_ps(*sum, a, b);
        }
    }
    sums.map(|sum| _mm512_cvtss_f32(sum)).iter().sum()
}
