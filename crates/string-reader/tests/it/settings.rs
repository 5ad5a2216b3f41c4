//! Settings, and the errors of those that cannot be.

use linfa::ParamGuard as _;
use ndarray::Array2;
use string_reader::{SegmentError, Segmentation, Segmenter, SegmenterParams, Work};

use crate::pictures::{arcs, bars, picture};

#[test]
fn settings_that_cannot_be_are_errors() {
    let error = |params: SegmenterParams| params.check().unwrap_err();
    let params = Segmenter::params;
    assert_eq!(error(params().ink(0)), SegmentError::NoThreshold);
    assert_eq!(error(params().spacing(0)), SegmentError::NoSpacing);
    assert_eq!(error(params().most_pieces(0)), SegmentError::NoPieces);
    assert_eq!(error(params().most_width(0)), SegmentError::NoWidth);
}

#[test]
fn the_least_and_the_largest_settings_work() {
    let least = Segmenter::params()
        .ink(1)
        .least_size(0)
        .whole(0)
        .most_rows(0);
    let least = least.spacing(1).most_pieces(1).most_width(1).most_gap(0);
    let most = usize::MAX;
    let largest = Segmenter::params()
        .ink(255)
        .least_size(most)
        .whole(most)
        .most_rows(most);
    let largest = largest
        .spacing(most)
        .most_pieces(most)
        .most_width(most)
        .most_gap(most);
    for params in [
        least,
        largest,
        Segmenter::params().spacing(most).most_pieces(most),
    ] {
        let segmenter = params.check().unwrap();
        for picture in [bars(60, &[5..9, 12..20, 30..33]), Array2::zeros((0, 9))] {
            segmenter.segment(picture.view()).unwrap();
        }
    }
}

/// Each setting decides at exactly the number that it says.
#[test]
fn each_setting_is_the_limit_that_it_says() {
    let with = |change: &dyn Fn(SegmenterParams) -> SegmenterParams, picture: &Array2<u8>| {
        let segmenter = change(Segmenter::params()).check().unwrap();
        segmenter.segment(picture.view()).unwrap()
    };
    let block = Array2::from_elem((3, 3), 100);
    assert_eq!(with(&|params| params.ink(100), &block).end(), 1);
    assert_eq!(with(&|params| params.ink(101), &block).end(), 0);
    assert_eq!(with(&|params| params.least_size(9), &block).end(), 1);
    assert_eq!(with(&|params| params.least_size(10), &block).end(), 0);

    let thin = picture(&["####.####", "####.####", "#########"]);
    assert_eq!(with(&|params| params.whole(8), &thin).end(), 2);
    assert_eq!(with(&|params| params.whole(9), &thin).end(), 1);
    assert_eq!(with(&|params| params.spacing(4), &thin).end(), 2);
    assert_eq!(with(&|params| params.spacing(5), &thin).end(), 1);

    // As much ink in each column, but the contours are nearer in the middle.
    let narrow = picture(&["####.####", "....#....", "....#....", "####.####"]);
    assert_eq!(with(&|params| params.most_rows(2), &narrow).end(), 2);
    assert_eq!(with(&|params| params.most_rows(1), &narrow).end(), 1);

    let three = bars(40, &[3..6, 9..12, 15..18]);
    let n_arcs =
        |change: &dyn Fn(SegmenterParams) -> SegmenterParams| arcs(&with(change, &three)).len();
    assert_eq!(n_arcs(&|params| params.most_pieces(1)), 3);
    assert_eq!(n_arcs(&|params| params.most_pieces(2)), 5);
    assert_eq!(n_arcs(&|params| params.most_pieces(3)), 6);
    assert_eq!(n_arcs(&|params| params.most_width(8)), 3);
    assert_eq!(n_arcs(&|params| params.most_width(9)), 5);
    assert_eq!(n_arcs(&|params| params.most_width(15)), 6);
    assert_eq!(n_arcs(&|params| params.most_gap(2)), 3);
    assert_eq!(n_arcs(&|params| params.most_gap(3)), 6);
}

#[test]
fn defaults_are_those_of_the_documentation() {
    let written = Segmenter::params()
        .ink(80)
        .least_size(6)
        .whole(7)
        .most_rows(14);
    let written = written.spacing(3).most_pieces(5).most_width(26).most_gap(8);
    assert_eq!(written.check().unwrap(), Segmenter::default());
}

#[test]
fn public_types_can_be_sent_to_other_threads() {
    fn check<T: Send + Sync + Unpin>() {}
    check::<Segmenter>();
    check::<SegmenterParams>();
    check::<Segmentation>();
    check::<SegmentError>();
    check::<Work>();
}
