use std::fmt::{Debug, Display};

mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// An element of an image.
///
/// Bytes are grey levels of which 255 is full intensity; floats are intensities already. A
/// model fitted on bytes `p` is therefore the one fitted on floats `p / 255`.
pub trait Pixel:
    sealed::Sealed + Copy + Debug + Display + PartialOrd + Send + Sync + 'static
{
    /// The type's name, as files of models have it.
    const NAME: &'static str;

    /// The pixel as an intensity: `p / 255` for bytes, the value itself for floats.
    fn intensity(self) -> f64;

    /// The pixel as a single-precision intensity.
    fn intensity_f32(self) -> f32;

    /// False for NaN and infinities.
    fn is_finite(self) -> bool;

    /// The pixels themselves if they are bytes, for the kernels that compute in integers.
    fn as_bytes(pixels: &[Self]) -> Option<&[u8]>;
}

/// The intensity of each byte: looked up, a picture costs no divisions.
static INTENSITIES: [f32; 256] = {
    let mut intensities = [0.0; 256];
    let mut byte = 0;
    while byte < 256 {
        intensities[byte] = byte as f32 / 255.0;
        byte += 1;
    }
    intensities
};

impl Pixel for u8 {
    const NAME: &'static str = "u8";

    fn intensity(self) -> f64 {
        f64::from(self) / 255.0
    }

    fn intensity_f32(self) -> f32 {
        INTENSITIES[usize::from(self)]
    }

    fn is_finite(self) -> bool {
        true
    }

    fn as_bytes(pixels: &[Self]) -> Option<&[u8]> {
        Some(pixels)
    }
}

impl Pixel for f32 {
    const NAME: &'static str = "f32";

    fn intensity(self) -> f64 {
        f64::from(self)
    }

    fn intensity_f32(self) -> f32 {
        self
    }

    fn is_finite(self) -> bool {
        self.is_finite()
    }

    fn as_bytes(_: &[Self]) -> Option<&[u8]> {
        None
    }
}

impl Pixel for f64 {
    const NAME: &'static str = "f64";

    fn intensity(self) -> f64 {
        self
    }

    fn intensity_f32(self) -> f32 {
        self as f32
    }

    fn is_finite(self) -> bool {
        self.is_finite()
    }

    fn as_bytes(_: &[Self]) -> Option<&[u8]> {
        None
    }
}
