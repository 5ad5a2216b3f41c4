//! The comparison on data sets that are not the paper's.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{
    Bench, csv_lines, files, make_workspace, refusal, stderr, stdout, succeed, xtask, xtask_in,
};

/// Rows of every kind of classifier that does not train for long.
const ROWS: &[&str] = &[
    "linear*",
    "pairwise-linear",
    "knn*",
    "pca-quadratic",
    "rbf",
    "tangent-16x16",
    "svm-poly*",
    "svm-reduced*",
    "mlp-300",
    "lenet1-16x16",
    "lenet4-knn",
    "lenet5",
    "lucid-lenet1",
];

/// Runs the rows, of which some may fail: the rows with a result, and the causes of the others.
fn measured(bench: &Bench) -> (Vec<String>, Vec<(String, String)>) {
    let mut command = bench.compare();
    for row in ROWS {
        command.args(["--only", row]);
    }
    let output = command.output().unwrap();
    assert!(
        output.status.code().is_some_and(|code| code < 2),
        "{}",
        stderr(&output)
    );
    let lines = csv_lines(&bench.out().join("comparison.csv"));
    let rows = lines.into_iter().map(|line| line["row"].clone()).collect();
    let failed = csv_lines_if_there(&bench.out().join("failed.csv"));
    for (row, cause) in &failed {
        assert!(!cause.contains("panicked"), "{row}: {cause}");
        let page = &files(&bench.out())["comparison.html"];
        assert!(page.contains(row.as_str()) && page.contains("FAILED"));
    }
    (rows, failed)
}

fn csv_lines_if_there(path: &Path) -> Vec<(String, String)> {
    match path.exists() {
        true => csv_lines(path)
            .into_iter()
            .map(|line| (line["row"].clone(), line["cause"].clone()))
            .collect(),
        false => Vec::new(),
    }
}

/// No text of the folder speaks of the paper, but for the names of columns.
fn assert_nothing_of_the_paper(folder: &Path) {
    for (name, text) in files(folder) {
        let text = match name.ends_with(".csv") {
            true => text.split_once('\n').unwrap().1,
            false => &text,
        };
        let at = text.to_lowercase().find("paper");
        assert_eq!(at, None, "{name}: {:?}", at.map(|at| &text[at..][..40]));
    }
}

#[test]
fn forty_seven_classes_are_told_apart_by_all_but_the_networks_of_ten_outputs() {
    let classes: Vec<u8> = (0..47).collect();
    let bench = Bench::of(28, &classes, [470, 94]);
    let (rows, failed) = measured(&bench);
    assert!(rows.contains(&"svm-poly".to_owned()), "{rows:?}");
    assert!(rows.contains(&"mlp-300".to_owned()), "{rows:?}");
    assert!(!failed.is_empty());
    for (row, cause) in failed {
        let told = row.contains("lenet") && cause.contains("47 classes");
        assert!(told, "{row}: {cause}");
    }
    assert_nothing_of_the_paper(&bench.out());
    let set = &files(&bench.out())["dataset.json"];
    assert!(set.contains("\"46\"]"), "{set}");
}

#[test]
fn no_command_adds_to_the_results_of_other_data() {
    let (bench, other) = (Bench::new(), Bench::drawn_with(7));
    let mut command = bench.compare();
    command.args(["--only", "linear"]);
    succeed(command);
    let before = files(&bench.out());
    for name in ["calibrate", "curves", "growth", "studies", "validate"] {
        let mut command = other.command(name, &bench.out());
        if !["curves", "studies"].contains(&name) {
            command.args(["--only", "pca-quadratic"]);
        }
        let told = refusal(command);
        assert!(told.contains("holds results on"), "{name}: {told}");
        assert!(told.contains("name another folder"), "{name}: {told}");
    }
    assert!(files(&bench.out()) == before);
}

