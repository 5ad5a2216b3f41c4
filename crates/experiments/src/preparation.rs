use mnist_io::{Dataset, MnistError, transform};

/// The versions of the images that rows take (section III-A).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preparation {
    /// 28×28 as they are: "regular".
    Regular,
    /// Deslanted by their moments, the central 20×20.
    Deslanted,
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
        }
    }

    /// What it is called in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Regular => "28×28",
            Self::Deslanted => "deslanted 20×20",
        }
    }
}
