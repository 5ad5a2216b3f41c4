//! The examples of the paper, with its numbers.

use graph_transformer::topology::string;
use graph_transformer::{
    Arc, Criterion, Graph, Label, Log, NoPath, Side, Tropical, Work, best_path, compose, penalty,
    score, select,
};

const PENALTIES: [f32; 10] = [0.1, 2.3, 3.4, 4.4, 0.4, 1.3, 0.6, 1.2, 0.1, 2.4];

/// The interpretation graph of Figure 20 (page 23).
fn figure_20() -> Graph {
    let arcs = [
        (0, 1, b'3'),
        (0, 1, b'5'),
        (0, 2, b'3'),
        (0, 2, b'4'),
        (1, 2, b'4'),
        (1, 2, b'2'),
        (1, 3, b'4'),
        (1, 3, b'9'),
        (2, 3, b'1'),
        (2, 3, b'4'),
    ];
    let arcs = (0..).zip(arcs);
    let arcs = arcs.map(|(index, (from, to, label))| Arc::new(from, to, label, index));
    Graph::builder(4, 10).arcs(arcs).end(3).build().unwrap()
}

fn labels(string: &str) -> Vec<Label> {
    string.bytes().map(Label::from).collect()
}

fn assert_near(ours: f64, papers: f64, tolerance: f64) {
    assert!((ours - papers).abs() < tolerance, "{ours}, not {papers}");
}

fn assert_all_near(ours: &[f32], papers: &[f32]) {
    assert_eq!(ours.len(), papers.len());
    for (ours, papers) in ours.iter().zip(papers) {
        assert_near(f64::from(*ours), f64::from(*papers), 6e-5);
    }
}

/// The loss and the gradient for the wanted string "34".
fn evaluated(criterion: Criterion) -> (f64, [f32; 10]) {
    let all = figure_20();
    let right = select(&all, &string(b"34")).unwrap();
    let (mut work, mut gradient) = (Work::default(), [0.0; 10]);
    let loss = criterion.evaluate(&right, &all, &PENALTIES, &mut gradient, &mut work);
    let alone = criterion.loss(&right, &all, &PENALTIES, &mut work);
    assert_eq!(alone, loss);
    (loss.unwrap(), gradient)
}

#[test]
fn figure_20_has_its_best_path() {
    let best = best_path(&figure_20(), &PENALTIES, &mut Work::default()).unwrap();
    assert_eq!(best.labels, labels("341"));
    assert_eq!(best.arcs, [0, 4, 8]);
    assert_near(best.penalty, 0.6, 1e-6);
}

#[test]
fn figure_20_selects_the_two_arcs_of_each_way_to_spell_34() {
    let right = select(&figure_20(), &string(b"34")).unwrap();
    let mut named: Vec<u32> = right.arcs().iter().map(|arc| arc.penalty).collect();
    named.sort_unstable();
    assert_eq!(named, [0, 2, 6, 9]);
    let best = best_path(&right, &PENALTIES, &mut Work::default()).unwrap();
    assert_eq!(best.labels, labels("34"));
    assert_near(best.penalty, 0.7, 1e-6);
}

#[test]
fn figure_20_has_its_derivatives_by_viterbi_training() {
    let (loss, gradient) = evaluated(Criterion::Viterbi);
    assert_near(loss, 0.7, 1e-6);
    assert_eq!(gradient, [1., 0., 0., 0., 0., 0., 1., 0., 0., 0.]);
}

#[test]
fn figure_20_has_its_derivatives_by_discriminative_viterbi_training() {
    let (loss, gradient) = evaluated(Criterion::DiscriminativeViterbi);
    assert_near(loss, 0.1, 1e-6);
    assert_eq!(gradient, [0., 0., 0., 0., -1., 0., 1., 0., -1., 0.]);
}

