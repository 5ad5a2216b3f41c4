//! Commands that meet in one folder.

use std::process::Stdio;

use crate::support::{Bench, csv_lines, files, refusal, succeed, xtask};

#[test]
fn a_folder_that_is_written_to_is_refused_to_others_until_that_has_ended() {
    let bench = Bench::new();
    let mut first = bench.long_run(|command| {
        command.stdout(Stdio::null()).stderr(Stdio::null());
    });
    let compare = || {
        let mut command = bench.compare();
        command.args(["--only", "knn"]);
        command
    };
    let other = bench.out().join("part");
    let mut part = bench.command("compare", &other);
    part.args(["--only", "knn"]);
    succeed(part);
    let mut merge = bench.command("merge", &bench.out());
    merge.arg(&other);
    for command in [
        compare(),
        bench.command("validate", &bench.out()),
        bench.command("curves", &bench.out()),
        bench.command("studies", &bench.out()),
        merge,
    ] {
        let told = refusal(command);
        let process = format!("process {}", first.id());
        for part in [&bench.out().display().to_string(), "--out", &process] {
            assert!(told.contains(part), "{told}");
        }
    }
    // Who only reads is let in.
    let mut versus = xtask();
    versus
        .args(["versus", "linear", "lenet1-16x16", "--out"])
        .arg(bench.out());
    succeed(versus);

    // Whatever it leaves is no hindrance.
    first.kill().unwrap();
    first.wait().unwrap();
    std::fs::write(bench.out().join("comparison.csv.Xy12Ab.partial"), "half").unwrap();
    let foreign = bench.out().join("film.partial");
    std::fs::write(&foreign, "half").unwrap();
    succeed(compare());
    // But not what others have there.
    std::fs::remove_file(&foreign).unwrap();
    let lines = csv_lines(&bench.out().join("comparison.csv"));
    let rows: Vec<&str> = lines.iter().map(|line| line["row"].as_str()).collect();
    assert_eq!(rows, ["linear", "knn"]);
    for name in files(&bench.out()).keys() {
        assert!(
            !name.starts_with('.') && !name.ends_with(".partial"),
            "{name}"
        );
    }
}

#[test]
fn of_several_at_once_one_has_the_folder_and_the_others_say_so() {
    let bench = Bench::new();
    let rows = ["linear", "knn", "rbf", "pairwise-linear"];
    let children = rows.map(|row| {
        let mut command = bench.compare();
        command.args(["--only", row]);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    });
    let mut kept = 0;
    for child in children {
        let output = child.wait_with_output().unwrap();
        match output.status.code() {
            Some(0) => kept += 1,
            _ => assert!(String::from_utf8_lossy(&output.stderr).contains("is writing there")),
        }
    }
    assert!(kept > 0);
    let lines = csv_lines(&bench.out().join("comparison.csv"));
    assert_eq!(lines.len(), kept, "a row was lost");
}
