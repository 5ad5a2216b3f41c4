//! The arcs of the segmentation graph.

use crate::pictures::{arcs, bars, segment};

#[test]
fn runs_of_up_to_five_successive_pieces_are_candidates() {
    let columns: Vec<_> = (0..7).map(|bar| 4 + 3 * bar..6 + 3 * bar).collect();
    let arcs = arcs(&segment(&bars(40, &columns)));
    let expected = (0..7).flat_map(|from| (from + 1..=7).map(move |to| (from, to)));
    assert!(expected.filter(|(from, to)| to - from <= 5).eq(arcs));
}

#[test]
fn candidates_are_not_wider_than_26_columns() {
    let of_width = |width: usize| segment(&bars(60, &[10..15, 18..25, 28..10 + width]));
    assert_eq!(arcs(&of_width(26)).len(), 6);
    assert_eq!(arcs(&of_width(27)).len(), 5);
}

#[test]
fn no_candidate_goes_across_nine_empty_columns() {
    let with_gap = |gap: usize| segment(&bars(60, &[10..14, 14 + gap..18 + gap]));
    assert_eq!(arcs(&with_gap(8)), [(0, 1), (0, 2), (1, 2)]);
    assert_eq!(arcs(&with_gap(9)), [(0, 1), (1, 2)]);
}

#[test]
fn a_gap_is_what_no_piece_of_the_candidate_covers() {
    // The second piece, in the order of middles, lies far to the right; the third fills the gap.
    let mut picture = bars(40, &[3..6, 17..23]);
    picture.slice_mut(ndarray::s![2..4, 13..28]).fill(255);
    let segmentation = segment(&picture);
    let gaps = segmentation.candidates().iter();
    let gaps: Vec<_> = gaps.map(|arc| ((arc.from, arc.to), arc.gap)).collect();
    // 0 to 2 is across eleven columns, and no candidate.
    assert_eq!(
        gaps,
        [
            ((0, 1), 0),
            ((0, 3), 7),
            ((1, 2), 0),
            ((1, 3), 0),
            ((2, 3), 0)
        ]
    );
}

#[test]
fn a_piece_under_a_longer_one_opens_no_gap() {
    let mut picture = bars(40, &[5..8, 22..25]);
    picture.slice_mut(ndarray::s![2..4, 3..20]).fill(255);
    let segmentation = segment(&picture);
    let all = segmentation
        .candidates()
        .iter()
        .find(|arc| arc.pieces() == (0..3));
    assert_eq!(all.map(|arc| arc.gap), Some(2));
}

#[test]
fn a_candidate_knows_its_box_and_its_features() {
    let mut picture = bars(40, &[3..6, 10..13]);
    picture.slice_mut(ndarray::s![6..16, 10..13]).fill(0);
    let segmentation = segment(&picture);
    let [left, both, right] = segmentation.candidates() else {
        panic!("three candidates");
    };
    assert_eq!(
        (both.bounds.rows.clone(), both.bounds.columns.clone()),
        (6..26, 3..13)
    );
    assert_eq!(right.bounds.rows, 16..26);
    assert_eq!(both.pieces(), 0..2);
    // Two thirds of the ink have their centre in row 15.5, one third in row 20.5: 17.1667.
    let offset = 5.0 / 3.0;
    assert!((left.offset + offset).abs() < 1e-5 && (right.offset - 2.0 * offset).abs() < 1e-5);
    assert_eq!(both.offset, 0.0);
    assert_eq!(both.features(), [1.0, 2.0, 10.0, 20.0, 4.0, 0.0]);
    assert_eq!(left.features()[..5], [1.0, 1.0, 3.0, 20.0, 0.0]);
    assert_eq!(left.features()[5], -left.offset);
}
