use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::support::Bench;

#[test]
fn a_long_training_says_where_it_stands_without_a_terminal_too() {
    let bench = Bench::new();
    for row in ["lenet5-best", "linfa-svm"] {
        let mut command = bench.compare();
        command.args(["--only", row, "--force"]);
        let mut child = command
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut told = String::new();
        for line in BufReader::new(child.stderr.take().unwrap()).lines() {
            let line = line.unwrap();
            told.push_str(&line);
            if line.contains("training") && line.ends_with(" s") && line.contains(row) {
                child.kill().unwrap();
                break;
            }
        }
        let status = child.wait().unwrap();
        // One that takes less than two seconds has nothing to say.
        assert!(told.contains("training,") || told.contains("training ") || status.success());
        if row == "lenet5-best" {
            assert!(
                !status.success(),
                "it was not to end within two seconds: {told}"
            );
        }
    }
}
