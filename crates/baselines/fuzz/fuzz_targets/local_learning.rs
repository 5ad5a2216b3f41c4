#![no_main]

use baselines::local_learning::LocalLinear;
use baselines_fuzz::{AnyProblem, solve};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|any: AnyProblem| {
    solve!(&any, |p| LocalLinear::params(p.n_classes)
        .k(1 + usize::from(p.knob) % 3));
});
