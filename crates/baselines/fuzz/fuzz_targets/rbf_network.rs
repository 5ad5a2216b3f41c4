#![no_main]

use baselines::rbf_network::RbfNetwork;
use baselines_fuzz::{AnyProblem, solve};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|any: AnyProblem| {
    solve!(&any, |p| RbfNetwork::params(p.n_classes)
        .units_per_class(1 + usize::from(p.knob) % 4));
});
