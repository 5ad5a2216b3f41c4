//! What is no graph and no transducer.

use graph_transformer::{Arc, Graph, GraphError, Label, NotFree, Transducer, select, topology};

#[test]
fn an_arc_of_a_graph_leads_on() {
    for arc in [Arc::new(1, 1, 0u16, 0), Arc::new(1, 0, 0u16, 0)] {
        let graph = Graph::builder(2, 1).arc(arc).end(1).build();
        assert_eq!(graph, Err(GraphError::Order { arc }));
    }
}

#[test]
fn nodes_and_penalties_are_there() {
    let arc = Arc::new(0, 2, 0u16, 0);
    let graph = Graph::builder(2, 1).arc(arc).build();
    assert_eq!(graph, Err(GraphError::Node { arc, nodes: 2 }));
    let transducer = Transducer::builder(2, 1).arc(arc).build();
    assert_eq!(transducer, Err(GraphError::Node { arc, nodes: 2 }));

    let arc = Arc::new(0, 1, 0u16, 3);
    let graph = Graph::builder(2, 3).arc(arc).build();
    assert_eq!(graph, Err(GraphError::Penalty { arc, penalties: 3 }));

    let graph = Graph::builder(2, 3).end(2).build();
    assert_eq!(graph, Err(GraphError::End { node: 2, nodes: 2 }));

    assert_eq!(Graph::builder(0, 3).build(), Err(GraphError::NoNodes));
    let found = usize::MAX;
    assert_eq!(
        Graph::builder(found, 3).build(),
        Err(GraphError::TooLarge { found })
    );
}

#[test]
fn a_transducer_may_go_in_circles_only_by_reading() {
    let reading = [Arc::free(0, 1, 5u16), Arc::free(1, 0, Label::NULL)];
    assert!(Transducer::builder(2, 0).arcs(reading).build().is_ok());
    let mut null = reading;
    null[0].reads = Label::NULL;
    assert_eq!(
        Transducer::builder(2, 0).arcs(null).build(),
        Err(GraphError::NullCycle { node: 0 })
    );
    let itself = Arc::free(1, 1, Label::NULL).writing(5u16);
    assert_eq!(
        Transducer::builder(2, 0).arc(itself).build(),
        Err(GraphError::NullCycle { node: 1 })
    );
}

#[test]
fn arcs_are_kept_by_the_node_they_leave_in_the_order_they_came() {
    let arcs = [(1, 2, 0), (0, 2, 1), (1, 2, 2), (0, 1, 3)];
    let arcs = arcs.map(|(from, to, penalty)| Arc::new(from, to, 0u16, penalty));
    let graph = Graph::builder(3, 4)
        .arcs(arcs)
        .ends([2, 1, 2])
        .build()
        .unwrap();
    let named: Vec<u32> = graph.arcs().iter().map(|arc| arc.penalty).collect();
    assert_eq!(named, [1, 3, 0, 2]);
    assert_eq!(graph.ends().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn only_a_transducer_that_costs_nothing_selects() {
    let graph = topology::positions(2, 3);
    let arc = Arc::new(0, 1, 2u16, 0);
    let transducer = Transducer::builder(2, 1)
        .arc(Arc::free(0, 0, 1u16))
        .arc(arc);
    let transducer = transducer.end(1).build().unwrap();
    assert_eq!(select(&graph, &transducer), Err(NotFree { arc }));
}

#[test]
fn types_may_be_sent_and_shared() {
    fn check<T: Send + Sync + Unpin + 'static>() {}
    check::<Graph>();
    check::<Transducer>();
    check::<graph_transformer::Composition>();
    check::<graph_transformer::Work>();
    check::<graph_transformer::CtcWork>();
    check::<GraphError>();
    check::<graph_transformer::CtcError>();
}
