mod circles;
mod committed;
mod metadata;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

use crate::support::data::Data;
use crate::support::{environment, print};
use circles::Crate;
use metadata::{Metadata, Package};

/// Check what the compiler does not: the invariants of ARCHITECTURE.md
///
/// Which crate may depend on which, one version of ndarray, no unsafe code outside its rooms,
/// files opened only where they may be, names of result files in one place, versions only in the
/// workspace's Cargo.toml, no files that
/// import each other in a circle, rows using the settings that validation chose, committed tables
/// of the present rows, and committed pages and texts as they are made of them today. What is to be said
/// of strings is checked as soon as their tables are committed.
#[derive(clap::Args, Debug)]
pub struct Tidy {
    #[command(flatten)]
    data: Data,
}

impl Tidy {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let metadata = Metadata::of(&environment::workspace()?)?;
        let mut faults = Vec::new();
        arrows(&metadata, &mut faults);
        one_version(&metadata, &mut faults);
        manifests(&metadata, &mut faults)?;
        sources(&metadata, &mut faults)?;
        circles(&metadata, &mut faults)?;
        committed::check(&self.data.load()?, &mut faults)?;
        for fault in &faults {
            print::note(format_args!("tidy: {fault}"));
        }
        Ok(ExitCode::from(u8::from(!faults.is_empty())))
    }
}

/// Crates that know nothing of the workspace, but that those of the file rooms may depend on
/// `whole-file`.
const LEAVES: &[&str] = &[
    "classifier",
    "graph-transformer",
    "kernels",
    "lapack-faer",
    "mnist-io",
    "whole-file",
];

/// What a classifier may build on. `mnist-io`, `report` and other classifiers are not in it.
const FOUNDATIONS: &[&str] = &[
    "classifier",
    "gradient",
    "kernels",
    "lapack-faer",
    "least-squares",
];

/// Crates that may contain `unsafe`.
const UNSAFE_ROOMS: &[&str] = &["kernels", "lapack-faer"];

/// The one other file that may: names that the linker keeps for JavaScript.
const EXPORTS: &str = "crates/web/src/exports.rs";

/// Crates that may touch files outside tests, and what for.
const FILE_ROOMS: &[(&str, &str)] = &[
    ("gradient", "checkpoints"),
    ("mnist-io", "images"),
    ("model-file", "fitted models"),
    ("report", "records and tables"),
    ("whole-file", "all that is replaced"),
    ("xtask", "everything else"),
];

/// Whether a normal dependency of one member on another is as ARCHITECTURE.md has it.
fn may_depend(from: &Package, on: &str) -> bool {
    if on == "whole-file" {
        return FILE_ROOMS.iter().any(|(room, _)| from.name == *room);
    }
    match from.name.as_str() {
        "xtask" => ["experiments", "kernels", "mnist-io", "report", "web"].contains(&on),
        "web" => ["classifier", "experiments", "lenet", "mnist-io"].contains(&on),
        "experiments" => !["xtask", "web"].contains(&on),
        "baselines" => {
            ["classifier", "model-file"].contains(&on)
                || ![
                    LEAVES,
                    FOUNDATIONS,
                    &["experiments", "report", "string-reader", "web", "xtask"],
                ]
                .concat()
                .contains(&on)
        }
        "lenet" => on == "model-file" || FOUNDATIONS.contains(&on),
        "string-reader" => [
            "classifier",
            "gradient",
            "graph-transformer",
            "kernels",
            "lenet",
        ]
        .contains(&on),
        "model-file" => on == "classifier",
        "calibration" => on == "classifier",
        "report" => on == "calibration",
        "gradient" => ["classifier", "kernels"].contains(&on),
        "least-squares" => ["classifier", "kernels", "lapack-faer"].contains(&on),
        leaf if LEAVES.contains(&leaf) => false,
        _ => FOUNDATIONS.contains(&on),
    }
}

fn arrows(metadata: &Metadata, faults: &mut Vec<String>) {
    for package in metadata.workspace_packages() {
        for dependency in &package.dependencies {
            if dependency.is_room() && !may_depend(package, &dependency.name) {
                faults.push(format!(
                    "{} must not depend on {} (ARCHITECTURE.md, arrows)",
                    package.name, dependency.name
                ));
            }
        }
    }
}

/// Two versions of one of these in the graph make types that look alike and do not fit.
fn one_version(metadata: &Metadata, faults: &mut Vec<String>) {
    for name in ["faer", "linfa", "ndarray", "ndarray-linalg"] {
        let found = metadata.packages.iter().filter(|p| p.name == name);
        let versions: Vec<String> = found.map(|p| p.version.clone()).collect();
        if versions.len() != 1 {
            faults.push(format!("{name}: one version is wanted, found {versions:?}"));
        }
    }
}

