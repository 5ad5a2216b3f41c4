#![no_main]

use baselines::pairwise_linear::PairwiseLinear;
use baselines_fuzz::{AnyProblem, solve};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|any: AnyProblem| {
    solve!(&any, |p| PairwiseLinear::params(p.n_classes));
});
