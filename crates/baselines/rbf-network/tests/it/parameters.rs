use classifier::Classifier;
use least_squares::LeastSquaresError;
use linfa::prelude::*;
use ndarray::{Array1, Array2, Axis, array};
use rbf_network::{RbfNetwork, RbfNetworkError, RbfNetworkParams};

fn params() -> RbfNetworkParams {
    RbfNetwork::params(2)
}

#[test]
fn unsound_parameters_are_refused_by_name() {
    let refused = |params: RbfNetworkParams| params.check().unwrap_err();
    assert!(params().check().is_ok());
    assert!(matches!(
        refused(RbfNetwork::params(1)),
        RbfNetworkError::TooFewClasses { n_classes: 1 }
    ));
    assert!(matches!(
        refused(params().units_per_class(0)),
        RbfNetworkError::NoUnits
    ));
    for width in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-7, 1e7] {
        assert!(matches!(
            refused(params().width(width)),
            RbfNetworkError::InvalidWidth { .. }
        ));
    }
    for max_iterations in [100_001, usize::MAX] {
        assert!(matches!(
            refused(params().max_iterations(max_iterations)),
            RbfNetworkError::TooManyIterations { .. }
        ));
    }
    for ridge in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            refused(params().ridge(ridge)),
            RbfNetworkError::LeastSquares(LeastSquaresError::InvalidRidge { .. })
        ));
    }
}

/// 60 images of two classes. The pixels of each class are around one grey level.
fn grey() -> Dataset<u8, usize, ndarray::Ix1> {
    let images = Array2::from_shape_fn((60, 9), |(image, pixel)| {
        (100 * (image % 2) + (image * 31 + pixel * 17) % 60) as u8
    });
    Dataset::new(images, (0..60).map(|image| image % 2).collect())
}

#[test]
fn the_seed_decides() {
    let fit = |seed| {
        params()
            .units_per_class(3)
            .max_iterations(1)
            .seed(seed)
            .fit(&grey())
            .unwrap()
    };
    assert_eq!(fit(1), fit(1));
    assert_ne!(fit(1).centres(), fit(2).centres());
}

#[test]
fn width_is_a_factor_of_the_scales() {
    let fit = |width| {
        params()
            .units_per_class(3)
            .width(width)
            .fit(&grey())
            .unwrap()
    };
    assert_eq!(
        (2.0 * &fit(1.5).scales()).to_vec(),
        fit(3.0).scales().to_vec()
    );
}

/// There are 120 images of two classes on a line. Several clusters have many images, one of them
/// without any width, and one image is alone.
#[test]
fn a_unit_of_many_images_is_at_least_half_the_mean_and_of_few_goes_by_its_neighbours() {
    let place = |image: usize| match image {
        0..40 => 40.0,
        40..80 => 60.0 + (image % 2) as f64 * 8.0,
        80..119 => 120.0 + (image % 2) as f64 * 8.0,
        _ => 200.0,
    };
    let images = Array2::from_shape_fn((120, 1), |(image, _)| place(image));
    let labels = Array1::from_iter((0..120).map(|image| usize::from(image >= 80)));
    let model = params()
        .units_per_class(2)
        .width(1.0)
        .fit(&Dataset::new(images, labels))
        .unwrap();
    let centres = model.centres();
    let scale = |place: f64| {
        let unit = centres.iter().position(|c| (c - place).abs() < 0.2);
        model.scales()[unit.expect("a cluster there")]
    };
    let mean = (16.0 + 16.0) / 4.0;
    assert!((scale(40.0) - mean / 2.0).abs() < 0.01);
    assert!((scale(64.0) - 16.0).abs() < 0.01);
    assert!((scale(124.0) - 16.0).abs() < 0.05);
    // The distances to the nearest centres are 24, 24, 76 and 76. Their upper median is 76.
    assert!((scale(200.0) - 0.75 * (200.0 - 123.9f64).powi(2)).abs() < 10.0);
}

#[test]
fn units_are_fewer_than_asked_for_where_images_are() {
    let images = array![[0u8, 0], [255, 255], [255, 255], [0, 255]];
    let training = Dataset::new(images, array![0, 0, 0, 1]);
    let model = params().units_per_class(3).fit(&training).unwrap();
    assert_eq!(model.n_units(), 3);
    assert_eq!(model.predict(&training.records), training.targets);
}

#[test]
fn the_cost_is_the_papers() {
    let images = Array2::from_shape_fn((1000, 784), |(image, pixel)| {
        ((image * 7 + pixel * (image % 13 + 1)) % 256) as u8
    });
    let labels = (0..1000).map(|image| image % 10).collect();
    let model = RbfNetwork::params(10)
        .max_iterations(1)
        .fit(&Dataset::new(images, labels))
        .unwrap();
    let cost = Classifier::<u8>::cost(&model);
    let n_units = model.n_units() as u64;
    assert_eq!(
        cost.multiply_accumulates,
        n_units * 784 + (n_units + 1) * 10
    );
    assert_eq!(cost.stored_values, cost.multiply_accumulates + n_units);
}

#[test]
fn activations_are_the_gaussians() {
    let training = grey();
    let model = params().units_per_class(3).fit(&training).unwrap();
    let activations = model.activations(training.records.view()).unwrap();
    for ((image, unit), &activation) in activations.indexed_iter() {
        let squared: f64 = training
            .records
            .index_axis(Axis(0), image)
            .iter()
            .zip(model.centres().row(unit))
            .map(|(&pixel, &centre)| (f64::from(pixel) / 255.0 - centre).powi(2))
            .sum();
        let expected = (-squared / model.scales()[unit]).exp();
        assert!(
            (activation - expected).abs() < 2e-4,
            "{expected}, {activation}"
        );
    }
}
