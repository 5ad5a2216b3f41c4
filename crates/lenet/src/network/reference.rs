use std::ops::Range;

use gradient::{Evaluation, Network, Real, largest};

use crate::architecture::Architecture;
use crate::layer::{Backward, Layer, Shape};

/// The network in plain loops, in any precision. It computes what the paper says, layer by layer.
///
/// The tests compare the fast network with it. It is also used where speed does not matter.
#[derive(Clone, Debug)]
pub struct Reference<T> {
    architecture: Architecture,
    parameters: Vec<T>,
    rates: Vec<T>,
    codes: Vec<T>,
    /// ∂E/∂w of the last pattern that was evaluated.
    gradient: Vec<T>,
}

impl<T: Real> Reference<T> {
    /// Makes the network from parameters in the declared order.
    ///
    /// # Panics
    /// If the number of parameters is not that of the architecture.
    pub fn new(architecture: &Architecture, parameters: &[f32]) -> Self {
        assert_eq!(
            parameters.len(),
            architecture.n_parameters(),
            "one value a parameter"
        );
        Self {
            architecture: architecture.clone(),
            parameters: parameters.iter().map(|&w| T::of(f64::from(w))).collect(),
            rates: vec![T::zero(); parameters.len()],
            codes: architecture.output.codes(),
            gradient: vec![T::zero(); parameters.len()],
        }
    }

    /// The parameters, for reading and writing.
    pub fn weights_mut(&mut self) -> &mut [T] {
        &mut self.parameters
    }

    /// Returns the states of the input and of each layer, for an image of `height` × `width` that
    /// every layer can read. The maps of a layer follow each other.
    pub fn states(&self, image: &[T], shapes: &[Shape]) -> Vec<Vec<T>> {
        let mut states = vec![image.to_vec()];
        for ((layer, range), pair) in self.layers().zip(shapes.windows(2)) {
            let mut y = vec![T::zero(); pair[1].units()];
            layer.forward(
                pair[0],
                &self.parameters[range],
                &states[states.len() - 1],
                &mut y,
            );
            states.push(y);
        }
        states
    }

    /// Returns a score for each class of one image that has the size of the network's field. A
    /// larger score is more likely.
    pub fn scores(&self, image: &[T]) -> Vec<T> {
        let states = self.states(image, &self.architecture.own_shapes());
        self.output_scores(&states[states.len() - 1])
    }

    /// Returns a score for each class, computed from the last layer's states at one position.
    pub(crate) fn output_scores(&self, x: &[T]) -> Vec<T> {
        self.architecture.output.scores(self.centres(), x)
    }

    /// The loss of one pattern.
    pub fn loss(&self, image: &[T], label: usize) -> T {
        let states = self.states(image, &self.architecture.own_shapes());
        let x = &states[states.len() - 1];
        let mut dx = vec![T::zero(); x.len()];
        let output = &self.architecture.output;
        let (loss, _) = output.evaluate(self.centres(), x, label, &mut dx, &mut []);
        loss
    }

    /// Returns the loss, the winning class and ∂E/∂w of one pattern.
    pub fn gradient(&self, image: &[T], label: usize) -> (T, usize, Vec<T>) {
        let mut gradient = vec![T::zero(); self.parameters.len()];
        let (loss, class) = self.back(
            image,
            &mut gradient,
            |x, dx, d_centres| {
                let output = &self.architecture.output;
                output.evaluate(self.centres(), x, label, dx, d_centres)
            },
            |layer, pass| layer.backward(pass),
        );
        (loss, class, gradient)
    }

    /// Returns ∂E/∂w for one image, from the derivatives of E with respect to its
    /// [scores](Self::scores).
    pub fn gradient_of_scores(&self, image: &[T], d_scores: &[T]) -> Vec<T> {
        let mut gradient = vec![T::zero(); self.parameters.len()];
        self.back(
            image,
            &mut gradient,
            |x, dx, _| {
                let output = &self.architecture.output;
                output.backward(self.centres(), x, d_scores, dx);
            },
            |layer, pass| layer.backward(pass),
        );
        gradient
    }