#[test]
fn a_row_that_may_take_hours_is_told_of_before_it_begins_with_the_way_to_leave_it_out() {
    let labels: Vec<u8> = (0..10).collect();
    let bench = Bench::of(28, &labels, [200, 20]);
    let told = |row: &str| {
        let mut command = bench.compare();
        command.args(["--only", row]);
        stderr(&succeed(command))
    };
    let warned = told("svm-virtual-dist");
    let (warning, begun) = (
        warned.find("svm-virtual-dist may take hours").unwrap(),
        warned.find("% error").unwrap(),
    );
    assert!(warning < begun, "{warned}");
    assert!(warned.contains("--skip svm-virtual-dist"), "{warned}");
    assert!(!told("linear").contains("hours"));
}

#[test]
fn images_of_sixteen_pixels_are_what_some_rows_take_and_what_others_refuse_with_the_sizes() {
    let labels: Vec<u8> = (0..10).collect();
    let bench = Bench::of(16, &labels, [300, 50]);
    let (rows, failed) = measured(&bench);
    for row in ["linear", "knn", "tangent-16x16", "lenet1-16x16", "svm-poly"] {
        assert!(rows.contains(&row.to_owned()), "{row}: {failed:?}");
    }
    assert!(!failed.is_empty());
    for (row, cause) in failed {
        assert!(
            cause.contains("16x16") || cause.contains("256"),
            "{row}: {cause}"
        );
    }
}

#[test]
fn a_class_without_training_images_costs_no_row_more_than_its_errors() {
    let bench = Bench::of(28, &[0, 1, 2, 3, 4], [300, 50]);
    // In training, what was class 2 is class 1 from now on.
    let path = bench.data().join("train-labels-idx1-ubyte");
    let mut labels = std::fs::read(&path).unwrap();
    for label in &mut labels[8..] {
        *label = if *label == 2 { 1 } else { *label };
    }
    std::fs::write(&path, labels).unwrap();
    let (rows, failed) = measured(&bench);
    assert_eq!(failed, []);
    assert!(rows.len() > ROWS.len());
    for line in csv_lines(&bench.out().join("comparison.csv")) {
        let errors: usize = line["errors"].parse().unwrap();
        assert!(
            errors >= 10,
            "{}: no image of class 2 can be right",
            line["row"]
        );
    }
}

#[test]
fn twelve_images_give_a_table_or_a_cause_for_each_row() {
    let bench = Bench::of(28, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [12, 12]);
    let (rows, failed) = measured(&bench);
    assert!(rows.contains(&"knn".to_owned()), "{failed:?}");
    assert!(rows.contains(&"linear".to_owned()), "{failed:?}");
}

#[test]
fn other_data_have_their_own_folder_and_their_own_name() {
    let folder = tempfile::tempdir().unwrap();
    make_workspace(folder.path());
    let bench = Bench::new();
    let named = bench.data().with_file_name("My bars");
    std::fs::rename(bench.data(), &named).unwrap();
    let compare = |arguments: &[&str]| {
        let mut command = xtask_in(folder.path());
        command.args(["compare", "--only", "knn", "--data"]);
        command.arg(&named).args(arguments);
        stdout(&succeed(command))
    };
    compare(&[]);
    compare(&["--quick"]);
    let own: PathBuf = folder.path().join("bench-results/My-bars");
    for folder in [&own, &own.join("quick")] {
        assert_nothing_of_the_paper(folder);
        let markdown = &files(folder)["comparison.md"];
        assert!(markdown.starts_with("# My-bars: "), "{markdown}");
        let line = &csv_lines(&folder.join("comparison.csv"))[0];
        assert_eq!(line["verdict"], "new");
        assert!(line["settings"].ends_with("as on MNIST"), "{line:?}");
    }
    assert!(!folder.path().join("bench-results/comparison.csv").exists());
}

