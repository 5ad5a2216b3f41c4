/// How penalties of arcs add up along a path, and those of paths at a node.
///
/// [`score`](crate::score) is written once, over this. A value is a number at each node for all
/// paths from the start to there.
pub trait Semiring {
    /// The value where no path leads.
    const NO_PATH: f64;

    /// The value at the start, to which a path without arcs leads.
    const START: f64;

    /// The value of a path, or of several, followed by an arc. A penalty of infinity forbids the
    /// arc; no penalty is NaN or minus infinity.
    fn extend(value: f64, penalty: f64) -> f64;

    /// The value at a node that arcs enter with these values, and in their place the *share* that
    /// each has in it. The share is the derivative of the node's value with respect to the arc's;
    /// shares are 0 where no path leads. No arc may enter at all.
    fn gather(values: &mut [f64]) -> f64;
}

/// The least penalty of a path: equation (10). A shortest path, found as Viterbi did.
///
/// The share of the *first* arc with the least penalty is 1, and that of others 0. So where paths
/// tie, one of them has all the gradient, and always the same one.
#[derive(Clone, Copy, Debug)]
pub enum Tropical {}

impl Semiring for Tropical {
    const NO_PATH: f64 = f64::INFINITY;
    const START: f64 = 0.0;

    fn extend(value: f64, penalty: f64) -> f64 {
        value + penalty
    }

    fn gather(values: &mut [f64]) -> f64 {
        let (mut first, mut least) = (None, Self::NO_PATH);
        for (index, value) in values.iter_mut().enumerate() {
            if *value < least {
                (first, least) = (Some(index), *value);
            }
            *value = 0.0;
        }
        if let Some(first) = first {
            values[first] = 1.0;
        }
        least
    }
}

/// The penalty of all paths together: equations (13) and (14). It is `-ln Σ exp(-penalty)`, the
/// penalty of having taken any of them, if `exp(-penalty)` is a probability, or in proportion to
/// one.
///
/// The share of an arc, equation (16)'s factor, is its part of the sum. Multiplied on the way back
/// from the end, shares make the probability that a path goes through the arc, given that it is
/// one of the graph's: the arc's posterior.
#[derive(Clone, Copy, Debug)]
pub enum Log {}

impl Semiring for Log {
    const NO_PATH: f64 = f64::INFINITY;
    const START: f64 = 0.0;

    fn extend(value: f64, penalty: f64) -> f64 {
        value + penalty
    }

    fn gather(values: &mut [f64]) -> f64 {
        match values {
            [a, b] => log_add_two(a, b),
            values => log_add(values),
        }
    }
}

/// Equation (14). In place of each penalty it leaves its share.
fn log_add(penalties: &mut [f64]) -> f64 {
    let least = |a: f64, b: &f64| if *b < a { *b } else { a };
    let least = penalties.iter().fold(f64::INFINITY, least);
    if least == f64::INFINITY {
        penalties.fill(0.0);
        return least;
    }
    if let [only] = penalties {
        *only = 1.0;
        return least;
    }
    // The least penalty is factored out (page 25): its exponential is 1, and no other is larger.
    let mut sum = 0.0;
    for penalty in penalties.iter_mut() {
        *penalty = (least - *penalty).exp();
        sum += *penalty;
    }
    let scale = f64::recip(sum);
    for penalty in penalties {
        *penalty *= scale;
    }
    least - sum.ln()
}

/// The same for two, which most nodes have, with one exponential.
fn log_add_two(a: &mut f64, b: &mut f64) -> f64 {
    let (first_is_least, least, other) = if *a <= *b {
        (true, *a, *b)
    } else {
        (false, *b, *a)
    };
    if least == f64::INFINITY {
        (*a, *b) = (0.0, 0.0);
        return least;
    }
    let ratio = (least - other).exp();
    let sum = 1.0 + ratio;
    let of_least = sum.recip();
    let of_other = ratio * of_least;
    (*a, *b) = if first_is_least {
        (of_least, of_other)
    } else {
        (of_other, of_least)
    };
    least - sum.ln()
}

/// The number of paths, whatever their penalties, if these are finite.
///
/// It is exact up to 2⁵³, and beyond the largest double it stays there. Shares make, on the way
/// back from the end, the part of all paths that go through the arc.
#[derive(Clone, Copy, Debug)]
pub enum Count {}

impl Semiring for Count {
    const NO_PATH: f64 = 0.0;
    const START: f64 = 1.0;

    fn extend(value: f64, penalty: f64) -> f64 {
        match penalty < f64::INFINITY {
            true => value,
            false => Self::NO_PATH,
        }
    }

    fn gather(values: &mut [f64]) -> f64 {
        let sum: f64 = values.iter().sum();
        if sum == f64::INFINITY {
            values.iter_mut().for_each(|value| *value /= f64::MAX);
        }
        let of_shares: f64 = values.iter().sum();
        if of_shares > 0.0 {
            values.iter_mut().for_each(|value| *value /= of_shares);
        }
        sum.min(f64::MAX)
    }
}
