//! The layers of the networks, as section II defines them. This is the readable version, in any
//! precision.
//!
//! Each kind of layer knows its numbers of parameters and connections. It computes the weighted
//! sums `a` of its units, and it backpropagates derivatives: the gradient, and the Gauss–Newton
//! diagonal of Appendix C. [`Layer`] adds the squashing function.

mod convolution;
mod shape;
mod subsampling;

use gradient::{Real, Squash};

pub use convolution::Convolution;
pub use shape::Shape;
pub use subsampling::{Pooling, Subsampling};

/// A layer: weighted sums, followed by a squashing function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Its name in the paper.
    pub name: &'static str,
    /// How the weighted sums of the units are computed.
    pub kind: Kind,
    /// The function that turns weighted sums into states.
    pub squash: Squash,
}

/// The kinds of layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Convolution with shared weights. Full connection is a special case.
    Convolution(Convolution),
    /// Subsampling by two.
    Subsampling(Subsampling),
}

macro_rules! each_kind {
    ($self:expr, $layer:ident => $call:expr) => {
        match &$self.kind {
            Kind::Convolution($layer) => $call,
            Kind::Subsampling($layer) => $call,
        }
    };
}

impl Layer {
    /// Returns the shape of the layer for an input of shape `input`; `None` if the layer cannot
    /// read such an input.
    pub fn output(&self, input: Shape) -> Option<Shape> {
        each_kind!(self, layer => layer.output(input))
    }

    /// Number of trainable parameters.
    pub fn n_parameters(&self) -> usize {
        each_kind!(self, layer => layer.n_parameters())
    }

    /// Number of connections, including those of biases, of a layer with shape `output`.
    pub fn n_connections(&self, output: Shape) -> usize {
        each_kind!(self, layer => layer.n_connections(output))
    }

    /// Computes the states `y` of the layer from the states `x` of the layer before.
    pub(crate) fn forward<T: Real>(&self, input: Shape, w: &[T], x: &[T], y: &mut [T]) {
        each_kind!(self, layer => layer.forward(input, w, x, y));
        for state in y {
            *state = self.squash.apply(*state);
        }
    }

    /// Computes ∂E/∂x from ∂E/∂y, and adds ∂E/∂w. ∂E/∂y is in `dy`, which becomes ∂E/∂a.
    pub(crate) fn backward<T: Real>(&self, pass: Backward<'_, T>) {
        let Backward {
            input,
            w,
            x,
            y,
            dy,
            dx,
            dw,
        } = pass;
        for (delta, &state) in dy.iter_mut().zip(y) {
            *delta *= self.squash.derivative(state);
        }
        each_kind!(self, layer => layer.backward(input, w, x, dy, dx, dw));
    }

    /// Does the same for second derivatives (equation 27). The derivatives with respect to `y` are
    /// multiplied by f'(a)², which gives the derivatives with respect to `a`.
    pub(crate) fn curvature<T: Real>(&self, pass: Backward<'_, T>) {
        let Backward {
            input,
            w,
            x,
            y,
            dy,
            dx,
            dw,
        } = pass;
        for (h, &state) in dy.iter_mut().zip(y) {
            let slope = self.squash.derivative(state);
            *h *= slope * slope;
        }
        each_kind!(self, layer => layer.curvature(input, w, x, dy, dx, dw));
    }
}

/// The values that a layer needs for the backward pass.
pub(crate) struct Backward<'a, T> {
    pub(crate) input: Shape,
    pub(crate) w: &'a [T],
    pub(crate) x: &'a [T],
    pub(crate) y: &'a [T],
    pub(crate) dy: &'a mut [T],
    pub(crate) dx: &'a mut [T],
    pub(crate) dw: &'a mut [T],
}
