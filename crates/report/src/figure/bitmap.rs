use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Images of the same size, one after the other. Each image is stored row by row; 0 is white and
/// 255 is black.
#[derive(Clone, Copy, Debug)]
pub struct Bitmaps<'a> {
    /// Height of an image, in pixels.
    pub height: usize,
    /// Width of an image, in pixels.
    pub width: usize,
    /// The pixels.
    pub pixels: &'a [u8],
}

impl<'a> Bitmaps<'a> {
    /// Returns the image with this index.
    pub fn get(&self, index: usize) -> Option<&'a [u8]> {
        let area = self.height * self.width;
        self.pixels.get(index * area..(index + 1) * area)
    }
}

/// Returns an image as a PNG with 16 grey levels; 0 is white and 255 is black. The eye cannot
/// distinguish more levels, and the PNG needs half as many bytes.
///
/// # Panics
/// If there are not `height` × `width` pixels, or if there are no pixels.
pub fn png(height: usize, width: usize, pixels: &[u8]) -> Vec<u8> {
    const IN_MEMORY: &str = "a vector takes whatever is written";
    assert_eq!(pixels.len(), height * width, "an image of another size");
    let grey = |ink: u8| ((255 - u16::from(ink) + 8) / 17) as u8;
    let packed: Vec<u8> = pixels
        .chunks(width)
        .flat_map(|row| {
            row.chunks(2)
                .map(|pair| grey(pair[0]) << 4 | pair.get(1).map_or(0, |&ink| grey(ink)))
        })
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().expect(IN_MEMORY);
    writer.write_image_data(&packed).expect(IN_MEMORY);
    writer.finish().expect(IN_MEMORY);
    bytes
}

/// Returns a PNG as a data URI, which needs no request.
pub fn data_uri(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_shows_the_ink_to_within_half_a_grey() {
        let ink: Vec<u8> = (0..=254).collect();
        let png = png(17, 15, &ink);
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut grey = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut grey).unwrap();
        assert_eq!((info.width, info.height), (15, 17));
        for (ink, grey) in ink.iter().zip(grey) {
            let difference = (255 - i32::from(*ink)) - i32::from(grey);
            assert!(difference.abs() <= 8, "ink {ink}, grey {grey}");
        }
    }
}
