use lenet::{Field, LeNet, codes};

use crate::RunError;

/// A feature map, or a layer of units, while one image is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The layer's name in the paper; the last is `output`.
    pub layer: &'static str,
    /// Number of the map in its layer, from 0.
    pub map: usize,
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
    /// The states, row by row; of the output the penalties of the ten classes (equation 7).
    pub states: Vec<f32>,
}

/// The states of the input and of every layer for one 28×28 or 32×32 image (Figure 2).
///
/// Layers of 1×1 maps are shown as one map: C5 as a row of its 120 units, F6 as the 7×12
/// picture that the code book compares it with.
///
/// # Errors
/// [`RunError::Fit`] if the image is of another size.
pub fn layers(network: &LeNet, image: &[u8]) -> Result<Vec<Map>, RunError> {
    let architecture = network.architecture();
    let field =
        Field::new(architecture, image.len()).map_err(|error| RunError::Fit(error.into()))?;
    let mut input = vec![0.0; field.n_inputs()];
    field.put(image, &mut input);
    let reference = network.reference();
    let shapes = architecture
        .shapes(architecture.field, architecture.field)
        .expect("the layers of a declared network fit one another");
    let states = reference.states(&input, &shapes);
    let names = std::iter::once("input").chain(architecture.layers.iter().map(|layer| layer.name));
    let mut maps = Vec::new();
    for ((layer, shape), states) in names.zip(shapes).zip(states) {
        let (height, width) = match shape.area() {
            1 if shape.maps == codes::LENGTH => (codes::HEIGHT, codes::WIDTH),
            1 => (1, shape.maps),
            _ => (shape.height, shape.width),
        };
        let of_layer = states.chunks(height * width).enumerate();
        maps.extend(of_layer.map(|(map, states)| Map {
            layer,
            map,
            height,
            width,
            states: states.to_vec(),
        }));
    }
    let penalties: Vec<f32> = reference
        .scores(&input)
        .iter()
        .map(|score| -score)
        .collect();
    maps.push(Map {
        layer: "output",
        map: 0,
        height: 1,
        width: penalties.len(),
        states: penalties,
    });
    Ok(maps)
}

#[cfg(test)]
mod tests {
    use classifier::Classifier;
    use mnist_io::{Dataset, Images};
    use ndarray::{Array1, Array2};

    use super::*;
    use crate::rows::LENET5_RECIPE;
    use crate::{Shared, Silent, Training};

    #[test]
    fn the_layers_of_a_network_are_shown_in_the_shapes_of_figure_2() {
        let images = Images::new(
            Array2::from_shape_fn((40, 784), |(i, j)| ((i * j) % 251) as u8),
            28,
            28,
        );
        let labels = Array1::from_iter((0..40).map(|i| (i % 10) as u8));
        let train = Dataset::new(images.unwrap(), labels).unwrap();
        let shared = Shared::default();
        let training = Training::new(&train, 10, 1, &Silent, &shared);
        let network = LENET5_RECIPE.train(&training, None).unwrap();
        let image = train.images().row(0).to_vec();
        let maps = layers(&network, &image).unwrap();
        let count = |layer| maps.iter().filter(|map| map.layer == layer).count();
        let counts = ["input", "C1", "S2", "C3", "S4", "C5", "F6", "output"].map(count);
        assert_eq!(counts, [1, 6, 6, 16, 16, 1, 1, 1]);
        for map in &maps {
            assert_eq!(map.states.len(), map.height * map.width, "{}", map.layer);
        }
        let scores = network.scores(train.images()).unwrap();
        let penalties = &maps.last().unwrap().states;
        for (penalty, score) in penalties.iter().zip(scores.row(0)) {
            assert!((f64::from(*penalty) + score).abs() < 1e-3 * (1.0 + score.abs()));
        }
        assert!(layers(&network, &[0; 10]).is_err());
    }
}
