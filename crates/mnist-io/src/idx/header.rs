use std::io::{self, Read};

use super::IdxError;

pub(super) const UNSIGNED_BYTE: u8 = 0x08;
pub(super) const INT: u8 = 0x0c;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Unsigned bytes in so many dimensions.
    Bytes(usize),
    /// Labels: unsigned bytes in one dimension, or, as QMNIST has them, 32-bit integers in two,
    /// of which the first column has the classes.
    Labels,
}

impl Wanted {
    fn rank(self) -> usize {
        match self {
            Self::Bytes(rank) => rank,
            Self::Labels => 1,
        }
    }
}

/// The dimensions that a header declares, and the sizes that follow from them.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) type_code: u8,
    pub(super) dimensions: Vec<usize>,
    /// Bytes of the values.
    pub(super) n_bytes: usize,
}

impl Header {
    /// Reads a header, and nothing more; all of it is handed to `seen`.
    pub(super) fn read(
        reader: &mut impl Read,
        wanted: Wanted,
        failed: impl Fn(u64, io::Error) -> IdxError,
        seen: &mut dyn FnMut(&[u8]),
    ) -> Result<Self, IdxError> {
        let mut bytes = vec![0; 4];
        let found = read_up_to(reader, &mut bytes).map_err(|error| failed(0, error))?;
        let Some(&magic) = bytes.first_chunk::<4>().filter(|_| found == 4) else {
            return Err(IdxError::Header {
                expected: Self::size(wanted.rank()) as u64,
                found: found as u64,
            });
        };
        check_magic(magic, wanted)?;
        let rank = usize::from(magic[3]);
        bytes.resize(Self::size(rank), 0);
        let found = 4 + read_up_to(reader, &mut bytes[4..]).map_err(|error| failed(4, error))?;
        if found < bytes.len() {
            return Err(IdxError::Header {
                expected: bytes.len() as u64,
                found: found as u64,
            });
        }
        let header = Self::parse(&bytes, magic[2])?;
        seen(&bytes);
        Ok(header)
    }

    /// Bytes of a header of `rank` dimensions.
    fn size(rank: usize) -> usize {
        4 + 4 * rank
    }

    fn parse(bytes: &[u8], type_code: u8) -> Result<Self, IdxError> {
        let (words, _) = bytes[4..].as_chunks::<4>();
        let dimensions: Vec<usize> = words
            .iter()
            .map(|&word| u32::from_be_bytes(word) as usize)
            .collect();
        let each = if type_code == INT { 4 } else { 1 };
        // A dimension of zero must not hide that the others overflow: an array type may well
        // multiply those.
        let addressable = dimensions
            .iter()
            .try_fold(each, |product: usize, &size| {
                product.checked_mul(size.max(1))
            })
            .is_some_and(|product| product <= isize::MAX as usize - bytes.len());
        if !addressable {
            return Err(IdxError::Overflow { dimensions });
        }
        Ok(Self {
            type_code,
            n_bytes: each * dimensions.iter().product::<usize>(),
            dimensions,
        })
    }

    /// Bytes of this header.
    pub(super) fn length(&self) -> u64 {
        Self::size(self.dimensions.len()) as u64
    }

    /// Length of the whole content, header included.
    pub(super) fn content_length(&self) -> u64 {
        self.length() + self.n_bytes as u64
    }
}

fn check_magic(magic: [u8; 4], wanted: Wanted) -> Result<(), IdxError> {
    let [zero, also_zero, type_code, found] = magic;
    if (zero, also_zero) != (0, 0) {
        return Err(IdxError::Magic { found: magic });
    }
    if wanted == Wanted::Labels && (type_code, found) == (INT, 2) {
        return Ok(());
    }
    if type_code != UNSIGNED_BYTE {
        return Err(IdxError::TypeCode { found: type_code });
    }
    if usize::from(found) != wanted.rank() {
        return Err(IdxError::Rank {
            expected: wanted.rank(),
            found: found.into(),
        });
    }
    Ok(())
}

/// Fills `buffer` as far as the reader goes, and tells how far.
pub(super) fn read_up_to(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(n) => filled += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
