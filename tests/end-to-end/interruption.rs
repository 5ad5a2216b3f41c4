use std::process::{Command, Stdio};
use std::time::Duration;

use experiments::{ROWS, Runs};

use crate::support::{Bench, files, stderr, succeed, without_timings};

/// Starts the command, and ends it so after a while.
fn interrupt(mut command: Command, after: Duration, signal: &str) -> std::process::Output {
    let child = command
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    // Fails if the process has ended already, which is as good.
    let _ = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .output();
    child.wait_with_output().unwrap()
}

/// `compare` without the rows that train for long: what is killed is the same loop.
fn compare(bench: &Bench) -> Command {
    let mut command = bench.compare();
    for row in ROWS.iter().filter(|row| row.runs == Runs::InFull) {
        command.args(["--skip", row.id()]);
    }
    command
}

#[test]
fn killed_at_any_moment_it_continues_to_the_same_tables() {
    let (killed, whole) = (Bench::new(), Bench::new());
    succeed(compare(&whole));
    for milliseconds in [3, 20, 45, 80, 130, 200] {
        interrupt(
            compare(&killed),
            Duration::from_millis(milliseconds),
            "-KILL",
        );
    }
    succeed(compare(&killed));
    assert_eq!(
        without_timings(&killed.out()),
        without_timings(&whole.out())
    );
    assert_eq!(
        files(&killed.out()).keys().collect::<Vec<_>>(),
        files(&whole.out()).keys().collect::<Vec<_>>(),
        "something was left lying about"
    );
    assert_eq!(
        files(&killed.out())["confusion.csv"],
        files(&whole.out())["confusion.csv"]
    );
}

#[test]
fn ctrl_c_says_what_becomes_of_the_work_which_continues() {
    let bench = Bench::new();
    let mut child = bench.long_run(|command| {
        command.stdout(Stdio::null()).stderr(Stdio::piped());
    });
    child.send("-INT");
    assert_eq!(child.ends_soon().code(), Some(130));
    let told = child.last_words();
    assert!(told.contains("same command continues"), "{told}");
    let mut command = bench.compare();
    command.args(["--only", "linear"]);
    assert!(stderr(&succeed(command)).contains("measured before"));
}
