use std::collections::BTreeMap;

use experiments::{Choice, ROWS, Row};

use crate::support::{Bench, csv_lines, stderr, stdout};

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
    assert_eq!(trials.len(), 1 + row.others.len());
    let errors = |trial: &BTreeMap<String, String>| trial["errors"].parse::<u32>().unwrap();
    let own = errors(&trials[0]);
    for (index, trial) in trials.iter().enumerate() {
        assert_eq!(trial["chosen"], (index == 0).to_string());
        assert_eq!(trial["train_images"], "500");
        assert_eq!(trial["validation_images"], "100");
        assert!(told.contains(&trial["settings"]), "{told}");
    }
    // The exit code tells whether validation would choose another recipe.
    assert_eq!(row.choice, Choice::Validation);
    let better = trials.iter().any(|trial| errors(trial) < own);
    assert_eq!(code, Some(i32::from(better)), "{told}");
    assert_eq!(told.contains("errors on validation, the row's"), better);
}

#[test]
fn trials_take_the_place_of_those_of_their_row_alone() {
    let bench = Bench::new();
    validate(&bench, "knn", &[]);
    let (_, _, both) = validate(&bench, "linear", &[]);
    let of = |id: &str, trials: &Trials| trials.iter().filter(|t| t["row"] == id).count();
    let (linear, knn) = (1 + row("linear").others.len(), 1 + row("knn").others.len());
    assert_eq!((of("linear", &both), of("knn", &both)), (linear, knn));
    assert_eq!(both[0]["row"], "linear", "the order is the paper's");
    let (_, _, again) = validate(&bench, "knn", &[]);
    assert_eq!(again.len(), both.len());
    let (_, _, seeded) = validate(&bench, "rbf", &["--seeds", "2"]);
    assert_eq!(of("rbf", &seeded), 2 * (1 + row("rbf").others.len()));
}

#[test]
fn a_recipe_that_validation_likes_better_is_told_and_fails_the_command() {
    // Classes that look much alike: some recipe of some row has fewer errors than the row's.
    let classes: Vec<u8> = (0..60).collect();
    let bench = Bench::of(28, &classes, [600, 60]);
    let mut seen = false;
    for id in ["pca-quadratic", "rbf"] {
        let (code, told, trials) = validate(&bench, id, &[]);
        let errors = |trial: &&BTreeMap<String, String>| trial["errors"].parse::<u32>().unwrap();
        let own: Vec<_> = trials.iter().filter(|trial| trial["row"] == id).collect();
        let least = own.iter().map(errors).min().unwrap();
        let better = least < errors(&own[0]);
        seen |= better;
        assert_eq!(code, Some(i32::from(better)), "{told}");
        assert_eq!(told.contains("errors on validation, the row's"), better);
    }
    assert!(seen, "no row with a better recipe: the test tests nothing");
}
