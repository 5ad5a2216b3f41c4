use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};

use super::header::{Header, INT, Wanted, read_up_to};
use super::{Array, IdxError};
use crate::gzip::{self, Members};

/// Read in pieces that stay in the L2 cache, so that a hash taken of each piece as it arrives
/// does not fetch it from memory again.
const PIECE: usize = 256 << 10;

/// Deflate cannot expand more than this: a match of 258 bytes takes at least two bits.
const DEFLATE_MAX_RATIO: u64 = 1032;

/// Reads the IDX array of `rank` dimensions that `reader` holds from its beginning to its
/// end, raw or gzipped. A pipe, where nothing can be sought, is read as it comes.
///
/// ```
/// use mnist_io::idx;
///
/// let file = [0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4];
/// let labels = idx::read(std::io::Cursor::new(file), 1)?;
/// assert_eq!(labels.dimensions, [3]);
/// assert_eq!(labels.values, [5, 0, 4]);
/// # Ok::<(), idx::IdxError>(())
/// ```
///
/// # Errors
/// An [`IdxError`] for anything that is not exactly one such array.
pub fn read(reader: impl Read + Seek, rank: usize) -> Result<Array, IdxError> {
    read_with(reader, Wanted::Bytes(rank), &mut |_| ())
}

/// [`read`], handing every byte of the content, decompressed, to `seen` in order.
pub(crate) fn read_with(
    mut reader: impl Read + Seek,
    wanted: Wanted,
    seen: &mut dyn FnMut(&[u8]),
) -> Result<Array, IdxError> {
    let io_error = |error| IdxError::Io { offset: 0, error };
    let extent = Extent::of(&mut reader).map_err(io_error)?;
    let mut magic = vec![0; 2];
    let found = read_up_to(&mut reader, &mut magic).map_err(io_error)?;
    magic.truncate(found);
    let is_gzipped = magic == gzip::MAGIC;
    let reader = Cursor::new(magic).chain(reader);
    let (header, bytes) = if is_gzipped {
        read_gzip(reader, extent, wanted, seen)
    } else {
        read_raw(reader, extent, wanted, seen)
    }?;
    array(header, bytes)
}

/// How long a file is, and what it ends with.
#[derive(Clone, Copy)]
struct Extent {
    length: u64,
    /// Of a gzip file, the length of its last member, modulo 2³².
    last_word: u32,
}

impl Extent {
    /// That of the whole file, wherever `reader` stands; `None` for a pipe.
    fn of(reader: &mut (impl Read + Seek)) -> io::Result<Option<Self>> {
        let length = match reader.seek(SeekFrom::End(0)) {
            Err(error) if error.kind() == io::ErrorKind::NotSeekable => return Ok(None),
            length => length?,
        };
        reader.seek(SeekFrom::Start(length.saturating_sub(4)))?;
        let mut word = [0; 4];
        read_up_to(reader, &mut word)?;
        reader.rewind()?;
        Ok(Some(Self {
            length,
            last_word: u32::from_le_bytes(word),
        }))
    }
}

fn read_raw(
    mut reader: impl Read,
    extent: Option<Extent>,
    wanted: Wanted,
    seen: &mut dyn FnMut(&[u8]),
) -> Result<(Header, Vec<u8>), IdxError> {
    let failed = |offset, error| IdxError::Io { offset, error };
    let header = Header::read(&mut reader, wanted, failed, seen)?;
    if let Some(extent) = extent {
        check_length(&header, extent.length)?;
    }
    // Should the file shrink meanwhile, what was found is where it ends now.
    let values = read_values(&mut reader, &header, extent.is_some(), seen, failed)?;
    check_end(&mut reader, &header, failed)?;
    Ok((header, values))
}

