use sha2::{Digest, Sha256};

use super::set::StringSet;
use crate::acquire::hex;

impl StringSet {
    /// What tells this set from any other: the SHA-256, in lower-case hexadecimal, of these bytes.
    /// Numbers are unsigned, of 32 bits and big-endian, as in IDX files.
    ///
    /// ```text
    /// the number of strings
    /// the digits of a string
    /// for each string, in order:
    ///     the width of its picture
    ///     its digits, a byte each with a value of 0 to 9
    ///     its picture, a byte for each pixel, row by row: 32 · width bytes
    /// ```
    ///
    /// Places are not part of it: they follow from the same random numbers as the pictures.
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(word(self.len()));
        hash.update(word(self.length()));
        for (string, picture) in self.pictures().enumerate() {
            hash.update(word(picture.ncols()));
            hash.update(self.digits(string));
            hash.update(picture.as_slice().expect("a picture is contiguous"));
        }
        hex(hash)
    }
}

/// The number in four bytes. Pictures that are in memory have no larger numbers, unless they take
/// 128 GB.
fn word(number: usize) -> [u8; 4] {
    (number as u32).to_be_bytes()
}
