//! Calibrated models of whatever kind, read again.

use baselines::Model;
use baselines::boosting::Committee;
use baselines::calibration::{Calibrated, Method};
use baselines::classifier::Classifier;
use baselines::classifier::persist::{ModelError, ModelReader, Notes, to_bytes};
use baselines::linear::Linear;
use linfa::prelude::*;
use ndarray::{Array2, Axis, array};

fn training() -> Dataset<u8, usize, ndarray::Ix1> {
    let images = array![
        [0u8, 9],
        [10, 40],
        [90, 200],
        [200, 90],
        [250, 30],
        [120, 80]
    ];
    Dataset::new(images, array![0, 0, 0, 1, 1, 1])
}

/// A committee of two, calibrated.
fn model(method: Method) -> Calibrated<Model<u8>> {
    let linear = || -> Model<u8> { Box::new(Linear::params(2).fit(&training()).unwrap()) };
    let committee = Committee::new(vec![linear(), linear()]).unwrap();
    Calibrated::fit(Box::new(committee) as Model<u8>, method, &training()).unwrap()
}

fn bytes(model: &Calibrated<Model<u8>>) -> Vec<u8> {
    to_bytes(model as &dyn Classifier, &Notes::new()).expect("all of it can be kept")
}

#[test]
fn a_model_of_any_kind_comes_back_with_its_calibration() {
    for method in Method::ALL {
        let model = model(method);
        let bytes = bytes(&model);
        let images = Array2::from_shape_fn((50, 2), |(i, j)| (i * (37 + 20 * j) % 256) as u8);
        let scores = |model: &dyn Classifier| model.scores(images.view()).unwrap();

        let reader = ModelReader::new(&bytes).unwrap();
        let again = baselines::read::<u8>(&reader).unwrap();
        reader.check_all_read().unwrap();
        assert_eq!(scores(&again), scores(&model));
        assert_eq!(to_bytes(&again, &Notes::new()), Some(bytes.clone()));

        let again = Calibrated::read(&reader, baselines::read::<u8>).unwrap();
        assert_eq!(again.calibration(), model.calibration());
        assert_eq!(
            again.probabilities(images.view()).unwrap(),
            model.probabilities(images.view()).unwrap()
        );
        assert_eq!(again.reject_at(0.0), model.reject_at(0.0));
        let sums = again
            .probabilities(images.view())
            .unwrap()
            .sum_axis(Axis(1));
        assert!(sums.iter().all(|sum| (sum - 1.0).abs() < 1e-12));
    }
}

#[test]
fn a_calibrated_model_of_other_pixels_is_refused() {
    let committee = bytes(&model(Method::Sigmoid));
    // A linear classifier takes all pixels; nearest neighbours those they were given.
    let reader = ModelReader::new(&committee).unwrap();
    assert!(baselines::read::<f32>(&reader).is_ok());
    let knn = baselines::knn::Knn::params(2)
        .k(1)
        .fit(&training())
        .unwrap();
    let knn = Calibrated::fit(knn, Method::Sigmoid, &training()).unwrap();
    let knn = to_bytes(&knn as &dyn Classifier, &Notes::new()).unwrap();
    let refused = baselines::read::<f32>(&ModelReader::new(&knn).unwrap()).err();
    assert!(
        matches!(&refused, Some(ModelError::Setting { name, .. }) if name == "model.pixel"),
        "{refused:?}"
    );
}