fn manifests(metadata: &Metadata, faults: &mut Vec<String>) -> anyhow::Result<()> {
    for package in metadata.workspace_packages() {
        let text = read(&package.manifest_path)?;
        let own_lints = UNSAFE_ROOMS.contains(&package.name.as_str()) || package.name == "xtask";
        if !own_lints && !text.contains("[lints]\nworkspace = true") {
            faults.push(format!("{}: lacks [lints] workspace = true", package.name));
        }
        let mut in_dependencies = false;
        for line in text.lines() {
            if line.starts_with('[') {
                in_dependencies = line.contains("dependencies");
            } else if in_dependencies && line.contains('=') && !line.contains("workspace = true") {
                faults.push(format!(
                    "{}: {line:?}: versions and paths stand in the workspace's Cargo.toml",
                    package.name
                ));
            }
        }
    }
    Ok(())
}

fn sources(metadata: &Metadata, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let workspace = environment::workspace()?;
    let list = workspace.join(RESULT_FILES);
    let names = names_in(&read(&list)?);
    for package in metadata.workspace_packages() {
        let folder = package
            .manifest_path
            .parent()
            .context("a manifest without folder")?;
        let mut files = Vec::new();
        for room in ["src", "tests", "examples", "benches"] {
            rust_files(&folder.join(room), &mut files)?;
        }
        for file in files {
            let text = read(&file)?;
            let in_library = file.starts_with(folder.join("src"));
            let library_text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let shown = file.strip_prefix(&workspace).unwrap_or(&file).display();
            let may = UNSAFE_ROOMS.contains(&package.name.as_str())
                || file
                    .strip_prefix(&workspace)
                    .is_ok_and(|file| file == Path::new(EXPORTS));
            if !may && has_word(&text, &["unsa", "fe"]) {
                faults.push(format!(
                    "{shown}: only {UNSAFE_ROOMS:?} may do without the compiler's checks"
                ));
            }
            let opens = ["std::fs", "File::open", "fs::read"];
            let twin = names.iter().find(|&name| has_literal(library_text, name));
            if let Some(name) = twin.filter(|_| in_library && file != list) {
                faults.push(format!("{shown}: {name:?} has a name in {RESULT_FILES}"));
            }
            if in_library
                && !FILE_ROOMS.iter().any(|(room, _)| package.name == *room)
                && opens.iter().any(|call| library_text.contains(call))
            {
                faults.push(format!("{shown}: files are opened only by {FILE_ROOMS:?}"));
            }
        }
    }
    Ok(())
}

/// Where each file of the results has its name, once.
const RESULT_FILES: &str = "crates/report/src/results/files.rs";

/// The literals in a text that look like names of files.
fn names_in(text: &str) -> Vec<String> {
    let literals = text.split('"').skip(1).step_by(2);
    let names = literals.filter(|literal| literal.contains('.') && !literal.contains(' '));
    names.map(str::to_owned).collect()
}

/// The lines without their comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines();
    lines.map(|line| line.split("//").next().unwrap_or_default())
}

/// Whether the name stands in code as a literal of its own.
fn has_literal(text: &str, name: &str) -> bool {
    let literal = format!("\"{name}\"");
    code(text).any(|line| line.contains(&literal))
}

/// Whether a word stands in code, as a word of its own. It is given in parts, so that the
/// search does not find itself.
fn has_word(text: &str, parts: &[&str]) -> bool {
    let word = parts.concat();
    code(text).any(|line| {
        line.split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .any(|token| token == word)
    })
}

/// Files of one crate that import each other in circles can only be read together.
fn circles(metadata: &Metadata, faults: &mut Vec<String>) -> anyhow::Result<()> {
    for package in metadata.workspace_packages() {
        let name = package.name.as_str();
        let folder = package.manifest_path.with_file_name("src");
        let mut files = Vec::new();
        rust_files(&folder, &mut files)?;
        let mut texts = Vec::new();
        for file in &files {
            let short = file.strip_prefix(&folder).unwrap_or(file);
            texts.push((short.display().to_string(), read(file)?));
        }
        let of_crate = Crate::of(texts);
        let circles = of_crate.circles();
        faults.extend(circles.iter().map(|files| {
            let files = files.join(", ");
            format!("{name}: files that import each other in a circle: {files}")
        }));
    }
    Ok(())
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_file_is_found_in_code_alone() {
        let names = names_in("const A: F = F::new(\"a.csv\");\nconst B: &str = \"records\";\n");
        assert_eq!(names, ["a.csv"]);
        assert!(has_literal("    folder.join(\"a.csv\")", "a.csv"));
        assert!(!has_literal("/// `\"a.csv\"` is here", "a.csv"));
        assert!(!has_literal("folder.join(\"ba.csv\")", "a.csv"));
    }

    #[test]
    fn a_word_is_found_in_code_alone() {
        assert!(has_word("    danger {", &["dan", "ger"]));
        assert!(!has_word("dangerous(); // danger", &["dan", "ger"]));
        assert!(!has_word("danger_code = \"deny\"", &["dan", "ger"]));
    }
}
