use classifier::{Classifier as _, InputError};
use graph_transformer::topology::{positions, string};
use graph_transformer::{Work, best_path, probability, select};
use lenet::LeNet;
use mnist_io::strings::StringSet;
use ndarray::Array2;
use report::strings::{StringAnswer, spelled};

/// Rows and columns of an image.
const SIDE: usize = 28;
const DIGITS: u16 = 10;

/// Reads a string whose digits lie in known boxes: the network sees each box as far as it reaches, in
/// the place that it has in the image that it was cut from.
pub(super) fn read(
    network: &LeNet,
    set: &StringSet,
    index: usize,
    work: &mut Work,
) -> Result<StringAnswer, InputError> {
    let images = boxes(set, index);
    let scores = network.scores(images.view())?;
    let penalties: Vec<f32> = scores.iter().map(|&score| -score as f32).collect();
    let graph = positions(images.nrows(), DIGITS);
    let best = best_path(&graph, &penalties, work).expect("all scores are finite");
    let spelling = select(&graph, &string(&best.labels)).expect("a string costs nothing");
    let confidence = probability(&spelling, &graph, &penalties, work);
    let digits = best.labels.iter().filter_map(|label| label.number());
    let digits: Vec<u8> = digits.map(|digit| digit as u8).collect();
    Ok(StringAnswer {
        digits: spelled(&digits),
        confidence: confidence.expect("there is a path"),
        unreadable: false,
    })
}

/// The boxes of a string's digits, `(n_digits, 784)`, with the ink of neighbours that lies in them.
fn boxes(set: &StringSet, string: usize) -> Array2<u8> {
    let (picture, places) = (set.picture(string), set.places(string));
    let mut images = Array2::zeros((places.len(), SIDE * SIDE));
    for (place, mut image) in places.iter().zip(images.rows_mut()) {
        for column in place.columns.clone() {
            let to = column as i32 - place.left;
            for row in 0..SIDE {
                if let Some(&pixel) = picture.get((place.top + row, column)) {
                    image[row * SIDE + to as usize] = pixel;
                }
            }
        }
    }
    images
}