#[test]
fn a_folder_of_pictures_gives_what_the_same_idx_files_give() {
    let bench = Bench::of(28, &[0, 1, 2], [60, 30]);
    let pictures = bench.data().with_file_name("pictures");
    for (set, folder) in [("train", "train"), ("t10k", "test")] {
        let read = |kind: &str| std::fs::read(bench.data().join(format!("{set}-{kind}"))).unwrap();
        let (images, labels) = (read("images-idx3-ubyte"), read("labels-idx1-ubyte"));
        for (number, label) in labels[8..].iter().enumerate() {
            let path = pictures.join(format!("{folder}/{label}"));
            std::fs::create_dir_all(&path).unwrap();
            let pixels = images[16 + number * 784..][..784].to_vec();
            let picture = image::GrayImage::from_raw(28, 28, pixels).unwrap();
            picture.save(path.join(format!("{number:05}.png"))).unwrap();
        }
    }
    let errors = |data: &Path, out: &str| {
        let mut command = xtask();
        command.args(["compare", "--only", "knn", "--only", "linear", "--data"]);
        command.arg(data).arg("--out").arg(bench.out().join(out));
        succeed(command);
        let lines = csv_lines(&bench.out().join(out).join("comparison.csv"));
        let of = |line: &std::collections::BTreeMap<String, String>| line["errors"].clone();
        lines.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(
        errors(&pictures, "of-pictures"),
        errors(&bench.data(), "of-idx")
    );
}

#[test]
fn validation_on_the_data_themselves_chooses_the_settings_there() {
    // Classes that look much alike: some recipe has fewer errors than MNIST's.
    let classes: Vec<u8> = (0..60).collect();
    let bench = Bench::of(28, &classes, [600, 60]);
    let compare = |row: &str| {
        let mut command = bench.compare();
        command.args(["--only", row]);
        succeed(command);
        let lines = csv_lines(&bench.out().join("comparison.csv"));
        let line = lines.into_iter().find(|line| line["row"] == row).unwrap();
        line["settings"].clone()
    };
    let mut other = false;
    for row in ["pca-quadratic", "rbf"] {
        let before = compare(row);
        assert!(before.contains("; as on MNIST"), "{before}");
        let mut command = bench.command("validate", &bench.out());
        command.args(["--only", row]);
        succeed(command);
        let trials = csv_lines(&bench.out().join("validation.csv"));
        let of_row: Vec<_> = trials.iter().filter(|trial| trial["row"] == row).collect();
        let chosen = of_row.iter().filter(|trial| trial["chosen"] == "true");
        let chosen: Vec<_> = chosen.collect();
        assert_eq!(chosen.len(), 1);
        let errors = |trial: &std::collections::BTreeMap<String, String>| {
            trial["errors"].parse::<u32>().unwrap()
        };
        let least = of_row.iter().map(|trial| errors(trial)).min().unwrap();
        assert_eq!(errors(chosen[0]), least);
        other |= errors(of_row[0]) > least;
        let after = compare(row);
        assert!(after.contains("; chosen on validation"), "{after}");
        let recipe = chosen[0]["settings"].split("; for want").next().unwrap();
        assert!(after.contains(recipe), "{after}: {recipe}");
    }
    assert!(other, "MNIST's settings were best: the test tests little");
}

#[test]
fn data_sets_side_by_side_need_results_of_each() {
    let workspace = tempfile::tempdir().unwrap();
    make_workspace(workspace.path());
    let own = workspace.path().join("bench-results");
    for name in ["comparison.csv", "dataset.json", "predictions.csv"] {
        std::fs::copy(crate::support::committed().join(name), own.join(name)).unwrap();
    }
    let datasets = |arguments: &[&Path]| -> Command {
        let mut command = xtask_in(workspace.path());
        command.arg("datasets").args(arguments);
        command
    };
    succeed(datasets(&[]));
    let written = &files(&own)["datasets.md"];
    assert!(
        written.contains("MNIST %") && written.contains("### MNIST"),
        "{written}"
    );

    let bench = Bench::new();
    assert!(refusal(datasets(&[&bench.out()])).contains("cargo xtask compare"));
    let mut command = bench.compare();
    command.args(["--only", "knn*"]);
    succeed(command);
    let told = stdout(&succeed(datasets(&[&bench.out()])));
    assert!(
        told.contains("| MNIST ") && told.contains("### data"),
        "{told}"
    );
}
