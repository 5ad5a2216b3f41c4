//! Whatever bytes a file holds, reading it returns an error or an array that is consistent
//! and, if the file was not gzipped, is that very file again when written.
//!
//! ```sh
//! cargo +nightly fuzz run idx -- -max_total_time=600
//! ```

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use mnist_io::idx;

fuzz_target!(|file: &[u8]| {
    for rank in [1, 3] {
        let Ok(array) = idx::read(Cursor::new(file), rank) else {
            continue;
        };
        assert_eq!(array.dimensions.len(), rank);
        assert_eq!(
            array.dimensions.iter().product::<usize>(),
            array.values.len()
        );
        let mut written = Vec::new();
        idx::write(&mut written, &array).expect("what was read can be written");
        if !file.starts_with(&[0x1f, 0x8b]) {
            assert_eq!(written, file);
        }
    }
});
