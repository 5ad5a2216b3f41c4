//! `strings`: readers of strings of digits, on strings of small data.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use experiments::strings::{STRING_ROWS, Set, StringJob, StringOptions, StringRow};
use mnist_io::{Locator, Mnist};
use report::results::files::{STRING_RECORDS, STRINGS};
use report::strings::{StringAnswer, StringOrder, StringOutcome, StringTiming, spelled};
use report::{Store, StringLine, fingerprint};

use crate::support::{
    Bench, SIDE, csv_lines, files, make_workspace, refusal, stderr, stdout, succeed, xtask,
    xtask_in,
};

/// Rows without training on strings and with it, and one that shares the training of another.
const ROWS: [&str; 4] = ["cut-known", "hos", "hos-dforward", "hos-dforward-zip"];

/// Images for 30 strings to train on and for ten to test with.
fn bench() -> Bench {
    let labels: Vec<u8> = (0..10).collect();
    Bench::of(SIDE, &labels, [150, 50])
}

fn strings(bench: &Bench, out: &Path, rows: &[&str], arguments: &[&str]) -> Command {
    let mut command = bench.command("strings", out);
    for row in rows {
        command.args(["--only", row]);
    }
    command.args(arguments);
    command
}

/// Everything in a folder of results, to the byte.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for folder in [folder.to_owned(), folder.join(STRING_RECORDS)] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

type Lines = Vec<BTreeMap<String, String>>;

/// A folder's tables without what differs from run to run.
fn timeless(folder: &Path) -> BTreeMap<String, Lines> {
    let names = files(folder).into_keys();
    let tables = names.filter(|name| name.ends_with(".csv"));
    let lines = tables.map(|name| {
        let mut lines = csv_lines(&folder.join(&name));
        for line in &mut lines {
            for column in [
                "train_seconds",
                "read_microseconds",
                "recognise_microseconds",
                "seconds",
            ] {
                line.remove(column);
            }
        }
        (name, lines)
    });
    lines.collect()
}

fn column<'a>(lines: &'a Lines, name: &str) -> Vec<&'a str> {
    lines.iter().map(|line| line[name].as_str()).collect()
}

fn row(id: &str) -> &'static StringRow {
    STRING_ROWS.iter().find(|row| row.id() == id).unwrap()
}

#[test]
fn rows_are_listed_with_their_sets_and_an_unknown_row_or_set_is_told_those_there_are() {
    let command = |arguments: &[&str]| {
        let mut command = xtask();
        command.arg("strings").args(arguments);
        command
    };
    let listed = stdout(&succeed(command(&["--list"])));
    for row in STRING_ROWS {
        let sets: Vec<&str> = row.sets.iter().map(|set| set.name()).collect();
        let line = listed
            .lines()
            .find(|line| line.contains(&format!(" {} ", row.id())));
        assert!(line.unwrap().contains(&sets.join(", ")), "{listed}");
    }
    for (arguments, told) in [
        (&["--only", "hos-dforwrad"][..], "did you mean hos-dforward"),
        (&["--set", "papr"], "paper, apart, tight, noisy"),
        (&["--orders", "6"], "--orders"),
        (&["--shard", "3/2"], "K/N"),
    ] {
        let refused = refusal(command(arguments));
        assert!(refused.contains(told), "{arguments:?}: {refused}");
    }
    let bench = bench();
    for (arguments, told) in [
        (&["--set", "noisy"][..], "none of these rows reads"),
        (&["--shard", "2/2"], "work for 1 parts only"),
    ] {
        let refused = refusal(strings(&bench, &bench.out(), &["hos-viterbi"], arguments));
        assert!(refused.contains(told), "{arguments:?}: {refused}");
    }
    assert!(!bench.out().exists());
}

#[test]
fn what_was_measured_is_not_measured_again_and_does_not_depend_on_the_threads() {
    let bench = bench();
    let (out, other) = (bench.out().join("one"), bench.out().join("two"));
    let rows = &ROWS[..3];
    let run = |out: &Path, arguments: &[&str]| {
        let mut command = strings(&bench, out, rows, &["--quick", "--orders", "2"]);
        command.args(arguments);
        stderr(&succeed(command))
    };
    run(&out, &["--threads", "1"]);
    let written = contents(&out);
    for name in [
        "strings.csv",
        "strings-answers.csv",
        "strings-passes.csv",
        "strings.md",
        "comparison.html",
    ] {
        assert!(!written[name].is_empty(), "{name}");
    }
    let lines = csv_lines(&out.join("strings.csv"));
    assert_eq!(column(&lines, "row"), rows);
    assert_eq!(column(&lines, "orders"), ["2"; 3]);
    assert_eq!(column(&lines, "strings"), ["10"; 3]);
    assert_eq!(column(&lines, "passes"), ["0", "0", "2"]);
    assert_eq!(csv_lines(&out.join("strings-answers.csv")).len(), 3 * 10);
    let of_kind = |end: &str| written.keys().filter(|name| name.ends_with(end)).count();
    assert_eq!((of_kind(".json"), of_kind(".safetensors")), (3, 3));

    let told = run(&out, &["--threads", "1"]);
    assert!(told.contains("3 rows were measured before"), "{told}");
    assert_eq!(contents(&out), written);

    let told = run(&other, &["--threads", "2"]);
    assert!(!told.contains("measured before"), "{told}");
    assert_eq!(timeless(&other), timeless(&out));
}

