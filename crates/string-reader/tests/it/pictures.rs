//! Pictures that are written as text.

use ndarray::{Array2, s};
use string_reader::{Segmentation, Segmenter};

/// A picture in which `#` is black, `+` is faint, and everything else is white.
pub(crate) fn picture(rows: &[&str]) -> Array2<u8> {
    let width = rows.first().map_or(0, |row| row.len());
    let pixels = rows.iter().flat_map(|row| row.bytes());
    let values = pixels.map(|pixel| match pixel {
        b'#' => 255,
        b'+' => 40,
        _ => 0,
    });
    Array2::from_shape_vec((rows.len(), width), values.collect()).unwrap()
}

/// Bars of 20 rows from row 6 on, on a picture of 32 rows.
pub(crate) fn bars(width: usize, columns: &[std::ops::Range<usize>]) -> Array2<u8> {
    let mut picture = Array2::zeros((32, width));
    for columns in columns {
        picture.slice_mut(s![6..26, columns.clone()]).fill(255);
    }
    picture
}

pub(crate) fn segment(picture: &Array2<u8>) -> Segmentation {
    Segmenter::default().segment(picture.view()).unwrap()
}

/// The arcs as pairs of nodes.
pub(crate) fn arcs(segmentation: &Segmentation) -> Vec<(usize, usize)> {
    let candidates = segmentation.candidates().iter();
    candidates
        .map(|candidate| (candidate.from, candidate.to))
        .collect()
}

/// The columns of each piece.
pub(crate) fn columns(segmentation: &Segmentation) -> Vec<std::ops::Range<usize>> {
    let pieces = segmentation.pieces().iter();
    pieces.map(|piece| piece.bounds().columns.clone()).collect()
}
