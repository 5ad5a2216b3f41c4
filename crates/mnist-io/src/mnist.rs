use std::path::{Path, PathBuf};

use crate::acquire::{COLLECTIONS, Collection, Located, MNIST, hex_of};
use crate::dataset::Pair;
use crate::{Dataset, Locator, MnistError, Source, classes, pictures, transform};

/// Training and test images: MNIST's 60,000 and 10,000, 28×28, or those of another set.
#[derive(Clone, Debug)]
pub struct Mnist {
    /// The training images. A label is the place of its class in [`classes`](Self::classes).
    pub train: Dataset,
    /// The test images.
    pub test: Dataset,
    /// What the set is called in paths: as its [`Collection`] is if its contents are those, else as
    /// its folder.
    pub name: String,
    /// What it is called for people.
    pub title: String,
    /// The names of the classes that occur, in the order of their labels.
    pub classes: Vec<String>,
    /// Whether it is MNIST, by its contents.
    pub is_mnist: bool,
    /// What tells these data from any others: the SHA-256 that
    /// `sha256sum train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte
    /// t10k-labels-idx1-ubyte | sha256sum` prints for the raw files; another if the images were
    /// [transposed](Locator::transpose).
    pub sha256: String,
    /// Where the files were.
    pub source: Source,
    /// Whether the images are known to lie transposed, rows for columns, as EMNIST's do by their
    /// files' names. Most classifiers do not mind; deslanting and distortions then do otherwise
    /// than they should. [`Locator::transpose`] turns the images upright.
    pub is_transposed: bool,
}

impl Mnist {
    /// Finds the four files, fetches them if they are nowhere, checks their contents and
    /// reads them.
    ///
    /// # Errors
    /// Any [`MnistError`] of finding, fetching or reading.
    pub fn load(locator: &Locator<'_>) -> Result<Self, MnistError> {
        let mnist = match locator.pictures() {
            Some(folder) => Self::read_pictures(folder, locator)?,
            None => locator.locate(Self::read)?,
        };
        if locator.transposes() {
            return mnist.transpose();
        }
        Ok(mnist)
    }

    /// Reads the four files that were found.
    fn read(found: Located) -> Result<Self, MnistError> {
        let [train_images, train_labels, test_images, test_labels] = &found.paths;
        let (train, [a, b]) = Pair::new(train_images, train_labels).read_hashed()?;
        let (test, [c, d]) = Pair::new(test_images, test_labels).read_hashed()?;
        let hashes = [a, b, c, d];
        if !found.any_contents {
            check_contents(&found, &hashes)?;
        }
        let size = |set: &Dataset| (set.height(), set.width());
        if size(&train) != size(&test) {
            return Err(MnistError::SizeMismatch {
                train: size(&train),
                test: size(&test),
            });
        }
        let sha256 = fingerprint(&found, &hashes);
        if let Some(known) = COLLECTIONS.iter().find(|known| is_that(known, &hashes)) {
            return Ok(Self {
                train,
                test,
                name: known.name.into(),
                title: known.title.into(),
                classes: known.classes.map(Into::into).into(),
                is_mnist: *known == MNIST,
                sha256,
                source: found.source,
                is_transposed: false,
            });
        }
        let labels = classes::labels_of(&train, &test);
        let name = name_of(&found.source);
        Ok(Self {
            train: classes::numbered(train, &labels)?,
            test: classes::numbered(test, &labels)?,
            title: name.clone(),
            name,
            classes: classes::names(&labels, train_images),
            is_mnist: false,
            sha256,
            source: found.source,
            is_transposed: found.are_transposed,
        })
    }

    /// Reads a folder of pictures.
    fn read_pictures(folder: &Path, locator: &Locator<'_>) -> Result<Self, MnistError> {
        let found = pictures::read(folder, |n| locator.listener().reading(n))?;
        let source = Source::Directory(folder.to_owned());
        let name = name_of(&source);
        Ok(Self {
            train: found.train,
            test: found.test,
            title: name.clone(),
            name,
            classes: found.classes,
            is_mnist: false,
            sha256: found.sha256,
            source,
            is_transposed: false,
        })
    }

    /// The same with images whose rows were columns: other data.
    fn transpose(self) -> Result<Self, MnistError> {
        // Unless its images lay on their sides.
        let ending = if self.is_transposed {
            ""
        } else {
            "-transposed"
        };
        Ok(Self {
            name: format!("{}{ending}", self.name),
            title: format!("{}{ending}", self.title),
            train: self.train.map_images(transform::transpose)?,
            test: self.test.map_images(transform::transpose)?,
            sha256: hex_of(format!("{} transposed\n", self.sha256).as_bytes()),
            is_mnist: false,
            is_transposed: false,
            ..self
        })
    }
}

/// Whether the contents are the collection's.
fn is_that(collection: &Collection, hashes: &[String; 4]) -> bool {
    let mut both = collection.files.iter().zip(hashes);
    both.all(|(file, hash)| file.sha256 == hash)
}

/// The name of the folder.
fn name_of(source: &Source) -> String {
    let (Source::Directory(path)
    | Source::Cache(path)
    | Source::Fetched(path)
    | Source::NotKept(path)) = source;
    // What names one set of many, as `gzip/emnist-letters`, is no path.
    let whole: PathBuf = path.canonicalize().unwrap_or_else(|_| path.clone());
    let name = whole.file_name().unwrap_or_default().to_string_lossy();
    let plain = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.' => c,
        _ => '-',
    };
    let name: String = name.chars().map(plain).collect();
    match name.trim_matches(['.', '-']) {
        "" => "data".into(),
        name => name.into(),
    }
}

fn check_contents(found: &Located, hashes: &[String; 4]) -> Result<(), MnistError> {
    for ((file, path), found) in found.files.iter().zip(&found.paths).zip(hashes) {
        if found != file.sha256 {
            return Err(MnistError::Contents {
                file: Path::new(path).to_owned(),
                expected: file.sha256,
                found: found.clone(),
            });
        }
    }
    Ok(())
}

fn fingerprint(found: &Located, hashes: &[String; 4]) -> String {
    let lines: String = found
        .files
        .iter()
        .zip(hashes)
        .map(|(file, hash)| format!("{hash}  {}\n", file.name))
        .collect();
    hex_of(lines.as_bytes())
}