#[test]
fn the_strings_that_are_read_can_be_written_for_other_programs() {
    let bench = bench();
    let written = bench.data().join("written");
    let mut command = strings(
        &bench,
        &bench.out(),
        &[],
        &["--set", "tight", "--orders", "2"],
    );
    command.arg("--write").arg(&written);
    succeed(command);
    assert!(!bench.out().exists());
    let data = Locator::new().dir(Some(bench.data())).any_contents(true);
    let data = Mnist::load(&data).unwrap();
    for order in [1, 2] {
        let set = Set::Tight.recipe().test(&data.test, order).unwrap();
        let folder = written.join("tight").join(order.to_string());
        let text = std::fs::read_to_string(folder.join(mnist_io::strings::STRINGS)).unwrap();
        assert!(text.contains(&set.sha256()), "{text}");
        assert!(folder.join(mnist_io::strings::PICTURES).is_file());
    }
    assert_eq!(std::fs::read_dir(&written).unwrap().count(), 1);
}

#[test]
fn settings_are_tried_on_strings_of_the_last_sixth_of_the_training_images() {
    let bench = bench();
    let row = row("hos-dforward");
    let n = 1 + row.others.len();
    let arguments = ["--validate", "--set", "paper", "--seed", "2"];
    succeed(strings(&bench, &bench.out(), &[row.id()], &arguments));
    let trials = csv_lines(&bench.out().join("strings-validation.csv"));
    assert_eq!(column(&trials, "seed"), vec!["2"; n]);
    let chosen = ["true"].into_iter().chain(std::iter::repeat("false"));
    let chosen: Vec<&str> = chosen.take(n).collect();
    assert_eq!(column(&trials, "chosen"), chosen);
    assert_eq!(column(&trials, "train_images"), vec!["125"; n]);
    assert_eq!(column(&trials, "validation_images"), vec!["5"; n]);
    let recipes = std::iter::once(&row.recipe).chain(row.others);
    let settings = recipes.map(|recipe| format!("paper; {}", recipe.settings()));
    assert_eq!(column(&trials, "settings"), settings.collect::<Vec<_>>());
    assert!(!bench.out().join("strings.csv").exists());
}

#[test]
fn parts_make_the_same_tables_as_one_run() {
    let bench = bench();
    let folder = |name: &str| bench.out().join(name);
    let quick = ["--quick", "--orders", "2"];
    let run = |name: &str, rows: &[&str], arguments: &[&str]| {
        let mut command = strings(&bench, &folder(name), rows, &quick);
        command.args(arguments);
        succeed(command);
    };
    for (name, shard) in [("one", "1/2"), ("two", "2/2")] {
        run(name, &ROWS, &["--shard", shard]);
        let rows = csv_lines(&folder(name).join("strings.csv"));
        // Whoever shares a training is in one part.
        assert!(rows.len() == 2, "{:?}", column(&rows, "row"));
    }
    run("whole", &ROWS, &[]);
    // One of the parts has single digits, too.
    for name in ["two", "whole"] {
        let mut compare = bench.command("compare", &folder(name));
        compare.args(["--only", "linear"]);
        succeed(compare);
    }
    let merge = |parts: &[&str]| {
        let mut command = bench.command("merge", &folder("merged"));
        command.args(parts.iter().map(|name| folder(name)));
        command
    };
    succeed(merge(&["one", "two"]));
    assert_eq!(timeless(&folder("merged")), timeless(&folder("whole")));
    let (merged, whole) = (contents(&folder("merged")), contents(&folder("whole")));
    assert!(merged.keys().eq(whole.keys()), "{:?}", merged.keys());
    // What is merged counts as measured, its networks included.
    let mut again = strings(&bench, &folder("merged"), &ROWS, &quick);
    again.args(["--threads", "1"]);
    let told = stderr(&succeed(again));
    assert!(told.contains("4 rows were measured before"), "{told}");

    // The tables have room for one record of a row on a set.
    let mut fewer = strings(&bench, &folder("three"), &ROWS[..1], &["--quick"]);
    fewer.args(["--orders", "1"]);
    succeed(fewer);
    let refused = refusal(merge(&["one", "three"]));
    assert!(
        refused.contains("another record of cut-known on paper"),
        "{refused}"
    );
}

