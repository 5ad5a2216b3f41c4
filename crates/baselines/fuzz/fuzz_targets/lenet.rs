#![no_main]

use baselines_fuzz::{AnyProblem, solve};
use lenet::{LeNetParams, TrainingParams as _};
use libfuzzer_sys::arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;

/// Images that LeNet-1's field takes.
#[derive(Debug)]
struct Field(AnyProblem);

impl<'a> Arbitrary<'a> for Field {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        AnyProblem::of_side(u, Some(16)).map(Self)
    }
}

fuzz_target!(|field: Field| {
    solve!(&field.0, |p| LeNetParams::lenet1().passes(1));
});
