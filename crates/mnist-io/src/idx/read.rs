use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use flate2::bufread::GzDecoder;

use super::header::Header;
use super::{Array, IdxError};

/// Read in pieces that stay in the L2 cache, so that a hash taken of each piece as it arrives
/// does not fetch it from memory again.
const PIECE: usize = 256 << 10;

pub(crate) const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Deflate cannot expand more than this: a match of 258 bytes takes at least two bits.
const DEFLATE_MAX_RATIO: u64 = 1032;

/// Reads the IDX array of `rank` dimensions that `reader` holds from its beginning to its
/// end, raw or gzipped.
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
    read_with(reader, rank, &mut |_| ())
}

/// [`read`], handing every byte of the content, decompressed, to `seen` in order.
pub(crate) fn read_with(
    mut reader: impl Read + Seek,
    rank: usize,
    seen: &mut dyn FnMut(&[u8]),
) -> Result<Array, IdxError> {
    let io_error = |error| IdxError::Io { offset: 0, error };
    let length = reader.seek(SeekFrom::End(0)).map_err(io_error)?;
    reader.rewind().map_err(io_error)?;
    let mut magic = [0; 2];
    let found = read_up_to(&mut reader, &mut magic).map_err(io_error)?;
    if found == 2 && magic == GZIP_MAGIC {
        read_gzip(reader, length, rank, seen)
    } else {
        reader.rewind().map_err(io_error)?;
        read_raw(reader, length, rank, seen)
    }
}

fn read_raw(
    mut reader: impl Read,
    length: u64,
    rank: usize,
    seen: &mut dyn FnMut(&[u8]),
) -> Result<Array, IdxError> {
    let failed = |offset, error| IdxError::Io { offset, error };
    let header = read_header(&mut reader, rank, failed, seen)?;
    check_length(&header, length)?;
    // Should the file shrink meanwhile, what was found is where it ends now.
    let values = read_values(&mut reader, &header, seen, |offset, error| {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => IdxError::Truncated {
                expected: header.content_length(),
                found: offset,
            },
            _ => failed(offset, error),
        }
    })?;
    Ok(Array {
        dimensions: header.dimensions,
        values,
    })
}

fn read_gzip(
    mut reader: impl Read + Seek,
    length: u64,
    rank: usize,
    seen: &mut dyn FnMut(&[u8]),
) -> Result<Array, IdxError> {
    let io_error = |error| IdxError::Io { offset: 0, error };
    let damaged = |offset, error| IdxError::Gzip { offset, error };
    let mut trailer = [0; 4];
    reader
        .seek(SeekFrom::Start(length.saturating_sub(4)))
        .and_then(|_| read_up_to(&mut reader, &mut trailer))
        .and_then(|_| reader.rewind())
        .map_err(io_error)?;

    let mut decoder = GzDecoder::new(BufReader::with_capacity(PIECE, reader));
    let header = read_header(&mut decoder, rank, damaged, seen)?;
    let expected = header.content_length();
    let found = u32::from_le_bytes(trailer);
    if expected as u32 != found || expected / DEFLATE_MAX_RATIO > length {
        return Err(IdxError::GzipLength { expected, found });
    }
    let values = read_values(&mut decoder, &header, seen, damaged)?;
    // Only at the end of its stream does the decoder compare the checksum.
    match read_up_to(&mut decoder, &mut [0]) {
        Ok(0) => (),
        Ok(_) => {
            return Err(IdxError::Trailing {
                expected,
                found: expected + 1,
            });
        }
        Err(error) => return Err(damaged(expected, error)),
    }
    let rest = decoder.get_mut().fill_buf().map_err(io_error)?;
    if !rest.is_empty() {
        return Err(IdxError::GzipTrailing { offset: expected });
    }
    Ok(Array {
        dimensions: header.dimensions,
        values,
    })
}

fn read_header(
    reader: &mut impl Read,
    rank: usize,
    failed: impl Fn(u64, io::Error) -> IdxError,
    seen: &mut dyn FnMut(&[u8]),
) -> Result<Header, IdxError> {
    let mut bytes = vec![0; Header::size(rank)];
    let found = read_up_to(reader, &mut bytes).map_err(|error| failed(0, error))?;
    let header = Header::parse(&bytes[..found], rank)?;
    seen(&bytes);
    Ok(header)
}

fn check_length(header: &Header, found: u64) -> Result<(), IdxError> {
    let expected = header.content_length();
    match found.cmp(&expected) {
        std::cmp::Ordering::Less => Err(IdxError::Truncated { expected, found }),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(IdxError::Trailing { expected, found }),
    }
}

/// Reads the values straight into the buffer that is returned.
fn read_values(
    reader: &mut impl Read,
    header: &Header,
    seen: &mut dyn FnMut(&[u8]),
    failed: impl Fn(u64, io::Error) -> IdxError,
) -> Result<Vec<u8>, IdxError> {
    let header_size = Header::size(header.dimensions.len());
    let mut values = vec![0; header.n_values];
    let mut filled = 0;
    while filled < values.len() {
        let end = values.len().min(filled + PIECE);
        let error = match reader.read(&mut values[filled..end]) {
            Ok(0) => io::ErrorKind::UnexpectedEof.into(),
            Ok(n) => {
                seen(&values[filled..filled + n]);
                filled += n;
                continue;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => error,
        };
        return Err(failed((header_size + filled) as u64, error));
    }
    Ok(values)
}

/// Fills `buffer` as far as the reader goes, and tells how far.
fn read_up_to(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
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
