use std::fmt;
use std::str::FromStr;

use mnist_io::{Dataset, Images, MnistError, transform};
use thiserror::Error;

/// The versions of the images that rows take (section III-A).
///
/// Its text, `deslanted-20x20` and the like, is read back; files of models have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preparation {
    /// 28×28 as they are: "regular".
    Regular,
    /// Deslanted by their moments, the central 20×20.
    Deslanted,
    /// Deslanted, the whole 28×28.
    Deslanted28,
    /// In the middle of 32×32.
    Padded32,
    /// The central 20×20 reduced to 16×16; images of 16×16 as they are.
    SixteenBySixteen,
}

/// A text that names no [`Preparation`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no version of the images is called {0:?}")]
pub struct UnknownPreparation(String);

impl Preparation {
    /// All there are.
    pub const ALL: [Self; 5] = [
        Self::Regular,
        Self::Deslanted,
        Self::Deslanted28,
        Self::Padded32,
        Self::SixteenBySixteen,
    ];

    /// Makes this version of a set.
    ///
    /// # Errors
    /// [`MnistError`] if the images are too small for it.
    pub fn apply(self, set: &Dataset) -> Result<Dataset, MnistError> {
        set.map_images(|images| self.apply_to_images(images))
    }

    /// Makes this version of images without labels.
    ///
    /// # Errors
    /// [`MnistError`] if the images are too small for it.
    pub fn apply_to_images(self, images: &Images) -> Result<Images, MnistError> {
        match self {
            Self::Regular => Ok(images.clone()),
            Self::Deslanted => transform::deslant(images, 20, 20),
            Self::Deslanted28 => transform::deslant(images, 28, 28),
            Self::Padded32 => transform::pad(images, 32, 32),
            Self::SixteenBySixteen => match (images.height(), images.width()) {
                (16, 16) => Ok(images.clone()),
                _ => transform::resample_16x16(images),
            },
        }
    }

    /// What it is called in tables, of images with these rows and columns.
    pub fn name(self, (height, width): (usize, usize)) -> String {
        match self {
            Self::Regular => format!("{height}x{width}"),
            Self::Deslanted => "deslanted 20x20".into(),
            Self::Deslanted28 => "deslanted 28x28".into(),
            Self::Padded32 => "32x32".into(),
            Self::SixteenBySixteen => "16x16".into(),
        }
    }
}

impl fmt::Display for Preparation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Regular => "regular",
            Self::Deslanted => "deslanted-20x20",
            Self::Deslanted28 => "deslanted-28x28",
            Self::Padded32 => "padded-32x32",
            Self::SixteenBySixteen => "reduced-16x16",
        })
    }
}

impl FromStr for Preparation {
    type Err = UnknownPreparation;

    fn from_str(text: &str) -> Result<Self, UnknownPreparation> {
        let mut all = Self::ALL.into_iter();
        let named = all.find(|preparation| preparation.to_string() == text);
        named.ok_or_else(|| UnknownPreparation(text.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ROWS;

    #[test]
    fn the_preparation_of_every_row_is_read_back_from_its_text() {
        for row in ROWS {
            let text = row.preparation.to_string();
            assert_eq!(text.parse(), Ok(row.preparation), "{text}");
        }
        assert!("28x28".parse::<Preparation>().is_err());
    }
}
