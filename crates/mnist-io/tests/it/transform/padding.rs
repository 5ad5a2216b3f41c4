use super::*;

#[test]
fn the_image_is_in_the_middle() {
    let padded = pad(&image(28, 28, |_, _| 9), 32, 32).unwrap();
    let expected = image(32, 32, |x, y| {
        9 * u8::from((2..30).contains(&x) && (2..30).contains(&y))
    });
    assert_eq!(padded, expected);
}

#[test]
fn a_field_that_is_too_small_or_too_large_is_refused() {
    let images = image(4, 5, |_, _| 0);
    for (height, width) in [(3, 9), (9, 4), (0, 0)] {
        assert!(is_field_error(&pad(&images, height, width)));
    }
    for (height, width) in [(5, 5), (4, 6), (0, 5), (4, 0)] {
        assert!(is_field_error(&crop(&images, height, width)));
        assert!(is_field_error(&deslant(&images, height, width)));
    }
    assert!(is_field_error(&resample(&images, 0, 1)));
    assert!(is_field_error(&resample(&images, 1, 0)));
    assert!(is_field_error(&resample_16x16(&images)));
}

proptest! {
    #[test]
    fn cropping_undoes_padding(images in images(), more in (0_usize..9, 0_usize..9)) {
        let (height, width) = (images.height(), images.width());
        let padded = pad(&images, height + more.0, width + more.1).unwrap();
        prop_assert_eq!(total(&padded), total(&images));
        prop_assert_eq!(crop(&padded, height, width).unwrap(), images);
    }
}
