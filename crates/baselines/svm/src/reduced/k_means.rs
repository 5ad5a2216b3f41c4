use ndarray::parallel::prelude::*;
use ndarray::{Array2, ArrayView2, Axis};

use super::objective::Objective;
use super::real::Real;

/// Rounds of Lloyd's algorithm: a start needs no more.
const ROUNDS: usize = 8;

/// Starting points for a reduced set of `n` vectors: k-means centres (Lloyd 1982) of the
/// support vectors that speak for the same machine, as many for each machine as its share.
pub(super) fn centres<T: Real>(objective: &Objective<T>, n: usize) -> Array2<f64> {
    let advocates = objective.advocates();
    let n_machines = advocates.iter().max().map_or(0, |&most| most + 1);
    let mut centres = Array2::zeros((0, objective.support().ncols()));
    let mut seen = 0;
    for machine in 0..n_machines {
        let members: Vec<usize> = (0..advocates.len())
            .filter(|&vector| advocates[vector] == machine)
            .collect();
        // Rounded running shares add up to n.
        let share = |seen: usize| (n * seen + advocates.len() / 2) / advocates.len();
        let count = share(seen + members.len()) - share(seen);
        seen += members.len();
        let members = objective.support().select(Axis(0), &members);
        if count > 0 {
            centres
                .append(Axis(0), lloyd(members.view(), count).view())
                .expect("centres have as many features as members");
        }
    }
    centres
}

/// From members evenly spread over their order; a centre that loses all members stays.
fn lloyd<T: Real>(members: ArrayView2<'_, T>, n: usize) -> Array2<f64> {
    let spread: Vec<usize> = (0..n).map(|rank| rank * members.nrows() / n).collect();
    let mut centres = members.select(Axis(0), &spread);
    for _ in 0..ROUNDS {
        let half = T::of(0.5);
        let half_norms: Vec<T> = centres.outer_iter().map(|c| half * c.dot(&c)).collect();
        let nearest: Vec<usize> = members
            .axis_chunks_iter(Axis(0), 64)
            .into_par_iter()
            .flat_map_iter(|members| {
                let dots = members.dot(&centres.t());
                let nearest_of = |row: ndarray::ArrayView1<'_, T>| {
                    let closeness = row.iter().zip(&half_norms).map(|(&dot, &half)| dot - half);
                    let first = (0, T::of(f64::NEG_INFINITY));
                    let pick = |best: (usize, T), (index, value): (usize, T)| {
                        if value > best.1 { (index, value) } else { best }
                    };
                    closeness.enumerate().fold(first, pick).0
                };
                dots.outer_iter().map(nearest_of).collect::<Vec<_>>()
            })
            .collect();
        let mut sums = Array2::<T>::zeros(centres.dim());
        let mut counts = vec![0u32; n];
        for (member, &centre) in members.outer_iter().zip(&nearest) {
            let mut sum = sums.row_mut(centre);
            sum += &member;
            counts[centre] += 1;
        }
        for (centre, count) in counts
            .into_iter()
            .enumerate()
            .filter(|&(_, count)| count > 0)
        {
            let count = T::of(f64::from(count));
            centres.row_mut(centre).assign(&(&sums.row(centre) / count));
        }
    }
    centres.mapv(Into::into)
}
