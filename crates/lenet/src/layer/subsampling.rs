use gradient::Real;
use serde::{Deserialize, Serialize};

use super::Shape;

/// What a subsampling unit takes of its four inputs.
///
/// The two describe the same functions: a coefficient for one is four times, or a quarter of,
/// that for the other. Their learning differs, since a step of the same size means more to one
/// than to the other. The paper has it both ways: section II-A averages, II-B adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pooling {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
}

impl Pooling {
    /// Its name in files of weights.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
        }
    }

    /// The weight each of the four inputs has in it.
    pub fn weight(self) -> f64 {
        match self {
            Self::Sum => 1.0,
            Self::Mean => 0.25,
        }
    }
}

/// Subsampling by two: each unit pools a 2×2 square of one map, multiplies by the coefficient
/// of its own map and adds its bias (section II-A).
///
/// Parameters: a coefficient for each map, then a bias for each map; none if not trainable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subsampling {
    /// The map that each map reads.
    pub sources: Vec<usize>,
    /// Sum or mean.
    pub pooling: Pooling,
    /// Whether there are coefficients and biases, or plain pooling.
    pub trainable: bool,
}

impl Subsampling {
    pub(crate) fn output(&self, input: Shape) -> Option<Shape> {
        let fits = input.height.is_multiple_of(2)
            && input.width.is_multiple_of(2)
            && self.sources.iter().all(|&source| source < input.maps);
        fits.then(|| Shape::new(self.sources.len(), input.height / 2, input.width / 2))
    }

    pub(crate) fn n_parameters(&self) -> usize {
        if self.trainable {
            2 * self.sources.len()
        } else {
            0
        }
    }

    /// Four inputs and, if there is one, the bias.
    pub(crate) fn n_connections(&self, output: Shape) -> usize {
        (4 + usize::from(self.trainable)) * output.units()
    }

    /// The pooled inputs of each unit.
    fn pool<T: Real>(&self, input: Shape, x: &[T]) -> impl Iterator<Item = (usize, [usize; 4], T)> {
        let weight = T::of(self.pooling.weight());
        self.sources
            .iter()
            .enumerate()
            .flat_map(move |(map, &source)| {
                (0..input.height / 2).flat_map(move |row| {
                    (0..input.width / 2).map(move |column| {
                        let corner = input.at(source, 2 * row, 2 * column);
                        let square = [
                            corner,
                            corner + 1,
                            corner + input.width,
                            corner + input.width + 1,
                        ];
                        let [p, q, r, s] = square.map(|i| x[i]);
                        (map, square, weight * ((p + r) + (q + s)))
                    })
                })
            })
    }

    fn coefficient<T: Real>(&self, w: &[T], map: usize) -> T {
        if self.trainable { w[map] } else { T::one() }
    }

    pub(crate) fn forward<T: Real>(&self, input: Shape, w: &[T], x: &[T], a: &mut [T]) {
        for ((map, _, pooled), a) in self.pool(input, x).zip(a) {
            let bias = if self.trainable {
                w[self.sources.len() + map]
            } else {
                T::zero()
            };
            *a = self.coefficient(w, map) * pooled + bias;
        }
    }

    pub(crate) fn backward<T: Real>(
        &self,
        input: Shape,
        w: &[T],
        x: &[T],
        delta: &[T],
        dx: &mut [T],
        dw: &mut [T],
    ) {
        let weight = T::of(self.pooling.weight());
        dx.fill(T::zero());
        for ((map, square, pooled), &delta) in self.pool(input, x).zip(delta) {
            for i in square {
                dx[i] += self.coefficient(w, map) * weight * delta;
            }
            if self.trainable {
                dw[map] += delta * pooled;
                dw[self.sources.len() + map] += delta;
            }
        }
    }

    /// A unit has one coefficient for its four inputs, so h of the coefficient is that of a
    /// weight on their pooled value.
    pub(crate) fn curvature<T: Real>(
        &self,
        input: Shape,
        w: &[T],
        x: &[T],
        h: &[T],
        hx: &mut [T],
        hw: &mut [T],
    ) {
        let weight = T::of(self.pooling.weight());
        hx.fill(T::zero());
        for ((map, square, pooled), &h) in self.pool(input, x).zip(h) {
            let slope = self.coefficient(w, map) * weight;
            for i in square {
                hx[i] += slope * slope * h;
            }
            if self.trainable {
                hw[map] += h * pooled * pooled;
                hw[self.sources.len() + map] += h;
            }
        }
    }
}
