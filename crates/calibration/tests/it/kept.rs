//! Calibrated models as files: what the conformance suite does not try.

use calibration::{Calibrated, Method};
use classifier::Classifier;
use classifier::persist::{ModelError, ModelReader, Notes, Persist, to_bytes};
use linear::Linear;
use linfa::prelude::*;
use ndarray::{Array1, Array2, array};
use safetensors::SafeTensors;

fn file(method: Method) -> Vec<u8> {
    let images = array![
        [0u8, 9],
        [10, 40],
        [90, 200],
        [200, 90],
        [250, 30],
        [120, 80]
    ];
    let set = DatasetBase::<Array2<u8>, Array1<usize>>::new(images, array![0, 0, 0, 1, 1, 1]);
    let model = Linear::params(3).fit(&set).unwrap();
    let model = Calibrated::fit(model, method, &set).unwrap();
    to_bytes(&model as &dyn Classifier, &Notes::new()).expect("can be kept")
}

fn read(file: &[u8]) -> Result<Calibrated<Linear>, ModelError> {
    Calibrated::read::<u8>(&ModelReader::new(file)?, Persist::read_from)
}

/// The file with other bytes at the beginning of a tensor.
fn with(file: &[u8], tensor: &str, bytes: &[u8]) -> Vec<u8> {
    let tensors = SafeTensors::deserialize(file).unwrap();
    let data = tensors.tensor(tensor).unwrap().data().as_ptr();
    let start = data.addr() - file.as_ptr().addr();
    let mut damaged = file.to_vec();
    damaged[start..start + bytes.len()].copy_from_slice(bytes);
    damaged
}

#[test]
fn numbers_that_no_calibration_has_are_refused_by_name_and_place() {
    let file = file(Method::Temperature);
    assert!(read(&file).is_ok());
    let refused = |tensor: &str, bytes: &[u8]| {
        let error = read(&with(&file, tensor, bytes)).unwrap_err();
        assert!(
            matches!(&error, ModelError::Value { name, .. } if name == tensor),
            "{tensor}: {error}"
        );
    };
    refused("present", &[2]);
    refused("present", &[0, 0, 0]);
    refused("correct", &[255]);
    refused("confidences", &1.5f64.to_le_bytes());
    refused("confidences", &(-0.5f64).to_le_bytes());
    refused("confidences", &f64::NAN.to_le_bytes());
}

#[test]
fn a_class_more_or_less_than_the_model_has_is_refused() {
    let two = array![[0u8, 9], [200, 90]];
    let set = DatasetBase::<Array2<u8>, Array1<usize>>::new(two, array![0, 1]);
    let of_two = Linear::params(2).fit(&set).unwrap();
    for method in Method::ALL {
        let file = file(method);
        let reader = ModelReader::new(&file).unwrap();
        let error = Calibrated::read::<u8>(&reader, |_| Ok(of_two.clone())).unwrap_err();
        assert!(matches!(error, ModelError::Shape { .. }), "{error}");
    }
}
