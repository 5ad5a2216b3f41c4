//! Images that are not MNIST's.

use crate::support::{Bench, csv_lines, files, refusal, stderr, stdout, succeed};

/// Runs these rows, of which some cannot take the images: what it says, and the rows that could.
fn measured(bench: &Bench, only: &[&str]) -> (String, Vec<String>) {
    let mut command = bench.compare();
    for row in only {
        command.args(["--only", row]);
    }
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let lines = csv_lines(&bench.out().join("comparison.csv"));
    let rows = lines.into_iter().map(|line| line["row"].clone()).collect();
    (stdout(&output), rows)
}

#[test]
fn a_row_that_cannot_take_the_images_is_marked_and_the_others_go_on() {
    for (side, failing) in [(64, "lenet4"), (8, "knn-deslant")] {
        let bench = Bench::of(side, &[0, 1, 2], [150, 30]);
        let (told, rows) = measured(&bench, &["linear", "knn", failing, "rbf"]);
        assert_eq!(rows, ["linear", "knn", "rbf"]);
        let size = side.to_string();
        let failed = csv_lines(&bench.out().join("failed.csv"));
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0]["row"], failing);
        let cause = &failed[0]["cause"];
        assert!(
            cause.contains(&size) || cause.contains(&(side * side).to_string()),
            "{cause}"
        );
        let written = files(&bench.out());
        for text in [
            &told,
            &written["comparison.md"],
            &written["comparison.html"],
        ] {
            assert!(text.contains("FAILED") && text.contains(failing), "{text}");
        }
        assert!(written["comparison.html"].contains("row-rbf"));
        let lines = csv_lines(&bench.out().join("comparison.csv"));
        let of_size = format!("{side}x{side}; ");
        assert!(lines[0]["settings"].starts_with(&of_size), "{lines:?}");

        // Rows that can be measured take nothing of the mark away.
        let mut command = bench.compare();
        command.args(["--only", "svm-poly", "--only", "linear"]);
        succeed(command);
        assert_eq!(csv_lines(&bench.out().join("failed.csv")), failed);
    }
}

#[test]
fn a_failed_row_of_a_part_is_marked_in_the_whole() {
    let bench = Bench::of(8, &[0, 1, 2], [150, 30]);
    let parts = ["1/2", "2/2"].map(|shard| {
        let out = bench.out().join(shard.replace('/', "-of-"));
        let mut command = bench.command("compare", &out);
        command.args([
            "--only",
            "linear",
            "--only",
            "knn-deslant",
            "--shard",
            shard,
        ]);
        command.output().unwrap();
        out
    });
    let whole = bench.out().join("whole");
    let mut command = bench.command("merge", &whole);
    command.args(parts);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(csv_lines(&whole.join("comparison.csv"))[0]["row"], "linear");
    assert_eq!(
        csv_lines(&whole.join("failed.csv"))[0]["row"],
        "knn-deslant"
    );
}

#[test]
fn letters_and_any_other_label_are_kept_and_compared() {
    let letters: Vec<u8> = (1..=26).collect();
    for labels in [&letters[..], &[7, 99, 255]] {
        let bench = Bench::of(28, labels, [260, 52]);
        let mut command = bench.compare();
        command.args(["--only", "linear", "--only", "knn"]);
        succeed(command);
        let predictions = csv_lines(&bench.out().join("predictions.csv"));
        assert_eq!(predictions.len(), 3);
        for line in &predictions {
            assert_eq!(line["predictions"].chars().count(), 52, "{line:?}");
        }
        if labels.len() == 26 {
            assert!(predictions[0]["predictions"].starts_with("0123456789abcdefghijklmnop0"));
        }
        let mut versus = crate::support::xtask();
        versus
            .args(["versus", "linear", "knn", "--out"])
            .arg(bench.out());
        assert!(stdout(&succeed(versus)).contains("Of 52 test images"));
        // And once more, from what was kept.
        let mut command = bench.compare();
        command.args(["--only", "pca-quadratic", "--only", "knn"]);
        assert!(stderr(&succeed(command)).contains("measured before"));
    }
    // A network for ten digits says so, and the others are kept.
    let bench = Bench::of(28, &letters, [260, 52]);
    let (_, rows) = measured(&bench, &["knn", "lenet1-16x16"]);
    assert_eq!(rows, ["knn"]);
}

