use super::*;

const PAPER_LIKE: Distortion = Distortion {
    shift: 2.0,
    scale: 0.2,
    squeeze: 0.15,
    shear: 0.2,
    rotation: 12.0,
};

fn apply(affine: &Affine, images: &Images) -> Images {
    warp(images, affine).unwrap()
}

/// Pixel by pixel in `f64`, by the definition: `p` goes to `c + M (p − c) + t`.
fn by_definition(affine: &Affine, image: &[u8], height: usize, width: usize) -> Vec<f64> {
    let [[a, b], [c, d]] = affine.matrix;
    let determinant = a * d - b * c;
    let (centre_x, centre_y) = ((width as f64 - 1.0) / 2.0, (height as f64 - 1.0) / 2.0);
    let pixel = |x: f64, y: f64| {
        let inside = x >= 0.0 && y >= 0.0 && x < width as f64 && y < height as f64;
        if inside {
            f64::from(image[y as usize * width + x as usize])
        } else {
            0.0
        }
    };
    let mut moved = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let dx = x as f64 - centre_x - affine.shift[0];
            let dy = y as f64 - centre_y - affine.shift[1];
            let from_x = centre_x + (d * dx - b * dy) / determinant;
            let from_y = centre_y + (a * dy - c * dx) / determinant;
            let (left, top) = (from_x.floor(), from_y.floor());
            let (u, v) = (from_x - left, from_y - top);
            moved.push(
                (1.0 - v) * ((1.0 - u) * pixel(left, top) + u * pixel(left + 1.0, top))
                    + v * ((1.0 - u) * pixel(left, top + 1.0) + u * pixel(left + 1.0, top + 1.0)),
            );
        }
    }
    moved
}

#[test]
fn a_quarter_turn_is_exact() {
    let original = image(9, 9, |x, y| (9 * y + x) as u8);
    let turn = Affine {
        matrix: [[0.0, -1.0], [1.0, 0.0]],
        ..Affine::IDENTITY
    };
    // What was to the right is now below.
    let turned = image(9, 9, |x, y| (9 * (8 - x) + y) as u8);
    assert_eq!(apply(&turn, &original), turned);
}

#[test]
fn larger_is_larger() {
    let square = image(28, 28, |x, y| {
        255 * u8::from((10..18).contains(&x) && (10..18).contains(&y))
    });
    let twice = Affine {
        matrix: [[2.0, 0.0], [0.0, 2.0]],
        ..Affine::IDENTITY
    };
    let ratio = total(&apply(&twice, &square)) as f64 / total(&square) as f64;
    assert!((ratio - 4.0).abs() < 0.01, "{ratio}");
}

#[test]
fn what_cannot_be_inverted_is_white() {
    let black = image(9, 9, |_, _| 255);
    let white = image(9, 9, |_, _| 0);
    for matrix in [
        [[0.0, 0.0], [0.0, 0.0]],
        [[1.0, 1.0], [1.0, 1.0]],
        [[f64::NAN, 0.0], [0.0, 1.0]],
        [[1e-300, 0.0], [0.0, 1.0]],
    ] {
        let affine = Affine {
            matrix,
            ..Affine::IDENTITY
        };
        assert_eq!(apply(&affine, &black), white);
    }
    for shift in [
        [f64::INFINITY, 0.0],
        [0.0, f64::NAN],
        [1e300, 0.0],
        [-50.0, 0.0],
    ] {
        let affine = Affine {
            shift,
            ..Affine::IDENTITY
        };
        assert_eq!(apply(&affine, &black), white);
    }
}

#[test]
fn ranges_that_make_no_sense_are_refused() {
    for (what, ranges) in [
        (
            "shift",
            Distortion {
                shift: -1.0,
                ..PAPER_LIKE
            },
        ),
        (
            "scale",
            Distortion {
                scale: f64::NAN,
                ..PAPER_LIKE
            },
        ),
        (
            "squeeze",
            Distortion {
                squeeze: 4.0,
                ..PAPER_LIKE
            },
        ),
        (
            "shear",
            Distortion {
                shear: f64::INFINITY,
                ..PAPER_LIKE
            },
        ),
        (
            "rotation",
            Distortion {
                rotation: 181.0,
                ..PAPER_LIKE
            },
        ),
    ] {
        let error = distort(&image(3, 3, |_, _| 0), &ranges, 0, 0).unwrap_err();
        assert!(
            matches!(error, MnistError::Distortion { what: told, .. } if told == what),
            "{error:?}"
        );
    }
    let wide = image(1, (1 << 14) + 1, |_, _| 0);
    assert!(is_field_error(&distort(&wide, &PAPER_LIKE, 0, 0)));
}

#[test]
fn no_range_is_no_distortion() {
    let original = image(28, 28, |x, y| (31 * x + 17 * y) as u8);
    let same = distort(&original, &Distortion::default(), 5, 3).unwrap();
    assert_eq!(same, original);
}

#[test]
fn each_image_copy_and_seed_has_a_distortion_of_its_own() {
    let distorter = |seed| Distorter::new(&PAPER_LIKE, seed, 28, 28).unwrap();
    let mut drawn = Vec::new();
    for seed in [1, 2] {
        for index in [0, 1, 59_999] {
            for copy in [0, 1, 8] {
                let affine = distorter(seed).draw(index, copy);
                assert_eq!(affine, distorter(seed).draw(index, copy));
                assert!(!drawn.contains(&affine));
                drawn.push(affine);
            }
        }
    }
}

