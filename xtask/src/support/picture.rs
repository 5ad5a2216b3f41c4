//! Pictures that a user hands over.

use std::fs::File;
use std::io::{BufReader, Cursor};
use std::path::Path;

use anyhow::{Context as _, bail};
use image::{
    DynamicImage, GrayImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits,
};
use mnist_io::transform::{
    LineRefusal, LineSighting, Refusal, Sighting, normalise, normalise_line,
};
use ndarray::{Array2, ArrayView2};

/// Rows and columns of the largest picture.
const LARGEST: u32 = 20_000;
/// Bytes of the largest picture, without compression: room for a photograph of 170 megapixels.
/// A small file may claim to be any size.
const MOST_BYTES: u64 = 512 << 20;

/// What is seen of one digit on the picture in a file, as [`look`] says.
///
/// # Errors
/// As [`look`].
pub fn sight(path: &Path) -> anyhow::Result<Sighting> {
    look(path, normalise, |seen| seen.digit == Err(Refusal::NoInk))
}

/// What is seen of a line of digits on the picture in a file, as [`look`] says.
///
/// # Errors
/// As [`look`].
pub fn line(path: &Path) -> anyhow::Result<LineSighting> {
    look(path, normalise_line, |seen| {
        seen.line == Err(LineRefusal::NoInk)
    })
}

/// What is seen on the picture in a file: PNG, JPEG or PGM, by its contents and not by its name.
///
/// It is turned as its EXIF entry says, and stands on white where it is transparent. If nothing
/// stands out by its brightness, its colours are looked at one by one: yellow on white is plain to
/// see in blue.
///
/// # Errors
/// If the file cannot be read as such a picture.
fn look<S>(
    path: &Path,
    see: impl Fn(ArrayView2<'_, u8>) -> S,
    is_blank: impl Fn(&S) -> bool,
) -> anyhow::Result<S> {
    let picture = read(path).with_context(|| path.display().to_string())?;
    let seen = see(brightness(&picture).view());
    if !picture.color().has_color() || !is_blank(&seen) {
        return Ok(seen);
    }
    let rgb = picture.to_rgb8();
    let of_colour = |colour: usize| {
        let shape = (rgb.height() as usize, rgb.width() as usize);
        let values = rgb.as_raw().iter().skip(colour).step_by(3).copied();
        let values = Array2::from_shape_vec(shape, values.collect());
        see(values.expect("a value a pixel").view())
    };
    let others = [2, 0, 1].into_iter().map(of_colour);
    let mut found = others.filter(|other| !is_blank(other));
    Ok(found.next().unwrap_or(seen))
}

fn read(path: &Path) -> anyhow::Result<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST);
    limits.max_image_height = Some(LARGEST);
    limits.max_alloc = Some(MOST_BYTES);
    if path.is_dir() {
        bail!("is a folder; name the pictures in it");
    }
    // By its contents alone: a name may say anything.
    let file = BufReader::new(File::open(path)?);
    let mut reader = ImageReader::new(file).with_guessed_format()?;
    reader.limits(limits.clone());
    let read = || {
        let mut decoder = reader.into_decoder()?;
        limits.reserve(decoder.total_bytes())?;
        let orientation = decoder.orientation()?;
        let mut picture = DynamicImage::from_decoder(decoder)?;
        picture.apply_orientation(orientation);
        Ok(picture)
    };
    read().map_err(|error| match error {
        ImageError::Unsupported(_) => anyhow::anyhow!("is no PNG, JPEG or PGM"),
        ImageError::Limits(_) => anyhow::anyhow!(
            "is larger than {LARGEST} pixels each way, or than {} MB without compression",
            MOST_BYTES >> 20
        ),
        error => anyhow::Error::new(error).context("is damaged, or no picture"),
    })
}

/// The brightness of each pixel, `(height, width)`, on white where it is transparent.
fn brightness(picture: &DynamicImage) -> Array2<u8> {
    let shape = (picture.height() as usize, picture.width() as usize);
    let values = match picture.color().has_alpha() {
        false => picture.to_luma8().into_raw(),
        true => {
            let on_white = |pixel: &image::LumaA<u8>| {
                let [value, alpha] = pixel.0.map(u32::from);
                ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
            };
            picture.to_luma_alpha8().pixels().map(on_white).collect()
        }
    };
    Array2::from_shape_vec(shape, values).expect("a value a pixel")
}

/// The bytes of a PNG file of ink, 0 to 255, as black on white.
///
/// # Errors
/// If it cannot be made.
pub fn png(ink: ArrayView2<'_, u8>) -> anyhow::Result<Vec<u8>> {
    let (height, width) = ink.dim();
    let black_on_white = ink.iter().map(|ink| 255 - ink).collect();
    let picture = GrayImage::from_raw(width.try_into()?, height.try_into()?, black_on_white);
    encoded(&picture.context("a pixel a value")?.into())
}

/// The bytes of a PNG file of a picture.
///
/// # Errors
/// If it cannot be made.
pub fn encoded(picture: &DynamicImage) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
    Ok(bytes)
}
