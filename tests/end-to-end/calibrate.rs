//! Probabilities of the rows' scores.

use std::collections::BTreeMap;

use crate::support::{Bench, csv_lines, stderr, stdout, succeed};

/// Runs `calibrate` for a row: what it prints, and the lines that are kept.
fn calibrate(bench: &Bench, row: &str) -> (String, Vec<BTreeMap<String, String>>) {
    let mut command = bench.command("calibrate", &bench.out());
    command.args(["--only", row]);
    let output = succeed(command);
    let lines = csv_lines(&bench.out().join("calibration.csv"));
    (stdout(&output) + &stderr(&output), lines)
}

#[test]
fn a_row_is_calibrated_on_the_sixth_of_the_images_that_it_has_not_seen() {
    let bench = Bench::new();
    let (told, lines) = calibrate(&bench, "linear");
    let methods: Vec<&str> = lines.iter().map(|line| line["method"].as_str()).collect();
    assert_eq!(methods, ["none", "temperature", "sigmoid"]);
    for line in &lines {
        assert_eq!(line["train_images"], "300");
        assert_eq!(line["held_out_images"], "60");
        assert_eq!(line["test_images"], "200");
    }
    let number = |index: usize, column: &str| lines[index][column].parse::<f64>().unwrap();
    assert!(number(1, "log_loss") < number(0, "log_loss"));
    assert_eq!(
        lines[0]["errors"], lines[1]["errors"],
        "a temperature moves no decision"
    );
    assert!(
        told.contains(&format!("{:.4}", number(1, "temperature"))),
        "{told}"
    );
}

#[test]
fn lines_take_the_place_of_those_of_their_row_alone() {
    let bench = Bench::new();
    let rows = |lines: &[BTreeMap<String, String>]| -> Vec<String> {
        lines
            .iter()
            .step_by(3)
            .map(|line| line["row"].clone())
            .collect()
    };
    calibrate(&bench, "knn");
    let (_, both) = calibrate(&bench, "linear");
    assert_eq!(rows(&both), ["linear", "knn"], "the order is the paper's");
    let (_, again) = calibrate(&bench, "knn");
    assert_eq!(again, both);
}
