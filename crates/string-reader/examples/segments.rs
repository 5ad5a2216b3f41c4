//! Segments all strings of five digits that the images 50,000 to 59,999 of MNIST's training set
//! give, and prints how often the true digits are among the paths.
//!
//! Usage: `cargo run --release -p string-reader --example segments -- [PICTURE.png]`. The picture
//! shows some strings, each piece in a colour unlike its neighbours', above the true places of the
//! digits.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

#[path = "../tests/it/truth.rs"]
mod truth;

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use mnist_io::strings::{NAMED, ROWS, StringSet};
use mnist_io::{Locator, Mnist};
use string_reader::{SIDE, Segmentation, Segmenter, Work};
use truth::Truth;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1);
    let mnist = Mnist::load(&Locator::new())?;
    let segmenter = Segmenter::default();
    let mut work = Work::default();
    let mut shown = Picture::default();
    println!(
        "set    strings  pieces  candidates  cut off %  boundaries %  five arcs %  half %  nine tenths %"
    );
    for named in NAMED.iter().filter(|named| named.recipe.invert == 0.0) {
        let set = named.recipe.draw(&mnist.train, 50_000..60_000, 1, 0)?;
        let mut sums = [0; 7];
        for (string, picture) in set.pictures().enumerate() {
            let segmentation = segmenter.segment_with(picture, &mut work)?;
            let truth = Truth::of(&segmentation, &set, string, &mnist.train);
            let measures = [
                segmentation.end(),
                segmentation.candidates().len(),
                n_cut_off(&segmentation),
                usize::from(truth.has_boundaries()),
                usize::from(truth.has_length(&segmentation)),
                usize::from(truth.has_path(&segmentation, 0.5)),
                usize::from(truth.has_path(&segmentation, 0.9)),
            ];
            for (sum, measure) in sums.iter_mut().zip(measures) {
                *sum += measure;
            }
            if string < 4 {
                shown.add(&segmentation, &set, string);
            }
        }
        let [pieces, candidates, .., half, most] = sums.map(|sum| sum as f64 / set.len() as f64);
        let cut_off = sums[2] as f64 / sums[1] as f64;
        let [boundaries, five] = [sums[3], sums[4]].map(|sum| sum as f64 / set.len() as f64);
        println!(
            "{:5}  {:7}  {pieces:6.2}  {candidates:10.2}  {:9.2}  {:12.2}  {:11.2}  {:6.2}  {:13.2}",
            named.name,
            set.len(),
            100.0 * cut_off,
            100.0 * boundaries,
            100.0 * five,
            100.0 * half,
            100.0 * most,
        );
    }
    match path {
        Some(path) => shown.write(Path::new(&path)),
        None => Ok(()),
    }
}

/// The candidates whose image lacks some of their ink.
fn n_cut_off(segmentation: &Segmentation) -> usize {
    let mut image = [0; SIDE * SIDE];
    let candidates = segmentation.candidates().iter().enumerate();
    let lacks = candidates.filter(|(index, candidate)| {
        segmentation.draw(*index, &mut image);
        let drawn = image.iter().filter(|&&value| value > 0).count();
        let pieces = candidate.pieces();
        drawn < pieces.map(|piece| segmentation.pixels(piece).len()).sum()
    });
    lacks.count()
}

/// Strings below each other.
#[derive(Default)]
struct Picture {
    /// Rows of colours, each of any width.
    rows: Vec<Vec<[u8; 3]>>,
}

const WHITE: [u8; 3] = [255; 3];

/// What black ink becomes, for one piece after the other.
const COLOURS: [[u8; 3]; 4] = [[200, 30, 30], [20, 90, 200], [20, 140, 40], [170, 90, 0]];

/// How large a pixel is shown.
const ZOOM: usize = 6;

impl Picture {
    fn add(&mut self, segmentation: &Segmentation, set: &StringSet, string: usize) {
        let width = set.width(string);
        let mut rows = vec![vec![WHITE; width]; ROWS + 4];
        for piece in 0..segmentation.end() {
            let colour = COLOURS[piece % COLOURS.len()];
            for pixel in segmentation.pixels(piece) {
                let shade =
                    |full: u8| 255 - (u32::from(255 - full) * u32::from(pixel.value) / 255) as u8;
                rows[pixel.row as usize][pixel.column as usize] = colour.map(shade);
            }
        }
        for (digit, place) in set.places(string).iter().enumerate() {
            rows[ROWS + digit % 2][place.columns.clone()].fill([0; 3]);
        }
        self.rows.append(&mut rows);
    }

    fn write(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut bytes = Vec::new();
        for row in &self.rows {
            let padding = std::iter::repeat_n(&WHITE, width - row.len());
            let enlarged = row.iter().chain(padding).flat_map(|pixel| [*pixel; ZOOM]);
            bytes.extend(enlarged.flatten().collect::<Vec<u8>>().repeat(ZOOM));
        }
        let file = BufWriter::new(File::create(path)?);
        let (width, height) = (ZOOM * width, ZOOM * self.rows.len());
        let mut encoder = png::Encoder::new(file, width.try_into()?, height.try_into()?);
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header()?.write_image_data(&bytes)?;
        Ok(())
    }
}
