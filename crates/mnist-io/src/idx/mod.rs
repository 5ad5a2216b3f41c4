//! IDX, the format of the MNIST files: a big-endian header and then the values.
//!
//! ```text
//! offset 0   0x00 0x00
//!        2   type code, 0x08 for unsigned bytes (the only one read here)
//!        3   rank: 3 for images (2051 as a number), 1 for labels (2049)
//!        4   each dimension as a u32: images, rows, columns
//!  4+4*rank  the values, last dimension fastest
//! ```
//!
//! A file may be gzipped; that is told from its first two bytes, not from its name. What
//! gzip(1) reads is read: several members, empty ones, zeros at the end. Other bytes at the end
//! are refused, here as in what is fetched. Nothing is allocated before the header has been
//! checked against the file's length; a pipe, which has none, is given room as it comes.
//!
//! Labels may also be QMNIST's: type code 0x0c, rank 2, of which the first column is read.

mod error;
mod header;
mod read;
mod write;

pub use error::IdxError;
pub(crate) use header::Wanted;
pub use read::read;
pub(crate) use read::read_with;
pub use write::write;

/// The content of an IDX file of unsigned bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Array {
    /// The size along each dimension.
    pub dimensions: Vec<usize>,
    /// The values, last dimension fastest; as many as the product of the dimensions.
    pub values: Vec<u8>,
}
