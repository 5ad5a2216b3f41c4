//! Large penalties and large graphs.

use graph_transformer::topology::{Topology, exactly, positions};
use graph_transformer::{
    Arc, Count, Criterion, Ctc, CtcWork, Graph, Log, Tropical, Work, best_path, compose, penalty,
    score,
};

#[test]
fn penalties_of_ten_thousand_stay_finite() {
    let penalties: Vec<f32> = (0..50 * 11).map(|i| 1e4 * (1.3 * i as f32).sin()).collect();
    let ctc = Ctc::new(11, 10).unwrap();
    let mut gradient = vec![0.0; penalties.len()];
    let target = [3u16, 1, 4, 1, 5, 9, 2, 6, 5, 3];
    let loss = ctc.loss_and_gradient(&penalties, &target, &mut gradient, &mut CtcWork::default());
    assert!(loss.unwrap() > 1e4);
    for row in gradient.chunks(11) {
        assert!(row.iter().all(|derivative| derivative.is_finite()));
        assert!(row.iter().sum::<f32>().abs() < 1e-5);
    }

    let topology = Topology::character_model(11, 10).unwrap();
    let (all, right) = (topology.all(50), topology.right(50, &target).unwrap());
    gradient.fill(0.0);
    let criterion = Criterion::DiscriminativeForward;
    let loss = criterion.evaluate(
        &right,
        &all,
        &penalties,
        &mut gradient,
        &mut Work::default(),
    );
    assert!(loss.unwrap() >= 0.0);
    assert!(gradient.iter().all(|derivative| derivative.is_finite()));
}

#[test]
fn the_largest_single_precision_penalties_stay_finite() {
    let graph = positions(1_000, 2);
    for of_all in [f32::MAX, f32::MIN] {
        let mut gradient = vec![0.0; 2_000];
        let mut work = Work::default();
        let mut scored = score::<Log>(&graph, &[of_all; 2_000], &mut work).unwrap();
        assert!(scored.penalty().is_finite());
        scored.backward(1.0, &mut gradient);
        assert!(gradient.iter().all(|&derivative| derivative == 0.5));
    }
}

#[test]
fn a_graph_of_a_hundred_thousand_nodes_is_scored() {
    const N: usize = 100_000;
    let graph = positions(N, 2);
    let penalties: Vec<f32> = (0..2 * N).map(|i| (i as f32).sin()).collect();
    let (mut work, mut gradient) = (Work::default(), vec![0.0; 2 * N]);
    let mut scored = score::<Log>(&graph, &penalties, &mut work).unwrap();
    assert!(scored.penalty().is_finite());
    scored.backward(1.0, &mut gradient);
    assert!(
        gradient
            .chunks(2)
            .all(|row| (row[0] + row[1] - 1.0).abs() < 1e-6)
    );
    let best = best_path(&graph, &penalties, &mut work).unwrap();
    assert_eq!(best.arcs.len(), N);
    assert_eq!(
        penalty::<Tropical>(&graph, &penalties, &mut work),
        Some(best.penalty)
    );
    // More paths than a double can count, and still no NaN.
    let mut scored = score::<Count>(&graph, &penalties, &mut work).unwrap();
    assert!(scored.penalty().is_finite());
    gradient.fill(0.0);
    scored.backward(1.0, &mut gradient);
    assert!(gradient.iter().all(|&part| part == 0.5));
}

/// A product of more than a million pairs, of which few are reached.
#[test]
fn a_large_product_is_composed_where_tokens_go() {
    const N: u32 = 2_000;
    let chain = (0..N).map(|from| Arc::free(from, from + 1, 1u16));
    let chain = Graph::builder(N as usize + 1, 0)
        .arcs(chain)
        .end(N)
        .build()
        .unwrap();
    let composition = compose(&chain, &exactly(N as usize, &[0u16, 1]));
    assert_eq!(composition.graph.n_nodes(), N as usize + 1);
    assert_eq!(composition.graph.arcs().len(), N as usize);
    let composition = compose(&chain, &exactly(N as usize - 1, &[0u16, 1]));
    assert_eq!(composition.graph.n_nodes(), 1);
}
