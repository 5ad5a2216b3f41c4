use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use whole_file::Unfinished;

use super::error::StringsError;
use super::set::{ROWS, StringSet};
use crate::idx::{self, Array};

/// The file of pictures that [`StringSet::write`] makes.
pub const PICTURES: &str = "pictures-idx3-ubyte";

/// The file of digits, widths and places that [`StringSet::write`] makes.
pub const STRINGS: &str = "strings.txt";

impl StringSet {
    /// Saves the set for other programs, as two files in the folder `dir`, which is made if it is
    /// not there. Each file is replaced whole or not at all.
    ///
    /// [`PICTURES`] is an [IDX file](crate::idx) of `(strings, 32, widest)` unsigned bytes, 0 for
    /// white. Pictures that are narrower than the widest have white columns on their right.
    ///
    /// [`STRINGS`] is a text. Lines that begin with `#` say what follows, and give the
    /// [checksum](StringSet::sha256) of the set, so that one can see whether the two files belong
    /// together. Then it has a line for each string, of fields with a space between them: the digits;
    /// the width of the picture; and for each digit five numbers, which are those of its
    /// [`Place`](super::Place): `image`, the start and the end of `columns`, `top` and `left`.
    ///
    /// # Errors
    /// [`StringsError::Write`] or [`StringsError::Pictures`] if a file cannot be written. It then
    /// keeps its old content.
    pub fn write(&self, dir: impl AsRef<Path>) -> Result<(), StringsError> {
        let dir = dir.as_ref();
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |error| StringsError::Write { path, error }
        };
        fs::create_dir_all(dir).map_err(failed(dir))?;

        let path = dir.join(PICTURES);
        let mut file = Unfinished::new(&path).map_err(failed(&path))?;
        idx::write(&mut file, &self.padded()).map_err(|error| StringsError::Pictures {
            path: path.clone(),
            error,
        })?;
        file.finish().map_err(failed(&path))?;

        let path = dir.join(STRINGS);
        whole_file::write(&path, self.text().as_bytes()).map_err(failed(&path))
    }

    /// All pictures at the width of the widest.
    fn padded(&self) -> Array {
        let widest = self.widest();
        let mut values = vec![0; self.len() * ROWS * widest];
        let mut rows = values.chunks_exact_mut(widest.max(1));
        for picture in self.pictures() {
            for (row, padded) in picture.rows().into_iter().zip(&mut rows) {
                let row = row.to_slice().expect("a picture is row by row");
                padded[..row.len()].copy_from_slice(row);
            }
        }
        Array {
            dimensions: vec![self.len(), ROWS, widest],
            values,
        }
    }

    fn text(&self) -> String {
        let mut text = format!(
            "# sha256 {}\n# digits width, and of each digit: image start end top left\n",
            self.sha256()
        );
        for string in 0..self.len() {
            for digit in self.digits(string) {
                let _ = write!(text, "{digit}");
            }
            let _ = write!(text, " {}", self.width(string));
            for place in self.places(string) {
                let _ = write!(
                    text,
                    " {} {} {} {} {}",
                    place.image, place.columns.start, place.columns.end, place.top, place.left
                );
            }
            text.push('\n');
        }
        text
    }
}
