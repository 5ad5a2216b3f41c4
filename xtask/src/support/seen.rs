//! The picture of what a reader of lines saw.

use experiments::{Bounds, Explanation, codes};
use image::{Rgb, RgbImage};
use ndarray::Array2;

/// How large a pixel of the line is drawn.
const ZOOM: usize = 8;
/// How large a pixel of an answer's code is drawn, and one of its probability.
const ANSWER: usize = 3;
const PERCENT: usize = 1;
/// Room above the line for the answers, and below it for their probabilities.
const ABOVE: usize = ANSWER * codes::HEIGHT + 2 * GAP;
const BELOW: usize = PERCENT * codes::HEIGHT + 2 * GAP;
const GAP: usize = 6;

const BLACK: Rgb<u8> = Rgb([0, 0, 0]);
const WHITE: Rgb<u8> = Rgb([255, 255, 255]);
/// Of a cut.
const RED: Rgb<u8> = Rgb([213, 40, 0]);
/// Of the boxes of digits, in turns.
const COLOURS: [Rgb<u8>; 2] = [Rgb([0, 114, 178]), Rgb([0, 140, 90])];

/// Draws a line, `(rows, columns)` with 0 for white and 255 for black, as the reader saw it, enlarged:
/// the cuts between pieces of ink in red, and a box around each digit. Its answer stands above in the
/// characters of LeNet-5's codes (Figure 3), and its probability in percent below.
pub fn drawing(line: &Array2<u8>, seen: &Explanation) -> RgbImage {
    let (rows, columns) = line.dim();
    let [height, width] = [ABOVE + ZOOM * rows + BELOW, ZOOM * columns];
    let mut drawing = Drawing(RgbImage::from_pixel(width as u32, height as u32, WHITE));
    for ((row, column), &ink) in line.indexed_iter() {
        let at = [ABOVE + ZOOM * row, ZOOM * column];
        drawing.fill(at, [ZOOM, ZOOM], Rgb([255 - ink; 3]));
    }
    let pieces = seen.segmentation.pieces();
    for pair in pieces.windows(2) {
        let [before, behind] = [pair[0].bounds(), pair[1].bounds()];
        // Pieces with white between them needed no cut.
        if before.columns.end == behind.columns.start {
            let mut rows = before.clone();
            rows.rows.start = before.rows.start.min(behind.rows.start);
            rows.rows.end = before.rows.end.max(behind.rows.end);
            let [top, left] = [ABOVE + ZOOM * rows.rows.start, ZOOM * behind.columns.start];
            drawing.fill([top, left - 1], [ZOOM * rows.height(), 2], RED);
        }
    }
    let answers = seen.reading.places.iter().zip(&seen.reading.digits);
    for (index, (place, digit)) in answers.enumerate() {
        let colour = COLOURS[index % 2];
        drawing.outline(place, colour);
        let middle = ZOOM * (place.columns.start + place.columns.end) / 2;
        drawing.write(&digit.to_string(), [GAP, middle], ANSWER, BLACK);
        let percent = format!("{:.0}", 100.0 * seen.probabilities[index]);
        drawing.write(&percent, [height - BELOW + GAP, middle], PERCENT, colour);
    }
    drawing.0
}

struct Drawing(RgbImage);

impl Drawing {
    /// Fills so many rows and columns. What is outside is cut off.
    fn fill(&mut self, [top, left]: [usize; 2], [height, width]: [usize; 2], colour: Rgb<u8>) {
        for row in top..top + height {
            for column in left..left + width {
                if let Some(pixel) = self.0.get_pixel_mut_checked(column as u32, row as u32) {
                    *pixel = colour;
                }
            }
        }
    }

    /// Draws a box around pixels of the line.
    fn outline(&mut self, place: &Bounds, colour: Rgb<u8>) {
        const THICK: usize = 2;
        let [top, left] = [ABOVE + ZOOM * place.rows.start, ZOOM * place.columns.start];
        let [height, width] = [ZOOM * place.height(), ZOOM * place.width()];
        self.fill([top, left], [THICK, width], colour);
        self.fill([top + height - THICK, left], [THICK, width], colour);
        self.fill([top, left], [height, THICK], colour);
        self.fill([top, left + width - THICK], [height, THICK], colour);
    }

    /// Writes characters below a row, with that column in their middle.
    fn write(&mut self, text: &str, [top, middle]: [usize; 2], zoom: usize, colour: Rgb<u8>) {
        let pitch = zoom * (codes::WIDTH + 1);
        let left = middle.saturating_sub(text.len() * pitch / 2);
        for (index, code) in text.chars().filter_map(codes::code::<f32>).enumerate() {
            for (pixel, _) in code.iter().enumerate().filter(|(_, ink)| **ink > 0.0) {
                let (row, column) = (pixel / codes::WIDTH, pixel % codes::WIDTH);
                let at = [top + zoom * row, left + index * pitch + zoom * column];
                self.fill(at, [zoom, zoom], colour);
            }
        }
    }
}
