//! Strings as pictures of lines.

use mnist_io::strings::Recipe;
use mnist_io::transform::normalise_line;
use ndarray::ArrayView2;

use crate::enlarged::enlarged;
use crate::reading::{READER, strings};

/// `examples/lines.rs` measures it on more strings, in more views.
#[test]
fn an_enlarged_negative_of_a_string_is_read_about_as_well_as_the_string() {
    for recipe in [Recipe::APART, Recipe::PAPER] {
        let set = strings(&recipe);
        let is_wrong = |string: usize, picture: ArrayView2<'_, u8>| {
            READER.read(picture).unwrap().digits != set.digits(string)
        };
        let mut wrong = [0, 0];
        for (string, picture) in set.pictures().enumerate() {
            wrong[0] += usize::from(is_wrong(string, picture));
            let negative = enlarged(picture, 3.0).mapv(|ink| 255 - ink);
            let line = normalise_line(negative.view()).line.unwrap();
            wrong[1] += usize::from(is_wrong(string, line.picture.view()));
        }
        let [as_it_is, as_a_line] = wrong.map(|n| 100.0 * f64::from(n as u32) / set.len() as f64);
        assert!(
            as_a_line <= as_it_is + 4.0,
            "{as_it_is} % and {as_a_line} %"
        );
    }
}
