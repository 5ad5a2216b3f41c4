use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::INFO_PANIC;

/// Why a routine stopped, in the terms of LAPACK's `INFO`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The argument at this place, from 1, is illegal.
    Argument(c_int),
    /// The computation broke down at this row, from 1; what that means is the routine's.
    Row(usize),
}

/// Runs a routine and says in one integer how it went: 0, −i for the i-th argument, +i for the
/// i-th row, [`INFO_PANIC`] for a panic.
pub(crate) fn info(routine: impl FnOnce() -> Result<(), Failure>) -> c_int {
    // What a panic leaves half-written is the caller's output, which `INFO` declares void.
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
