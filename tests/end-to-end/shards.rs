use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Bench, csv_lines, files, refusal, succeed, xtask};

/// Quick rows of every kind: without and with a seed.
const ROWS: [&str; 8] = [
    "--only",
    "linear*",
    "--only",
    "knn*",
    "--only",
    "rbf",
    "--only",
    "lenet1-16x16",
];

fn part(bench: &Bench, name: &str) -> PathBuf {
    bench.out().join(name)
}

fn compare(bench: &Bench, out: &Path, arguments: &[&str]) -> Command {
    let mut command = xtask();
    command.args(["compare", "--data"]).arg(bench.data());
    command.args(ROWS).args(["--seeds", "2"]).args(arguments);
    command.arg("--out").arg(out);
    command
}

fn merge(bench: &Bench, parts: &[&str], out: &Path) -> Command {
    let mut command = xtask();
    command
        .arg("merge")
        .args(parts.iter().map(|name| part(bench, name)));
    command.arg("--data").arg(bench.data());
    command.arg("--out").arg(out);
    command
}

/// A folder's tables without what differs from run to run.
fn timeless(folder: &Path) -> BTreeMap<String, Vec<BTreeMap<String, String>>> {
    let tables = files(folder)
        .into_keys()
        .filter(|name| name.ends_with(".csv"));
    tables
        .map(|name| {
            let mut lines = csv_lines(&folder.join(&name));
            for line in &mut lines {
                for column in ["train_seconds", "recognise_microseconds", "seconds"] {
                    line.remove(column);
                }
            }
            (name, lines)
        })
        .collect()
}

#[test]
fn parts_make_the_same_tables_as_one_run() {
    let bench = Bench::new();
    let parts = ["one", "two", "three"];
    for (index, name) in parts.iter().enumerate() {
        let shard = format!("{}/3", index + 1);
        let folder = part(&bench, name);
        succeed(compare(&bench, &folder, &["--shard", &shard]));
        let records = files(&folder.join("records"));
        assert!(!records.is_empty() && records.len() < 7, "{records:?}");
    }
    succeed(merge(&bench, &parts, &part(&bench, "merged")));
    succeed(compare(&bench, &part(&bench, "whole"), &[]));
    let (merged, whole) = (
        timeless(&part(&bench, "merged")),
        timeless(&part(&bench, "whole")),
    );
    assert_eq!(merged, whole);
    let lines = csv_lines(&part(&bench, "whole").join("comparison.csv"));
    let seeds: BTreeMap<_, _> = lines
        .iter()
        .map(|line| (line["row"].as_str(), line["seeds"].as_str()))
        .collect();
    assert_eq!((seeds["linear"], seeds["lenet1-16x16"]), ("1", "2"));
    assert_eq!(
        files(&part(&bench, "merged").join("records")).len(),
        files(&part(&bench, "whole").join("records")).len()
    );
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let (bench, other) = (Bench::new(), Bench::drawn_with(2));
    let only = ["--only", "linear"];
    for (bench, name) in [(&bench, "one"), (&other, "one")] {
        let mut command = bench.compare();
        command.args(only);
        succeed(command);
        std::fs::rename(bench.out(), bench.data().join(name)).unwrap();
    }
    let mut command = xtask();
    command
        .arg("merge")
        .args([bench.data().join("one"), other.data().join("one")]);
    command.arg("--data").arg(bench.data());
    command.arg("--out").arg(bench.out());
    let told = refusal(command);
    assert!(told.contains("other data"), "{told}");
    assert!(!bench.out().exists());

    let mut command = xtask();
    command.arg("merge").arg(bench.data());
    command.arg("--data").arg(bench.data());
    command.arg("--out").arg(bench.out());
    assert!(refusal(command).contains("records"));
}

#[test]
fn a_part_of_no_whole_is_refused() {
    for shard in ["0/3", "4/3", "3", "a/b"] {
        let mut command = xtask();
        command.args(["compare", "--list", "--shard", shard]);
        assert!(refusal(command).contains("K/N"), "{shard}");
    }
}