#[test]
fn two_readers_are_told_apart_by_their_answers_to_the_same_strings() {
    let folder = tempfile::tempdir().unwrap();
    let mut answers = String::from("set,order,string,truth,row,answer,confidence\n");
    // Of ten strings, the first row gets two wrong and the second the other eight.
    for (row, wrong) in [("hos-dforward", 0..2), ("sdnn-dforward", 2..10)] {
        for string in 0..10 {
            let answer = if wrong.contains(&string) {
                "1234"
            } else {
                "12345"
            };
            answers += &format!("tight,1,{string},12345,{row},{answer},0.5\n");
        }
    }
    std::fs::write(folder.path().join("strings-answers.csv"), answers).unwrap();
    let predictions = "row,seed,predictions\ntruth,,11\nknn,,01\nlinear,,10\n";
    std::fs::write(folder.path().join("predictions.csv"), predictions).unwrap();
    let versus = |arguments: &[&str]| {
        let mut command = xtask();
        command
            .arg("versus")
            .args(arguments)
            .arg("--out")
            .arg(folder.path());
        command
    };
    let both = ["hos-dforward", "sdnn-dforward"];
    let told = stdout(&succeed(versus(&[both[0], both[1], "--set", "tight"])));
    for part in [
        "Of 10 strings of the set tight, 8 are read by hos-dforward alone, 2 by sdnn-dforward alone",
        "hos-dforward              20.00 % error",
        "p = 0.1094",
    ] {
        assert!(told.contains(part), "{told}");
    }
    for (arguments, told) in [
        (
            &both[..],
            "cargo xtask strings --only hos-dforward --set paper",
        ),
        (&["hos-dforward", "knn"], "strings of digits"),
        (&["linear", "sdnn-dforward"], "strings of digits"),
        (
            &["hos-dforward", "sdnn-dforwrd"],
            "did you mean sdnn-dforward",
        ),
        (&["hos-viterbi", "hos", "--set", "tight"], "it reads paper"),
        (&["hos:2", "sdnn"], "leave it out"),
        (&["knn", "linear", "--set", "tight"], "--set"),
    ] {
        let refused = refusal(versus(arguments));
        assert!(refused.contains(told), "{arguments:?}: {refused}");
    }
}

/// On strings of MNIST itself, which a record says have been read before: so nothing is trained.
#[test]
fn a_row_outside_its_committed_interval_fails_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let mnist = Mnist::load(&Locator::new()).unwrap();
    let options = StringOptions {
        seed: None,
        orders: 1,
        quick: false,
    };
    let (row, set) = (row("cut-known"), Set::Paper);
    let job = StringJob { row, set, options };
    let outcome = half_wrong(&job, &mnist);
    let store = Store::new(out.join(STRING_RECORDS));
    store.save(&outcome).unwrap();
    let network = format!("{}.safetensors", fingerprint(&outcome.run));
    std::fs::write(store.folder().join(network), "").unwrap();

    let elsewhere = folder.path().join("elsewhere");
    make_workspace(&elsewhere);
    let line = StringLine::new(&row.description, &outcome);
    assert_eq!(line.string_error_percent, 50.0);
    let check = |committed: &[StringLine]| {
        STRINGS
            .write(&elsewhere.join("bench-results"), committed)
            .unwrap();
        let mut command = xtask_in(&elsewhere);
        command.args(["strings", "--check", "--orders", "1", "--set", "paper"]);
        command.args(["--only", row.id(), "--out"]).arg(&out);
        command.output().unwrap()
    };
    let output = check(std::slice::from_ref(&line));
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stdout(&output).contains("inside its interval"));
    let mut other = line.clone();
    (other.error_low_percent, other.error_high_percent) = (40.0, 49.9);
    let mut of_another_set = line;
    of_another_set.set = "tight".into();
    for (committed, told) in [
        (
            other,
            "check: cut-known paper: 50.00 % of strings wrong, outside 40.00 to 49.90 %",
        ),
        (
            of_another_set,
            "check: cut-known paper: is not in the committed table",
        ),
    ] {
        let output = check(&[committed]);
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
    }
    let output = check(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nothing to compare with"));
}

/// An outcome with every second string of the first order read wrongly.
fn half_wrong(job: &StringJob, mnist: &Mnist) -> StringOutcome {
    let set = job.set.recipe().test(&mnist.test, 1).unwrap();
    let truth: Vec<String> = (0..set.len()).map(|s| spelled(set.digits(s))).collect();
    let answers = truth
        .iter()
        .enumerate()
        .map(|(string, truth)| StringAnswer {
            digits: truth[string % 2..].into(),
            confidence: 0.5,
            unreadable: false,
        });
    StringOutcome {
        run: job.describe(mnist),
        orders: vec![StringOrder {
            set_sha256: set.sha256(),
            answers: answers.collect(),
            truth,
        }],
        passes: Vec::new(),
        multiply_accumulates: 1.0,
        candidates: None,
        timing: StringTiming {
            train_seconds: 1.0,
            read_microseconds: 1.0,
        },
        machine: "a machine".into(),
        revision: "0123abc".into(),
    }
}
