#![no_main]

use baselines::pca_quadratic::PcaQuadratic;
use baselines_fuzz::{AnyProblem, solve};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|any: AnyProblem| {
    solve!(&any, |p| PcaQuadratic::params(p.n_classes)
        .n_components(1 + usize::from(p.knob) % 4));
});
