use super::*;

const HEIGHT: usize = 27;
const WIDTH: usize = 29;

/// An upright figure: every row is symmetric about the middle column, with a weight and a
/// half width of its own. Twenty rows are in the middle but for half a pixel.
fn upright(weights: &[(u8, i64)]) -> Images {
    let top = (HEIGHT - weights.len()) as i64 / 2;
    image(HEIGHT, WIDTH, |x, y| {
        let row = usize::try_from(y - top).ok();
        match row.and_then(|row| weights.get(row)) {
            Some(&(weight, half_width)) if (x - 14).abs() <= half_width => weight,
            _ => 0,
        }
    })
}

/// Row `y` moved to the right by `(y - 13) * slope` pixels, rounded down, and everything
/// by `right` and `down`.
fn slanted(upright: &Images, slope: f64, right: i64, down: i64) -> Images {
    let original = upright.as_slice();
    image(HEIGHT, WIDTH, |x, y| {
        let y = y - down;
        let x = x - right - (slope * (y - 13) as f64).floor() as i64;
        let inside = (0..WIDTH as i64).contains(&x) && (0..HEIGHT as i64).contains(&y);
        if inside {
            original[y as usize * WIDTH + x as usize]
        } else {
            0
        }
    })
}

/// Mean column, mean row and µ₁₁ / µ₀₂, straight from their definitions.
fn axis(images: &Images) -> [f64; 3] {
    let width = images.width();
    let ink = || {
        let pixels = images.as_slice().iter().enumerate();
        pixels.map(move |(i, &ink)| {
            let (x, y) = (i % width, i / width);
            (f64::from(ink), x as f64, y as f64)
        })
    };
    let mass: f64 = ink().map(|(ink, ..)| ink).sum();
    let mean_x = ink().map(|(ink, x, _)| ink * x).sum::<f64>() / mass;
    let mean_y = ink().map(|(ink, _, y)| ink * y).sum::<f64>() / mass;
    let mu_11: f64 = ink()
        .map(|(ink, x, y)| ink * (x - mean_x) * (y - mean_y))
        .sum();
    let mu_02: f64 = ink().map(|(ink, _, y)| ink * (y - mean_y).powi(2)).sum();
    [mean_x, mean_y, mu_11 / mu_02]
}

#[test]
fn an_upright_bar_in_the_middle_stays() {
    let bar = upright(&[(200, 1); 19]);
    assert_eq!(deslant(&bar, HEIGHT, WIDTH).unwrap(), bar);
}

#[test]
fn white_stays_white() {
    let blank = image(28, 28, |_, _| 0);
    assert_eq!(deslant(&blank, 28, 28).unwrap(), blank);
}

#[test]
fn ink_in_one_row_has_no_slant_but_is_centred() {
    let dash = |row| {
        image(27, 27, move |x, y| {
            90 * u8::from(y == row && (8..=18).contains(&x))
        })
    };
    assert_eq!(deslant(&dash(20), 27, 27).unwrap(), dash(13));
}

#[test]
fn a_stroke_along_the_diagonal_becomes_vertical() {
    let stroke = image(27, 27, |x, y| {
        255 * u8::from(x == y && (6..=20).contains(&y))
    });
    let vertical = image(27, 27, |x, y| {
        255 * u8::from(x == 13 && (6..=20).contains(&y))
    });
    assert_eq!(deslant(&stroke, 27, 27).unwrap(), vertical);
    assert_eq!(
        deslant(&stroke, 20, 20).unwrap(),
        crop(&vertical, 20, 20).unwrap()
    );
}

#[test]
fn interpolation_along_the_rows_by_hand() {
    #[rustfmt::skip]
    let pixels = vec![
        0, 100, 100, 0,
        0, 100, 100, 0,
        0,   0, 200, 0,
    ];
    let images = Images::new(Array2::from_shape_vec((1, 12), pixels).unwrap(), 3, 4).unwrap();
    // Each row has mass 200, with means 1.5, 1.5, 2: a slope of 1/4 about row 1, and 1/6
    // too far to the right; shifts to the left of -1/12, 1/6 and 5/12.
    #[rustfmt::skip]
    let expected = [
         0,  92, 100, 8,
        17, 100,  83, 0,
         0,  83, 117, 0,
    ];
    assert_eq!(deslant(&images, 3, 4).unwrap().as_slice(), expected);
}

#[test]
fn interpolation_between_the_rows_by_hand() {
    let column = image(4, 1, |_, y| [0, 100, 100, 100][y as usize]);
    let centred = deslant(&column, 4, 1).unwrap();
    assert_eq!(centred.as_slice(), [50, 100, 100, 50]);
}

proptest! {
    #[test]
    fn a_known_slant_and_shift_are_removed(
        mut weights in prop::collection::vec((1_u8..=255, 0_i64..3), 10),
        slope in -1_i32..=1,
        right in -2_i64..=2,
        down in -3_i64..=3,
    ) {
        // The mean row of a figure that is symmetric about it is a whole number, and so
        // are all shifts.
        weights.extend(weights.clone().into_iter().rev().skip(1));
        let upright = upright(&weights);
        let slanted = slanted(&upright, slope.into(), right, down);
        prop_assert_eq!(deslant(&slanted, HEIGHT, WIDTH).unwrap(), upright);
    }

    #[test]
    fn what_is_deslanted_is_upright_and_centred(
        weights in prop::collection::vec((100_u8..=255, 1_i64..3), 12..18),
        slope in -0.5..0.5,
        right in -3_i64..=3,
        down in -3_i64..=3,
    ) {
        let slanted = slanted(&upright(&weights), slope, right, down);
        let deslanted = deslant(&slanted, HEIGHT, WIDTH).unwrap();
        let [mean_x, mean_y, slope] = axis(&deslanted);
        prop_assert!((mean_x - 14.0).abs() < 0.05, "{}", mean_x);
        prop_assert!((mean_y - 13.0).abs() < 0.05, "{}", mean_y);
        prop_assert!(slope.abs() < 0.02, "{}", slope);
        // Ink is spread over pixels, but none is lost except by rounding.
        let ratio = total(&deslanted) as f64 / total(&slanted) as f64;
        prop_assert!((ratio - 1.0).abs() < 0.01, "{}", ratio);
    }

    #[test]
    fn any_image_can_be_deslanted(images in images()) {
        let deslanted = deslant(&images, images.height(), images.width()).unwrap();
        prop_assert_eq!(deslanted.len(), images.len());
    }
}
