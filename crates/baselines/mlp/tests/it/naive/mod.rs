//! The network as the paper writes it: in double precision, dense and without kernels.

use mlp::Layers;

const A: f64 = 1.7159;
const S: f64 = 2.0 / 3.0;

/// Weights and biases of each layer, `[unit][input]` and `[unit]`.
pub(crate) struct Naive {
    layers: Vec<(Vec<Vec<f64>>, Vec<f64>)>,
}

impl Naive {
    /// Makes the network from parameters in the declared order.
    pub(crate) fn new(layers: &Layers, parameters: &[f64]) -> Self {
        let mut rest = parameters.iter().copied();
        let layers = layers
            .pairs()
            .map(|(inputs, units)| {
                let weights = (0..units)
                    .map(|_| rest.by_ref().take(inputs).collect())
                    .collect();
                (weights, rest.by_ref().take(units).collect())
            })
            .collect();
        assert_eq!(rest.next(), None);
        Self { layers }
    }

    /// Inputs and states of each layer, for an image of intensities.
    fn states(&self, image: &[f32]) -> Vec<Vec<f64>> {
        let input = image.iter().map(|&p| -0.1 + 1.275 * f64::from(p));
        let mut states: Vec<Vec<f64>> = vec![input.collect()];
        for (weights, biases) in &self.layers {
            let x = &states[states.len() - 1];
            let unit = |(w, b): (&Vec<f64>, &f64)| {
                let a: f64 = b + w.iter().zip(x).map(|(w, x)| w * x).sum::<f64>();
                A * (S * a).tanh()
            };
            states.push(weights.iter().zip(biases).map(unit).collect());
        }
        states
    }

    pub(crate) fn scores(&self, image: &[f32]) -> Vec<f64> {
        self.states(image).pop().unwrap()
    }

    pub(crate) fn loss(&self, image: &[f32], label: usize) -> f64 {
        let outputs = self.scores(image).into_iter().enumerate();
        outputs
            .map(|(class, x)| {
                let target = if class == label { 1.0 } else { -1.0 };
                0.5 * (x - target) * (x - target)
            })
            .sum()
    }

    /// The Gauss–Newton diagonal by equations 25 and 27, in the declared order.
    pub(crate) fn curvature(&self, image: &[f32]) -> Vec<f64> {
        let states = self.states(image);
        let mut h_x = vec![1.0; states[states.len() - 1].len()];
        let mut by_layer = Vec::new();
        for (index, (weights, _)) in self.layers.iter().enumerate().rev() {
            let slope = |y: f64| A * S * (1.0 - (y / A) * (y / A));
            let h_a: Vec<f64> = h_x
                .iter()
                .zip(&states[index + 1])
                .map(|(h, &y)| h * slope(y) * slope(y))
                .collect();
            let mut own = Vec::new();
            for h in &h_a {
                own.extend(states[index].iter().map(|x| h * x * x));
            }
            own.extend(&h_a);
            by_layer.push(own);
            h_x = (0..states[index].len())
                .map(|k| h_a.iter().zip(weights).map(|(h, w)| h * w[k] * w[k]).sum())
                .collect();
        }
        by_layer.into_iter().rev().flatten().collect()
    }
}
