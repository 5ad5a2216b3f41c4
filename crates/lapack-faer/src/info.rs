use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::INFO_PANIC;

/// Why a routine stopped, in the terms of LAPACK's `INFO`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The argument with this number is illegal. Arguments count from 1.
    Argument(c_int),
    /// The computation failed at this row. Rows count from 1. Each routine says what this means.
    Row(usize),
}

/// Runs a routine and returns LAPACK's status: 0 for success, −i for an illegal i-th argument, +i
/// for a failure at the i-th row, [`INFO_PANIC`] for a panic.
pub(crate) fn info(routine: impl FnOnce() -> Result<(), Failure>) -> c_int {
    // A panic may leave the caller's output half-written. `INFO` then says that the output is
    // invalid.
    match catch_unwind(AssertUnwindSafe(routine)) {
        Ok(Ok(())) => 0,
        Ok(Err(Failure::Argument(place))) => -place,
        Ok(Err(Failure::Row(row))) => c_int::try_from(row).expect("an order is a c_int"),
        Err(_) => INFO_PANIC,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_become_lapacks_integers() {
        assert_eq!(info(|| Ok(())), 0);
        assert_eq!(info(|| Err(Failure::Argument(4))), -4);
        assert_eq!(info(|| Err(Failure::Row(7))), 7);
    }

    #[test]
    fn a_panic_does_not_leave() {
        assert_eq!(info(|| panic!("caught at the boundary")), INFO_PANIC);
    }
}
