//! What holds of any picture.

use linfa::ParamGuard as _;
use ndarray::Array2;
use proptest::prelude::*;
use string_reader::{SIDE, Segmentation, Segmenter, Work};

/// White, faint and black pixels in strokes, so that components have some size; of any shape.
fn any_picture() -> impl Strategy<Value = Array2<u8>> {
    let stroke = (0..40usize, 0..80usize, 1..12usize, 1..40usize, any::<u8>());
    let strokes = prop::collection::vec(stroke, 0..14);
    let dots = prop::collection::vec((0..40usize, 0..80usize, any::<u8>()), 0..60);
    (0..40usize, 0..80usize, strokes, dots).prop_map(|(height, width, strokes, dots)| {
        let mut picture = Array2::zeros((height, width));
        let mut put = |row: usize, column: usize, value: u8| {
            if let Some(pixel) = picture.get_mut((row, column)) {
                *pixel = value;
            }
        };
        for (top, left, rows, columns, value) in strokes {
            for row in top..top + rows {
                (left..left + columns).for_each(|column| put(row, column, value));
            }
        }
        dots.into_iter()
            .for_each(|(row, column, value)| put(row, column, value));
        picture
    })
}

/// Every pixel on its own.
fn noise() -> impl Strategy<Value = Array2<u8>> {
    (1..20usize, 1..30usize).prop_flat_map(|(height, width)| {
        let pixel = prop_oneof![3 => Just(0), 2 => any::<u8>()];
        prop::collection::vec(pixel, height * width)
            .prop_map(move |pixels| Array2::from_shape_vec((height, width), pixels).unwrap())
    })
}

fn segmenter() -> impl Strategy<Value = Segmenter> {
    let cuts = (0..12usize, 0..25usize, 1..6usize);
    let candidates = (1..7usize, 1..40usize, 0..12usize);
    (1..=255u8, 0..12usize, cuts, candidates).prop_map(|(ink, size, cuts, candidates)| {
        let params = Segmenter::params().ink(ink).least_size(size);
        let params = params.whole(cuts.0).most_rows(cuts.1).spacing(cuts.2);
        let params = params.most_pieces(candidates.0).most_width(candidates.1);
        params.most_gap(candidates.2).check().unwrap()
    })
}

/// The pixels of ink that hang together with each, by flooding: the number of the first in reading
/// order, and how many they are.
fn flooded(picture: &Array2<u8>, ink: u8) -> Array2<Option<(usize, usize)>> {
    let (height, width) = picture.dim();
    let mut parts = Array2::from_elem(picture.dim(), None);
    for (start, _) in picture.indexed_iter().filter(|(_, value)| **value >= ink) {
        if parts[start].is_some() {
            continue;
        }
        let mut pixels = vec![start];
        parts[start] = Some((0, 0));
        let mut next = 0;
        while let Some(&(y, x)) = pixels.get(next) {
            next += 1;
            for at in (y.saturating_sub(1)..(y + 2).min(height))
                .flat_map(|y| (x.saturating_sub(1)..(x + 2).min(width)).map(move |x| (y, x)))
            {
                if picture[at] >= ink && parts[at].is_none() {
                    parts[at] = Some((0, 0));
                    pixels.push(at);
                }
            }
        }
        for &at in &pixels {
            parts[at] = Some((start.0 * width + start.1, pixels.len()));
        }
    }
    parts
}

