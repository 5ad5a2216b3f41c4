use ndarray::ArrayView2;

/// A picture of a string, and what it says.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// The picture `(height, width)`, 0 for white and 255 for black.
    pub picture: ArrayView2<'a, u8>,
    /// The digits, from left to right.
    pub digits: &'a [u8],
}

/// Strings to train a reader on.
pub trait Strings {
    /// Number of strings.
    fn len(&self) -> usize;

    /// Returns true if there are no strings.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Shows a string. `cycle` counts from 0 how often all of them have been shown; they may be other
    /// strings in each cycle.
    fn show(&mut self, index: usize, cycle: usize) -> Sample<'_>;

    /// Tells these strings apart from others: a checkpoint of the training holds it.
    fn identity(&self) -> String;
}
