use crate::support::{Bench, refusal, stdout, succeed, xtask};

#[test]
fn two_rows_are_told_apart_by_their_predictions() {
    let folder = tempfile::tempdir().unwrap();
    // Of ten images of class 1, the first row gets two wrong and the second the other eight.
    std::fs::write(
        folder.path().join("predictions.csv"),
        "row,seed,predictions\ntruth,,1111111111\nknn,,0011111111\nlenet5,1,1100000000\n\
         lenet5,2,1111111111\n",
    )
    .unwrap();
    let versus = |first: &str, second: &str| {
        let mut command = xtask();
        command
            .args(["versus", first, second, "--out"])
            .arg(folder.path());
        command
    };
    let told = stdout(&succeed(versus("knn", "lenet5")));
    assert!(
        told.contains("8 are recognised by knn alone, 2 by lenet5 alone, 0"),
        "{told}"
    );
    assert!(told.contains("p = 0.1094"), "{told}");
    let told = stdout(&succeed(versus("knn", "lenet5:2")));
    assert!(
        told.contains("0 are recognised by knn alone, 2 by lenet5:2"),
        "{told}"
    );
    assert!(refusal(versus("knn", "lenet6")).contains("lenet5"));
    assert!(refusal(versus("knn", "lenet5:9")).contains("seed 9"));
}

#[test]
fn without_predictions_it_says_where_they_come_from() {
    let bench = Bench::new();
    let mut command = xtask();
    command
        .args(["versus", "knn", "linear", "--out"])
        .arg(bench.out());
    assert!(refusal(command).contains("cargo xtask compare"));
}
