use super::{Failure, Remote};

/// What is told of a fetch while it goes on: for a progress bar.
///
/// Every method does nothing unless it is implemented.
pub trait Progress {
    /// Another process is fetching into the same cache; this one waits for it.
    fn waiting(&self) {}

    /// A source is tried.
    fn trying(&self, remote: &Remote) {
        let _ = remote;
    }

    /// The transfer of a file (or a package) begins, of so many bytes if the source tells.
    fn started(&self, file: &str, bytes: Option<u64>) {
        let _ = (file, bytes);
    }

    /// So many further bytes of it have arrived.
    fn received(&self, bytes: u64) {
        let _ = bytes;
    }

    /// What it brought is complete, checked and in the cache.
    fn finished(&self, file: &str) {
        let _ = file;
    }

    /// So many pictures of a folder are going to be read.
    fn reading(&self, pictures: usize) {
        let _ = pictures;
    }

    /// A source has failed; the next one is tried.
    fn failed(&self, failure: &Failure) {
        let _ = failure;
    }
}

/// Says nothing.
pub(super) struct Silent;

impl Progress for Silent {}
