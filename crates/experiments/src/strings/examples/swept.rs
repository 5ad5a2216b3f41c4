use gradient::input::of_intensity;
use mnist_io::Mnist;
use report::strings::examples::SweptString;
use report::strings::spelled;

use super::shown::{Shown, picture, rounded};
use crate::FitError;
use crate::strings::set::Set;

/// Columns from one position to the next.
const STRIDE: usize = 4;
/// Half of the columns of the network's field.
const HALF_FIELD: f64 = 16.0;
/// Digits and the space.
const CLASSES: usize = 11;

/// The first string of a set that is read wrongly before training on strings, and correctly after it.
pub(super) fn string(
    before: &Shown,
    after: &Shown,
    set: Set,
    data: &Mnist,
) -> Result<Option<SweptString>, FitError> {
    let strings = set.recipe().test(&data.test, 1)?;
    let found = before.first(after, &strings, |index, before, after| {
        let truth = strings.digits(index);
        before.digits != truth && after.digits == truth
    })?;
    let Some((index, was, is)) = found else {
        return Ok(None);
    };
    let pixels = strings.picture(index);
    let penalties = after.reader.interpret(pixels)?.penalties;
    let positions = penalties.chunks_exact(CLASSES);
    let (height, width) = pixels.dim();
    let network = after.reader.network();
    let shapes = network.architecture().shapes(height, width);
    let shapes = shapes.ok_or("a width that the network can be swept over")?;
    let input: Vec<f32> = pixels
        .iter()
        .map(|&pixel| of_intensity(f32::from(pixel) / 255.0))
        .collect();
    let mut states = network.reference().states(&input, &shapes);
    let f6 = states.pop().ok_or("the states of the last layer")?;
    let n = positions.len();
    let of_position = |position: usize| {
        let own = f6.iter().skip(position).step_by(n);
        own.map(|&state| rounded(state)).collect()
    };
    Ok(Some(SweptString {
        kind: match set {
            Set::Paper => "as the paper's",
            Set::Apart => "digits apart",
            Set::Tight => "touching digits",
            Set::Noisy => "a tenth of the pixels inverted",
        }
        .into(),
        picture: picture(pixels),
        truth: spelled(strings.digits(index)),
        after: after.answer(&is),
        before: Some(before.answer(&was)),
        stride: STRIDE,
        first_middle: HALF_FIELD,
        f6: (0..n).map(of_position).collect(),
        penalties: positions
            .map(|row| row.iter().map(|&penalty| rounded(penalty)).collect())
            .collect(),
    }))
}
