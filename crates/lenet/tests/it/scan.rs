//! Compares scanning a wide picture with recognising crops of it.

use classifier::{Classifier, InputError};
use lenet::{LeNet, LeNetError, LeNetParams, TrainingParams as _};
use linfa::prelude::*;
use ndarray::{Array2, s};

use crate::common::digits;

fn trained(params: LeNetParams, side: usize) -> LeNet {
    let (images, labels) = digits(200, side, 1);
    params.passes(3).fit(&Dataset::new(images, labels)).unwrap()
}

/// Three digits side by side, 32 × 96.
fn three_digits() -> Array2<u8> {
    let (images, _) = digits(10, 32, 5);
    let mut picture = Array2::zeros((32, 96));
    for (place, label) in [3, 1, 7].into_iter().enumerate() {
        let digit = images
            .row(label)
            .into_shape_with_order((32, 32))
            .unwrap()
            .to_owned();
        picture
            .slice_mut(s![.., 32 * place..32 * (place + 1)])
            .assign(&digit);
    }
    picture
}

#[test]
fn a_scan_is_its_crops_one_by_one() {
    let model = trained(LeNetParams::lenet5(), 32);
    let picture = three_digits();
    let scan = model.scan(picture.view()).unwrap();
    assert_eq!(scan.dim(), (1, 17, 10));
    let reference = model.reference();
    for place in 0..17 {
        let crop = picture.slice(s![.., 4 * place..4 * place + 32]);
        let field: Vec<f32> = crop
            .iter()
            .map(|&pixel| f32::from(pixel) / 255.0 * 1.275 - 0.1)
            .collect();
        let row = crop.to_owned().into_shape_with_order((1, 1024)).unwrap();
        let fast = Classifier::<u8>::scores(&model, row.view()).unwrap();
        for (class, score) in reference.scores(&field).into_iter().enumerate() {
            // The same kernels add the same sums in the same order, so the bits are equal.
            assert_eq!(scan[[0, place, class]], fast[[0, class]]);
            assert!((scan[[0, place, class]] - f64::from(score)).abs() < 1e-3);
        }
    }
}

#[test]
fn a_scan_goes_down_as_well_as_across() {
    let model = trained(LeNetParams::lenet1(), 28);
    let (images, _) = digits(1, 36, 3);
    let picture = images.row(0).into_shape_with_order((36, 36)).unwrap();
    let scan = model.scan(picture).unwrap();
    assert_eq!(scan.dim(), (3, 3, 10));
    for row in 0..3 {
        for column in 0..3 {
            let crop = picture.slice(s![4 * row..4 * row + 28, 4 * column..4 * column + 28]);
            let crop = crop.to_owned().into_shape_with_order((1, 784)).unwrap();
            let fast = Classifier::<u8>::scores(&model, crop.view()).unwrap();
            for class in 0..10 {
                assert!((scan[[row, column, class]] - fast[[0, class]]).abs() < 1e-4);
            }
        }
    }
}

#[test]
fn pictures_must_have_a_size_and_pixels_that_can_be_scanned() {
    let model = trained(LeNetParams::lenet5(), 32);
    for (height, width) in [(28, 96), (32, 30), (33, 96), (32, 97), (0, 0)] {
        let error = model
            .scan(Array2::<u8>::zeros((height, width)).view())
            .unwrap_err();
        assert!(
            matches!(error, LeNetError::PictureSize { .. }),
            "{height}×{width}: {error}"
        );
    }
    let mut picture = Array2::<f32>::zeros((32, 36));
    picture[[1, 2]] = f32::NAN;
    let error = model.scan(picture.view()).unwrap_err();
    assert!(matches!(
        error,
        LeNetError::Input(InputError::NotFinite {
            image: 0,
            pixel: 38,
            ..
        })
    ));
}
