//! Compares losses, gradients and curvatures with an independent PyTorch model in double precision
//! (`tests/reference/lenet.py`).

use gradient::loss::PenaltyLoss;
use lenet::layer::Kind;
use lenet::network::Reference;
use lenet::{Architecture, Output};
use serde_json::Value;

/// The random number generator of the script.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(self.0 >> 8) / f64::from(1 << 24) - 0.5
    }

    fn some(&mut self, n: usize, scale: f64) -> Vec<f32> {
        (0..n).map(|_| (self.next() * scale) as f32).collect()
    }
}

/// The parameters of the script, drawn in the declared order.
fn parameters(architecture: &Architecture) -> Vec<f32> {
    let mut numbers = Numbers(1998);
    let mut parameters = Vec::new();
    for layer in &architecture.layers {
        match &layer.kind {
            Kind::Convolution(convolution) => {
                for (output, _) in convolution.table.pairs() {
                    let fan_in = convolution.table.sources(output).len() * convolution.taps();
                    let bound = 2.0 / (fan_in as f64).sqrt();
                    parameters.extend(numbers.some(convolution.taps(), 2.0 * bound));
                }
                parameters.extend(numbers.some(convolution.table.n_outputs(), 0.2));
            }
            Kind::Subsampling(subsampling) if subsampling.trainable => {
                let maps = subsampling.sources.len();
                parameters.extend(numbers.some(maps, 0.5).iter().map(|c| c + 1.0));
                parameters.extend(numbers.some(maps, 0.2));
            }
            Kind::Subsampling(_) => {}
        }
    }
    parameters
}

fn image(field: usize) -> Vec<f64> {
    let pixels = Numbers(5).some(field * field, 1.275);
    pixels
        .iter()
        .map(|&p| f64::from((f64::from(p) + 0.5) as f32))
        .collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list");
    list.iter().map(|v| v.as_f64().expect("a number")).collect()
}

fn assert_close(what: &str, ours: f64, theirs: f64, size: f64) {
    assert!(
        (ours - theirs).abs() <= 1e-9 * size.max(theirs.abs()),
        "{what}: {ours} and {theirs}"
    );
}

#[test]
fn losses_gradients_and_curvatures_are_pytorch_s() {
    let recorded: Value = serde_json::from_str(include_str!("pytorch.json")).expect("JSON");
    for record in recorded.as_array().expect("a list of networks") {
        let name = record["network"].as_str().expect("a name");
        let mut architecture = Architecture::all()
            .into_iter()
            .find(|a| a.name == name)
            .expect("one of ours");
        let w = parameters(&architecture);
        let x = image(architecture.field);
        let label = record["label"].as_u64().expect("a label") as usize;

        for loss in record["losses"].as_array().expect("a list of losses") {
            let what = loss["loss"].as_str().expect("a name");
            if let Output::Codes { loss, .. } = &mut architecture.output {
                *loss = match what {
                    "equation 8" => PenaltyLoss::MeanSquared,
                    _ => PenaltyLoss::Posterior { rubbish: 1.0 },
                };
            }
            let network = Reference::<f64>::new(&architecture, &w);
            let (value, _, gradient) = network.gradient(&x, label);
            assert_close(what, value, loss["value"].as_f64().expect("a number"), 1.0);
            assert_close(what, network.loss(&x, label), value, 1.0);
            let norm = gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
            assert_close(
                what,
                norm,
                loss["gradient_norm"].as_f64().expect("a number"),
                0.0,
            );
            let step = loss["step"].as_u64().expect("a step") as usize;
            let theirs = numbers(&loss["gradient"]);
            assert_eq!(theirs.len(), gradient.len().div_ceil(step));
            for (ours, theirs) in gradient.iter().step_by(step).zip(theirs) {
                assert_close(what, *ours, theirs, norm);
            }
        }

        let curvature = Reference::<f64>::new(&architecture, &w).curvature(&x);
        let recorded = &record["curvature"];
        let sum: f64 = curvature.iter().sum();
        assert_close(name, sum, recorded["sum"].as_f64().expect("a number"), 0.0);
        let step = recorded["step"].as_u64().expect("a step") as usize;
        for (ours, theirs) in curvature
            .iter()
            .step_by(step)
            .zip(numbers(&recorded["values"]))
        {
            assert_close(name, *ours, theirs, 0.0);
        }
    }
}
