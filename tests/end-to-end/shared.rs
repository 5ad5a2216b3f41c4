//! Rows that build on a network that another row has trained.

use crate::support::{Bench, csv_lines, succeed};

#[test]
fn rows_that_share_a_network_each_count_the_time_of_its_training() {
    let bench = Bench::new();
    let rows = ["lenet4", "lenet4-local", "lenet4-knn"];
    let mut command = bench.compare();
    for row in rows {
        command.args(["--only", row]);
    }
    succeed(command);
    let lines = csv_lines(&bench.out().join("comparison.csv"));
    let seconds: Vec<f64> = lines
        .iter()
        .map(|line| line["train_seconds"].parse().unwrap())
        .collect();
    assert_eq!(
        lines
            .iter()
            .map(|line| line["row"].as_str())
            .collect::<Vec<_>>(),
        rows
    );
    for (row, own) in rows.iter().zip(&seconds) {
        assert!(*own >= 0.95 * seconds[0], "{row}: {seconds:?}");
    }
    // It was trained once: its passes are those of all rows, to the millisecond.
    let passes_of = |row: &str| -> Vec<(String, String)> {
        let passes = csv_lines(&bench.out().join("passes.csv"));
        let own = passes.into_iter().filter(|pass| pass["row"] == row);
        own.map(|pass| (pass["pass"].clone(), pass["seconds"].clone()))
            .collect()
    };
    assert!(passes_of("lenet4").len() > 5);
    for row in rows {
        assert_eq!(passes_of(row), passes_of("lenet4"), "{row}");
    }
}
