use std::collections::BTreeSet;

use experiments::{ROWS, Runs};

use crate::support::{
    Bench, csv_lines, files, refusal, stderr, stdout, succeed, without_timings, xtask,
};

/// The rows that run unless others are asked for.
fn default_rows() -> Vec<&'static str> {
    let rows = ROWS.iter().filter(|row| row.runs != Runs::WhenNamed);
    rows.map(|row| row.id()).collect()
}

#[test]
fn the_tables_have_every_row_in_the_papers_order() {
    let bench = Bench::new();
    let output = succeed(bench.compare());
    let lines = csv_lines(&bench.out().join("comparison.csv"));
    let rows: Vec<&str> = lines.iter().map(|line| line["row"].as_str()).collect();
    assert_eq!(rows, default_rows());
    let written = files(&bench.out());
    for line in &lines {
        let errors: u32 = line["errors"].parse().unwrap();
        let percent: f64 = line["error_percent"].parse().unwrap();
        assert_eq!(percent, f64::from(errors) / 2.0, "200 test images");
        assert!(errors < 20, "{}: bars are easily told apart", line["row"]);
        for text in [
            &stdout(&output),
            &written["comparison.md"],
            &written["confusion.csv"],
        ] {
            assert!(
                text.contains(&line["row"]),
                "{} is missing in {text}",
                line["row"]
            );
        }
    }
    let names: BTreeSet<&str> = written.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        BTreeSet::from([
            "comparison.csv",
            "comparison.html",
            "comparison.md",
            "confusion.csv",
            "dataset.json",
            "passes.csv",
            "predictions.csv",
        ])
    );
}

#[test]
fn confusions_add_up_to_the_errors() {
    let bench = Bench::new();
    let mut command = bench.compare();
    command.args(["--only", "knn"]);
    succeed(command);
    let lines = csv_lines(&bench.out().join("comparison.csv"));
    let cells = csv_lines(&bench.out().join("confusion.csv"));
    let images = |wrong_only: bool| -> u32 {
        let cells = cells
            .iter()
            .filter(|c| !wrong_only || c["true_class"] != c["predicted_class"]);
        cells
            .map(|cell| cell["images"].parse::<u32>().unwrap())
            .sum()
    };
    assert_eq!(images(false), 200);
    assert_eq!(images(true).to_string(), lines[0]["errors"]);
}

#[test]
fn records_do_not_depend_on_the_number_of_threads() {
    let outcomes = ["1", "2"].map(|threads| {
        let bench = Bench::new();
        let mut command = bench.compare();
        command.args(["--threads", threads]);
        succeed(command);
        let mut outcomes: Vec<report::Outcome> = default_rows()
            .iter()
            .map(|id| {
                let row = ROWS.iter().find(|row| row.id() == *id).unwrap();
                let (_, text) = bench
                    .records()
                    .into_iter()
                    .find(|(_, text)| text.contains(&format!("\"row\":\"{}\"", row.id())))
                    .unwrap();
                serde_json::from_str(&text).unwrap()
            })
            .collect();
        for outcome in &mut outcomes {
            outcome.run.threads = 0;
            outcome.timing.train_seconds = 0.0;
            outcome.timing.recognise_seconds = 0.0;
            for pass in &mut outcome.passes {
                pass.seconds = 0.0;
            }
        }
        outcomes
    });
    assert_eq!(outcomes[0], outcomes[1]);
}

#[test]
fn what_was_measured_is_not_measured_again_unless_forced() {
    let bench = Bench::new();
    let measured_again = |force: bool| {
        let mut command = bench.compare();
        command.args(["--only", "linear*"]);
        command.args(force.then_some("--force"));
        let told = stderr(&succeed(command));
        !told.contains("measured before")
    };
    assert!(measured_again(false));
    let table = files(&bench.out());
    assert!(!measured_again(false));
    assert_eq!(files(&bench.out()), table);
    assert!(measured_again(true));
}

#[test]
fn rows_that_do_not_run_keep_their_lines() {
    let bench = Bench::new();
    for only in ["knn", "linear"] {
        let mut command = bench.compare();
        command.args(["--only", only]);
        succeed(command);
        std::fs::remove_dir_all(bench.out().join("records")).unwrap();
    }
    let lines = csv_lines(&bench.out().join("comparison.csv"));
    let rows: Vec<&str> = lines.iter().map(|line| line["row"].as_str()).collect();
    assert_eq!(rows, ["linear", "knn"]);
    let markdown = &files(&bench.out())["comparison.md"];
    assert!(
        markdown.matches("predicted class by column").count() == 2,
        "{markdown}"
    );
}

#[test]
fn a_table_of_other_data_is_not_overwritten() {
    let (bench, other) = (Bench::new(), Bench::drawn_with(2));
    let mut command = bench.compare();
    command.args(["--only", "linear"]);
    succeed(command);
    let before = files(&bench.out());
    let mut command = xtask();
    command.args(["compare", "--only", "linear", "--data"]);
    command.arg(other.data()).arg("--out").arg(bench.out());
    let told = refusal(command);
    assert!(
        told.contains("comparison.csv") && told.contains("--out"),
        "{told}"
    );
    assert_eq!(files(&bench.out()), before);
}

