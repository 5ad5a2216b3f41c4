//! Composition holds to the product of the two lists of paths.

use graph_transformer::topology::string;
use graph_transformer::{
    Arc, Composition, Count, Graph, Label, Log, Transducer, Work, compose, penalty, select,
};
use proptest::prelude::*;

use crate::{naive, random};

/// The pairs of paths that agree: arcs of the left one, arcs of the right one.
fn product(graph: &Graph, transducer: &Transducer) -> Vec<(Vec<u32>, Vec<u32>)> {
    let mut pairs: Vec<_> = naive::paths(graph)
        .into_iter()
        .flat_map(|left| {
            let readings = naive::readings(transducer, &naive::written(graph, &left));
            readings.into_iter().map(move |right| (left.clone(), right))
        })
        .collect();
    pairs.sort_unstable();
    pairs
}

/// The paths of a composition, each as the two paths it was made of.
fn parents(composition: &Composition) -> Vec<(Vec<u32>, Vec<u32>)> {
    let of_path = |path: Vec<u32>| {
        let of_arc = |&arc: &u32| composition.parents[arc as usize];
        let left = path.iter().filter_map(|arc| of_arc(arc).0).collect();
        let right = path.iter().filter_map(|arc| of_arc(arc).1).collect();
        (left, right)
    };
    let paths = naive::paths(&composition.graph).into_iter();
    let mut pairs: Vec<_> = paths.map(of_path).collect();
    pairs.sort_unstable();
    pairs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn each_pair_of_paths_that_agree_is_one_path(
        graph in random::graph(), transducer in random::transducer()
    ) {
        let expected = product(&graph, &transducer);
        prop_assume!(expected.len() < 20_000);
        let composition = compose(&graph, &transducer);
        prop_assert_eq!(parents(&composition), expected);
    }

    #[test]
    fn arcs_read_as_the_left_ones_write_as_the_right_ones_and_cost_as_both(
        graph in random::graph(), transducer in random::transducer(),
        left in random::penalties(12), right in random::penalties(4)
    ) {
        let (left, right) = (&left[..graph.n_penalties()], &right[..transducer.n_penalties()]);
        let composition = compose(&graph, &transducer);
        let penalties = composition.penalties(left, right);
        for (index, (arc, &(l, r))) in composition.graph.arcs().iter().zip(&composition.parents).enumerate() {
            let l = l.map(|l| graph.arcs()[l as usize]);
            let r = r.map(|r| transducer.arcs()[r as usize]);
            prop_assert_eq!(arc.reads, l.map_or(Label::NULL, |l| l.reads));
            prop_assert_eq!(arc.writes, r.map_or(Label::NULL, |r| r.writes));
            let of = |penalties: &[f32], arc: Option<Arc>| {
                arc.and_then(|arc| penalties.get(arc.penalty as usize).copied()).unwrap_or(0.0)
            };
            prop_assert_eq!(penalties[index], of(left, l) + of(right, r));
            prop_assert_eq!(arc.penalty as usize, index);
        }
    }

    #[test]
    fn no_node_is_a_dead_end(graph in random::graph(), transducer in random::transducer()) {
        let composition = compose(&graph, &transducer);
        let paths = naive::paths(&composition.graph);
        prop_assume!(paths.len() < 20_000);
        let arcs = composition.graph.arcs();
        for index in 0..arcs.len() as u32 {
            prop_assert!(paths.iter().any(|path| path.contains(&index)));
        }
        for node in 1..composition.graph.n_nodes() as u32 {
            prop_assert!(arcs.iter().any(|arc| arc.to == node));
        }
    }

    #[test]
    fn selection_keeps_the_graphs_own_penalties(
        graph in random::graph(), transducer in random::transducer(),
        penalties in random::penalties(12)
    ) {
        let free = transducer.arcs().iter().map(|&arc| Arc { penalty: Arc::FREE, ..arc });
        let free = Transducer::builder(transducer.n_nodes(), 0).arcs(free);
        let free = free.ends(transducer.ends()).build().unwrap();
        let penalties = &penalties[..graph.n_penalties()];
        let mut work = Work::default();
        let selected = select(&graph, &free).unwrap();
        let ours = penalty::<Log>(&selected, penalties, &mut work);
        let composition = compose(&graph, &free);
        let composed = composition.penalties(penalties, &[]);
        prop_assert_eq!(ours, penalty::<Log>(&composition.graph, &composed, &mut work));
    }
}