fn read_gzip(
    reader: impl Read,
    extent: Option<Extent>,
    wanted: Wanted,
    seen: &mut dyn FnMut(&[u8]),
) -> Result<(Header, Vec<u8>), IdxError> {
    let damaged = |offset, error| {
        if gzip::is_trailing(&error) {
            IdxError::GzipTrailing { offset }
        } else {
            IdxError::Gzip { offset, error }
        }
    };
    let mut content = Members::new(BufReader::with_capacity(PIECE, reader));
    let header = Header::read(&mut content, wanted, damaged, seen)?;
    let expected = header.content_length();
    let wrong_length = extent.and_then(|extent| {
        let found = extent.last_word;
        (expected as u32 != found).then_some(IdxError::GzipLength { expected, found })
    });
    if extent.is_some_and(|extent| expected / DEFLATE_MAX_RATIO > extent.length) {
        let found = extent.map_or(0, |extent| extent.last_word);
        return Err(IdxError::GzipLength { expected, found });
    }
    let values = read_values(&mut content, &header, extent.is_some(), seen, damaged)
        // Only at the end of its stream does the decoder compare the checksum.
        .and_then(|values| {
            check_end(&mut content, &header, damaged)?;
            Ok(values)
        });
    match (values, wrong_length) {
        (Ok(values), _) => Ok((header, values)),
        (Err(error), Some(wrong_length))
            if content.count() == 1 && is_of_length(&error, expected) =>
        {
            Err(wrong_length)
        }
        (Err(error), _) => Err(error),
    }
}

/// Whether the member was sound so far, so that the length it says it has is believable, and
/// tells more.
fn is_of_length(error: &IdxError, expected: u64) -> bool {
    match error {
        IdxError::Truncated { .. } | IdxError::Trailing { .. } => true,
        IdxError::Gzip { offset, .. } => *offset == expected,
        _ => false,
    }
}

fn check_length(header: &Header, found: u64) -> Result<(), IdxError> {
    let expected = header.content_length();
    match found.cmp(&expected) {
        std::cmp::Ordering::Less => Err(IdxError::Truncated { expected, found }),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(IdxError::Trailing { expected, found }),
    }
}

/// Finds nothing after the values.
fn check_end(
    reader: &mut impl Read,
    header: &Header,
    failed: impl Fn(u64, io::Error) -> IdxError,
) -> Result<(), IdxError> {
    let expected = header.content_length();
    match read_up_to(reader, &mut [0]) {
        Ok(0) => Ok(()),
        Ok(more) => check_length(header, expected + more as u64),
        Err(error) => Err(failed(expected, error)),
    }
}

/// Reads the values straight into the buffer that is returned. Only if the header has been
/// checked is it believed in advance.
fn read_values(
    reader: &mut impl Read,
    header: &Header,
    checked: bool,
    seen: &mut dyn FnMut(&[u8]),
    failed: impl Fn(u64, io::Error) -> IdxError,
) -> Result<Vec<u8>, IdxError> {
    let mut values = vec![0; if checked { header.n_bytes } else { 0 }];
    let mut filled = 0;
    while filled < header.n_bytes {
        let end = header.n_bytes.min(filled + PIECE);
        if values.len() < end {
            values.resize(end, 0);
        }
        match reader.read(&mut values[filled..end]) {
            Ok(0) => {
                return Err(IdxError::Truncated {
                    expected: header.content_length(),
                    found: header.length() + filled as u64,
                });
            }
            Ok(n) => {
                seen(&values[filled..filled + n]);
                filled += n;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(error) => return Err(failed(header.length() + filled as u64, error)),
        }
    }
    Ok(values)
}

/// The array that was asked for: of 32-bit integers in two dimensions, the first column.
fn array(header: Header, bytes: Vec<u8>) -> Result<Array, IdxError> {
    if header.type_code != INT {
        return Ok(Array {
            dimensions: header.dimensions,
            values: bytes,
        });
    }
    let [rows, columns] = header.dimensions[..] else {
        unreachable!("such integers are read in two dimensions only");
    };
    let (words, _) = bytes.as_chunks::<4>();
    let label = |row: usize| {
        let word = words.get(row * columns).ok_or(IdxError::NoColumn)?;
        let found = i32::from_be_bytes(*word);
        u8::try_from(found).map_err(|_| IdxError::Label {
            offset: header.length() + 4 * (row * columns) as u64,
            found,
        })
    };
    Ok(Array {
        dimensions: vec![rows],
        values: (0..rows).map(label).collect::<Result<_, _>>()?,
    })
}