#[test]
fn emnist_is_said_to_lie_transposed_until_it_is_turned() {
    let bench = Bench::new();
    let [from, to] = [bench.data(), bench.data().with_file_name("gzip")];
    std::fs::create_dir(&to).unwrap();
    for entry in std::fs::read_dir(&from).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let renamed = format!("emnist-digits-{}", name.replace("t10k", "test"));
        std::fs::rename(from.join(name), to.join(renamed)).unwrap();
    }
    let compare = |out: &str, transpose: bool| {
        let mut command = xtask();
        command.args(["compare", "--only", "linear", "--data"]);
        command.arg(&to).arg("--out").arg(bench.out().join(out));
        command.args(transpose.then_some("--transpose"));
        let told = stderr(&succeed(command));
        let lines = csv_lines(&bench.out().join(out).join("comparison.csv"));
        (told, lines[0]["data_sha256"].clone())
    };
    let (told, lying) = compare("lying", false);
    assert!(
        told.contains("transposed") && told.contains("--transpose"),
        "{told}"
    );
    let (told, upright) = compare("upright", true);
    assert!(!told.contains("--transpose"), "{told}");
    assert_ne!(lying, upright);
}

#[test]
fn a_foreign_file_is_not_overwritten() {
    let bench = Bench::new();
    std::fs::create_dir_all(bench.out()).unwrap();
    let path = bench.out().join("comparison.csv");
    std::fs::write(&path, "my,own\n1,2\n").unwrap();
    let told = refusal(bench.compare());
    assert!(told.contains("comparison.csv"), "{told}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "my,own\n1,2\n");
}

#[test]
fn a_damaged_record_is_named_and_left_alone() {
    let bench = Bench::new();
    let compare = |force: bool| {
        let mut command = bench.compare();
        command.args(["--only", "linear"]);
        command.args(force.then_some("--force"));
        command
    };
    succeed(compare(false));
    let (name, text) = bench.records().into_iter().next().unwrap();
    let path = bench.out().join("records").join(&name);
    let damaged = &text[..text.len() / 2];
    std::fs::write(&path, damaged).unwrap();
    let told = refusal(compare(false));
    assert!(told.contains(&name) && told.contains("--force"), "{told}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), damaged);
    succeed(compare(true));
    assert!(bench.records()[&name].len() > damaged.len());
}

#[test]
fn files_that_are_not_those_of_the_named_data_set_are_refused() {
    let bench = Bench::new();
    let mut command = xtask();
    command.args(["compare", "--dataset", "fashion-mnist", "--data"]);
    command.arg(bench.data());
    command.arg("--out").arg(bench.out());
    let told = refusal(command);
    assert!(told.contains("train-images-idx3-ubyte"), "{told}");
    assert!(!bench.out().exists());
}

#[test]
fn an_unknown_row_is_told_the_near_ones() {
    let mut command = xtask();
    command.args(["compare", "--only", "knn-deslnt"]);
    let told = refusal(command);
    assert!(told.contains("knn-deslant"), "{told}");
}

#[test]
fn an_unknown_kernel_level_is_told_the_levels() {
    let bench = Bench::new();
    let mut command = bench.compare();
    command.env("KERNEL_LEVEL", "sse9");
    let told = refusal(command);
    assert!(told.contains("sse9") && told.contains("portable"), "{told}");
}

#[test]
fn the_list_names_every_row() {
    let mut command = xtask();
    command.args(["compare", "--list"]);
    let listed = stdout(&succeed(command));
    for row in ROWS {
        assert!(listed.contains(row.id()), "{listed}");
    }
}

/// Trains on the first 10,000 images of MNIST: the bounds are wide of what that gives.
#[test]
fn a_quick_look_at_mnist_is_marked_and_plausible() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = xtask();
    command.args([
        "compare", "--quick", "--only", "linear*", "--only", "knn*", "--out",
    ]);
    command.arg(folder.path());
    let output = succeed(command);
    for line in csv_lines(&folder.path().join("comparison.csv")) {
        assert_eq!(line["train_images"], "10000");
        assert!(line["settings"].contains("QUICK"), "{}", line["settings"]);
        let error: f64 = line["error_percent"].parse().unwrap();
        let bounds = match line["row"].as_str() {
            "linear" => 13.0..18.0,
            "linear-deslant" => 8.0..12.0,
            "knn" => 4.0..7.0,
            _ => 1.5..4.0,
        };
        assert!(bounds.contains(&error), "{}: {error} %", line["row"]);
    }
    let written = files(folder.path());
    assert!(written["comparison.md"].contains("10000 images only"));
    // A part of MNIST is not the paper's data.
    for line in csv_lines(&folder.path().join("comparison.csv")) {
        assert_eq!(line["verdict"], "new");
        assert_eq!(line["paper_error_percent"], "");
    }
    for verdict in ["worse", "reproduced"] {
        let told = stdout(&output) + &stderr(&output);
        for text in [
            &told,
            &written["comparison.md"],
            &written["comparison.html"],
        ] {
            assert!(!text.to_lowercase().contains(verdict), "{verdict}: {text}");
        }
    }
    assert!(stdout(&output).contains("linear-deslant"));

    let mut full = xtask();
    full.args(["compare", "--only", "linear", "--out"])
        .arg(folder.path());
    assert!(refusal(full).contains("--out"));
    assert_eq!(without_timings(folder.path()).len(), 4);
}
