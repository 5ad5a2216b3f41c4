use std::io;

use thiserror::Error;

/// What is wrong with an IDX file. Offsets are those of the raw content, before gzip.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum IdxError {
    /// The file ends inside its header.
    #[error("the header takes {expected} bytes, but the file ends at byte {found}")]
    Header {
        /// Bytes of the header.
        expected: u64,
        /// Bytes there are.
        found: u64,
    },
    /// The file does not begin with two zero bytes.
    #[error("byte 0: an IDX file begins with 00 00 08, this one with {:02x} {:02x} {:02x}", found[0], found[1], found[2])]
    Magic {
        /// The first four bytes.
        found: [u8; 4],
    },
    /// The values are not unsigned bytes.
    #[error(
        "byte 2: type code 0x{found:02x}, but only 0x08 (unsigned bytes) is read, and of labels \
         0x0c (32-bit integers) in two dimensions as QMNIST has them"
    )]
    TypeCode {
        /// The type code.
        found: u8,
    },
    /// Another number of dimensions than asked for, as when images and labels are swapped.
    #[error(
        "byte 3: {found} dimensions where {expected} are expected (3 for images, 1 for labels)"
    )]
    Rank {
        /// The rank asked for.
        expected: usize,
        /// The rank of the file.
        found: usize,
    },
    /// The dimensions multiply to more than this machine can address.
    #[error("byte 4: the dimensions {dimensions:?} multiply to more than can be addressed")]
    Overflow {
        /// The dimensions.
        dimensions: Vec<usize>,
    },
    /// The file is shorter than its header says.
    #[error("the header declares {expected} bytes, but the file ends at byte {found}")]
    Truncated {
        /// Length by the header, header included.
        expected: u64,
        /// Length of the file.
        found: u64,
    },
    /// The file is longer than its header says.
    #[error(
        "bytes after the last value: the header declares {expected} bytes, the file has {found}"
    )]
    Trailing {
        /// Length by the header, header included.
        expected: u64,
        /// Length of the file; if it is gzipped, the length up to which it was read.
        found: u64,
    },
    /// The header and gzip's own trailer disagree on the length.
    #[error(
        "the header declares {expected} bytes, but the gzip trailer says {found}: truncated or damaged"
    )]
    GzipLength {
        /// Length by the header, header included.
        expected: u64,
        /// Length by the gzip trailer (modulo 2^32).
        found: u32,
    },
    /// Bytes follow the end of the gzip stream.
    #[error("bytes after the end of the gzip stream, which gives {offset} bytes")]
    GzipTrailing {
        /// Length of the decompressed content.
        offset: u64,
    },
    /// The gzip stream is damaged or cut off.
    #[error("gzip damaged at byte {offset} of the content: {error}")]
    Gzip {
        /// How much of the content had been read.
        offset: u64,
        /// What the decompressor says.
        error: io::Error,
    },
    /// Labels of several columns have none.
    #[error("labels in two dimensions without a column")]
    NoColumn,
    /// A 32-bit label is no class.
    #[error("byte {offset}: the label {found}, where 0 to 255 are expected")]
    Label {
        /// Where it stands in the raw content.
        offset: u64,
        /// The label.
        found: i32,
    },
    /// The values to write do not fill the dimensions, or a dimension exceeds a `u32`.
    #[error("{values} values do not fit the dimensions {dimensions:?} of an IDX file")]
    Unwritable {
        /// The dimensions.
        dimensions: Vec<usize>,
        /// The number of values.
        values: usize,
    },
    /// Reading or writing failed.
    #[error("at byte {offset}: {error}")]
    Io {
        /// How much of the content had been read or written.
        offset: u64,
        /// What the system says.
        error: io::Error,
    },
}
