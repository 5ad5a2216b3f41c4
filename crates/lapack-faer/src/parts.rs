/// Matrices of at least this order are worth a second thread.
const PARALLEL: usize = 256;

/// Whether a matrix of order `n` is worth two threads.
pub(crate) fn is_worth_two(n: usize) -> bool {
    n >= PARALLEL
}

/// Both results, on two threads if a matrix of order `n` is worth it. The parts do not depend on
/// each other, so the bits are the same on one.
pub(crate) fn in_two<A: Send, B: Send>(
    n: usize,
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    if is_worth_two(n) {
        rayon::join(first, second)
    } else {
        (first(), second())
    }
}
