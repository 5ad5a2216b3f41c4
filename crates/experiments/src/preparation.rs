use mnist_io::{Dataset, MnistError, transform};

/// The versions of the images that rows take (section III-A).
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
    /// The central 20×20 reduced to 16×16.
    SixteenBySixteen,
}

impl Preparation {
    /// Makes this version of the images.
    ///
    /// # Errors
    /// [`MnistError`] if the images are too small for it.
    pub fn apply(self, images: &Dataset) -> Result<Dataset, MnistError> {
        match self {
            Self::Regular => Ok(images.clone()),
            Self::Deslanted => images.map_images(|images| transform::deslant(images, 20, 20)),
            Self::Deslanted28 => images.map_images(|images| transform::deslant(images, 28, 28)),
            Self::Padded32 => images.map_images(|images| transform::pad(images, 32, 32)),
            Self::SixteenBySixteen => images.map_images(transform::resample_16x16),
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
