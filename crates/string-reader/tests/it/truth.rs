//! How a segmentation compares with the true places of the digits of a string.

use mnist_io::Dataset;
use mnist_io::strings::StringSet;
use string_reader::Segmentation;

/// The least value of a pixel of ink.
pub(crate) const INK: u8 = 80;

/// Whose ink is in which piece.
pub(crate) struct Truth {
    /// For each piece, the pixels of ink of each digit.
    of_piece: Vec<Vec<usize>>,
    /// The pixels of ink of each digit on the picture.
    of_digit: Vec<usize>,
}

impl Truth {
    /// `dataset` is what the strings were drawn from.
    pub(crate) fn of(
        segmentation: &Segmentation,
        set: &StringSet,
        string: usize,
        dataset: &Dataset,
    ) -> Self {
        let picture = set.picture(string);
        let digit_at = |row: usize, column: usize| {
            let values = set.places(string).iter().map(|place| {
                let image = &dataset.as_images().as_slice()[place.image * 784..][..784];
                let row = row.checked_sub(place.top).filter(|&row| row < 28);
                let column = usize::try_from(column as i64 - i64::from(place.left)).ok();
                match (row, column) {
                    (Some(row), Some(column)) if column < 28 => image[row * 28 + column],
                    _ => 0,
                }
            });
            // Drawn is the darkest, of equal ones the first.
            let all = values.enumerate();
            all.fold((0, 0), |best, (digit, value)| match value > best.1 {
                true => (digit, value),
                false => best,
            })
            .0
        };
        let mut of_digit = vec![0; set.length()];
        for ((row, column), _) in picture.indexed_iter().filter(|(_, value)| **value >= INK) {
            of_digit[digit_at(row, column)] += 1;
        }
        let of_piece = |piece: usize| {
            let mut counts = vec![0; set.length()];
            let pixels = segmentation.pixels(piece).iter();
            for pixel in pixels.filter(|pixel| pixel.value >= INK) {
                counts[digit_at(pixel.row as usize, pixel.column as usize)] += 1;
            }
            counts
        };
        Self {
            of_piece: (0..segmentation.end()).map(of_piece).collect(),
            of_digit,
        }
    }

    /// Whether each boundary of two digits is a node: the ink before it is all of the digits on the
    /// left, and the ink behind it all of those on the right.
    pub(crate) fn has_boundaries(&self) -> bool {
        let n_digits = self.of_digit.len();
        (1..n_digits).all(|boundary| {
            (1..self.of_piece.len()).any(|node| {
                let (before, behind) = self.of_piece.split_at(node);
                let left_is_pure = before
                    .iter()
                    .all(|ink| ink[boundary..].iter().sum::<usize>() == 0);
                let right_is_pure = behind
                    .iter()
                    .all(|ink| ink[..boundary].iter().sum::<usize>() == 0);
                left_is_pure && right_is_pure
            })
        })
    }

    /// Whether a path has as many arcs as there are digits, each with more than that share of the ink
    /// of its digit.
    pub(crate) fn has_path(&self, segmentation: &Segmentation, share: f64) -> bool {
        self.reaches_end(segmentation, |arc, digit| {
            let pieces = &self.of_piece[arc];
            let ink: usize = pieces.iter().map(|ink| ink[digit]).sum();
            ink as f64 > share * self.of_digit[digit] as f64
        })
    }

    /// Whether a path has as many arcs as there are digits.
    pub(crate) fn has_length(&self, segmentation: &Segmentation) -> bool {
        self.reaches_end(segmentation, |_, _| true)
    }

    fn reaches_end(
        &self,
        segmentation: &Segmentation,
        is_good: impl Fn(std::ops::Range<usize>, usize) -> bool,
    ) -> bool {
        let n_nodes = segmentation.end() + 1;
        let mut reached = vec![false; n_nodes];
        reached[0] = true;
        for digit in 0..self.of_digit.len() {
            let mut next = vec![false; n_nodes];
            for arc in segmentation.candidates() {
                next[arc.to] |= reached[arc.from] && is_good(arc.pieces(), digit);
            }
            reached = next;
        }
        reached[n_nodes - 1]
    }
}
