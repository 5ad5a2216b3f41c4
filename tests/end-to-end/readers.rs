//! Whoever reads what the commands say may go away.

use std::process::{Command, Stdio};

use report::Store;

use crate::support::{Bench, Running, csv_lines, stderr, succeed, xtask};
use crate::terminal::Terminal;

/// The exit code of a command whose reader has gone before it began.
fn code_unread(mut command: Command) -> (Option<i32>, String) {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    (output.status.code(), stderr(&output))
}

#[test]
fn a_closed_pipe_ends_quietly_what_only_prints() {
    let bench = Bench::new();
    let mut compare = bench.compare();
    compare.args(["--only", "linear", "--only", "knn"]);
    succeed(compare);
    let out = bench.out().display().to_string();
    for arguments in [
        &["compare", "--list"][..],
        &["versus", "knn", "linear", "--out", &out],
        &["--help"],
        &["compare", "--help"],
        &["--version"],
    ] {
        // A race, once: the reader must have gone before the first word.
        for _ in 0..5 {
            let mut command = Command::new("sh");
            command.args(["-c", "sleep 0.05; exec \"$0\" \"$@\""]);
            command.arg(env!("CARGO_BIN_EXE_xtask")).args(arguments);
            let (code, told) = code_unread(command);
            assert_eq!((code, told.as_str()), (Some(141), ""), "{arguments:?}");
        }
    }
}

#[test]
fn a_disk_too_full_for_the_answer_is_an_error() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = xtask();
    let output = command
        .args(["compare", "--list"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot print"));
}

#[test]
fn results_are_kept_though_nobody_reads() {
    let bench = Bench::new();
    let mut command = bench.compare();
    command.args([
        "--only",
        "linear",
        "--only",
        "pairwise-linear",
        "--only",
        "knn",
    ]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert!(child.wait().unwrap().success());
    assert_eq!(csv_lines(&bench.out().join("comparison.csv")).len(), 3);
    assert!(bench.out().join("comparison.html").exists());

    let mut command = bench.command("validate", &bench.out());
    command.args(["--only", "tangent-16x16", "--only", "svm-poly"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    let status = child.wait().unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    let trials = csv_lines(&bench.out().join("validation.csv"));
    assert!(trials.iter().any(|trial| trial["row"] == "svm-poly"));
}

/// Every signal that means to end it, and the exit code that tells of it.
const SIGNALS: [(&str, i32); 3] = [("-HUP", 129), ("-INT", 130), ("-TERM", 143)];

fn records_are_whole(bench: &Bench) {
    assert!(
        !<Store>::new(bench.out().join("records"))
            .all()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_signal_ends_it_with_its_exit_code_and_a_word() {
    for (signal, code) in SIGNALS {
        let bench = Bench::new();
        let mut child = bench.long_run(|command| {
            command.stdout(Stdio::null()).stderr(Stdio::piped());
        });
        child.send(signal);
        assert_eq!(child.ends_soon().code(), Some(code), "{signal}");
        let told = child.last_words();
        assert!(told.contains("same command continues"), "{told}");
        records_are_whole(&bench);
    }
}

#[test]
fn a_signal_ends_it_after_its_terminal_or_its_reader_has_gone() {
    for (signal, code) in SIGNALS {
        let bench = Bench::new();
        let mut child = bench.long_run(|command| {
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
        });
        drop((child.stdout.take(), child.stderr.take()));
        child.send(signal);
        assert_eq!(child.ends_soon().code(), Some(code), "{signal}");
        records_are_whole(&bench);

        let bench = Bench::new();
        let terminal = Terminal::open(24, 80);
        let mut child = terminal.watch_until(|| {
            bench.long_run(|command| {
                command.stdout(terminal.side()).stderr(terminal.side());
            })
        });
        drop(terminal);
        // It goes on until it is told.
        let n = bench.records().len();
        bench.wait_for_records(n + 1);
        child.send(signal);
        assert_eq!(
            child.ends_soon().code(),
            Some(code),
            "{signal} without a terminal"
        );
        records_are_whole(&bench);
    }
}

#[test]
fn a_signal_ends_it_though_its_terminal_takes_nothing_more() {
    let bench = Bench::new();
    // Nobody reads what it shows, so that its words stick.
    let terminal = Terminal::open(24, 80);
    let mut child = terminal.watch_until(|| {
        bench.long_run(|command| {
            command.stdout(terminal.side()).stderr(terminal.side());
        })
    });
    terminal.fill();
    child.send("-TERM");
    assert_eq!(child.ends_soon().code(), Some(143));
    records_are_whole(&bench);
}

#[test]
fn a_signal_that_was_ignored_from_the_start_stays_so() {
    for signal in ["HUP", "INT"] {
        let bench = Bench::new();
        let compare = bench.compare();
        let mut command = Command::new("sh");
        command.args(["-c", &format!("trap '' {signal}; exec \"$0\" \"$@\"")]);
        command.arg(compare.get_program()).args(compare.get_args());
        command.args(["--only", "lenet1-16x16", "--seeds", "1000"]);
        let mut child = Running::begin(command.stdout(Stdio::null()).stderr(Stdio::null()));
        bench.wait_for_records(1);
        child.send(&format!("-{signal}"));
        let n = bench.records().len();
        bench.wait_for_records(n + 1);
        assert!(child.try_wait().unwrap().is_none(), "{signal} ended it");
        child.send("-TERM");
        assert_eq!(child.ends_soon().code(), Some(143));
    }
}
