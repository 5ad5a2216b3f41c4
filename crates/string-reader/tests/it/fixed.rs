//! Strings to train on.

use mnist_io::strings::StringSet;
use string_reader::{Sample, Strings};

/// The same strings in every cycle.
pub(crate) struct Fixed(pub(crate) StringSet);

impl Strings for Fixed {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn show(&mut self, index: usize, _cycle: usize) -> Sample<'_> {
        Sample {
            picture: self.0.picture(index),
            digits: self.0.digits(index),
        }
    }

    fn identity(&self) -> String {
        self.0.sha256()
    }
}
