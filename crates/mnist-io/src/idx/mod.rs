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
//! A file may be gzipped; that is told from its first two bytes, not from its name. Nothing
//! is allocated before the header has been checked against the file's length.

mod error;
mod header;
mod read;
mod write;

pub use error::IdxError;
pub use read::read;
pub(crate) use read::{GZIP_MAGIC, read_with};
pub use write::write;

/// The content of an IDX file of unsigned bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Array {
    /// The size along each dimension.
    pub dimensions: Vec<usize>,
    /// The values, last dimension fastest; as many as the product of the dimensions.
    pub values: Vec<u8>,
}
