//! Which classes a set has, and what they are called.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::{Dataset, MnistError};

/// The labels that occur in either set, in their order.
pub(crate) fn labels_of(train: &Dataset, test: &Dataset) -> Vec<u8> {
    let mut occurs = [false; 256];
    for &label in train.labels().iter().chain(test.labels()) {
        occurs[usize::from(label)] = true;
    }
    (0..=u8::MAX)
        .filter(|&label| occurs[usize::from(label)])
        .collect()
}

/// The same set with each label's place among `labels` for the label.
pub(crate) fn numbered(set: Dataset, labels: &[u8]) -> Result<Dataset, MnistError> {
    let is_place = |(place, &label): (usize, &u8)| place == usize::from(label);
    if labels.iter().enumerate().all(is_place) {
        return Ok(set);
    }
    let mut places = [0; 256];
    for (place, &label) in (0..=u8::MAX).zip(labels) {
        places[usize::from(label)] = place;
    }
    let numbers = set.labels().mapv(|label| places[usize::from(label)]);
    Dataset::new(set.as_images().clone(), numbers)
}

/// What the classes of these labels are called: as EMNIST's table of characters says, which is
/// `emnist-letters-mapping.txt` beside `emnist-letters-train-images-idx3-ubyte`, or by their labels.
pub(crate) fn names(labels: &[u8], train_images: &Path) -> Vec<String> {
    let characters = mapping(train_images).unwrap_or_default();
    let name = |label: &u8| match characters.get(label) {
        Some(name) => name.clone(),
        None => label.to_string(),
    };
    labels.iter().map(name).collect()
}

/// Of each label, the characters it stands for: a line is the label and their codes in ASCII.
fn mapping(train_images: &Path) -> Option<BTreeMap<u8, String>> {
    let name = train_images.file_name()?.to_str()?;
    let prefix = &name[..name.to_lowercase().find("train-images")?];
    let text = fs::read_to_string(train_images.with_file_name(format!("{prefix}mapping.txt")));
    let line = |line: &str| {
        let mut numbers = line.split_whitespace().map(str::parse::<u8>);
        let label = numbers.next()?.ok()?;
        let characters: Option<String> = numbers
            .map(|code| Some(char::from(code.ok()?)).filter(char::is_ascii_graphic))
            .collect();
        Some((label, characters.filter(|name| !name.is_empty())?))
    };
    text.ok()?.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_characters_names_the_classes_and_a_foreign_one_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let images = folder
            .path()
            .join("emnist-letters-train-images-idx3-ubyte.gz");
        let table = folder.path().join("emnist-letters-mapping.txt");
        assert_eq!(names(&[1, 26], &images), ["1", "26"]);
        fs::write(&table, "1 65 97\n2 66 98\n26 90 122\n").unwrap();
        assert_eq!(names(&[1, 2, 7, 26], &images), ["Aa", "Bb", "7", "Zz"]);
        fs::write(&table, "anything else\n").unwrap();
        assert_eq!(names(&[1, 26], &images), ["1", "26"]);
    }
}