/// A record made with a seed has to stay what it was, whatever becomes of the crates that
/// the numbers come from.
#[test]
fn a_seed_gives_the_same_distortion_for_ever() {
    let affine = Distorter::new(&PAPER_LIKE, 1998, 28, 28)
        .unwrap()
        .draw(7, 2);
    let pinned = Affine {
        matrix: [
            [1.2517999119531402, -0.21937100364383766],
            [0.22959585940983646, 0.9332208335158516],
        ],
        shift: [-1.8128865803816785, -0.5701149666097081],
    };
    for (found, expected) in [
        (affine.matrix.as_flattened(), pinned.matrix.as_flattened()),
        (&affine.shift[..], &pinned.shift[..]),
    ] {
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{affine:?}");
        }
    }
}

/// `M = rotation · shear · diag(kq, k/q)`, taken apart again for many draws.
#[test]
fn what_is_drawn_fills_the_ranges_evenly() {
    let distorter = Distorter::new(&PAPER_LIKE, 3, 28, 28).unwrap();
    let mut sums = [[0.0; 2]; 6];
    let n = 4000;
    for index in 0..n {
        let Affine {
            matrix: [[a, b], [c, d]],
            shift,
        } = distorter.draw(index, 0);
        let (x, angle) = (a.hypot(c), c.atan2(a));
        let y = (a * d - b * c) / x;
        let shear = (a * b + c * d) / (x * y);
        let parts = [
            (x * y).sqrt().ln() / PAPER_LIKE.scale,
            (x / y).sqrt().ln() / PAPER_LIKE.squeeze,
            shear / PAPER_LIKE.shear,
            angle.to_degrees() / PAPER_LIKE.rotation,
            shift[0] / PAPER_LIKE.shift,
            shift[1] / PAPER_LIKE.shift,
        ];
        for (sums, part) in sums.iter_mut().zip(parts) {
            assert!(part.abs() <= 1.0 + 1e-9, "{parts:?}");
            sums[0] += part / n as f64;
            sums[1] += part * part / n as f64;
        }
    }
    for [mean, square] in sums {
        // Uniform on ±1: mean 0 ± 0.009, mean square 1/3 ± 0.005; five deviations.
        assert!(
            mean.abs() < 0.046 && (square - 1.0 / 3.0).abs() < 0.024,
            "{mean} {square}"
        );
    }
}

#[test]
fn threads_do_not_matter() {
    let pixels = Array2::from_shape_fn((500, 784), |(i, j)| (i * j) as u8);
    let images = Images::new(pixels, 28, 28).unwrap();
    let distorted = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| distort(&images, &PAPER_LIKE, 4, 1).unwrap())
    };
    let one = distorted(1);
    assert_eq!(one, distorted(2));
    assert_eq!(one, distorted(3));

    let mut distorter = Distorter::new(&PAPER_LIKE, 4, 28, 28).unwrap();
    let mut last = vec![0; 784];
    distorter.distort(
        images.pixels().row(499).as_slice().unwrap(),
        499,
        1,
        &mut last,
    );
    assert_eq!(one.pixels().row(499).as_slice().unwrap(), last);
}

proptest! {
    #[test]
    fn the_identity_changes_nothing(images in images()) {
        prop_assert_eq!(apply(&Affine::IDENTITY, &images), images);
    }

    #[test]
    fn whole_pixels_are_shifted_exactly(images in images(), x in -9_i64..10, y in -9_i64..10) {
        let shift = Affine { shift: [x as f64, y as f64], ..Affine::IDENTITY };
        let shifted = apply(&shift, &images);
        let (height, width) = (images.height() as i64, images.width() as i64);
        for (original, shifted) in images.pixels().rows().into_iter().zip(shifted.pixels().rows()) {
            for to_y in 0..height {
                for to_x in 0..width {
                    let (from_x, from_y) = (to_x - x, to_y - y);
                    let inside = (0..width).contains(&from_x) && (0..height).contains(&from_y);
                    let expected = if inside { original[(from_y * width + from_x) as usize] } else { 0 };
                    prop_assert_eq!(shifted[(to_y * width + to_x) as usize], expected);
                }
            }
        }
    }

    #[test]
    fn every_pixel_is_within_one_of_the_definition(
        images in images(),
        matrix in prop::array::uniform2(prop::array::uniform2(-2.0..2.0)),
        shift in prop::array::uniform2(-5.0..5.0),
    ) {
        let affine = Affine { matrix, shift };
        let [[a, b], [c, d]] = matrix;
        prop_assume!((a * d - b * c).abs() > 0.1);
        let (height, width) = (images.height(), images.width());
        let moved = apply(&affine, &images);
        for (image, moved) in images
            .as_slice()
            .chunks_exact(height * width)
            .zip(moved.as_slice().chunks_exact(height * width))
        {
            let expected = by_definition(&affine, image, height, width);
            for (&moved, expected) in moved.iter().zip(expected) {
                prop_assert!((f64::from(moved) - expected).abs() < 0.9, "{} {}", moved, expected);
            }
        }
    }
}

/// A smooth blob, since the sum of a resampled sharp edge depends on where the
/// grid falls across it: by 2.6 % for a square of 10 × 10.
#[test]
fn small_distortions_keep_the_ink() {
    let blob = image(28, 28, |x, y| {
        let squared = (x as f64 - 13.5).powi(2) + (y as f64 - 13.5).powi(2);
        (255.0 * (-squared / 18.0).exp()).round() as u8
    });
    let distorter = Distorter::new(&PAPER_LIKE, 6, 28, 28).unwrap();
    let worst = (0..1000)
        .map(|index| {
            let affine = distorter.draw(index, 0);
            let [[a, b], [c, d]] = affine.matrix;
            let ratio = total(&apply(&affine, &blob)) as f64 / total(&blob) as f64;
            (ratio / (a * d - b * c) - 1.0).abs()
        })
        .fold(0.0, f64::max);
    assert!(worst < 0.01, "{worst}");
}
