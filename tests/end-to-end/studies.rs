use std::collections::BTreeSet;

use crate::support::{Bench, csv_lines, refusal, succeed};

#[test]
fn one_network_is_kept_with_its_layers_and_its_errors_on_changed_images() {
    let bench = Bench::new();
    let mut studies = bench.command("studies", &bench.out());
    studies.args(["--image", "3"]);
    succeed(studies);

    let maps = csv_lines(&bench.out().join("figure-2.csv"));
    let n_maps = |layer| maps.iter().filter(|map| map["layer"] == layer).count();
    let layers = ["input", "C1", "S2", "C3", "S4", "C5", "F6", "output"];
    assert_eq!(layers.map(n_maps), [1, 6, 6, 16, 16, 1, 1, 1]);
    assert!(
        maps.iter()
            .all(|map| map["test_image"] == "3" && map["label"] == "3")
    );

    let changes = csv_lines(&bench.out().join("figure-13.csv"));
    let kinds: BTreeSet<&str> = changes.iter().map(|line| line["kind"].as_str()).collect();
    assert_eq!(kinds.len(), 6);
    let error = |kind: &str, amount: &str| -> f64 {
        let mut lines = changes.iter();
        let line = lines.find(|line| line["kind"] == kind && line["amount"] == amount);
        line.unwrap()["error_percent"].parse().unwrap()
    };
    let unchanged = error("noise", "0.0");
    assert_eq!(error("scale", "1.0"), unchanged);
    assert!(error("rotation", "60.0") > unchanged);

    let weights = std::fs::read(bench.out().join("lenet5.safetensors")).unwrap();
    assert!(weights.len() > 4 * 60_000);
}

#[test]
fn an_image_that_is_not_there_is_refused_before_anything_is_trained() {
    let bench = Bench::new();
    let mut studies = bench.command("studies", &bench.out());
    studies.args(["--image", "200"]);
    let told = refusal(studies);
    assert!(told.contains("there are 200 test images"), "{told}");
    assert!(!bench.out().exists());
}
