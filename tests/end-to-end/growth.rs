use std::io::Read as _;
use std::process::Stdio;

use crate::support::{Bench, Running, csv_lines, files, refusal, stderr, succeed};

#[test]
fn each_row_has_a_line_for_each_size_and_is_measured_once() {
    let bench = Bench::new();
    let growth = || {
        let mut command = bench.command("growth", &bench.out());
        command.args([
            "--only",
            "linear",
            "--only",
            "knn",
            "--sizes",
            "900,300,600,300",
        ]);
        command
    };
    let told = stderr(&succeed(growth()));
    assert!(told.contains("6 to measure"), "{told}");
    assert!(told.contains("[ 6/6] knn on 900 images"), "{told}");

    let text = std::fs::read_to_string(bench.out().join("growth.csv")).unwrap();
    let header = "row,train_images,train_seconds,recognise_microseconds,peak_bytes,error_percent,\
                  machine,revision\n";
    assert!(text.starts_with(header), "{text}");
    let lines = csv_lines(&bench.out().join("growth.csv"));
    let place = |line: &std::collections::BTreeMap<String, String>| {
        (line["row"].clone(), line["train_images"].clone())
    };
    let places: Vec<_> = lines.iter().map(place).collect();
    let expected =
        ["linear", "knn"].map(|row| ["300", "600", "900"].map(|n| (row.into(), n.into())));
    assert_eq!(places, expected.as_flattened());
    for line in &lines {
        let number = |column: &str| line[column].parse::<f64>().unwrap();
        assert!(number("train_seconds") >= 0.0 && number("recognise_microseconds") > 0.0);
        assert!(
            number("error_percent") < 30.0,
            "nothing was learnt: {line:?}"
        );
        if cfg!(target_os = "linux") {
            // The program alone takes a few megabytes, and all these images a half.
            assert!((1e6..1e9).contains(&number("peak_bytes")), "{line:?}");
        }
    }
    let records = files(&bench.out().join("records/growth"));
    let with_copies = records
        .values()
        .filter(|record| record.contains("with distorted copies"));
    assert_eq!((records.len(), with_copies.count()), (6, 4));
    let markdown = std::fs::read_to_string(bench.out().join("growth.md")).unwrap();
    assert!(
        markdown.contains("| `knn`") && markdown.contains("300 – 900"),
        "{markdown}"
    );

    let told = stderr(&succeed(growth()));
    assert_eq!(told.matches("measured before").count(), 6, "{told}");
    let again = std::fs::read_to_string(bench.out().join("growth.csv")).unwrap();
    assert_eq!(again, text);

    succeed(bench.command("page", &bench.out()));
    let page = std::fs::read_to_string(bench.out().join("comparison.html")).unwrap();
    // No error at all has no logarithm.
    for figure in ["growth-training", "growth-recognition"] {
        assert!(page.contains(&format!("id=\"{figure}\"")), "{figure}");
    }
}

#[test]
fn slips_of_the_finger_are_refused_before_anything_is_measured() {
    let bench = Bench::new();
    for (arguments, expected) in [
        (["--sizes", "99"], "100..=2000000"),
        (["--sizes", "96000000"], "100..=2000000"),
        (["--sizes", "300;600"], "invalid"),
        (["--only", "lenet-5"], "lenet5"),
        (["--only", "svm-virtual-dist"], "no row is called"),
    ] {
        let mut command = bench.command("growth", &bench.out());
        command.args(arguments);
        let told = refusal(command);
        assert!(told.contains(expected), "{arguments:?}: {told}");
        assert!(!bench.out().exists());
    }
}

/// The row's process has the same standard error: it can be read to its end only when both have gone.
#[cfg(unix)]
#[test]
fn the_process_of_a_row_ends_with_the_command_even_if_that_is_killed() {
    let bench = Bench::new();
    let mut command = bench.command("growth", &bench.out());
    command.args(["--only", "lenet5", "--sizes", "200000"]);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = Running::begin(&mut command);
    let mut told = Vec::new();
    let from = child.stderr.as_mut().unwrap();
    while !String::from_utf8_lossy(&told).contains("lenet5 on 200000 images") {
        let mut byte = [0];
        assert_eq!(from.read(&mut byte).unwrap(), 1, "it has ended");
        told.push(byte[0]);
    }
    let begun = std::time::Instant::now();
    child.send("-KILL");
    child.ends_soon();
    child.last_words();
    assert!(begun.elapsed() < std::time::Duration::from_secs(20));
    assert!(!bench.out().join("records/growth").exists());
}
