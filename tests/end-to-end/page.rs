use std::process::Command;

use crate::support::{Bench, refusal, stderr, succeed, xtask};

fn page(bench: &Bench, data: &Bench) -> Command {
    data.command("page", &bench.out())
}

#[test]
fn a_damaged_decoration_is_left_out_and_does_not_cost_the_page() {
    let bench = Bench::new();
    let mut compare = bench.compare();
    compare.args(["--only", "linear"]);
    succeed(compare);
    for file in ["figure-5.csv", "figure-2.csv", "validation.csv"] {
        std::fs::write(bench.out().join(file), "not,ours\n1,2\n").unwrap();
    }
    let told = stderr(&succeed(page(&bench, &bench)));
    for file in ["figure-5.csv", "figure-2.csv", "validation.csv"] {
        assert!(told.contains(file), "{told}");
    }
    let page = std::fs::read_to_string(bench.out().join("comparison.html")).unwrap();
    assert!(page.contains("row-linear"));
}

#[test]
fn a_page_of_nothing_is_not_made() {
    let bench = Bench::new();
    let told = refusal(page(&bench, &bench));
    assert!(told.contains("cargo xtask compare"), "{told}");
    assert!(!bench.out().join("comparison.html").exists());
}

#[test]
fn the_page_shows_what_was_measured_and_names_what_was_not() {
    // Of MNIST: on other data there are no pictures of the paper's digits.
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["compare", "--only", "linear"][..], &["page"]] {
        let mut command = xtask();
        command.args(arguments).arg("--out").arg(folder.path());
        succeed(command);
    }
    let page = std::fs::read_to_string(folder.path().join("comparison.html")).unwrap();
    for there in [
        "row-linear",
        "figure-9",
        "figure-7",
        "figure-3",
        "cargo xtask studies",
    ] {
        assert!(page.contains(there), "{there}");
    }
    assert!(!page.contains("row-knn"));
    assert!(!page.contains("id=\"figure-13\""));
}

#[test]
fn images_of_other_data_are_refused() {
    let bench = Bench::new();
    let mut compare = bench.compare();
    compare.args(["--only", "linear"]);
    succeed(compare);
    let written = bench.out().join("comparison.html");
    let _ = std::fs::remove_file(&written);
    let message = refusal(page(&bench, &Bench::drawn_with(2)));
    assert!(
        message.contains("comparison.csv") && message.contains("--data"),
        "{message}"
    );
    assert!(!written.exists());
}

#[test]
fn a_page_that_is_not_there_cannot_be_checked() {
    let bench = Bench::new();
    let mut check = xtask();
    check.arg("page-check").arg(bench.data());
    let message = refusal(check);
    assert!(message.contains("cargo xtask page"), "{message}");
}
