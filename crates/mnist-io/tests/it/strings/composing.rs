//! What the pictures show, on images made up.

use super::*;
use proptest::prelude::*;

/// Recipes, each with a dataset that it can draw from.
fn recipes() -> impl Strategy<Value = (Recipe, Dataset)> {
    let gaps = (-28_i32..=28, 0_i32..=28).prop_map(|(start, more)| start..=(start + more).min(28));
    (1_usize..7, gaps, any::<u32>()).prop_map(|(length, gaps, salt)| {
        let recipe = Recipe {
            length,
            gaps,
            invert: 0.0,
        };
        // Ink of all shades, in boxes of all widths and places.
        let digits = dataset(3 * length + 1, |image, row, column| {
            let mixed = |i: usize| (i as u32 ^ salt).wrapping_mul(0x9e37_79b1) >> 16;
            let first = mixed(image) as usize % SIDE;
            let last = first + mixed(image + 1000) as usize % (SIDE - first);
            let shade = mixed(image * 784 + row * SIDE + column) as u8;
            if (first..=last).contains(&column) {
                shade
            } else {
                shade / 8
            }
        });
        (recipe, digits)
    })
}

proptest! {
    #[test]
    fn a_picture_is_its_images_where_the_places_say_and_the_darker_pixel_wins(
        (recipe, digits) in recipes(), seed: u64, pass: u32,
    ) {
        let set = recipe.draw(&digits, 0..digits.len(), seed, pass).unwrap();
        let images = digits.images();
        for (string, picture) in set.pictures().enumerate() {
            for ((row, column), &found) in picture.indexed_iter() {
                let drawn = set.places(string).iter().map(|place| {
                    let (row, column) = (row as i32 - place.top as i32, column as i32 - place.left);
                    let side = 0..SIDE as i32;
                    match side.contains(&row) && side.contains(&column) {
                        true => images[[place.image, row as usize * SIDE + column as usize]],
                        false => 0,
                    }
                });
                prop_assert_eq!(Some(found), drawn.max(), "row {}, column {}", row, column);
            }
        }
    }

    #[test]
    fn widths_are_32_and_fours_more_and_margins_10_to_13_unless_that_is_too_narrow(
        (recipe, digits) in recipes(), seed: u64,
    ) {
        let set = recipe.draw(&digits, 0..digits.len(), seed, 0).unwrap();
        for (width, places) in strings(&set) {
            let left = places.iter().map(|place| place.columns.start).min().unwrap();
            let right = width - places.iter().map(|place| place.columns.end).max().unwrap();
            prop_assert!(width >= 32 && width % 4 == 0, "{}", width);
            if width == 32 {
                prop_assert!(left >= 10 && right >= 10 && left.abs_diff(right) <= 3);
            } else {
                prop_assert!((10..=13).contains(&left) && (10..=13).contains(&right));
            }
        }
    }

    #[test]
    fn digits_stand_in_the_order_of_their_string((recipe, digits) in recipes(), seed: u64) {
        let set = recipe.draw(&digits, 0..digits.len(), seed, 0).unwrap();
        for pair in neighbours(&set) {
            let [distance, gap, least] = [twice_distance(pair), gap(pair), *recipe.gaps.start()];
            prop_assert!(distance > 0);
            // No box is moved further than it has to be.
            prop_assert!(gap <= *recipe.gaps.end() || distance <= 2);
            prop_assert!(gap >= least);
        }
        for string in 0..set.len() {
            let labels = set.places(string).iter().map(|place| (place.image % 10) as u8);
            prop_assert_eq!(set.digits(string), labels.collect::<Vec<_>>());
        }
    }
}

#[test]
fn a_box_has_the_columns_with_a_pixel_of_at_least_64() {
    let digits = dataset(1, |_, row, column| match (row, column) {
        (27, 8) | (0, 13) => 64,
        (_, 5 | 20) => 63,
        _ => 0,
    });
    let one = Recipe {
        length: 1,
        ..Recipe::PAPER
    };
    let set = one.test(&digits, 1).unwrap();
    let place = &set.places(0)[0];
    assert_eq!(place.columns.len(), 6);
    assert_eq!(place.columns.start as i32 - place.left, 8);
    // What is too faint for the box is drawn all the same.
    let picture = set.picture(0);
    let faint = [5, 20].map(|column| picture[[16, (place.left + column) as usize]]);
    assert_eq!(faint, [63, 63]);
}

#[test]
fn an_image_too_faint_for_a_box_is_taken_whole() {
    let digits = dataset(5, |_, _, _| 63);
    let set = Recipe::APART.test(&digits, 1).unwrap();
    for place in set.places(0) {
        assert_eq!(place.columns.len(), SIDE);
        assert_eq!(place.left, place.columns.start as i32);
    }
}

#[test]
fn ink_that_lies_outside_the_picture_is_cut_off() {
    // The box is at the right side of the image, and 13 columns of margin do not hold the rest.
    let digits = dataset(1, |_, _, column| if column == 27 { 255 } else { 40 });
    let one = Recipe {
        length: 1,
        ..Recipe::PAPER
    };
    let set = one.test(&digits, 1).unwrap();
    let place = &set.places(0)[0];
    assert!(place.left < 0, "{place:?}");
    assert_eq!(set.picture(0)[[16, 0]], 40);
}

#[test]
fn one_narrow_digit_stands_in_the_middle_of_32_columns() {
    let one = Recipe {
        length: 1,
        ..Recipe::PAPER
    };
    let set = one.draw(&blocks(50, 2), 0..50, 1, 0).unwrap();
    for (width, places) in strings(&set) {
        assert_eq!(width, 32);
        assert!((13..=17).contains(&places[0].columns.start), "{places:?}");
    }
}

#[test]
fn very_narrow_digits_do_not_change_places() {
    let recipe = Recipe {
        gaps: -4..=-4,
        ..Recipe::PAPER
    };
    for (width, least) in [(3, -2), (4, -3), (5, -4), (6, -4)] {
        let set = recipe.test(&blocks(100, width), 1).unwrap();
        assert!(neighbours(&set).all(|pair| gap(pair) == least), "{width}");
    }
}

#[test]
fn as_many_pixels_are_inverted_as_the_probability_says() {
    let digits = blocks(500, 12);
    let clean = Recipe::PAPER.test(&digits, 1).unwrap();
    for probability in [0.0, 0.1, 0.5, 1.0] {
        let recipe = Recipe {
            invert: probability,
            ..Recipe::PAPER
        };
        let noisy = recipe.test(&digits, 1).unwrap();
        let (mut n, mut inverted) = (0.0, 0.0);
        for (clean, noisy) in clean.pictures().zip(noisy.pictures()) {
            for (&clean, &noisy) in clean.iter().zip(noisy) {
                assert!(noisy == clean || noisy == 255 - clean);
                n += 1.0;
                inverted += f64::from(u8::from(noisy != clean));
            }
        }
        let bound = 5.0 * f64::sqrt(n * probability * (1.0 - probability));
        assert!((inverted - n * probability).abs() <= bound, "{inverted}");
    }
}

#[test]
fn each_string_has_noise_of_its_own() {
    let noisy = Recipe {
        length: 1,
        invert: 0.5,
        ..Recipe::PAPER
    };
    let set = noisy.draw(&dataset(9, |_, _, _| 0), 0..9, 1, 0).unwrap();
    let rows: Vec<_> = set
        .pictures()
        .map(|picture| picture.row(0).iter().take(32).copied().collect::<Vec<_>>())
        .collect();
    assert!((1..9).all(|string| rows[string] != rows[0]));
}