#[test]
fn figure_20_has_its_derivatives_by_forward_training() {
    let (loss, gradient) = evaluated(Criterion::Forward);
    assert_near(loss, 0.693_922, 1e-6);
    let expected = [0.9939, 0., 0.0061, 0., 0., 0., 0.9939, 0., 0., 0.0061];
    assert_all_near(&gradient, &expected);
}

#[test]
fn figure_20_has_its_derivatives_by_discriminative_forward_training() {
    let (loss, gradient) = evaluated(Criterion::DiscriminativeForward);
    assert_near(loss, 1.305_441, 1e-6);
    let of_all = [
        0.8781, 0.0973, 0.0180, 0.0066, 0.3639, 0.1479, 0.2993, 0.1642, 0.4876, 0.0489,
    ];
    let mut expected = [0.9939, 0., 0.0061, 0., 0., 0., 0.9939, 0., 0., 0.0061];
    for (expected, of_all) in expected.iter_mut().zip(of_all) {
        *expected -= of_all;
    }
    // The four digits of the two posteriors are rounded.
    for (ours, expected) in gradient.iter().zip(expected) {
        assert_near(f64::from(*ours), expected, 1.1e-4);
    }
}

#[test]
fn figure_20_has_its_forward_penalty_and_posteriors() {
    let (graph, mut work, mut gradient) = (figure_20(), Work::default(), [0.0; 10]);
    let mut scored = score::<Log>(&graph, &PENALTIES, &mut work).unwrap();
    assert_near(scored.penalty(), -0.611_520, 1e-6);
    scored.backward(1.0, &mut gradient);
    let expected = [
        0.8781, 0.0973, 0.0180, 0.0066, 0.3639, 0.1479, 0.2993, 0.1642, 0.4876, 0.0489,
    ];
    assert_all_near(&gradient, &expected);
}

#[test]
fn figure_20_gives_34_its_probability() {
    let all = figure_20();
    let right = select(&all, &string(b"34")).unwrap();
    let mut work = Work::default();
    let confidence = graph_transformer::probability(&right, &all, &PENALTIES, &mut work);
    assert_near(confidence.unwrap(), 0.2711, 5e-5);
    let none = select(&all, &string(b"77")).unwrap();
    let confidence = graph_transformer::probability(&none, &all, &PENALTIES, &mut work);
    assert_eq!(confidence, Ok(0.0));
    let confidence = graph_transformer::probability(&none, &none, &PENALTIES, &mut work);
    assert_eq!(confidence, Err(NoPath { side: Side::All }));
}

#[test]
fn a_string_that_figure_20_cannot_spell_is_no_path_of_the_right_side() {
    let all = figure_20();
    let right = select(&all, &string(b"35")).unwrap();
    let (mut work, mut gradient) = (Work::default(), [7.0; 10]);
    for criterion in [
        Criterion::Viterbi,
        Criterion::DiscriminativeViterbi,
        Criterion::Forward,
        Criterion::DiscriminativeForward,
    ] {
        let loss = criterion.evaluate(&right, &all, &PENALTIES, &mut gradient, &mut work);
        assert_eq!(loss, Err(NoPath { side: Side::Right }));
    }
    for criterion in [
        Criterion::DiscriminativeViterbi,
        Criterion::DiscriminativeForward,
    ] {
        let loss = criterion.evaluate(&all, &right, &PENALTIES, &mut gradient, &mut work);
        assert_eq!(loss, Err(NoPath { side: Side::All }));
    }
    assert_eq!(gradient, [7.0; 10]);
}

/// The recognition graph of Figure 28 (page 32).
fn figure_28() -> (Graph, [f32; 8]) {
    let arcs = [
        (0, 1, b'c'),
        (0, 1, b'o'),
        (0, 1, b'd'),
        (1, 2, b'x'),
        (1, 2, b'a'),
        (1, 2, b'u'),
        (2, 3, b'p'),
        (2, 3, b't'),
    ];
    let arcs = (0..).zip(arcs);
    let arcs = arcs.map(|(index, (from, to, label))| Arc::new(from, to, label, index));
    let graph = Graph::builder(4, 8).arcs(arcs).end(3).build().unwrap();
    (graph, [0.4, 1.0, 1.8, 0.1, 0.2, 0.8, 0.2, 0.8])
}

