use classifier::{InputError, check_memory};
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut2, Axis};

use crate::Affine;

/// The targets of a one-of-n code, `(n_classes, n_classes)`: +1 on an output's own class and
/// −1 on all others.
pub fn one_of_n_targets(n_classes: usize) -> Array2<f64> {
    Array2::from_shape_fn((n_classes, n_classes), |(output, class)| {
        if output == class { 1.0 } else { -1.0 }
    })
}

/// How much a sample counts: 1 without weights.
pub(crate) fn weight(weights: Option<&[f32]>, sample: usize) -> f64 {
    weights.map_or(1.0, |weights| f64::from(weights[sample]))
}

/// Multiplies each sample's row by the root of its weight, so that products of rows are weighted.
pub(crate) fn weigh(mut rows: ArrayViewMut2<'_, f64>, weights: Option<&[f32]>) {
    for (mut row, &weight) in rows.rows_mut().into_iter().zip(weights.unwrap_or_default()) {
        row *= f64::from(weight).sqrt();
    }
}

/// The classes that have samples: of thousands of classes few may, and work and memory go with
/// those few.
pub(crate) struct Present {
    n_classes: usize,
    /// Ascending.
    classes: Vec<usize>,
    /// Of each sample the place of its class in `classes`.
    labels: Array1<usize>,
}

impl Present {
    /// Those among `labels`, which are below `n_classes`.
    pub(crate) fn of(labels: ArrayView1<'_, usize>, n_classes: usize) -> Self {
        let mut places = vec![None; n_classes];
        for &label in labels {
            places[label] = Some(0);
        }
        let mut classes = Vec::new();
        for (class, place) in places.iter_mut().enumerate() {
            if let Some(place) = place {
                *place = classes.len();
                classes.push(class);
            }
        }
        let labels = labels.iter().filter_map(|&label| places[label]).collect();
        Self {
            n_classes,
            classes,
            labels,
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.classes.len()
    }

    /// Of each sample its class among them.
    pub(crate) fn labels(&self) -> ArrayView1<'_, usize> {
        self.labels.view()
    }

    /// A one-of-n code of them.
    pub(crate) fn targets(&self) -> Array2<f64> {
        one_of_n_targets(self.len())
    }

    /// A map that has an output for each of them, with the output −1 for the others.
    pub(crate) fn among_all(&self, map: Affine) -> Result<Affine, InputError> {
        if self.len() == self.n_classes {
            return Ok(map);
        }
        let shape = (self.n_classes, map.n_inputs());
        check_memory::<f64>("the weights of every class", &[shape.0, shape.1])?;
        let mut weights = Array2::zeros(shape);
        let mut bias = Array1::from_elem(self.n_classes, -1.0);
        for (place, &class) in self.classes.iter().enumerate() {
            weights
                .index_axis_mut(Axis(0), class)
                .assign(&map.weights().row(place));
            bias[class] = map.bias()[place];
        }
        Ok(Affine::new(weights, bias))
    }
}
