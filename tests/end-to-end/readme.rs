use std::path::Path;
use std::process::Command;

use crate::support::{committed, files, make_workspace, refusal, succeed, xtask_in};

const BEGIN: &str = "<!-- begin: written by `cargo xtask readme` -->\n";
const END: &str = "<!-- end -->";

fn readme(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = xtask_in(folder);
    command.arg("readme").args(arguments);
    command
}

#[test]
fn the_block_is_written_and_an_old_one_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    make_workspace(folder.path());
    let path = folder.path().join("README.md");
    let of = |block: &str| format!("# Ours\n\n{BEGIN}{block}{END}\n\nThe rest.\n");
    std::fs::write(&path, of("\nold\n\n")).unwrap();
    let told = refusal(readme(folder.path(), &[]));
    assert!(told.contains("holds no row"), "{told}");

    let results = folder.path().join("bench-results");
    let strings = ["strings.csv", "strings-answers.csv", "strings-passes.csv"];
    for table in ["comparison.csv", "dataset.json"]
        .into_iter()
        .chain(strings)
    {
        std::fs::copy(committed().join(table), results.join(table)).unwrap();
    }
    let told = refusal(readme(folder.path(), &["--check"]));
    assert!(told.contains("run `cargo xtask readme`"), "{told}");
    assert!(!results.join("pictures").exists());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), of("\nold\n\n"));

    succeed(readme(folder.path(), &[]));
    let written = std::fs::read_to_string(&path).unwrap();
    let ours = std::fs::read_to_string(committed().join("../README.md")).unwrap();
    let block = &ours[ours.find(BEGIN).unwrap() + BEGIN.len()..ours.find(END).unwrap()];
    assert_eq!(written, of(block));
    succeed(readme(folder.path(), &["--check"]));
}

#[test]
fn a_picture_that_is_not_current_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    make_workspace(folder.path());
    let results = folder.path().join("bench-results");
    for file in [
        "README.md",
        "bench-results/comparison.csv",
        "bench-results/dataset.json",
    ] {
        std::fs::copy(committed().join("..").join(file), folder.path().join(file)).unwrap();
    }
    succeed(readme(folder.path(), &[]));
    let pictures = files(&results.join("pictures"));
    assert_eq!(pictures, files(&committed().join("pictures")));
    assert!(pictures.len() >= 2);
    for (name, picture) in pictures {
        let path = results.join("pictures").join(&name);
        let damaged = picture.replacen("LeNet", "Lenet", 1);
        for content in [Some(damaged), None] {
            match content {
                Some(content) => std::fs::write(&path, content).unwrap(),
                None => std::fs::remove_file(&path).unwrap(),
            }
            let told = refusal(readme(folder.path(), &["--check"]));
            assert!(told.contains(&name), "{told}");
            succeed(readme(folder.path(), &[]));
            assert_eq!(std::fs::read_to_string(&path).unwrap(), picture);
        }
    }
}

#[test]
fn a_readme_without_the_block_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    make_workspace(folder.path());
    let path = folder.path().join("README.md");
    std::fs::write(&path, "# Ours\n").unwrap();
    let told = refusal(readme(folder.path(), &[]));
    assert!(told.contains("has no block"), "{told}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "# Ours\n");
}