/// Words as a tree, whose arcs have each a penalty.
fn tree(words: &[&str]) -> Graph {
    let mut arcs: Vec<Arc> = Vec::new();
    let mut ends = Vec::new();
    for word in words {
        let mut node = 0;
        for letter in word.bytes() {
            let known = arcs
                .iter()
                .find(|arc| arc.from == node && arc.reads == letter.into());
            node = match known {
                Some(arc) => arc.to,
                None => {
                    let index = arcs.len() as u32;
                    arcs.push(Arc::new(node, index + 1, letter, index));
                    index + 1
                }
            };
        }
        ends.push(node);
    }
    let n = arcs.len();
    Graph::builder(n + 1, n)
        .arcs(arcs)
        .ends(ends)
        .build()
        .unwrap()
}

const WORDS: [&str; 8] = ["barn", "but", "cut", "cute", "cure", "cap", "cat", "card"];

#[test]
fn figure_28_reads_three_words() {
    let (graph, penalties) = figure_28();
    let grammar = tree(&WORDS);
    let composition = compose(&graph, &(&grammar).into());
    let penalties = composition.penalties(&penalties, &vec![0.0; grammar.n_penalties()]);
    let mut work = Work::default();
    let best = best_path(&composition.graph, &penalties, &mut work).unwrap();
    assert_eq!(best.labels, labels("cap"));
    for (word, expected) in [("cut", 2.0), ("cap", 0.8), ("cat", 1.4)] {
        let only = select(&composition.graph, &string(word.as_bytes())).unwrap();
        let of_word = penalty::<Tropical>(&only, &penalties, &mut work).unwrap();
        assert_near(of_word, expected, 1e-6);
    }
    assert_eq!(super::naive::paths(&composition.graph).len(), 3);
    // "o", "d", "x" and their dead ends are gone: the start, "c", "ca", "cu" and three ends.
    assert_eq!(composition.graph.n_nodes(), 7);
}

#[test]
fn figure_28_sends_derivatives_back_to_both_graphs() {
    let (graph, penalties) = figure_28();
    let grammar = tree(&WORDS);
    let composition = compose(&graph, &(&grammar).into());
    let all = &composition.graph;
    let penalties = composition.penalties(&penalties, &vec![0.0; grammar.n_penalties()]);
    let right = select(all, &string(b"cat")).unwrap();
    let mut gradient = vec![0.0; penalties.len()];
    let criterion = Criterion::DiscriminativeForward;
    let loss = criterion.evaluate(&right, all, &penalties, &mut gradient, &mut Work::default());
    let weights = [-2.0f64, -0.8, -1.4].map(f64::exp);
    let total: f64 = weights.iter().sum();
    let [cut, cap, cat] = weights.map(|weight| weight / total);
    assert_near(loss.unwrap(), -cat.ln(), 1e-6);

    let (mut left, mut right) = (vec![0.0; 8], vec![0.0; grammar.n_penalties()]);
    composition.backward(&gradient, &mut left, &mut right);
    // c, o, d; x, a, u; p, t.
    let expected = [0.0, 0.0, 0.0, 0.0, cut, -cut, -cap, cap];
    for (ours, expected) in left.iter().zip(expected) {
        assert_near(f64::from(*ours), expected, 1e-6);
    }
    for arc in grammar.arcs() {
        // Nodes of the tree: "c" is 7, then u, t, e, r, e; a, p, t, r, d.
        let expected = match arc.to {
            8 => -cut,
            9 => -cut,
            13 => cut,
            14 => -cap,
            15 => 1.0 - cat,
            _ => 0.0,
        };
        assert_near(f64::from(right[arc.penalty as usize]), expected, 1e-6);
    }
}
