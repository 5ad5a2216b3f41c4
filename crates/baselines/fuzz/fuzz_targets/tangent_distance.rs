#![no_main]

use baselines::tangent_distance::TangentDistance;
use baselines_fuzz::{AnyProblem, solve};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|any: AnyProblem| {
    solve!(&any, |p| TangentDistance::params(
        p.n_classes,
        p.side,
        p.side
    )
    .smoothing(f64::from(p.knob % 4) / 2.0));
});
