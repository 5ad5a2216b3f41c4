use super::state::State;

/// Samples that are optimised at a time.
pub(crate) const WORKING_SET: usize = 512;

/// The samples to optimise next: the newer half of the previous working set, and the samples
/// that violate optimality most, as many whose α y can grow as whose can shrink (Joachims
/// 1999, "Making large-scale SVM learning practical", section 3; ThunderSVM).
///
/// The worst violating pair is always among them.
pub(super) fn choose(state: &State<'_>, previous: &[usize]) -> Vec<usize> {
    let size = WORKING_SET.min(state.len());
    let (least, largest) = state.extremes();
    let kept = &previous[previous.len().saturating_sub(size / 2)..];
    let mut is_chosen = vec![false; state.len()];
    for &index in kept {
        is_chosen[index] = true;
    }
    let wanted = size - kept.len();
    let candidates = |violation: &dyn Fn(usize) -> Option<f64>| {
        let candidates: Vec<(f64, usize)> = (0..state.len())
            .filter(|&index| !is_chosen[index])
            .filter_map(|index| Some((violation(index)?, index)))
            .filter(|&(violation, _)| violation > 0.0)
            .collect();
        worst(candidates, wanted)
    };
    let growing =
        candidates(&|index| (state.can_grow(index)).then(|| largest - state.error(index)));
    let shrinking =
        candidates(&|index| (state.can_shrink(index)).then(|| state.error(index) - least));

    let mut chosen = kept.to_vec();
    let longest = growing.len().max(shrinking.len());
    let alternating = (0..longest).flat_map(|rank| [growing.get(rank), shrinking.get(rank)]);
    for &index in alternating.flatten() {
        if chosen.len() == size {
            break;
        }
        if !std::mem::replace(&mut is_chosen[index], true) {
            chosen.push(index);
        }
    }
    chosen
}

/// Indices of the `n` largest violations, the largest first; of equal ones the lower index.
fn worst(mut candidates: Vec<(f64, usize)>, n: usize) -> Vec<usize> {
    let order = |a: &(f64, usize), b: &(f64, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if n < candidates.len() {
        candidates.select_nth_unstable_by(n, order);
        candidates.truncate(n);
    }
    candidates.sort_unstable_by(order);
    candidates.into_iter().map(|(_, index)| index).collect()
}
