//! What cannot be drawn is an error that says why.

use std::ops::Range;

use super::*;

fn refused(recipe: &Recipe, images: Range<usize>) -> StringsError {
    recipe.draw(&blocks(20, 8), images, 1, 0).unwrap_err()
}

#[test]
#[expect(clippy::reversed_empty_ranges, reason = "that is what is refused")]
fn ranges_without_images_or_beyond_them_are_refused() {
    for range in [0..0, 7..7, 9..3, usize::MAX..usize::MAX] {
        let error = refused(&Recipe::PAPER, range.clone());
        assert!(
            matches!(error, StringsError::EmptyRange { start, end } if (start..end) == range),
            "{error:?}"
        );
    }
    for range in [0..21, 15..usize::MAX] {
        let error = refused(&Recipe::PAPER, range.clone());
        assert!(
            matches!(error, StringsError::OutOfRange { end, len: 20 } if end == range.end),
            "{error:?}"
        );
    }
}

#[test]
fn strings_of_no_digits_are_refused() {
    let none = Recipe {
        length: 0,
        ..Recipe::PAPER
    };
    assert!(matches!(refused(&none, 0..20), StringsError::NoDigits));
    let error = none.test(&blocks(20, 8), 1).unwrap_err();
    assert!(matches!(error, StringsError::NoDigits), "{error:?}");
}

#[test]
fn fewer_images_than_a_string_has_digits_are_refused() {
    for length in [5, usize::MAX] {
        let recipe = Recipe {
            length,
            ..Recipe::PAPER
        };
        let error = refused(&recipe, 3..7);
        assert!(
            matches!(error, StringsError::TooFewImages { images: 4, length: found } if found == length),
            "{error:?}"
        );
    }
}

#[test]
fn test_strings_that_would_leave_images_over_are_refused() {
    let three = Recipe {
        length: 3,
        ..Recipe::PAPER
    };
    let error = three.test(&blocks(20, 8), 1).unwrap_err();
    assert!(
        matches!(
            error,
            StringsError::LeftOver {
                images: 20,
                length: 3,
                left_over: 2
            }
        ),
        "{error:?}"
    );
    let none = blocks(20, 8).first(0).unwrap();
    assert!(three.test(&none, 1).is_err());
}

#[test]
#[expect(clippy::reversed_empty_ranges, reason = "that is what is refused")]
fn gaps_that_are_none_or_absurd_are_refused() {
    for gaps in [
        1..=0,
        -29..=0,
        0..=29,
        i32::MIN..=i32::MAX,
        i32::MAX..=i32::MIN,
    ] {
        let recipe = Recipe {
            gaps: gaps.clone(),
            ..Recipe::PAPER
        };
        let error = refused(&recipe, 0..20);
        assert!(
            matches!(error, StringsError::Gaps { start, end } if (start..=end) == gaps),
            "{error:?}"
        );
    }
    for gaps in [-28..=-28, 28..=28, -28..=28] {
        let recipe = Recipe {
            gaps,
            ..Recipe::PAPER
        };
        assert!(recipe.test(&blocks(20, 8), 1).is_ok());
    }
}

#[test]
fn noise_that_is_no_probability_is_refused() {
    for invert in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        let recipe = Recipe {
            invert,
            ..Recipe::PAPER
        };
        let error = refused(&recipe, 0..20);
        assert!(matches!(error, StringsError::Invert { .. }), "{error:?}");
    }
}

#[test]
fn images_of_another_size_are_refused() {
    for (height, width) in [(32, 32), (28, 27), (14, 56)] {
        let pixels = Array2::zeros((5, height * width));
        let images = Images::new(pixels, height, width).unwrap();
        let dataset = Dataset::new(images, Array1::zeros(5)).unwrap();
        let error = Recipe::PAPER.test(&dataset, 1).unwrap_err();
        assert!(
            matches!(error, StringsError::ImageSize { height: h, width: w } if (h, w) == (height, width)),
            "{error:?}"
        );
    }
}

#[test]
fn labels_in_the_range_that_are_no_digits_are_refused() {
    let digits = blocks(20, 8);
    let mut labels = digits.labels().to_owned();
    labels[12] = 10;
    let letters = Dataset::new(digits.as_images().clone(), labels).unwrap();
    let error = Recipe::PAPER.draw(&letters, 5..20, 1, 0).unwrap_err();
    assert!(
        matches!(
            error,
            StringsError::NotADigit {
                image: 12,
                found: 10
            }
        ),
        "{error:?}"
    );
    assert!(Recipe::PAPER.draw(&letters, 0..12, 1, 0).is_ok());
}
