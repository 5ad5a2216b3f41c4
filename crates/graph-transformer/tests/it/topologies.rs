//! Products that are built directly are those that composition makes.

use graph_transformer::topology::{Topology, exactly, positions, string};
use graph_transformer::{
    Count, Graph, Label, Log, TopologyError, Work, best_path, penalty, score, select,
};
use proptest::prelude::*;

use crate::naive;

fn topologies() -> impl Strategy<Value = Topology> {
    (1..=4u16)
        .prop_flat_map(|classes| (Just(classes), 0..classes, any::<bool>()))
        .prop_map(|(classes, blank, is_ctc)| match is_ctc {
            true => Topology::ctc(classes, blank).unwrap(),
            false => Topology::character_model(classes, blank).unwrap(),
        })
}

/// Paths as the penalties they name and what they write.
fn sorted_paths(graph: &Graph) -> Vec<(Vec<u32>, Vec<Label>)> {
    let named = |path: &[u32]| {
        let arcs = path.iter().map(|&arc| graph.arcs()[arc as usize]);
        arcs.map(|arc| arc.penalty).collect()
    };
    let paths = naive::paths(graph).into_iter();
    let mut paths: Vec<_> = paths
        .map(|path| (named(&path), naive::written(graph, &path)))
        .collect();
    paths.sort_unstable();
    paths
}

/// What a labelling of positions spells.
fn spelled(topology: Topology, labelling: &[u16]) -> Vec<Label> {
    let mut runs = labelling.to_vec();
    runs.dedup();
    runs.retain(|&class| class != topology.blank());
    runs.into_iter().map(Label::new).collect()
}

proptest! {
    #[test]
    fn all_strings_are_composed_of_positions_and_transducer(
        topology in topologies(), n in 0..6usize
    ) {
        let composed = select(&positions(n, topology.classes()), &topology.transducer()).unwrap();
        prop_assert_eq!(topology.all(n), composed);
    }

    #[test]
    fn the_right_string_is_composed_of_all_and_the_string(
        topology in topologies(), n in 0..6usize, string_of in prop::collection::vec(0..4usize, 0..4)
    ) {
        let characters: Vec<Label> = topology.characters().collect();
        prop_assume!(!characters.is_empty() || string_of.is_empty());
        let wanted: Vec<Label> =
            string_of.iter().map(|&index| characters[index % characters.len()]).collect();
        let composed = select(&topology.all(n), &string(&wanted)).unwrap();
        let direct = topology.right(n, &wanted).unwrap();
        prop_assert_eq!(direct.n_nodes(), composed.n_nodes());
        prop_assert_eq!(direct.arcs().len(), composed.arcs().len());
        prop_assert_eq!(direct.ends().count(), composed.ends().count());
        prop_assert_eq!(direct.n_penalties(), composed.n_penalties());
        prop_assert_eq!(sorted_paths(&direct), sorted_paths(&composed));
    }
}

#[test]
fn ctc_spells_by_dropping_repetitions_and_then_blanks() {
    let topology = Topology::ctc(3, 1).unwrap();
    let all = topology.all(5);
    let paths = sorted_paths(&all);
    assert_eq!(paths.len(), 3usize.pow(5));
    for (named, written) in paths {
        let labelling: Vec<u16> = named.iter().map(|&penalty| (penalty % 3) as u16).collect();
        assert_eq!(written, spelled(topology, &labelling));
    }
}

#[test]
fn the_character_model_keeps_characters_apart_by_blanks() {
    let topology = Topology::character_model(3, 1).unwrap();
    let paths = sorted_paths(&topology.all(5));
    for (named, written) in &paths {
        let labelling: Vec<u16> = named.iter().map(|&penalty| (penalty % 3) as u16).collect();
        let touch = |pair: &[u16]| pair[0] != pair[1] && !pair.contains(&1);
        assert!(!labelling.windows(2).any(touch), "{labelling:?}");
        assert_eq!(*written, spelled(topology, &labelling));
    }
    // The labellings of two characters and a blank without a touching pair: after a blank come
    // three labels, after a character two.
    let (mut blank, mut character) = (1, 0);
    for _ in 0..5 {
        (blank, character) = (blank + character, 2 * blank + character);
    }
    assert_eq!(paths.len(), blank + character);
}

/// The pictures of page 29: "1 1 4" touch in the labels, and a blank must part them.
#[test]
fn a_false_character_beside_another_is_not_read() {
    let winners = [1u16, 1, 4];
    let penalties: Vec<f32> = winners
        .iter()
        .flat_map(|&winner| (0..11).map(move |class| if class == winner { 0.0 } else { 1.0 }))
        .collect();
    let (mut work, blank) = (Work::default(), 10);
    let read = |topology: Topology, work: &mut Work| {
        best_path(&topology.all(3), &penalties, work)
            .unwrap()
            .labels
    };
    let ctc = Topology::ctc(11, blank).unwrap();
    assert_eq!(read(ctc, &mut work), [Label::new(1), Label::new(4)]);
    let model = Topology::character_model(11, blank).unwrap();
    assert_eq!(read(model, &mut work).len(), 1);
}

#[test]
fn positions_sum_over_each_class_at_each_place() {
    let penalties: Vec<f32> = (0..28).map(|i| (i as f32).cos()).collect();
    let (graph, mut work) = (positions(7, 4), Work::default());
    let rows = penalties.chunks(4).map(|row| {
        let row: Vec<f64> = row.iter().map(|&penalty| f64::from(penalty)).collect();
        naive::log_add(&row)
    });
    let expected: f64 = rows.sum();
    let ours = penalty::<Log>(&graph, &penalties, &mut work).unwrap();
    assert!((ours - expected).abs() < 1e-12);
    assert_eq!(
        penalty::<Count>(&graph, &penalties, &mut work),
        Some(4f64.powi(7))
    );
}

#[test]
fn a_known_length_keeps_the_strings_of_that_length() {
    let topology = Topology::character_model(4, 3).unwrap();
    let digits: Vec<Label> = topology.characters().collect();
    let all = topology.all(5);
    for length in 0..=4 {
        let kept = select(&all, &exactly(length, &digits)).unwrap();
        let mut expected = sorted_paths(&all);
        expected.retain(|(_, written)| written.len() == length);
        assert_eq!(sorted_paths(&kept), expected);
        assert_eq!(expected.is_empty(), length == 4);
    }
}

#[test]
fn a_string_that_does_not_fit_has_no_path() {
    let (mut work, penalties) = (Work::default(), [0.0; 12]);
    for (topology, fits, too_long) in [
        (
            Topology::ctc(3, 0).unwrap(),
            &[1u16, 1, 2][..],
            &[1u16, 1, 1][..],
        ),
        (
            Topology::character_model(3, 0).unwrap(),
            &[1, 2],
            &[1, 2, 1],
        ),
    ] {
        let graph = topology.right(4, fits).unwrap();
        assert!(score::<Log>(&graph, &penalties, &mut work).is_some());
        let graph = topology.right(4, too_long).unwrap();
        assert!(score::<Log>(&graph, &penalties, &mut work).is_none());
    }
}

#[test]
fn what_is_no_character_is_refused() {
    assert_eq!(
        Topology::ctc(3, 3),
        Err(TopologyError::Blank {
            blank: 3,
            classes: 3
        })
    );
    let topology = Topology::character_model(3, 2).unwrap();
    for label in [Label::new(2), Label::new(3), Label::NULL] {
        let right = topology.right(9, &[Label::new(0), label]);
        assert_eq!(right, Err(TopologyError::Label { index: 1 }));
    }
}
