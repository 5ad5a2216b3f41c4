//! A small collection of four files, and a server for it.
#![allow(dead_code, reason = "each test binary uses its own part of it")]

pub(crate) mod process;
pub(crate) mod server;

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use mnist_io::acquire::{FILES, PinnedFile};
use mnist_io::idx::{self, Array};
use sha2::{Digest, Sha256};

/// An IDX file in memory.
pub(crate) fn idx_file(dimensions: &[usize], value: impl Fn(usize) -> u8) -> Vec<u8> {
    let array = Array {
        dimensions: dimensions.to_vec(),
        values: (0..dimensions.iter().product()).map(value).collect(),
    };
    let mut file = Vec::new();
    idx::write(&mut file, &array).unwrap();
    file
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// Four files under the names of MNIST's, with images of 20 × 30 pixels, and their pins.
pub(crate) struct Collection {
    pub(crate) files: [PinnedFile; 4],
    pub(crate) contents: [Vec<u8>; 4],
}

impl Collection {
    pub(crate) fn new() -> Self {
        // Scrambled, so that gzip cannot make next to nothing of it.
        let scrambled = |i: usize| {
            let mixed = (i as u32 ^ 0xdead_beef).wrapping_mul(0x85eb_ca6b);
            ((mixed ^ mixed >> 13).wrapping_mul(0xc2b2_ae35) >> 16) as u8
        };
        let contents = [
            idx_file(&[400, 20, 30], scrambled),
            idx_file(&[400], |i| (i % 10) as u8),
            idx_file(&[100, 20, 30], |i| scrambled(i + 1)),
            idx_file(&[100], |i| (i % 7) as u8),
        ];
        let pin = |i: usize| PinnedFile {
            name: FILES[i].name,
            bytes: contents[i].len() as u64,
            sha256: sha256(&contents[i]).leak(),
        };
        Self {
            files: [pin(0), pin(1), pin(2), pin(3)],
            contents,
        }
    }

    /// The content of the file that an address ends with, gzipped if it does with `.gz`.
    pub(crate) fn at(&self, address: &str) -> Option<Vec<u8>> {
        let name = address.rsplit('/').next()?;
        let (name, zipped) = match name.strip_suffix(".gz") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let i = self.files.iter().position(|file| file.name == name)?;
        Some(if zipped {
            gzip(&self.contents[i])
        } else {
            self.contents[i].clone()
        })
    }

    pub(crate) fn write_to(&self, directory: &Path) {
        for (file, content) in self.files.iter().zip(&self.contents) {
            std::fs::write(directory.join(file.name), content).unwrap();
        }
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Names of the files in a directory, sorted, without the lock.
pub(crate) fn names_in(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".lock")
        .collect();
    names.sort();
    names
}

/// Copies a program that is then to be run, by another process: what is open for writing cannot be
/// run, and a process that some other test starts meanwhile has open what this one has.
#[cfg(unix)]
pub(crate) fn copy_program(from: &Path, to: &Path) {
    let status = std::process::Command::new("cp").arg(from).arg(to).status();
    assert!(status.unwrap().success());
}
