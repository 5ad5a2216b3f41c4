use gradient::Real;

use super::Shape;
use crate::ConnectionTable;

/// Convolution with shared weights. Each map applies one kernel to each map it reads, at every
/// position where the kernel fits, and adds its bias (section II-A).
///
/// A full connection is a convolution whose kernels cover the whole input, so that there is only
/// one position. C5 and F6 of LeNet-5 are such layers. On a larger input they have more positions,
/// which makes the network a space displacement network (section VII-B).
///
/// Parameters: a kernel for each pair of the table, ordered by output map and then by input map;
/// then a bias for each output map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Convolution {
    /// Which maps read which.
    pub table: ConnectionTable,
    /// Side of each kernel.
    pub side: usize,
}

impl Convolution {
    /// Weights of a kernel.
    pub fn taps(&self) -> usize {
        self.side * self.side
    }

    pub(crate) fn output(&self, input: Shape) -> Option<Shape> {
        let fits = input.maps == self.table.n_inputs()
            && input.height >= self.side
            && input.width >= self.side;
        fits.then(|| {
            Shape::new(
                self.table.n_outputs(),
                input.height - self.side + 1,
                input.width - self.side + 1,
            )
        })
    }

    pub(crate) fn n_parameters(&self) -> usize {
        self.table.n_pairs() * self.taps() + self.table.n_outputs()
    }

    pub(crate) fn n_connections(&self, output: Shape) -> usize {
        self.n_parameters() * output.area()
    }

    /// Number of weights of a unit of output map `map`, without the bias.
    pub(crate) fn fan_in(&self, map: usize) -> usize {
        self.table.sources(map).len() * self.taps()
    }

    pub(crate) fn forward<T: Real>(&self, input: Shape, w: &[T], x: &[T], a: &mut [T]) {
        let (kernels, biases) = w.split_at(self.table.n_pairs() * self.taps());
        let (height, width) = (input.height - self.side + 1, input.width - self.side + 1);
        for (map, &bias) in a.chunks_mut(height * width).zip(biases) {
            map.fill(bias);
        }
        for ((to, from), kernel) in self.table.pairs().zip(kernels.chunks(self.taps())) {
            for row in 0..height {
                for column in 0..width {
                    let mut sum = T::zero();
                    for (dy, weights) in kernel.chunks(self.side).enumerate() {
                        let states = &x[input.at(from, row + dy, column)..];
                        for (&weight, &state) in weights.iter().zip(states) {
                            sum += weight * state;
                        }
                    }
                    a[(to * height + row) * width + column] += sum;
                }
            }
        }
    }

    /// Computes ∂E/∂x from ∂E/∂a, and adds ∂E/∂w.
    pub(crate) fn backward<T: Real>(
        &self,
        input: Shape,
        w: &[T],
        x: &[T],
        delta: &[T],
        dx: &mut [T],
        dw: &mut [T],
    ) {
        self.correlate(input, delta, dw, dx, |k, i| (w[k], x[i]));
    }

    /// Computes ∂²E/∂x² from ∂²E/∂a², and adds ∂²E/∂w² (equations 25 and 27).
    pub(crate) fn curvature<T: Real>(
        &self,
        input: Shape,
        w: &[T],
        x: &[T],
        h: &[T],
        hx: &mut [T],
        hw: &mut [T],
    ) {
        self.correlate(input, h, hw, hx, |k, i| (w[k] * w[k], x[i] * x[i]));
    }

    /// For all connections, adds `delta · values.1` to the weight and `delta · values.0` to the
    /// input. `values` gets the index of the weight and the index of the input.
    fn correlate<T: Real>(
        &self,
        input: Shape,
        delta: &[T],
        dw: &mut [T],
        dx: &mut [T],
        values: impl Fn(usize, usize) -> (T, T),
    ) {
        let (height, width) = (input.height - self.side + 1, input.width - self.side + 1);
        let n_kernels = self.table.n_pairs();
        dx.fill(T::zero());
        for (bias, map) in dw[n_kernels * self.taps()..]
            .iter_mut()
            .zip(delta.chunks(height * width))
        {
            *bias += map.iter().copied().sum();
        }
        for (pair, (to, from)) in self.table.pairs().enumerate() {
            for row in 0..height {
                for column in 0..width {
                    let delta = delta[(to * height + row) * width + column];
                    for dy in 0..self.side {
                        let k = pair * self.taps() + dy * self.side;
                        let i = input.at(from, row + dy, column);
                        for (k, i) in (k..k + self.side).zip(i..) {
                            let (weight, state) = values(k, i);
                            dx[i] += delta * weight;
                            dw[k] += delta * state;
                        }
                    }
                }
            }
        }
    }
}
