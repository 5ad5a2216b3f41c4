use ndarray::Array2;

use crate::candidate::Candidate;
use crate::mass::Mass;
use crate::piece::{InkPixel, Piece};

/// Rows and columns of the image of a candidate: those of MNIST's, which `lenet::Field` centres in the
/// 32×32 pixels that LeNet-5 sees.
pub const SIDE: usize = 28;

/// The row and the column that the centre of mass is moved to, as in MNIST's images.
const CENTRE: i64 = 14;

/// The segmentation graph of a picture (section V, Figure 16), with its ink.
///
/// Its nodes are the places before, between and behind the pieces: node 0 is the start, and
/// [`end`](Self::end) the end. Its arcs are the candidates. Whichever path one takes from the start
/// to the end, each piece is in exactly one of its candidates.
///
/// A picture without ink has no piece, no candidate, and one node, which is the start and the end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segmentation {
    pub(crate) pieces: Vec<Piece>,
    /// Those of one piece after those of the other.
    pub(crate) pixels: Vec<InkPixel>,
    /// Of all pieces before each node.
    pub(crate) masses: Vec<Mass>,
    pub(crate) candidates: Vec<Candidate>,
}

impl Segmentation {
    /// The pieces of ink, from left to right.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The pixels of a piece in reading order, the faint ones that joined it among them.
    ///
    /// # Panics
    /// If there are not so many pieces.
    pub fn pixels(&self, piece: usize) -> &[InkPixel] {
        &self.pixels[self.pieces[piece].pixels.clone()]
    }

    /// The last node, which is the number of pieces.
    pub fn end(&self) -> usize {
        self.pieces.len()
    }

    /// The candidates, by the node where they begin, then by the one where they end.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// Draws the ink of exactly the pieces of a candidate on `(28, 28)` pixels, row by row; 0 is
    /// white.
    ///
    /// The ink is moved by whole pixels so that its centre of mass is within half a pixel of pixel
    /// (14, 14), as in MNIST's images, and it is not scaled: the paper normalises sizes "at the string
    /// level" (section X). Ink that is then outside is cut off.
    ///
    /// # Panics
    /// If there are not so many candidates, or not 784 pixels.
    pub fn draw(&self, candidate: usize, image: &mut [u8]) {
        assert_eq!(image.len(), SIDE * SIDE, "pixels of an image");
        let candidate = &self.candidates[candidate];
        image.fill(0);
        let mass = self.masses[candidate.to] - self.masses[candidate.from];
        let (down, right) = mass.shift_to(CENTRE, CENTRE);
        let pieces = &self.pieces[candidate.pieces()];
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return;
        };
        for pixel in &self.pixels[first.pixels.start..last.pixels.end] {
            // What is negative is beyond any side as an unsigned number.
            let row = (i64::from(pixel.row) + down) as usize;
            let column = (i64::from(pixel.column) + right) as usize;
            if row < SIDE && column < SIDE {
                image[row * SIDE + column] = pixel.value;
            }
        }
    }

    /// All candidates [drawn](Self::draw), `(n_candidates, 784)`: as a classifier of MNIST takes them.
    pub fn images(&self) -> Array2<u8> {
        let mut images = Array2::zeros((self.candidates.len(), SIDE * SIDE));
        for (candidate, mut image) in images.rows_mut().into_iter().enumerate() {
            let image = image.as_slice_mut().expect("an image is a row");
            self.draw(candidate, image);
        }
        images
    }
}
