//! Scorers hold to the paths of a graph, listed one by one.

use graph_transformer::{Arc, Count, Graph, Log, Tropical, Work, best_path, penalty, score};
use proptest::prelude::*;

use crate::naive::{self, log_add};
use crate::random;

fn graph_and_penalties() -> impl Strategy<Value = (Graph, Vec<f32>)> {
    random::graph().prop_flat_map(|graph| {
        let penalties = random::penalties(graph.n_penalties());
        (Just(graph), penalties)
    })
}

fn listed(graph: &Graph, penalties: &[f32]) -> Vec<f64> {
    let paths = naive::paths(graph);
    paths
        .iter()
        .map(|path| naive::penalty(graph, path, penalties))
        .collect()
}

/// The same graph with a penalty for each arc, and one end.
fn with_own_penalties(graph: &Graph) -> Graph {
    let n = graph.arcs().len();
    let arcs = (0..)
        .zip(graph.arcs())
        .map(|(penalty, &arc)| Arc { penalty, ..arc });
    let same = Graph::builder(graph.n_nodes(), n).arcs(arcs);
    same.end(graph.n_nodes() as u32 - 1).build().unwrap()
}

proptest! {
    #[test]
    fn viterbi_is_the_least_of_all_paths((graph, penalties) in graph_and_penalties()) {
        let mut work = Work::default();
        let least = listed(&graph, &penalties).into_iter().reduce(f64::min);
        prop_assert_eq!(penalty::<Tropical>(&graph, &penalties, &mut work), least);
        let best = best_path(&graph, &penalties, &mut work);
        prop_assert_eq!(best.as_ref().map(|path| path.penalty), least);
        if let Some(path) = best {
            prop_assert!(naive::paths(&graph).contains(&path.arcs));
            prop_assert_eq!(naive::penalty(&graph, &path.arcs, &penalties), path.penalty);
            prop_assert_eq!(naive::written(&graph, &path.arcs), path.labels);
        }
    }

    #[test]
    fn forward_is_the_sum_over_all_paths((graph, penalties) in graph_and_penalties()) {
        let ours = penalty::<Log>(&graph, &penalties, &mut Work::default());
        let listed = listed(&graph, &penalties);
        prop_assert_eq!(ours.is_some(), !listed.is_empty());
        if let Some(ours) = ours {
            prop_assert!((ours - log_add(&listed)).abs() < 1e-12);
        }
    }

    #[test]
    fn count_is_the_number_of_paths((graph, penalties) in graph_and_penalties()) {
        let ours = penalty::<Count>(&graph, &penalties, &mut Work::default());
        let number = naive::paths(&graph).len();
        prop_assert_eq!(ours.unwrap_or(0.0), number as f64);
        prop_assert_eq!(ours.is_some(), number > 0);
    }

    #[test]
    fn forward_lies_below_viterbi_by_at_most_the_logarithm_of_the_paths(
        (graph, penalties) in graph_and_penalties()
    ) {
        let mut work = Work::default();
        let Some(viterbi) = penalty::<Tropical>(&graph, &penalties, &mut work) else {
            return Ok(());
        };
        let forward = penalty::<Log>(&graph, &penalties, &mut work).unwrap();
        let paths = penalty::<Count>(&graph, &penalties, &mut work).unwrap();
        prop_assert!(viterbi >= forward - 1e-12);
        prop_assert!(forward >= viterbi - paths.ln() - 1e-12);
    }

    #[test]
    fn posteriors_sum_to_one_over_each_cut(graph in random::graph(), seed in random::penalties(20)) {
        let graph = with_own_penalties(&graph);
        let penalties = &seed[..graph.n_penalties()];
        let (mut work, mut posterior) = (Work::default(), vec![0.0; penalties.len()]);
        let Some(mut scored) = score::<Log>(&graph, penalties, &mut work) else {
            return Ok(());
        };
        scored.backward(1.0, &mut posterior);
        for cut in 1..graph.n_nodes() as u32 {
            let arcs = graph.arcs().iter().zip(&posterior);
            let crossing = arcs.filter(|(arc, _)| arc.from < cut && cut <= arc.to);
            let sum: f32 = crossing.map(|(_, posterior)| posterior).sum();
            prop_assert!((sum - 1.0).abs() < 1e-5, "{sum} before node {cut}");
        }
    }

    #[test]
    fn counting_backward_gives_the_part_of_the_paths_through_each_arc(graph in random::graph()) {
        let graph = with_own_penalties(&graph);
        let penalties = vec![1.0; graph.n_penalties()];
        let (mut work, mut parts) = (Work::default(), vec![0.0; penalties.len()]);
        let Some(mut scored) = score::<Count>(&graph, &penalties, &mut work) else {
            return Ok(());
        };
        scored.backward(1.0, &mut parts);
        let paths = naive::paths(&graph);
        for (arc, part) in (0..).zip(parts) {
            let through = paths.iter().filter(|path| path.contains(&arc)).count();
            prop_assert!((part - through as f32 / paths.len() as f32).abs() < 1e-6);
        }
    }

    #[test]
    fn an_arc_that_is_not_finite_is_as_if_it_were_not_there(
        (graph, mut penalties) in graph_and_penalties(), index in 0..12usize, which in 0..3usize
    ) {
        let index = index % penalties.len();
        let kept = graph.arcs().iter().filter(|arc| arc.penalty != index as u32);
        let without = Graph::builder(graph.n_nodes(), graph.n_penalties()).arcs(kept.copied());
        let without = without.ends(graph.ends()).build().unwrap();
        let mut work = Work::default();
        let expected = penalty::<Log>(&without, &penalties, &mut work);
        let best = penalty::<Tropical>(&without, &penalties, &mut work);
        let count = penalty::<Count>(&without, &penalties, &mut work);
        penalties[index] = [f32::INFINITY, f32::NEG_INFINITY, f32::NAN][which];
        prop_assert_eq!(penalty::<Tropical>(&graph, &penalties, &mut work), best);
        prop_assert_eq!(penalty::<Count>(&graph, &penalties, &mut work), count);
        let mut gradient = vec![0.0; penalties.len()];
        let ours = score::<Log>(&graph, &penalties, &mut work).map(|mut scored| {
            scored.backward(1.0, &mut gradient);
            scored.penalty()
        });
        prop_assert_eq!(ours.is_some(), expected.is_some());
        prop_assert!((ours.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-12);
        prop_assert!(gradient.iter().all(|derivative| derivative.is_finite()));
        prop_assert_eq!(gradient[index], 0.0);
    }

    #[test]
    fn work_that_was_used_before_changes_no_bit(
        (first, of_first) in graph_and_penalties(), (graph, penalties) in graph_and_penalties()
    ) {
        let (mut used, mut fresh) = (Work::default(), Work::default());
        let _ = penalty::<Log>(&first, &of_first, &mut used);
        let gradients = [&mut used, &mut fresh].map(|work| {
            let mut gradient = vec![0.0f32; penalties.len()];
            let penalty = score::<Log>(&graph, &penalties, work).map(|mut scored| {
                scored.backward(1.0, &mut gradient);
                scored.penalty().to_bits()
            });
            (penalty, gradient)
        });
        prop_assert_eq!(&gradients[0], &gradients[1]);
    }
}

#[test]
fn of_paths_that_tie_the_first_one_has_all_the_gradient() {
    // Two arcs side by side, then two ways on, all alike.
    let arcs = [(0, 1, 0), (0, 1, 1), (1, 3, 2), (1, 2, 3), (2, 3, 4)];
    let arcs = arcs.map(|(from, to, penalty)| Arc::new(from, to, 0u16, penalty));
    let graph = Graph::builder(4, 5).arcs(arcs).end(3).build().unwrap();
    let (mut work, mut gradient) = (Work::default(), [0.0; 5]);
    let mut scored = score::<Tropical>(&graph, &[1.0, 1.0, 2.0, 1.0, 1.0], &mut work).unwrap();
    assert_eq!(scored.penalty(), 3.0);
    scored.backward(2.0, &mut gradient);
    assert_eq!(gradient, [2.0, 0.0, 2.0, 0.0, 0.0]);
}

#[test]
fn derivatives_are_added_to_what_is_there() {
    let graph = Graph::builder(2, 1)
        .arc(Arc::new(0, 1, 0u16, 0))
        .end(1)
        .build()
        .unwrap();
    let (mut work, mut gradient) = (Work::default(), [1.0]);
    let mut scored = score::<Log>(&graph, &[5.0], &mut work).unwrap();
    scored.backward(-3.0, &mut gradient);
    scored.backward(0.5, &mut gradient);
    assert_eq!(gradient, [-1.5]);
}

#[test]
fn the_start_may_be_an_end() {
    let graph = Graph::builder(2, 1)
        .arc(Arc::new(0, 1, 0u16, 0))
        .ends([0, 1])
        .build()
        .unwrap();
    let mut work = Work::default();
    assert_eq!(penalty::<Count>(&graph, &[1.0], &mut work), Some(2.0));
    assert_eq!(penalty::<Tropical>(&graph, &[1.0], &mut work), Some(0.0));
    let path = best_path(&graph, &[-1.0], &mut work).unwrap();
    assert_eq!((path.arcs, path.penalty), (vec![0], -1.0));
    let path = best_path(&graph, &[1.0], &mut work).unwrap();
    assert_eq!((path.arcs, path.penalty), (vec![], 0.0));
}
