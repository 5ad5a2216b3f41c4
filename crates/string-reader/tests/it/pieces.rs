//! Components, specks, faint pixels and cuts.

use linfa::ParamGuard as _;
use ndarray::{Array2, ArrayView2, s};
use string_reader::{SegmentError, Segmenter};

use crate::pictures::{arcs, bars, columns, picture, segment};

#[test]
fn an_empty_picture_has_one_node_and_no_arc() {
    for shape in [(32, 108), (0, 0), (0, 50), (50, 0), (1, 1)] {
        let segmentation = segment(&Array2::zeros(shape));
        assert_eq!(segmentation.end(), 0, "{shape:?}");
        assert_eq!(segmentation.candidates(), []);
        assert_eq!(segmentation.images().dim(), (0, 784));
    }
}

#[test]
fn a_speck_of_5_pixels_is_left_out_and_6_pixels_are_a_piece() {
    let rows = ["........", ".#####..", "........"];
    assert_eq!(segment(&picture(&rows)).end(), 0);
    let rows = ["........", ".######.", "........"];
    let segmentation = segment(&picture(&rows));
    assert_eq!(columns(&segmentation), [1..7]);
    assert_eq!(segmentation.pieces()[0].bounds().rows, 1..2);
    assert_eq!(segmentation.pixels(0).len(), 6);
}

#[test]
fn ink_begins_at_80() {
    let of = |value| segment(&Array2::from_elem((4, 4), value)).end();
    assert_eq!((of(79), of(80)), (0, 1));
}

#[test]
fn ink_hangs_together_over_corners() {
    let rows = ["#....#", ".#..#.", "..##..", "..##..", ".#..#."];
    assert_eq!(columns(&segment(&picture(&rows))), [0..6]);
    let rows = ["###..###", "###..###"];
    assert_eq!(columns(&segment(&picture(&rows))), [0..3, 5..8]);
}

#[test]
fn components_that_meet_late_are_one() {
    // Two arms, each with a hook, that join in the last row only.
    let rows = ["#.#.#.#", "#.#.#.#", "###.###", "..#.#..", "..###.."];
    assert_eq!(segment(&picture(&rows)).end(), 1);
}

#[test]
fn an_all_black_picture_is_one_piece_and_one_arc_however_wide() {
    for shape in [(1, 200), (32, 108), (200, 6)] {
        let segmentation = segment(&Array2::from_elem(shape, 255));
        assert_eq!(arcs(&segmentation), [(0, 1)], "{shape:?}");
        assert_eq!(segmentation.pixels(0).len(), shape.0 * shape.1);
        assert_eq!(segmentation.candidates()[0].bounds.width(), shape.1);
    }
}

#[test]
fn components_are_ordered_by_the_middle_of_their_columns() {
    // A long bar above two blocks: its middle is between theirs, though it begins first.
    let mut of_three = bars(40, &[10..14, 30..34]);
    of_three.slice_mut(s![2..4, 5..38]).fill(255);
    assert_eq!(columns(&segment(&of_three)), [10..14, 5..38, 30..34]);
}

#[test]
fn components_with_the_same_middle_begin_with_the_one_farther_left_then_the_upper_one() {
    let rows = [
        "..######..",
        "..........",
        ".########.",
        "..........",
        "..######..",
    ];
    let segmenter = Segmenter::params().whole(20).check().unwrap();
    let segmentation = segmenter.segment(picture(&rows).view()).unwrap();
    let rows = segmentation
        .pieces()
        .iter()
        .map(|piece| piece.bounds().rows.start);
    assert!(rows.eq([2, 0, 4]));
}

#[test]
fn a_component_is_cut_where_it_is_thin() {
    let mut joined = bars(40, &[5..9, 14..18]);
    joined[(16, 9)] = 255;
    joined.slice_mut(s![16..17, 9..14]).fill(255);
    let segmentation = segment(&joined);
    assert_eq!(columns(&segmentation), [5..11, 11..18]);
    assert_eq!(segmentation.pieces()[1].bounds().rows, 6..26);
    // The boxes of pieces are around their own ink alone.
    joined.slice_mut(s![6..14, 14..18]).fill(0);
    assert_eq!(segment(&joined).pieces()[1].bounds().rows, 14..26);
}

#[test]
fn faint_pixels_go_with_their_darkest_neighbour() {
    let mut two = bars(20, &[2..5, 8..11]);
    two.slice_mut(s![6..26, 8..11]).fill(200);
    // Beside both: the left one is darker.
    two.slice_mut(s![10, 5..8])
        .assign(&ndarray::arr1(&[20, 10, 20]));
    let segmentation = segment(&two);
    let row = |piece| {
        let pixels = segmentation.pixels(piece).iter();
        let of_row = pixels.filter(|pixel| pixel.row == 10);
        of_row.map(|pixel| pixel.column).collect::<Vec<_>>()
    };
    // The middle one has two neighbours that are equally dark, and takes the first.
    assert_eq!(row(0), [2, 3, 4, 5, 6]);
    assert_eq!(row(1), [7, 8, 9, 10]);
    assert_eq!(columns(&segmentation), [2..5, 8..11]);
}

#[test]
fn faint_pixels_of_specks_and_of_grey_ground_are_left_out() {
    let rows = [
        "++++++++++++",
        "+###++++++++",
        "+###++++++++",
        "+###+++++##+",
        "++++++++++++",
    ];
    let segmentation = segment(&picture(&rows));
    assert_eq!(segmentation.end(), 1);
    let faint = segmentation
        .pixels(0)
        .iter()
        .filter(|pixel| pixel.value == 40);
    // The ring around the block of 3×3, and nothing beyond.
    assert_eq!(faint.count(), 16);
}

#[test]
fn a_view_of_any_layout_gives_the_same_as_a_copy() {
    let whole = bars(60, &[5..9, 12..20, 30..33]);
    let reversed = s![..;-1, ..;-1];
    for view in [
        whole.slice(s![4..30;2, 1..50]),
        whole.slice(reversed),
        whole.t(),
        whole.slice(s![.., 6..7]),
    ] {
        let segmenter = Segmenter::default();
        let expected = segmenter.segment(view.to_owned().view()).unwrap();
        let standard = Array2::from_shape_fn(view.dim(), |at| view[at]);
        assert!(standard.is_standard_layout());
        assert_eq!(segmenter.segment(view).unwrap(), expected);
        assert_eq!(segmenter.segment(standard.view()).unwrap(), expected);
    }
}

#[test]
fn a_picture_of_too_many_pixels_is_an_error() {
    let black = Array2::from_elem((1, 1), 255);
    for (height, width) in [(1 << 13, (1 << 13) + 1), (usize::MAX >> 32, 1 << 31)] {
        let view: ArrayView2<'_, u8> = black.broadcast((height, width)).unwrap();
        let error = SegmentError::TooLarge { height, width };
        assert_eq!(Segmenter::default().segment(view), Err(error));
    }
}
