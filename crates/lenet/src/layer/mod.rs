//! The layers the networks are composed of, as section II defines them: the readable version,
//! in any precision.
//!
//! Each kind knows its parameters and connections, computes the weighted sums `a` of its
//! units, and carries derivatives back: the gradient, and the Gauss–Newton diagonal of
//! Appendix C. [`Layer`] adds the squashing function.

mod convolution;
mod shape;
mod subsampling;

use gradient::{Real, Squash};

pub use convolution::Convolution;
pub use shape::Shape;
pub use subsampling::{Pooling, Subsampling};

/// A layer: weighted sums, squashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Its name in the paper.
    pub name: &'static str,
    /// How its units' weighted sums come about.
    pub kind: Kind,
    /// What turns them into states.
    pub squash: Squash,
}

/// The kinds of layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Convolution with shared weights; full connection too.
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
    /// Shape of the layer on an input of that shape; `None` if it cannot read one.
    pub fn output(&self, input: Shape) -> Option<Shape> {
        each_kind!(self, layer => layer.output(input))
    }

    /// Trainable parameters.
    pub fn n_parameters(&self) -> usize {
        each_kind!(self, layer => layer.n_parameters())
    }

    /// Connections, bias connections included, of a layer of shape `output`.
    pub fn n_connections(&self, output: Shape) -> usize {
        each_kind!(self, layer => layer.n_connections(output))
    }

    /// States `y` of the layer, from the states `x` before it.
    pub(crate) fn forward<T: Real>(&self, input: Shape, w: &[T], x: &[T], y: &mut [T]) {
        each_kind!(self, layer => layer.forward(input, w, x, y));
        for state in y {
            *state = self.squash.apply(*state);
        }
    }

    /// From ∂E/∂y (in `dy`, which becomes ∂E/∂a) to ∂E/∂x and (added) ∂E/∂w.
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

    /// The same for second derivatives, equation 27: those with respect to `y` become those
    /// with respect to `a` by f'(a)².
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

/// What a layer needs to carry derivatives back.
pub(crate) struct Backward<'a, T> {
    pub(crate) input: Shape,
    pub(crate) w: &'a [T],
    pub(crate) x: &'a [T],
    pub(crate) y: &'a [T],
    pub(crate) dy: &'a mut [T],
    pub(crate) dx: &'a mut [T],
    pub(crate) dw: &'a mut [T],
}
