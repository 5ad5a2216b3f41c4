use super::IdxError;

pub(super) const UNSIGNED_BYTE: u8 = 0x08;

/// The dimensions that a header declares, and the sizes that follow from them.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) dimensions: Vec<usize>,
    /// The product of the dimensions.
    pub(super) n_values: usize,
}

impl Header {
    /// Bytes of a header of `rank` dimensions.
    pub(super) fn size(rank: usize) -> usize {
        4 + 4 * rank
    }

    /// Parses the first [`size`](Self::size) bytes of a file, or as many as it has.
    pub(super) fn parse(bytes: &[u8], rank: usize) -> Result<Self, IdxError> {
        let cut_off = || IdxError::Header {
            expected: Self::size(rank) as u64,
            found: bytes.len() as u64,
        };
        let (magic, rest) = bytes.split_first_chunk::<4>().ok_or_else(cut_off)?;
        check_magic(*magic, rank)?;
        if bytes.len() < Self::size(rank) {
            return Err(cut_off());
        }
        let (words, _) = rest.as_chunks::<4>();
        let dimensions: Vec<usize> = words
            .iter()
            .map(|&word| u32::from_be_bytes(word) as usize)
            .collect();
        // A dimension of zero must not hide that the others overflow: an array type may well
        // multiply those.
        let addressable = dimensions
            .iter()
            .try_fold(1_usize, |product, &size| product.checked_mul(size.max(1)))
            .is_some_and(|product| product <= isize::MAX as usize - Self::size(rank));
        if !addressable {
            return Err(IdxError::Overflow { dimensions });
        }
        Ok(Self {
            n_values: dimensions.iter().product(),
            dimensions,
        })
    }

    /// Length of the whole content, header included.
    pub(super) fn content_length(&self) -> u64 {
        (Self::size(self.dimensions.len()) + self.n_values) as u64
    }
}

fn check_magic(magic: [u8; 4], rank: usize) -> Result<(), IdxError> {
    let [zero, also_zero, type_code, found] = magic;
    if (zero, also_zero) != (0, 0) {
        return Err(IdxError::Magic { found: magic });
    }
    if type_code != UNSIGNED_BYTE {
        return Err(IdxError::TypeCode { found: type_code });
    }
    if usize::from(found) != rank {
        return Err(IdxError::Rank {
            expected: rank,
            found: found.into(),
        });
    }
    Ok(())
}
