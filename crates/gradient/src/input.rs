//! The input that a network gets for the pixels of an image: intensities scaled so that their mean
//! is about 0 (section II-B).

/// Input of intensity 0, "white".
pub const WHITE: f32 = -0.1;
/// The difference between the inputs of intensity 1, "black", and intensity 0, "white".
pub const CONTRAST: f32 = 1.275;

/// Returns the network input for a pixel of that intensity.
pub fn of_intensity(intensity: f32) -> f32 {
    CONTRAST * intensity + WHITE
}
