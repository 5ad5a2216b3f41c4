//! What cannot be done is said before anything is done.

use crate::support::{Bench, refusal, stderr, stdout, succeed, xtask};

#[test]
fn seeds_beyond_the_last_are_refused_before_anything_is_trained() {
    let bench = Bench::new();
    for name in ["compare", "validate"] {
        for (seed, seeds) in [(u64::MAX, "2"), (u64::MAX - 1, "3")] {
            let mut command = bench.command(name, &bench.out());
            command.args([
                "--only",
                "rbf",
                "--seed",
                &seed.to_string(),
                "--seeds",
                seeds,
            ]);
            let told = refusal(command);
            assert!(told.contains(&u64::MAX.to_string()), "{told}");
            assert!(!bench.out().exists());
        }
    }
    for name in ["compare", "validate", "curves"] {
        let mut command = bench.command(name, &bench.out());
        command.args(["--seeds", "18446744073709551615"]);
        assert!(refusal(command).contains("1000"), "{name}");
    }
}

#[test]
fn the_last_seed_is_run() {
    let bench = Bench::new();
    let mut command = bench.compare();
    command.args(["--only", "rbf", "--seed", "18446744073709551615"]);
    assert!(stdout(&succeed(command)).contains("rbf"));
    let mut command = bench.command("validate", &bench.out());
    command.args(["--only", "rbf", "--seed", "18446744073709551615"]);
    let output = command.output().unwrap();
    let trials = std::fs::read_to_string(bench.out().join("validation.csv")).unwrap();
    assert!(
        trials.contains("18446744073709551615"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn nothing_to_do_is_not_a_success() {
    let bench = Bench::new();
    let mut command = bench.compare();
    command.args(["--only", "linear", "--only", "knn", "--shard", "3/3"]);
    let told = refusal(command);
    assert!(told.contains("3/3") && told.contains("2 parts"), "{told}");
    let mut command = bench.command("validate", &bench.out());
    command.args(["--only", "knn-deslant"]);
    assert!(refusal(command).contains("one recipe"));
    for n_images in [[0, 20], [20, 0]] {
        let empty = Bench::of(28, &[0, 1], n_images);
        let mut command = empty.compare();
        command.args(["--only", "knn"]);
        assert!(refusal(command).contains("image"));
    }
}

#[test]
fn more_threads_than_the_cores_bear_are_refused() {
    let bench = Bench::new();
    let cores = std::thread::available_parallelism().unwrap().get();
    for name in ["compare", "studies"] {
        let mut command = bench.command(name, &bench.out());
        command.args(["--threads", "60000"]);
        let told = refusal(command);
        for part in [
            "60000",
            &format!("{cores} cores"),
            &format!("{}", 4 * cores),
        ] {
            assert!(told.contains(part), "{told}");
        }
    }
    for name in [
        "compare",
        "validate",
        "calibrate",
        "curves",
        "studies",
        "page",
    ] {
        for (variable, value) in [
            ("RAYON_NUM_THREADS", "1000000"),
            ("RAYON_NUM_THREADS", "99999999999999999999999"),
            ("RAYON_RS_NUM_CPUS", "1000000"),
        ] {
            let mut command = bench.command(name, &bench.out());
            command.env(variable, value);
            let told = refusal(command);
            assert!(told.contains(variable), "{name}: {told}");
        }
    }
    assert!(!bench.out().exists());
    let mut command = bench.compare();
    command.args(["--only", "linear", "--threads", &(4 * cores).to_string()]);
    command.env("RAYON_NUM_THREADS", "2");
    succeed(command);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_found_out_before_anything_is_trained() {
    let bench = Bench::new();
    let file = bench.data().join("train-labels-idx1-ubyte");
    for name in ["compare", "validate", "calibrate", "curves", "studies"] {
        for out in [file.clone(), file.join("below")] {
            let told = refusal(bench.command(name, &out));
            assert!(told.contains(&out.display().to_string()), "{told}");
            assert!(told.contains("--out") && !told.contains('%'), "{told}");
        }
    }
    for (name, target) in [
        ("compare", "comparison.md"),
        ("compare", "comparison.html"),
        ("compare", "failed.csv"),
        ("validate", "validation.csv"),
        ("calibrate", "calibration.csv"),
        ("curves", "figure-5.csv"),
        ("studies", "figure-13.csv"),
    ] {
        let out = bench.out().join(format!("{name}-{target}"));
        std::fs::create_dir_all(out.join(target)).unwrap();
        let told = refusal(bench.command(name, &out));
        assert!(told.contains(target) && !told.contains('%'), "{told}");
    }
}

#[test]
fn an_error_says_its_cause_once() {
    let bench = Bench::new();
    let file = bench.data().join("train-labels-idx1-ubyte");
    let mut versus = xtask();
    versus.args(["versus", "knn", "linear", "--out"]).arg(&file);
    for command in [
        bench.command("compare", &file.join("below")),
        bench.command("page", &file),
        versus,
    ] {
        let told = refusal(command);
        assert_eq!(told.matches("os error").count(), 1, "{told}");
    }
}
