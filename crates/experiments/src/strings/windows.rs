use std::cell::RefCell;

use gradient::Patterns;
use gradient::input::{WHITE, of_intensity};
use mnist_io::strings::{ROWS, StringSet};

use super::set::Drawn;

/// Digits of a string that windows are cut from.
pub(super) const LENGTH: usize = 3;

/// Windows of a string: one on each digit, and one on a space.
const WINDOWS: usize = LENGTH + 1;

/// The class of a space.
const SPACE: usize = 10;

/// What a swept network sees of strings of three digits: windows of 32 columns (section VII-B).
///
/// One is centred on each digit, off by −1 to 1 columns, and has the digit's class. One is centred
/// between two digits, and has the class of a space. So each image is in the middle of one window a
/// cycle, and a quarter of the windows are spaces.
pub(super) struct Windows<'a> {
    strings: RefCell<Drawn<'a>>,
    n_strings: usize,
}

impl<'a> Windows<'a> {
    pub(super) fn new(strings: Drawn<'a>) -> Self {
        Self {
            n_strings: strings.n_strings(),
            strings: RefCell::new(strings),
        }
    }
}

impl Patterns for Windows<'_> {
    fn len(&self) -> usize {
        WINDOWS * self.n_strings
    }

    fn show(&self, index: usize, cycle: usize, image: &mut [f32]) -> usize {
        let mut strings = self.strings.borrow_mut();
        let set = strings.cycle(cycle);
        let (string, window) = (index / WINDOWS, index % WINDOWS);
        let (middle, class) = aim(set, string, window, cycle);
        // It moves with the cycle, by another rule than the one by which spaces take turns.
        let moved = (string / 2 + cycle) % 3;
        put(set, string, (middle + moved) as isize - 1, image);
        class
    }
}

/// The column in the middle of a window, and its class.
fn aim(set: &StringSet, string: usize, window: usize, cycle: usize) -> (usize, usize) {
    let places = set.places(string);
    match set.digits(string).get(window) {
        Some(&digit) => {
            let columns = &places[window].columns;
            (usize::midpoint(columns.start, columns.end), digit.into())
        }
        None => {
            let left = (string + cycle) % (LENGTH - 1);
            let (end, start) = (places[left].columns.end, places[left + 1].columns.start);
            (usize::midpoint(end, start), SPACE)
        }
    }
}

/// Writes the window around a column as a network's input. Beyond the picture is white.
fn put(set: &StringSet, string: usize, middle: isize, image: &mut [f32]) {
    let picture = set.picture(string);
    let first = middle - (ROWS / 2) as isize;
    for (row, values) in picture.rows().into_iter().zip(image.chunks_exact_mut(ROWS)) {
        for (column, value) in (first..).zip(values) {
            let pixel = usize::try_from(column)
                .ok()
                .and_then(|column| row.get(column));
            *value = pixel.map_or(WHITE, |&pixel| of_intensity(f32::from(pixel) / 255.0));
        }
    }
}
