//! The program away from the workspace that it was built in.

use std::path::Path;
use std::process::Command;

use crate::support::{Bench, make_workspace, refusal, stdout, succeed};

/// The program moved into a folder of its own, and run there as anyone runs a program.
pub fn moved(folder: &Path) -> Command {
    let program = folder.join("xtask");
    if !program.exists() {
        // By another process: what is open for writing cannot be run, and a process that some other
        // test starts meanwhile has open what this one has.
        let mut copy = Command::new("cp");
        copy.arg(env!("CARGO_BIN_EXE_xtask")).arg(&program);
        assert!(copy.status().unwrap().success());
    }
    let mut command = Command::new(program);
    command
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("MNIST_DIR");
    command.current_dir(folder);
    command
}

#[test]
fn a_program_that_was_moved_asks_for_a_folder_and_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::new();
    let data = bench.data().display().to_string();
    for arguments in [
        &["compare", "--only", "linear", "--data", &data][..],
        &["compare", "--quick", "--only", "linear", "--data", &data],
        &["validate", "--only", "linear", "--data", &data],
        &["page", "--data", &data],
        &["versus", "knn", "linear"],
        &["tidy"],
        &["readme"],
    ] {
        let mut command = moved(folder.path());
        command.args(arguments);
        let told = refusal(command);
        assert!(
            told.contains("the workspace is not here"),
            "{arguments:?}: {told}"
        );
    }
    let mut command = moved(folder.path());
    command.args([
        "compare", "--only", "linear", "--out", "here", "--data", &data,
    ]);
    succeed(command);
    assert!(folder.path().join("here/comparison.csv").exists());
}

#[test]
fn the_workspace_is_the_one_that_the_current_folder_is_in() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("elsewhere");
    make_workspace(&elsewhere);
    std::fs::create_dir_all(elsewhere.join("crates/deep/down")).unwrap();
    std::fs::write(
        elsewhere.join("bench-results/predictions.csv"),
        "row,seed,predictions\ntruth,,11\nknn,,11\nlinear,,10\n",
    )
    .unwrap();
    let mut command = moved(folder.path());
    command.args(["versus", "knn", "linear"]);
    command.current_dir(elsewhere.join("crates/deep/down"));
    assert!(stdout(&succeed(command)).contains("Of 2 test images"));
}
