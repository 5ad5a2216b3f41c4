#![no_main]

use baselines::mlp::{Mlp, TrainingParams as _};
use baselines_fuzz::{AnyProblem, solve};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|any: AnyProblem| {
    solve!(&any, |p| Mlp::params(p.n_classes)
        .hidden(&[1 + usize::from(p.knob) % 5])
        .passes(2));
});
