//! `compare --check`, on MNIST itself.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{
    committed, csv_lines, make_workspace, refusal, stderr, stdout, succeed, xtask, xtask_in,
};

fn check(mut command: Command, out: &Path) -> Command {
    command.args(["compare", "--check", "--only", "linear", "--out"]);
    command.arg(out);
    command
}

#[test]
fn a_row_outside_its_committed_interval_fails_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let told = stdout(&succeed(check(xtask(), &out)));
    assert!(told.contains("inside its interval"), "{told}");

    // The same row, beside another committed interval.
    let elsewhere = folder.path().join("elsewhere");
    make_workspace(&elsewhere);
    let path = elsewhere.join("bench-results/comparison.csv");
    let with_error = |percent: &str| -> Output {
        let committed = committed().join("comparison.csv");
        let line = csv_lines(&committed).remove(0);
        assert_eq!(line["row"], "linear");
        let interval = |bound: &str| format!(",{},", line[&format!("error_{bound}percent")]);
        let text = std::fs::read_to_string(committed).unwrap();
        let text = text.replacen(&interval("low_"), &format!(",{percent},"), 1);
        let text = text.replacen(&interval("high_"), &format!(",{percent},"), 1);
        std::fs::write(&path, text).unwrap();
        check(xtask_in(&elsewhere), &out).output().unwrap()
    };
    let output = with_error("0.5");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let told = stderr(&output);
    assert!(
        told.contains("check: linear: ") && told.contains("outside 0.50 to 0.50 %"),
        "{told}"
    );
    assert!(!stdout(&output).contains("inside its interval"));
    let measured = csv_lines(&out.join("comparison.csv")).remove(0);
    let output = with_error(&measured["error_percent"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn a_row_that_is_not_committed_fails_the_check_and_nothing_to_compare_with_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    make_workspace(folder.path());
    let out = folder.path().join("out");
    let told = refusal(check(xtask_in(folder.path()), &out));
    assert!(told.contains("nothing to compare with"), "{told}");

    let text = std::fs::read_to_string(committed().join("comparison.csv")).unwrap();
    let without_linear = text.replacen("\nlinear,", "\nformerly-linear,", 1);
    let path = folder.path().join("bench-results/comparison.csv");
    std::fs::write(path, without_linear).unwrap();
    let output = check(xtask_in(folder.path()), &out).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("linear: is not in the committed table"));
}
