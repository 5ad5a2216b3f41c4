//! The criteria's bounds, and their gradients against central differences.

use graph_transformer::topology::{Topology, string};
use graph_transformer::{Criterion, Graph, Label, Work, compose, probability, select};
use proptest::prelude::*;

use crate::{naive, random};

const ALL: [Criterion; 4] = [
    Criterion::Viterbi,
    Criterion::DiscriminativeViterbi,
    Criterion::Forward,
    Criterion::DiscriminativeForward,
];

/// A step so small that no best path changes, and exact in the penalties' own precision.
const STEP: f32 = 1.0 / 1024.0;

/// Graphs, and one of the strings that each spells.
fn graph_and_string() -> impl Strategy<Value = (Graph, Vec<Label>, Vec<f32>)> {
    (random::graph(), any::<prop::sample::Index>())
        .prop_filter_map("no path", |(graph, index)| {
            let paths = naive::paths(&graph);
            let path = (!paths.is_empty()).then(|| index.get(&paths))?;
            let string = naive::written(&graph, path);
            Some((graph, string))
        })
        .prop_flat_map(|(graph, string)| {
            let penalties = random::penalties(graph.n_penalties());
            (Just(graph), Just(string), penalties)
        })
}

/// Whether the best path stays the best within a step, whatever penalties it shares.
fn is_far_from_a_tie(graph: &Graph, penalties: &[f32]) -> bool {
    let paths = naive::paths(graph).into_iter();
    let mut sums: Vec<f64> = paths
        .map(|path| naive::penalty(graph, &path, penalties))
        .collect();
    sums.sort_by(f64::total_cmp);
    // A penalty may stand on a path as often as there are arcs.
    sums.len() < 2 || sums[1] - sums[0] > 2.0 * 8.0 * f64::from(STEP)
}

/// What is wrong with derivatives of a function, if it is smooth, or linear within the step.
fn check(
    at: &[f32],
    derivatives: &[f32],
    mut function: impl FnMut(&[f32]) -> f64,
) -> Result<(), TestCaseError> {
    let mut moved = at.to_vec();
    for (index, &ours) in derivatives.iter().enumerate() {
        moved[index] = at[index] + STEP;
        let above = function(&moved);
        moved[index] = at[index] - STEP;
        let below = function(&moved);
        moved[index] = at[index];
        let expected = (above - below) / (2.0 * f64::from(STEP));
        prop_assert!(
            (f64::from(ours) - expected).abs() < 2e-4,
            "derivative {index}: {ours}, not {expected}"
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn discriminative_losses_are_never_negative((all, wanted, penalties) in graph_and_string()) {
        let right = select(&all, &string(&wanted)).unwrap();
        let mut work = Work::default();
        for criterion in [Criterion::DiscriminativeViterbi, Criterion::DiscriminativeForward] {
            let loss = criterion.loss(&right, &all, &penalties, &mut work).unwrap();
            prop_assert!(loss >= -1e-12, "{criterion:?}: {loss}");
        }
        let confidence = probability(&right, &all, &penalties, &mut work).unwrap();
        prop_assert!((0.0..=1.0 + 1e-12).contains(&confidence));
    }

    #[test]
    fn gradients_are_those_of_central_differences((all, wanted, penalties) in graph_and_string()) {
        let right = select(&all, &string(&wanted)).unwrap();
        let mut work = Work::default();
        let may_viterbi = is_far_from_a_tie(&all, &penalties) && is_far_from_a_tie(&right, &penalties);
        for criterion in ALL {
            if matches!(criterion, Criterion::Viterbi | Criterion::DiscriminativeViterbi) && !may_viterbi {
                continue;
            }
            let mut gradient = vec![0.0; penalties.len()];
            let loss = criterion.evaluate(&right, &all, &penalties, &mut gradient, &mut work);
            prop_assert!(loss.is_ok());
            check(&penalties, &gradient, |moved| {
                criterion.loss(&right, &all, moved, &mut work).unwrap()
            })?;
        }
    }

    #[test]
    fn gradients_through_composition_are_those_of_central_differences(
        graph in random::graph(), transducer in random::transducer(),
        left in random::penalties(12), right in random::penalties(4)
    ) {
        let (left, right) = (&left[..graph.n_penalties()], &right[..transducer.n_penalties()]);
        let composition = compose(&graph, &transducer);
        let all = &composition.graph;
        let Some(path) = naive::paths(all).into_iter().next() else {
            return Ok(());
        };
        let answer = select(all, &string(&naive::written(all, &path))).unwrap();
        let criterion = Criterion::DiscriminativeForward;
        let mut work = Work::default();
        let penalties = composition.penalties(left, right);
        let mut gradient = vec![0.0; penalties.len()];
        criterion.evaluate(&answer, all, &penalties, &mut gradient, &mut work).unwrap();
        let (mut of_left, mut of_right) = (vec![0.0; left.len()], vec![0.0; right.len()]);
        composition.backward(&gradient, &mut of_left, &mut of_right);
        let mut loss = |left: &[f32], right: &[f32]| {
            let penalties = composition.penalties(left, right);
            criterion.loss(&answer, all, &penalties, &mut work).unwrap()
        };
        check(left, &of_left, |moved| loss(moved, right))?;
        check(right, &of_right, |moved| loss(left, moved))?;
    }
}

#[test]
fn discriminative_viterbi_rests_once_the_answer_is_right() {
    let topology = Topology::character_model(3, 0).unwrap();
    let (all, right) = (topology.all(3), topology.right(3, &[1u16, 2]).unwrap());
    let penalties = [1.0, 0.9, 1.0, 0.9, 1.0, 1.0, 1.0, 1.0, 0.9];
    let (mut work, mut gradient) = (Work::default(), [0.0; 9]);
    let criterion = Criterion::DiscriminativeViterbi;
    let loss = criterion.evaluate(&right, &all, &penalties, &mut gradient, &mut work);
    assert_eq!((loss, gradient), (Ok(0.0), [0.0; 9]));
    let criterion = Criterion::DiscriminativeForward;
    let loss = criterion.evaluate(&right, &all, &penalties, &mut gradient, &mut work);
    assert!(loss.unwrap() > 0.5 && gradient[1] > 0.1);
}

/// Section VI-E: seven positions can spell no string of more than four characters.
#[test]
fn probabilities_of_all_strings_sum_to_one() {
    let topology = Topology::character_model(11, 10).unwrap();
    let all = topology.all(7);
    let penalties: Vec<f32> = (0..77).map(|i| 2.0 * (1.7 * i as f32).sin()).collect();
    let mut work = Work::default();
    let (mut sum, mut strings) = (0.0, 0);
    for length in 0..=4 {
        for number in 0..10u32.pow(length) {
            let digit = |place| (number / 10u32.pow(place) % 10) as u16;
            let string: Vec<u16> = (0..length).map(digit).collect();
            let right = topology.right(7, &string).unwrap();
            sum += probability(&right, &all, &penalties, &mut work).unwrap();
            strings += 1;
        }
    }
    assert_eq!(strings, 11_111);
    assert!((sum - 1.0).abs() < 1e-10, "{sum}");
}
