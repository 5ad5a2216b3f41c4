//! The same losses and gradients by PyTorch: `tests/reference/ctc.py`.

use graph_transformer::{Ctc, CtcWork};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    classes: u16,
    blank: u16,
    target: Vec<u16>,
    penalties: Vec<f32>,
    loss: f64,
    gradient: Vec<f32>,
}

#[test]
fn losses_and_gradients_are_pytorchs() {
    let reference: Reference = serde_json::from_str(include_str!("ctc.json")).unwrap();
    assert_eq!(reference.cases.len(), 12);
    let mut work = CtcWork::default();
    for case in reference.cases {
        let ctc = Ctc::new(case.classes, case.blank).unwrap();
        let mut gradient = vec![0.0; case.penalties.len()];
        let loss = ctc.loss_and_gradient(&case.penalties, &case.target, &mut gradient, &mut work);
        let (loss, target) = (loss.unwrap(), case.target);
        assert!(
            (loss - case.loss).abs() < 1e-6 * case.loss.max(1.0),
            "{target:?}: {loss}, PyTorch {}",
            case.loss
        );
        for (ours, theirs) in gradient.iter().zip(&case.gradient) {
            assert!(
                (ours - theirs).abs() < 1e-5,
                "{target:?}: {ours}, PyTorch {theirs}"
            );
        }
    }
}
