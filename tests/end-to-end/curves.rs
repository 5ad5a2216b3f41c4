use crate::support::{Bench, csv_lines, succeed, xtask};

#[test]
fn both_figures_have_their_lines_and_nothing_of_the_paper_beside_other_data() {
    let bench = Bench::new();
    let mut command = xtask();
    command
        .args(["curves", "--seeds", "2", "--data"])
        .arg(bench.data())
        .arg("--out")
        .arg(bench.out());
    succeed(command);

    let passes = csv_lines(&bench.out().join("figure-5.csv"));
    assert_eq!(passes.len(), 20);
    let number = |text: &str| text.parse::<f64>().unwrap();
    assert_eq!(passes[0]["pass"], "1");
    assert_eq!(passes[0]["seeds"], "1 2");
    for line in &passes {
        assert_eq!(line["paper_training_error_percent"], "");
        assert_eq!(line["paper_test_error_percent"], "");
        let [low, mean, high] =
            ["low_", "", "high_"].map(|which| number(&line[&format!("test_error_{which}percent")]));
        assert!(low <= mean && mean <= high, "{line:?}");
    }
    let training = |line: usize| number(&passes[line]["training_error_percent"]);
    assert!(training(19) < training(0) / 2.0, "nothing was learnt");

    let sizes = csv_lines(&bench.out().join("figure-6.csv"));
    assert_eq!(sizes.len(), 4);
    assert_eq!(sizes[3]["distorted"], "true");
    for line in &sizes {
        assert_eq!(line["paper_training_error_percent"], "");
        assert_eq!(line["paper_test_error_percent"], "");
    }
    assert_eq!(
        number(&sizes[2]["test_error_percent"]),
        number(&passes[19]["test_error_percent"])
    );
}