    /// The Gauss–Newton diagonal of one pattern, summed over shared connections.
    pub fn curvature(&self, image: &[T]) -> Vec<T> {
        let mut curvature = vec![T::zero(); self.parameters.len()];
        self.back(
            image,
            &mut curvature,
            |x, hx, h_centres| {
                self.architecture.output.curvature(x, hx, h_centres);
            },
            |layer, pass| layer.curvature(pass),
        );
        curvature
    }

    /// Backpropagates the derivatives that `output` writes into its second argument.
    fn back<R>(
        &self,
        image: &[T],
        dw: &mut [T],
        output: impl FnOnce(&[T], &mut [T], &mut [T]) -> R,
        through: impl Fn(&Layer, Backward<'_, T>),
    ) -> R {
        let shapes = self.architecture.own_shapes();
        let states = self.states(image, &shapes);
        let last = states.len() - 1;
        let mut dy = vec![T::zero(); states[last].len()];
        let centres = self.parameters.len() - self.architecture.n_trained_centres();
        let result = output(&states[last], &mut dy, &mut dw[centres..]);
        let layers: Vec<_> = self.layers().collect();
        for (index, (layer, range)) in layers.into_iter().enumerate().rev() {
            let mut dx = vec![T::zero(); states[index].len()];
            through(
                layer,
                Backward {
                    input: shapes[index],
                    w: &self.parameters[range.clone()],
                    x: &states[index],
                    y: &states[index + 1],
                    dy: &mut dy,
                    dx: &mut dx,
                    dw: &mut dw[range],
                },
            );
            dy = dx;
        }
        result
    }

    fn layers(&self) -> impl Iterator<Item = (&Layer, Range<usize>)> {
        self.architecture.layers.iter().scan(0, |start, layer| {
            let range = *start..*start + layer.n_parameters();
            *start = range.end;
            Some((layer, range))
        })
    }

    /// The centres of the radial basis functions: trained parameters, or the fixed codes.
    fn centres(&self) -> &[T] {
        match self.architecture.n_trained_centres() {
            0 => &self.codes,
            trained => &self.parameters[self.parameters.len() - trained..],
        }
    }
}

impl Network for Reference<f32> {
    fn n_inputs(&self) -> usize {
        self.architecture.input().units()
    }

    fn n_parameters(&self) -> usize {
        self.parameters.len()
    }

    fn parameters(&self) -> Vec<f32> {
        self.parameters.clone()
    }

    fn set_parameters(&mut self, parameters: &[f32]) {
        self.parameters.copy_from_slice(parameters);
    }

    fn set_rates(&mut self, rates: &[f32]) {
        self.rates.copy_from_slice(rates);
    }

    fn evaluate(&mut self, image: &[f32], label: usize) -> Evaluation {
        let (loss, class, gradient) = self.gradient(image, label);
        self.gradient = gradient;
        Evaluation { loss, class }
    }

    fn descend(&mut self) {
        let parameters = self.parameters.iter_mut();
        for ((w, g), rate) in parameters.zip(&self.gradient).zip(&self.rates) {
            *w -= rate * g;
        }
    }

    fn add_gradient(&mut self, image: &[f32], label: usize, gradient: &mut [f32]) -> Evaluation {
        let (loss, class, own) = self.gradient(image, label);
        for (sum, g) in gradient.iter_mut().zip(own) {
            *sum += g;
        }
        Evaluation { loss, class }
    }

    fn add_curvature(&mut self, image: &[f32], _label: usize, curvature: &mut [f64]) {
        for (sum, h) in curvature.iter_mut().zip(self.curvature(image)) {
            *sum += f64::from(h);
        }
    }

    fn classify(&mut self, image: &[f32]) -> usize {
        largest(&self.scores(image))
    }
}