/// Two left nulls and three right nulls in a row could be taken in ten orders.
#[test]
fn nulls_on_both_sides_count_once() {
    let left = (0..2).map(|from| Arc::free(from, from + 1, Label::NULL));
    let left = Graph::builder(4, 0)
        .arcs(left)
        .arc(Arc::free(2, 3, 1u16))
        .end(3);
    let left = left.build().unwrap();
    let right = (0..3).map(|from| Arc::free(from, from + 1, Label::NULL));
    let right = Transducer::builder(5, 0)
        .arcs(right)
        .arc(Arc::free(3, 4, 1u16))
        .end(4);
    let right = right.build().unwrap();
    let selected = select(&left, &right).unwrap();
    assert_eq!(
        penalty::<Count>(&selected, &[], &mut Work::default()),
        Some(1.0)
    );

    // Also behind the last symbol.
    let left = Graph::builder(3, 0)
        .arc(Arc::free(0, 1, 1u16))
        .arc(Arc::free(1, 2, Label::NULL));
    let left = left.ends([1, 2]).build().unwrap();
    let right = Transducer::builder(3, 0)
        .arc(Arc::free(0, 1, 1u16))
        .arc(Arc::free(1, 2, Label::NULL));
    let right = right.ends([1, 2]).build().unwrap();
    let selected = select(&left, &right).unwrap();
    assert_eq!(
        penalty::<Count>(&selected, &[], &mut Work::default()),
        Some(4.0)
    );
}

#[test]
fn labels_that_only_one_side_knows_do_not_agree() {
    let graph = Graph::builder(2, 0).arcs([Arc::free(0, 1, 3u16), Arc::free(0, 1, Label::NULL)]);
    let graph = graph.end(1).build().unwrap();
    for label in [0u16, 4, 5, 60_000] {
        assert_eq!(select(&graph, &string(&[label])).unwrap().ends().count(), 0);
    }
    let kept = select(&graph, &string(&[3u16])).unwrap();
    assert_eq!(kept.arcs(), [Arc::free(0, 1, 3u16)]);
}

/// So a tie between them goes to the first one.
#[test]
fn arcs_that_agree_with_the_same_arc_keep_their_order() {
    let arcs = (0..4).map(|penalty| Arc::new(0, 1, 5u16, penalty));
    let graph = Graph::builder(2, 4).arcs(arcs).end(1).build().unwrap();
    let selected = select(&graph, &string(&[5u16])).unwrap();
    assert_eq!(selected.arcs(), graph.arcs());
}

#[test]
fn what_never_agrees_is_a_start_without_an_end() {
    let graph = Graph::builder(3, 0)
        .arcs([Arc::free(0, 1, 1u16), Arc::free(1, 2, 2u16)])
        .end(2);
    let composition = compose(&graph.build().unwrap(), &string(&[1u16, 3]));
    assert_eq!(composition.graph.n_nodes(), 1);
    assert_eq!(composition.graph.arcs(), []);
    assert_eq!(composition.graph.ends().count(), 0);
    assert_eq!(
        penalty::<Log>(&composition.graph, &[], &mut Work::default()),
        None
    );
}

#[test]
fn two_strings_in_the_same_words_are_one_path_of_each_end() {
    // "a" then maybe "b", against "a" or "ab": two ends on each side.
    let left = Graph::builder(3, 0).arcs([Arc::free(0, 1, b'a'), Arc::free(1, 2, b'b')]);
    let left = left.ends([1, 2]).build().unwrap();
    let composition = compose(&left, &(&left).into());
    assert_eq!(composition.graph.ends().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(composition.graph.arcs().len(), 2);
}
