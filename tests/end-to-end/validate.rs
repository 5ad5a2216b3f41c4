use std::collections::BTreeMap;

use experiments::{Choice, ROWS, Row};

use crate::support::{Bench, csv_lines, refusal, stderr, stdout};

type Trials = Vec<BTreeMap<String, String>>;

fn row(id: &str) -> &'static Row {
    ROWS.iter().find(|row| row.id() == id).unwrap()
}

/// Runs `validate` for a row: its exit code, what it prints, and all trials that are kept.
fn validate(bench: &Bench, id: &str, arguments: &[&str]) -> (Option<i32>, String, Trials) {
    let mut command = bench.command("validate", &bench.out());
    command.args(["--only", id]).args(arguments);
    let output = command.output().unwrap();
    let told = stdout(&output) + &stderr(&output);
    let trials = csv_lines(&bench.out().join("validation.csv"));
    (output.status.code(), told, trials)
}

#[test]
fn every_recipe_is_tried_on_the_last_sixth_of_the_training_images() {
    let bench = Bench::new();
    let (code, told, trials) = validate(&bench, "pairwise-linear", &[]);
    let row = row("pairwise-linear");
    assert_eq!(row.choice, Choice::Validation);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(trials.len(), 1 + row.others.len());
    for trial in &trials {
        assert_eq!(trial["train_images"], "300");
        assert_eq!(trial["validation_images"], "60");
        assert!(told.contains(&trial["settings"]), "{told}");
    }
}

#[test]
fn trials_take_the_place_of_those_of_their_row_alone() {
    let bench = Bench::new();
    validate(&bench, "pca-quadratic", &[]);
    let (_, _, both) = validate(&bench, "pairwise-linear", &[]);
    let of = |id: &str, trials: &Trials| trials.iter().filter(|t| t["row"] == id).count();
    for id in ["pairwise-linear", "pca-quadratic"] {
        assert_eq!(of(id, &both), 1 + row(id).others.len());
    }
    assert_eq!(
        both[0]["row"], "pairwise-linear",
        "the order is the paper's"
    );
    let (_, _, again) = validate(&bench, "pca-quadratic", &[]);
    assert_eq!(again.len(), both.len());
    let (_, _, seeded) = validate(&bench, "rbf", &["--seeds", "2"]);
    assert_eq!(of("rbf", &seeded), 2 * (1 + row("rbf").others.len()));
}

#[test]
fn elsewhere_only_what_validation_chooses_is_tried() {
    assert_ne!(row("knn").choice, Choice::Validation);
    assert!(!row("knn").others.is_empty());
    let bench = Bench::new();
    let mut command = bench.command("validate", &bench.out());
    command.args(["--only", "knn"]);
    assert!(refusal(command).contains("nothing to try"));
}
