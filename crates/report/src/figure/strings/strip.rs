//! A string's picture across the figure, and what stands below it at the same columns.

use maud::{Markup, html};

use crate::figure::bitmap::{data_uri, png};
use crate::figure::svg::{WIDTH, image};
use crate::strings::examples::{Extent, Picture, SegmentedString};

/// A picture at a point, so many units a pixel.
pub(super) fn drawn(picture: &Picture, (x, y): (f64, f64), scale: f64) -> Markup {
    let (height, width) = (picture.height as f64, picture.width as f64);
    let uri = data_uri(&png(picture.height, picture.width, &picture.pixels));
    image(x, y, width * scale, height * scale, &uri)
}

/// The part of a picture that has ink; `None` if it has none.
pub(super) fn cropped(picture: &Picture) -> Option<Picture> {
    let rows: Vec<&[u8]> = picture.pixels.chunks(picture.width).collect();
    let has_ink = |row: &&[u8]| row.iter().any(|&pixel| pixel > 0);
    let (top, bottom) = (
        rows.iter().position(has_ink)?,
        rows.iter().rposition(has_ink)?,
    );
    let inked = |&column: &usize| rows.iter().any(|row| row[column] > 0);
    let (left, right) = (
        (0..picture.width).find(inked)?,
        (0..picture.width).rfind(inked)?,
    );
    Some(part(picture, (top, bottom + 1), (left, right + 1)))
}

/// These rows and columns of a picture; the ends are excluded.
fn part(picture: &Picture, rows: (usize, usize), columns: (usize, usize)) -> Picture {
    let kept = picture.pixels.chunks(picture.width);
    let kept = kept.take(rows.1).skip(rows.0);
    Picture {
        height: rows.1 - rows.0,
        width: columns.1 - columns.0,
        pixels: kept
            .flat_map(|row| &row[columns.0..columns.1])
            .copied()
            .collect(),
    }
}

/// A picture as wide as the figure, if that is not too high, and where the nodes of its graph are.
pub(super) struct Strip {
    /// Units a pixel.
    pub(super) scale: f64,
    /// The left side of the picture.
    pub(super) left: f64,
    /// Height of the picture.
    pub(super) height: f64,
    /// How far each node is from the left side of the figure.
    pub(super) nodes: Vec<f64>,
    picture: Picture,
}

/// The least distance of two nodes.
const LEAST: f64 = 14.0;
/// Columns and rows that are shown around the ink of a graph.
const AROUND: usize = 3;

impl Strip {
    /// The strip of a picture without a graph, at most so many units a pixel.
    pub(super) fn of_picture(picture: Picture, largest: f64) -> Self {
        let width = picture.width as f64;
        let scale = (WIDTH / width).min(largest);
        Self {
            scale,
            left: (WIDTH - scale * width) / 2.0,
            height: scale * picture.height as f64,
            nodes: Vec::new(),
            picture,
        }
    }

    /// The strip of a string and its graph, at most so many units a pixel. The margins of the picture
    /// are left out.
    pub(super) fn of(string: &SegmentedString, largest: f64) -> Self {
        let picture = &string.picture;
        let ends = |of: fn(&Extent) -> (usize, usize), most: usize| {
            let all = string.pieces.iter().map(of);
            let (low, high) = all.fold((most, 0), |(l, h), (a, b)| (l.min(a), h.max(b)));
            let high = (high + AROUND).min(most);
            (low.saturating_sub(AROUND).min(high), high)
        };
        let (left, right) = ends(|piece| (piece.left, piece.right), picture.width);
        let (top, bottom) = ends(|piece| (piece.top, piece.bottom), picture.height);
        let mut strip = match (left < right, top < bottom) {
            (true, true) => Self::of_picture(part(picture, (top, bottom), (left, right)), largest),
            _ => Self::of_picture(picture.clone(), largest),
        };
        let mut last = -LEAST;
        for column in boundaries(&string.pieces) {
            let x = strip.left + strip.scale * (column - left as f64);
            last = x.max(last + LEAST);
            strip.nodes.push(last);
        }
        // Many thin pieces may need more than there is.
        let most = WIDTH - 6.0;
        if last > most {
            strip.nodes.iter_mut().for_each(|x| *x *= most / last);
        }
        strip
    }

    /// The picture with its top at `y`.
    pub(super) fn picture(&self, y: f64) -> Markup {
        drawn(&self.picture, (round(self.left), y), self.scale)
    }

    /// A thin line at each node from one height to another.
    pub(super) fn rules(&self, from: f64, to: f64) -> Markup {
        html! { g stroke="var(--grid)" { @for &x in &self.nodes {
            line x1=(round(x)) x2=(round(x)) y1=(round(from)) y2=(round(to)) {}
        } } }
    }

    /// A disc at each node.
    pub(super) fn discs(&self, y: f64) -> Markup {
        html! { @for &x in &self.nodes { circle cx=(round(x)) cy=(round(y)) r="3" {} } }
    }
}

/// Two decimals are enough for a place in a drawing.
pub(super) fn round(value: f64) -> f64 {
    crate::numbers::rounded(value, 2)
}

/// The columns between the pieces, and those before and behind them.
fn boundaries(pieces: &[Extent]) -> Vec<f64> {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return Vec::new();
    };
    let between = pieces
        .windows(2)
        .map(|pair| (pair[0].right as f64 + pair[1].left as f64) / 2.0);
    std::iter::once(first.left as f64)
        .chain(between)
        .chain([last.right as f64])
        .collect()
}

/// Puts intervals into as few rows as the first free one gives, in their order. Returns the row of
/// each, and how many there are.
pub(super) fn rows(intervals: &[(f64, f64)]) -> (Vec<usize>, usize) {
    let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
    let places = intervals.iter().map(|&(start, end)| {
        let apart = |row: &Vec<(f64, f64)>| row.iter().all(|&(s, e)| end <= s || e <= start);
        let place = taken.iter().position(apart).unwrap_or(taken.len());
        taken.resize(taken.len().max(place + 1), Vec::new());
        taken[place].push((start, end));
        place
    });
    let places = places.collect();
    (places, taken.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_that_overlap_are_in_different_rows() {
        let intervals = [(0.0, 1.0), (1.0, 2.0), (0.0, 2.0), (1.5, 3.0), (2.0, 3.0)];
        assert_eq!(rows(&intervals), (vec![0, 0, 1, 2, 0], 3));
    }

    #[test]
    fn a_picture_is_cropped_to_its_ink() {
        let mut picture = Picture {
            height: 4,
            width: 5,
            pixels: vec![0; 20],
        };
        assert_eq!(cropped(&picture), None);
        picture.pixels[6] = 9;
        picture.pixels[13] = 7;
        let cropped = cropped(&picture).unwrap();
        assert_eq!((cropped.height, cropped.width), (2, 3));
        assert_eq!(cropped.pixels, [9, 0, 0, 0, 0, 7]);
    }
}
