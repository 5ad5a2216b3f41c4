#![no_main]

use baselines::svm::{Kernel, Svm};
use baselines_fuzz::{AnyProblem, solve};
use libfuzzer_sys::fuzz_target;

const KERNELS: [Kernel; 5] = [
    Kernel::Linear,
    Kernel::Gaussian { gamma: 1.0 },
    Kernel::Gaussian { gamma: 1e-3 },
    Kernel::Polynomial {
        degree: 4,
        scale: 1.0,
        offset: 1.0,
    },
    Kernel::Polynomial {
        degree: 9,
        scale: 0.01,
        offset: 0.0,
    },
];

fuzz_target!(|any: AnyProblem| {
    solve!(&any, |p| Svm::params(p.n_classes)
        .kernel(KERNELS[usize::from(p.knob) % KERNELS.len()])
        .normalise(p.knob >= 128)
        .max_iterations(10_000));
});