/// How often each pixel is in a piece.
fn uses(segmentation: &Segmentation, picture: &Array2<u8>) -> Array2<usize> {
    let mut uses = Array2::zeros(picture.dim());
    for piece in 0..segmentation.end() {
        for pixel in segmentation.pixels(piece) {
            let at = (pixel.row as usize, pixel.column as usize);
            assert_eq!(pixel.value, picture[at]);
            uses[at] += 1;
        }
    }
    uses
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn all_ink_but_specks_is_in_exactly_one_piece(
        picture in prop_oneof![any_picture(), noise()],
    ) {
        let segmentation = Segmenter::default().segment(picture.view()).unwrap();
        let parts = flooded(&picture, 80);
        for (at, &uses) in uses(&segmentation, &picture).indexed_iter() {
            match parts[at] {
                Some((_, size)) => prop_assert_eq!(uses, usize::from(size >= 6), "{:?}", at),
                None => prop_assert!(uses <= usize::from(picture[at] > 0), "{:?}", at),
            }
        }
    }

    #[test]
    fn a_piece_is_of_one_component_and_its_columns_are_without_gap(
        picture in prop_oneof![any_picture(), noise()],
        spacing in 1..6usize,
    ) {
        let segmenter = Segmenter::params().spacing(spacing).check().unwrap();
        let segmentation = segmenter.segment(picture.view()).unwrap();
        let parts = flooded(&picture, 80);
        let mut before = None;
        for (index, piece) in segmentation.pieces().iter().enumerate() {
            let ink = segmentation.pixels(index).iter().filter(|pixel| pixel.value >= 80);
            let ink: Vec<_> =
                ink.map(|pixel| (pixel.row as usize, pixel.column as usize)).collect();
            let part = parts[ink[0]];
            prop_assert!(ink.iter().all(|&at| parts[at] == part));
            let bounds = piece.bounds();
            prop_assert!(ink.iter().all(|(row, column)| bounds.rows.contains(row)
                && bounds.columns.contains(column)));
            for row in [bounds.rows.start, bounds.rows.end - 1] {
                prop_assert!(ink.iter().any(|at| at.0 == row));
            }
            for column in bounds.columns.clone() {
                prop_assert!(ink.iter().any(|at| at.1 == column));
            }
            // All of the component in these columns is in the piece, so cuts are straight.
            let in_columns = parts.indexed_iter().filter(|((_, column), other)| {
                **other == part && bounds.columns.contains(column)
            });
            prop_assert_eq!(in_columns.count(), ink.len());
            // Pieces of a component follow each other, none narrower than the spacing.
            if let Some((part_before, end)) = before && part_before == part {
                prop_assert_eq!(bounds.columns.start, end);
                prop_assert!(bounds.width() >= spacing);
            }
            before = Some((part, bounds.columns.end));
        }
    }

    #[test]
    fn components_come_in_the_order_of_their_middles(picture in any_picture()) {
        let segmentation = Segmenter::default().segment(picture.view()).unwrap();
        let parts = flooded(&picture, 80);
        let middle = |index: usize| {
            let pixel = segmentation.pixels(index).iter().find(|pixel| pixel.value >= 80).unwrap();
            let part = parts[(pixel.row as usize, pixel.column as usize)];
            let columns = || parts.indexed_iter().filter(|(_, other)| **other == part).map(|p| p.0.1);
            columns().min().unwrap() + columns().max().unwrap()
        };
        let middles: Vec<usize> = (0..segmentation.end()).map(middle).collect();
        prop_assert!(middles.is_sorted(), "{:?}", middles);
    }

    #[test]
    fn every_path_has_each_piece_once_and_each_node_is_on_one(
        picture in any_picture(),
        segmenter in segmenter(),
    ) {
        let segmentation = segmenter.segment(picture.view()).unwrap();
        let end = segmentation.end();
        let arcs = segmentation.candidates();
        // An arc has the pieces between its nodes: then a path, whose arcs follow each other from the
        // first node to the last, has each once.
        for arc in arcs {
            prop_assert!(arc.from < arc.to && arc.to <= end);
            prop_assert_eq!(arc.pieces(), arc.from..arc.to);
        }
        let pairs: Vec<_> = arcs.iter().map(|arc| (arc.from, arc.to)).collect();
        prop_assert!(pairs.is_sorted_by(|a, b| a < b), "sorted, and none twice");
        for node in 0..end {
            prop_assert!(pairs.contains(&(node, node + 1)));
        }
    }

    #[test]
    fn a_path_draws_all_ink_once_if_none_is_cut_off(
        picture in any_picture(),
        lengths in prop::collection::vec(1..4usize, 80),
    ) {
        let segmentation = Segmenter::default().segment(picture.view()).unwrap();
        let images = segmentation.images();
        let (mut node, mut drawn, mut cut_off) = (0, 0u64, false);
        for length in lengths {
            let mut arcs = segmentation.candidates().iter().enumerate().rev();
            let longest = arcs.find(|(_, arc)| arc.from == node && arc.to <= node + length);
            let Some((index, arc)) = longest else {
                break;
            };
            // A box of half the side is inside wherever the centre of mass lies in it.
            cut_off |= arc.bounds.width().max(arc.bounds.height()) > SIDE / 2 - 2;
            drawn += images.row(index).iter().map(|&value| u64::from(value)).sum::<u64>();
            node = arc.to;
        }
        let pixels = (0..node).flat_map(|piece| segmentation.pixels(piece));
        let ink: u64 = pixels.map(|pixel| u64::from(pixel.value)).sum();
        prop_assert!(drawn <= ink && (cut_off || drawn == ink), "{} of {}", drawn, ink);
    }

    #[test]
    fn the_same_picture_gives_the_same_whatever_was_segmented_before(
        pictures in prop::collection::vec(prop_oneof![any_picture(), noise()], 1..4),
        segmenter in segmenter(),
    ) {
        let mut work = Work::default();
        for picture in pictures.iter().chain(&pictures) {
            let found = segmenter.segment_with(picture.view(), &mut work).unwrap();
            prop_assert_eq!(&found, &segmenter.segment(picture.view()).unwrap());
            prop_assert_eq!(found.images().nrows(), found.candidates().len());
        }
    }

    #[test]
    fn white_columns_and_rows_around_change_places_alone(
        picture in any_picture(),
        (above, before, below, behind) in (0..4usize, 0..40usize, 0..4usize, 0..4usize),
    ) {
        let (height, width) = picture.dim();
        let mut larger = Array2::zeros((above + height + below, before + width + behind));
        larger
            .slice_mut(ndarray::s![above..above + height, before..before + width])
            .assign(&picture);
        let segmentation = Segmenter::default().segment(picture.view()).unwrap();
        let of_larger = Segmenter::default().segment(larger.view()).unwrap();
        prop_assert_eq!(of_larger.images(), segmentation.images());
        for (moved, arc) in of_larger.candidates().iter().zip(segmentation.candidates()) {
            prop_assert_eq!((moved.from, moved.to, moved.gap), (arc.from, arc.to, arc.gap));
            prop_assert_eq!(moved.bounds.columns.start, arc.bounds.columns.start + before);
            prop_assert_eq!(moved.bounds.rows.start, arc.bounds.rows.start + above);
            prop_assert_eq!(moved.bounds.height(), arc.bounds.height());
        }
    }
}
