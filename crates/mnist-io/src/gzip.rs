//! What gzip(1) reads: streams of one or more members, one after the other.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use thiserror::Error;

/// What a gzip file begins with.
pub(crate) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The content of a gzip file: of all its members, as pigz and bgzip write them. Zeros between
/// and after them are skipped, as tapes leave them there; other bytes are an error that wraps
/// [`TrailingBytes`].
pub(crate) struct Members<R> {
    /// `None` only while a member gives way to the next.
    current: Option<GzDecoder<R>>,
    /// How many have begun.
    count: usize,
}

/// Something follows the last member that is neither a member nor zeros.
#[derive(Debug, Error)]
#[error("bytes after the end of the gzip stream")]
pub(crate) struct TrailingBytes;

impl<R: BufRead> Members<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            current: Some(GzDecoder::new(reader)),
            count: 1,
        }
    }

    /// How many members have begun.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// Goes on to the next member, if there is one.
    fn next_member(&mut self) -> io::Result<bool> {
        let Some(decoder) = &mut self.current else {
            return Ok(false);
        };
        let reader = decoder.get_mut();
        let next = loop {
            let rest = match reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                rest => rest?,
            };
            let zeros = rest.iter().take_while(|&&byte| byte == 0).count();
            let (whole, next) = (zeros == rest.len() && zeros > 0, rest.get(zeros).copied());
            reader.consume(zeros);
            if !whole {
                break next;
            }
        };
        match next {
            None => return Ok(false),
            Some(byte) if byte == MAGIC[0] => (),
            Some(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, TrailingBytes)),
        }
        let reader = self.current.take().map(GzDecoder::into_inner);
        self.current = reader.map(GzDecoder::new);
        self.count += 1;
        Ok(true)
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let read = match &mut self.current {
                Some(decoder) => decoder.read(buffer)?,
                None => 0,
            };
            if read > 0 || !self.next_member()? {
                return Ok(read);
            }
        }
    }
}

/// Whether `error` tells of [`TrailingBytes`].
pub(crate) fn is_trailing(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.is::<TrailingBytes>())
}
