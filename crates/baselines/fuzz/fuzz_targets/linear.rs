#![no_main]

use baselines::linear::Linear;
use baselines_fuzz::{AnyProblem, solve};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|any: AnyProblem| {
    solve!(&any, |p| Linear::params(p.n_classes));
});
