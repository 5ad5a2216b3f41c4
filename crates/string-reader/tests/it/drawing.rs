//! Images of candidates.

use ndarray::{Array2, s};
use string_reader::SIDE;

use crate::pictures::{bars, picture, segment};

fn drawn(picture: &Array2<u8>, candidate: usize) -> Array2<u8> {
    let segmentation = segment(picture);
    // What was there before is gone.
    let mut image = vec![7; SIDE * SIDE];
    segmentation.draw(candidate, &mut image);
    assert_eq!(segmentation.images().row(candidate).to_vec(), image);
    Array2::from_shape_vec((SIDE, SIDE), image).unwrap()
}

#[test]
fn ink_is_moved_so_that_its_centre_is_pixel_14_14() {
    for (top, left) in [(0, 0), (3, 17), (27, 35)] {
        let mut picture = Array2::zeros((32, 40));
        picture
            .slice_mut(s![top..top + 5, left..left + 3])
            .fill(200);
        let mut expected = Array2::zeros((SIDE, SIDE));
        expected.slice_mut(s![12..17, 13..16]).fill(200);
        assert_eq!(drawn(&picture, 0), expected);
    }
}

#[test]
fn a_centre_between_two_pixels_is_moved_down_and_to_the_right() {
    let mut picture = Array2::zeros((32, 40));
    picture.slice_mut(s![3..7, 9..11]).fill(200);
    let mut expected = Array2::zeros((SIDE, SIDE));
    expected.slice_mut(s![13..17, 14..16]).fill(200);
    assert_eq!(drawn(&picture, 0), expected);
}

#[test]
fn darker_ink_weighs_more() {
    // Ten times as dark on the left: the centre is in its last column but one.
    let mut picture = Array2::zeros((32, 40));
    picture.slice_mut(s![10..13, 10..13]).fill(250);
    picture.slice_mut(s![10..13, 13..17]).fill(25);
    let image = drawn(&picture, 0);
    assert_eq!(
        image.slice(s![14, 12..20]).to_vec(),
        [0, 250, 250, 250, 25, 0, 0, 0]
    );
}

#[test]
fn a_candidate_shows_its_own_ink_alone_and_with_its_greys() {
    let mut two = bars(40, &[5..8, 10..13]);
    two.slice_mut(s![8, 10..14])
        .assign(&ndarray::arr1(&[81, 123, 255, 30]));
    let image = drawn(&two, 2);
    let ink = image.iter().filter(|&&value| value > 0).count();
    assert_eq!(ink, 3 * 20 + 1);
    assert_eq!(
        image.slice(s![6, 12..18]).to_vec(),
        [0, 81, 123, 255, 30, 0]
    );
}

#[test]
fn pieces_keep_their_places_beside_each_other() {
    let two = bars(40, &[5..8, 10..13]);
    let mut expected = Array2::zeros((SIDE, SIDE));
    expected.slice_mut(s![5..25, 11..14]).fill(255);
    expected.slice_mut(s![5..25, 16..19]).fill(255);
    // Rows 6 to 25 have their centre between two, and so have the columns.
    assert_eq!(drawn(&two, 1), expected);
}

#[test]
fn ink_that_would_be_outside_is_cut_off() {
    let wide = Array2::from_elem((3, 101), 255);
    let mut expected = Array2::zeros((SIDE, SIDE));
    expected.slice_mut(s![13..16, ..]).fill(255);
    assert_eq!(drawn(&wide, 0), expected);
    let high = picture(&["###"; 90]);
    let expected = Array2::from_shape_fn(
        (SIDE, SIDE),
        |(_, x)| {
            if (13..16).contains(&x) { 255 } else { 0 }
        },
    );
    assert_eq!(drawn(&high, 0), expected);
}
