use super::*;

fn grey(n_images: usize) -> Images {
    Images::new(Array2::from_elem((n_images, 400), 40), 20, 20).unwrap()
}

#[test]
fn as_many_pixels_are_inverted_as_the_probability_says() {
    let images = grey(100);
    for probability in [0.0, 0.1, 0.5, 1.0] {
        let noisy = invert_pixels(&images, probability, 1).unwrap();
        let inverted = noisy.as_slice().iter().filter(|&&p| p == 215).count();
        let kept = noisy.as_slice().iter().filter(|&&p| p == 40).count();
        assert_eq!(inverted + kept, 40_000);
        // Five standard deviations of a binomial count.
        let (n, p) = (40_000.0, probability);
        let bound = 5.0 * f64::sqrt(n * p * (1.0 - p));
        assert!(
            (inverted as f64 - n * p).abs() <= bound,
            "{inverted} at {p}"
        );
    }
}

#[test]
fn each_image_and_seed_has_noise_of_its_own() {
    let first = invert_pixels(&grey(2), 0.5, 1).unwrap();
    let [a, b] = [0, 1].map(|index| first.pixels().row(index).to_vec());
    assert_ne!(a, b);
    assert_ne!(first, invert_pixels(&grey(2), 0.5, 2).unwrap());
    let longer = invert_pixels(&grey(3), 0.5, 1).unwrap();
    assert_eq!(longer.pixels().row(1).to_vec(), b);
}

#[test]
fn what_is_no_probability_is_refused() {
    for probability in [-0.1, 1.5, f64::NAN] {
        let message = invert_pixels(&grey(1), probability, 1)
            .unwrap_err()
            .to_string();
        assert!(message.contains("probability"), "{message}");
    }
}
