use gradient::Real;
use serde::{Deserialize, Serialize};

use super::Shape;

/// How a subsampling unit pools its four inputs.
///
/// Both variants describe the same functions, since a coefficient for the sum is a quarter of the
/// coefficient for the mean. But they learn differently, because a step of the same size has
/// different effects. The paper mentions both: section II-A averages, section II-B adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pooling {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
}

impl Pooling {
    /// The name of the variant in files of weights.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Mean => "mean",
        }
    }

    /// The weight of each of the four inputs.
    pub fn weight(self) -> f64 {
        match self {
            Self::Sum => 1.0,
            Self::Mean => 0.25,
        }
    }
}

/// Subsampling by two. Each unit pools a 2×2 square of one map, multiplies the result by the
/// coefficient of its own map and adds the bias of its own map (section II-A).
///
/// Parameters: a coefficient for each map, then a bias for each map. If the layer is not trainable,
/// it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subsampling {
    /// For each map of this layer, the map that it reads.
    pub sources: Vec<usize>,
    /// Sum or mean.
    pub pooling: Pooling,
    /// True if there are coefficients and biases; false for plain pooling.
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

    /// Counts the four inputs and the bias, if there is one.
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

    /// A unit multiplies its four inputs by one coefficient. So h of the coefficient is that of a
    /// weight applied to the pooled value.
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
