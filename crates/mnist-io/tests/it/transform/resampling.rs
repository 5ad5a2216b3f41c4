use super::*;

/// Each pixel repeated, so that the small pixels of both images coincide, and then averaged.
fn by_repetition(images: &Images, height: usize, width: usize) -> Vec<f64> {
    let (from_height, from_width) = (images.height(), images.width());
    let mut means = Vec::new();
    for image in images.pixels().rows() {
        for y in 0..height {
            for x in 0..width {
                let mut sum = 0.0;
                for small_y in y * from_height..(y + 1) * from_height {
                    for small_x in x * from_width..(x + 1) * from_width {
                        let (y, x) = (small_y / height, small_x / width);
                        sum += f64::from(image[y * from_width + x]);
                    }
                }
                means.push(sum / (from_height * from_width) as f64);
            }
        }
    }
    means
}

#[test]
fn five_pixels_give_four_by_area() {
    let row = image(1, 5, |x, _| [100, 200, 0, 40, 80][x as usize]);
    // (4·100 + 200) / 5, (3·200 + 2·0) / 5, (2·0 + 3·40) / 5, (40 + 4·80) / 5
    assert_eq!(resample(&row, 1, 4).unwrap().as_slice(), [120, 120, 24, 72]);
}

#[test]
fn the_16x16_version_is_of_the_central_20x20() {
    let framed = image(28, 28, |x, y| {
        if (4..24).contains(&x) && (4..24).contains(&y) {
            80
        } else {
            255
        }
    });
    assert_eq!(resample_16x16(&framed).unwrap(), image(16, 16, |_, _| 80));
}

proptest! {
    #[test]
    fn every_pixel_is_the_mean_of_what_it_covers(
        images in images(),
        to in (1_usize..12, 1_usize..12),
    ) {
        let resampled = resample(&images, to.0, to.1).unwrap();
        for (&pixel, mean) in resampled.as_slice().iter().zip(by_repetition(&images, to.0, to.1)) {
            prop_assert!((f64::from(pixel) - mean).abs() <= 0.5 + 1e-9, "{} {}", pixel, mean);
        }
    }

    #[test]
    fn the_same_size_is_the_same_image(images in images()) {
        let same = resample(&images, images.height(), images.width()).unwrap();
        prop_assert_eq!(same, images);
    }
}
