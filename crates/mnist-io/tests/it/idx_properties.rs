//! What holds for every IDX file, and for everything that is none.

use std::io::Cursor;

use crate::common::gzip;
use mnist_io::idx::{self, Array};
use proptest::prelude::*;

fn arrays() -> impl Strategy<Value = Array> {
    prop::collection::vec(0_usize..7, 1..5).prop_flat_map(|dimensions| {
        let n = dimensions.iter().product::<usize>();
        prop::collection::vec(any::<u8>(), n).prop_map(move |values| Array {
            dimensions: dimensions.clone(),
            values,
        })
    })
}

fn written(array: &Array) -> Vec<u8> {
    let mut file = Vec::new();
    idx::write(&mut file, array).unwrap();
    file
}

fn read(file: &[u8], rank: usize) -> Result<Array, idx::IdxError> {
    idx::read(Cursor::new(file), rank)
}

fn is_consistent(array: &Array, rank: usize) -> bool {
    array.dimensions.len() == rank
        && array.dimensions.iter().product::<usize>() == array.values.len()
}

proptest! {
    #[test]
    fn what_is_written_is_read(array in arrays()) {
        let rank = array.dimensions.len();
        let file = written(&array);
        prop_assert_eq!(&read(&file, rank).unwrap(), &array);
        prop_assert_eq!(&read(&gzip(&file), rank).unwrap(), &array);
    }

    #[test]
    fn arbitrary_bytes_are_refused_or_consistent(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        rank in 0_usize..5,
    ) {
        if let Ok(array) = read(&bytes, rank) {
            prop_assert!(is_consistent(&array, rank));
        }
    }

    #[test]
    fn arbitrary_bytes_after_a_good_magic_are_refused_or_consistent(
        bytes in prop::collection::vec(prop_oneof![Just(0), Just(1), any::<u8>()], 0..200),
        rank in 0_u8..5,
    ) {
        let file = [&[0, 0, 8, rank], &bytes[..]].concat();
        if let Ok(array) = read(&file, rank.into()) {
            prop_assert!(is_consistent(&array, rank.into()));
            prop_assert_eq!(written(&array), file);
        }
    }

    #[test]
    fn arbitrary_bytes_after_a_gzip_magic_are_refused_or_consistent(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        rank in 0_usize..5,
    ) {
        let file = [&[0x1f, 0x8b, 8], &bytes[..]].concat();
        if let Ok(array) = read(&file, rank) {
            prop_assert!(is_consistent(&array, rank));
        }
    }

    #[test]
    fn every_truncation_is_refused(array in arrays()) {
        let rank = array.dimensions.len();
        for file in [written(&array), gzip(&written(&array))] {
            for length in 0..file.len() {
                prop_assert!(read(&file[..length], rank).is_err(), "{} bytes", length);
            }
        }
    }

    #[test]
    fn every_change_of_a_header_byte_is_refused_or_consistent(
        array in arrays(),
        byte in any::<u8>(),
    ) {
        let rank = array.dimensions.len();
        let file = written(&array);
        for offset in 0..4 + 4 * rank {
            let mut changed = file.clone();
            changed[offset] = byte;
            if let Ok(read) = read(&changed, rank) {
                prop_assert!(is_consistent(&read, rank));
                prop_assert_eq!(written(&read), changed);
                prop_assert_eq!(&read.values, &array.values);
            }
        }
    }

    #[test]
    fn every_flipped_bit_of_a_gzip_file_is_refused_or_harmless(
        array in arrays(),
        at in any::<prop::sample::Index>(),
        bit in 0..8,
    ) {
        // Some bits, such as those of the time in gzip's header, mean nothing.
        let rank = array.dimensions.len();
        let mut file = gzip(&written(&array));
        let at = at.index(file.len());
        file[at] ^= 1_u8 << bit;
        if let Ok(read) = read(&file, rank) {
            prop_assert_eq!(read, array);
        }
    }
}

#[test]
fn what_does_not_fit_the_format_is_not_written() {
    for (dimensions, n) in [
        (vec![2, 3], 5),
        (vec![2, 3], 7),
        (vec![], 0),
        (vec![1; 256], 1),
        (vec![usize::MAX, 2], 2),
        (vec![0, usize::MAX], 0),
    ] {
        let array = Array {
            dimensions,
            values: vec![0; n],
        };
        let mut file = Vec::new();
        let error = idx::write(&mut file, &array).unwrap_err();
        assert!(
            matches!(error, idx::IdxError::Unwritable { values, .. } if values == n),
            "{error:?}"
        );
        assert!(file.is_empty());
    }
}
