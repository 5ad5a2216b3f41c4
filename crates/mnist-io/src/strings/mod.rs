//! Pictures of digit strings, composed from images of single digits: sets that anybody can draw
//! again from a seed, and compare by a checksum.
//!
//! LeCun, Bottou, Bengio & Haffner 1998 train and test readers of strings (sections V to VII), but
//! no set of strings was published with it. A set here is a [`Recipe`] and a seed. The test strings of
//! the four [`NAMED`] recipes have their checksums in the code.
//!
//! ```no_run
//! use mnist_io::strings::Recipe;
//! use mnist_io::{Locator, Mnist};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mnist = Mnist::load(&Locator::new())?;
//! let test = Recipe::PAPER.test(&mnist.test, 1)?;
//! assert_eq!(test.len(), 2000);
//! // The seventh pass with seed 1, without the images that are kept for validation.
//! let train = Recipe::PAPER.draw(&mnist.train, 0..50_000, 1, 6)?;
//! let validation = Recipe::PAPER.draw(&mnist.train, 50_000..60_000, 1, 0)?;
//! // Windows of three digits; two of the images are left over in each pass.
//! let three = Recipe { length: 3, ..Recipe::PAPER };
//! let windows = three.draw(&mnist.train, 0..50_000, 1, 0)?;
//! assert_eq!(windows.len(), 16_666);
//! # Ok(())
//! # }
//! ```
//!
//! # The recipe
//!
//! This is everything that one needs to draw the same pictures in another language. Values of
//! pixels are 0 for white to 255 for black. Columns and rows are counted from 0; a range `a..b`
//! does not include `b`, a range `a..=b` does.
//!
//! **Random numbers.** They are words of 32 bits of the ChaCha stream cipher with 8 rounds. The
//! key of 32 bytes is the seed (8 bytes, little-endian), the ASCII name of the purpose, and zeros.
//! The block counter (64 bits) begins with 0, and the nonce (64 bits, little-endian) is the number
//! of the stream. The key stream is cut into little-endian words. A word `w` gives a number
//! `below(n)`, which is `0..n`: the product `w · n`, shifted right by 32 bits.
//!
//! **Order.** Purpose `strings-order`, stream `pass`. Begin with the indices of the images in
//! increasing order, `n` of them. For `i` from `n - 1` down to 1, swap the indices at the places
//! `i` and `below(i + 1)`. Cut the result into strings of `length` indices. The indices that
//! remain at the end, fewer than `length`, are left over.
//!
//! **Boxes.** The box of an image of 28×28 is the range from its first to its last column with a
//! pixel of at least 64. An image that is too faint for that has the box `0..28`.
//!
//! **Places.** Purpose `strings-gap`, stream `pass · 2^32 + string`, where `string` is the index
//! of the string in the set. In this order:
//!
//! 1. For each digit, its row: image row 0 lies on row `below(5)` of the 32 rows of the picture.
//!    That is 2 for an image in the middle, and −2 to 2 rows from there.
//! 2. Directly after the row of each digit but the first, its gap: the first of the gaps +
//!    `below(`number of gaps`)`. The box begins so many columns after the end of the box before
//!    it; columns of the two boxes overlap if the gap is negative.
//! 3. Two very narrow digits could so change places. If the middle of the box is not to the right
//!    of the middle of the box before it, the box is moved to the right, to the first column where
//!    it is.
//! 4. After the last digit, the left margin: `10 + below(4)` white columns before the leftmost
//!    column of any box. The right margin, behind the rightmost column of any box, is the one of
//!    10 to 13 with which the width of the picture is a multiple of 4.
//! 5. If the width is less than 32, it becomes 32. Half of the new columns are on each side.
//!
//! **Ink.** All of an image is drawn, not only its box. Where images overlap, the darker pixel
//! wins. Columns that would lie outside the picture are cut off. Such columns are faint, since no
//! box is nearer than 10 columns to a side.
//!
//! **Noise.** Purpose `strings-noise`, stream `pass · 2^32 + string`. If `invert` is more than 0,
//! take a word for each pixel of the picture, row by row. Where the word is less than `invert ·
//! 2^32`, rounded down, the pixel `v` becomes `255 - v`.
//!
//! **Test strings.** [Order](Recipe::test) `k` is the draw of all test images with seed `k` and
//! pass 0.
//!
//! # What follows from it
//!
//! - Recipes that differ in `gaps` or `invert` alone have the same digits in the same strings: their
//!   sets can be compared string by string.
//! - What is drawn does not depend on the number of threads.
//! - Of neighbouring digits in the first order of the test strings touch 16.6 % in `paper`, none in
//!   `apart` and 72 % in `tight`; in 0.6, 0.2 and 5.4 % the middles of the boxes are less than 8 pixels
//!   apart. Two digits touch if pixels of at least 80 are the same or are neighbours in one of eight
//!   directions.
//! - The gap can be read off a set: [`Place::columns`] of one digit and of the next differ by it. Only
//!   step 3 changes it. In the test strings of the named recipes it moves three boxes, by one column
//!   each: 1s beside 1s, in order 4 of `tight`.
//! - MNIST does not say who wrote which image. The digits of a string are of several hands, all
//!   upright and of one size: that is easier to read than a written number.

mod checksum;
mod compose;
mod error;
mod layout;
mod named;
mod numbers;
mod recipe;
mod set;
mod write;

pub use error::StringsError;
pub use named::{NAMED, Named};
pub use recipe::{GAPS, Recipe};
pub use set::{Place, ROWS, StringSet};
pub use write::{PICTURES, STRINGS};
