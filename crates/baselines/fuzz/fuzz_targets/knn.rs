#![no_main]

use baselines::knn::Knn;
use baselines_fuzz::{AnyProblem, solve};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|any: AnyProblem| {
    solve!(&any, |p| Knn::params(p.n_classes)
        .k(1 + usize::from(p.knob) % 5));
});