#[test]
fn a_first_look_at_few_images_uses_all_and_says_so() {
    let bench = Bench::new();
    let mut command = bench.compare();
    command.args(["--quick", "--only", "linear"]);
    let told = stderr(&succeed(command));
    assert!(told.contains("only 360 training images"), "{told}");
    let lines = csv_lines(&bench.out().join("comparison.csv"));
    assert_eq!(lines[0]["train_images"], "360");
    assert!(!lines[0]["settings"].contains("10000"), "{lines:?}");
}

#[test]
fn settings_say_what_ran_where_there_are_too_few_images_for_them() {
    let bench = Bench::of(28, &[0, 1, 2, 3, 4], [500, 50]);
    let rows = ["rbf", "tangent-16x16", "svm-reduced-set-deslant"];
    let mut command = bench.compare();
    for row in rows.into_iter().chain(["knn"]) {
        command.args(["--only", row]);
    }
    succeed(command);
    let lines = csv_lines(&bench.out().join("comparison.csv"));
    let settings = |row: &str| {
        let line = lines.iter().find(|line| line["row"] == row).unwrap();
        line["settings"].clone()
    };
    for (row, said) in [
        ("rbf", "for want of images: 33 units a class"),
        ("tangent-16x16", "for want of images: 500 candidates"),
        ("svm-reduced-set-deslant", " vectors"),
    ] {
        assert!(
            settings(row).contains("for want of images: "),
            "{}",
            settings(row)
        );
        assert!(settings(row).ends_with(said), "{}", settings(row));
    }
    assert!(!settings("knn").contains("for want"));

    // They stay while other rows run.
    std::fs::remove_dir_all(bench.out().join("records")).unwrap();
    let mut command = bench.compare();
    command.args(["--only", "linear"]);
    succeed(command);
    let again = csv_lines(&bench.out().join("comparison.csv"));
    assert_eq!(again.len(), lines.len() + 1);
}

#[test]
fn a_record_of_a_single_class_is_read_again() {
    let bench = Bench::of(28, &[0], [60, 20]);
    let compare = || {
        let mut command = bench.compare();
        command.args(["--only", "knn"]);
        stderr(&succeed(command))
    };
    compare();
    let (_, record) = bench.records().into_iter().next().unwrap();
    assert!(record.contains("\"margins\":[0.0,"), "{record}");
    assert!(compare().contains("measured before"));
}

#[test]
fn a_table_of_no_line_has_a_header() {
    let bench = Bench::of(8, &[0, 1], [60, 20]);
    let (_, rows) = measured(&bench, &["knn-deslant"]);
    assert!(rows.is_empty());
    for (name, text) in files(&bench.out()) {
        if name.ends_with(".csv") {
            assert!(
                text.lines()
                    .next()
                    .is_some_and(|header| header.starts_with("row,")),
                "{name}"
            );
        }
    }
    std::fs::write(bench.out().join("passes.csv"), "my,own\n").unwrap();
    assert!(refusal(bench.compare()).contains("passes.csv"));
}

#[test]
fn validation_goes_on_after_a_row_that_fails() {
    let bench = Bench::of(8, &[0, 1, 2], [150, 30]);
    let mut command = bench.command("validate", &bench.out());
    command.args([
        "--only",
        "pairwise-linear",
        "--only",
        "tangent-16x16",
        "--only",
        "rbf",
    ]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(
        told.contains("FAILED") && told.contains("tangent-16x16"),
        "{told}"
    );
    let trials = csv_lines(&bench.out().join("validation.csv"));
    assert!(trials.iter().any(|trial| trial["row"] == "pairwise-linear"));
    assert!(trials.iter().any(|trial| trial["row"] == "rbf"));
}
