//! Tests saving and loading, and files that are not valid.

use classifier::Classifier;
use classifier::persist::ModelError;
use gradient::loss::PenaltyLoss;
use lenet::codes::Alphabet;
use lenet::{Architecture, LeNet, LeNetParams, Output, TrainingParams as _};
use linfa::prelude::*;
use model_file::FileError;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use std::path::Path;

use crate::common::digits;

fn trained(params: LeNetParams) -> LeNet {
    let (images, labels) = digits(30, 28, 1);
    params.passes(1).fit(&Dataset::new(images, labels)).unwrap()
}

#[test]
fn a_loaded_network_is_the_saved_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("weights.safetensors");
    let (images, _) = digits(10, 28, 2);
    let trained_centres = LeNetParams::lenet5().output(Output::Codes {
        alphabet: Alphabet::Digits,
        scale: 0.1,
        loss: PenaltyLoss::Posterior { rubbish: 1.0 },
        trainable: true,
    });
    let with_space = LeNetParams::lenet5().output(Output::Codes {
        alphabet: Alphabet::DigitsAndSpace,
        scale: 0.15,
        loss: PenaltyLoss::Posterior { rubbish: 1.0 },
        trainable: false,
    });
    for params in [
        with_space,
        LeNetParams::lenet5(),
        LeNetParams::lenet5_best(),
        LeNetParams::lenet4(),
        LeNetParams::lenet1(),
        LeNetParams::lucid_lenet5(),
        LeNetParams::lucid_lenet4(),
        LeNetParams::lucid_lenet1(),
        trained_centres,
    ] {
        let saved = trained(params);
        saved.save(&file).unwrap();
        let loaded = LeNet::load(&file).unwrap();
        assert_eq!(loaded.parameters(), saved.parameters());
        let (ours, theirs) = (loaded.architecture(), saved.architecture());
        assert_eq!(
            (ours.name, ours.n_classes()),
            (theirs.name, theirs.n_classes())
        );
        assert_eq!(
            loaded.scores(images.view()).unwrap(),
            saved.scores(images.view()).unwrap()
        );
    }
}

/// Name, element type, shape, and values as bytes.
type Tensor = (String, Dtype, Vec<usize>, Vec<u8>);

/// Saves LeNet-5 with changed tensors and metadata, and returns the error of loading.
fn altered(alter: impl FnOnce(&mut Vec<Tensor>, &mut Vec<(String, String)>)) -> ModelError {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("weights.safetensors");
    trained(LeNetParams::lenet5()).save(&file).unwrap();
    let contents = std::fs::read(&file).unwrap();
    let (_, header) = SafeTensors::read_metadata(&contents).unwrap();
    let mut metadata: Vec<_> = header.metadata().clone().unwrap().into_iter().collect();
    let mut tensors: Vec<Tensor> = SafeTensors::deserialize(&contents)
        .unwrap()
        .iter()
        .map(|(name, t)| {
            (
                name.to_owned(),
                t.dtype(),
                t.shape().to_vec(),
                t.data().to_vec(),
            )
        })
        .collect();
    alter(&mut tensors, &mut metadata);
    let views = tensors.iter().map(|(name, dtype, shape, bytes)| {
        (name, TensorView::new(*dtype, shape.clone(), bytes).unwrap())
    });
    let contents = safetensors::serialize(views, Some(metadata.into_iter().collect())).unwrap();
    std::fs::write(&file, contents).unwrap();
    load_error(&file)
}

fn load_error(file: &Path) -> ModelError {
    match LeNet::load(file).unwrap_err() {
        FileError::Model { source, .. } => source,
        other => panic!("{other}"),
    }
}

fn tensor<'a>(tensors: &'a mut [Tensor], name: &str) -> &'a mut Tensor {
    tensors.iter_mut().find(|tensor| tensor.0 == name).unwrap()
}

#[test]
fn each_damage_has_its_error() {
    let missing = altered(|tensors, _| tensors.retain(|t| t.0 != "s4.bias"));
    assert!(matches!(missing, ModelError::Missing(_)), "{missing}");

    let shape = altered(|tensors, _| tensor(tensors, "f6.weight").2 = vec![120, 84, 1, 1]);
    match shape {
        ModelError::Shape {
            name,
            expected,
            found,
        } => {
            assert_eq!(name, "f6.weight");
            assert_eq!(expected, "[84, 120, 1, 1]");
            assert_eq!(found, [120, 84, 1, 1]);
        }
        other => panic!("{other}"),
    }

    let kind = altered(|tensors, _| tensor(tensors, "c1.bias").1 = Dtype::I32);
    assert!(matches!(kind, ModelError::Type { .. }), "{kind}");

    let nan = altered(|tensors, _| {
        tensor(tensors, "c1.weight").3[8..12].copy_from_slice(&f32::NAN.to_le_bytes());
    });
    assert!(matches!(nan, ModelError::Value { index: 2, .. }), "{nan}");

    // Map 0 of C3 does not read map 3 of S2.
    let connected = altered(|tensors, _| {
        let at = 4 * (3 * 25);
        tensor(tensors, "c3.weight").3[at..at + 4].copy_from_slice(&1.0f32.to_le_bytes());
    });
    assert!(
        matches!(connected, ModelError::Value { index: 75, .. }),
        "{connected}"
    );

    for (key, value) in [
        ("format", "onnx"),
        ("kind", "knn"),
        ("version", "2"),
        ("network", "LeNet-6"),
        ("n_features", "785"),
        ("n_classes", "11"),
        ("pixel", "u8"),
        ("pooling", "maximum"),
        ("penalty_scale", "-1"),
        ("trained_centres", "maybe"),
        ("unit", "3"),
    ] {
        let wrong = altered(|_, settings| {
            settings.iter_mut().find(|entry| entry.0 == key).unwrap().1 = value.into();
        });
        match wrong {
            ModelError::Setting { name, found, .. } => {
                assert_eq!((name.as_str(), found.as_str()), (key, value));
            }
            ModelError::Foreign(found) => assert_eq!(found.as_deref(), Some("onnx")),
            ModelError::Kind { found, .. } => assert_eq!(found, "knn"),
            ModelError::Newer { found, .. } => assert_eq!(found, 2),
            other => panic!("{key}: {other}"),
        }
        let gone = altered(|_, settings| settings.retain(|entry| entry.0 != key));
        assert!(
            matches!(gone, ModelError::Missing(_) | ModelError::Foreign(None)),
            "{gone}"
        );
    }
    let unknown = altered(|_, settings| settings.push(("bias".into(), "1".into())));
    assert_eq!(unknown, ModelError::Unknown("bias".into()));
}

#[test]
fn files_that_are_none_or_cut_short() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("weights.safetensors");
    assert!(matches!(
        LeNet::load(&file).unwrap_err(),
        FileError::Io { .. }
    ));
    trained(LeNetParams::lenet1()).save(&file).unwrap();
    let contents = std::fs::read(&file).unwrap();
    for length in [0, 7, 100, contents.len() - 1] {
        std::fs::write(&file, &contents[..length]).unwrap();
        assert!(
            matches!(load_error(&file), ModelError::Damaged(_)),
            "{length} bytes"
        );
    }
    let nowhere = folder.path().join("no such folder").join("weights");
    let model = trained(LeNetParams::lenet1());
    assert!(matches!(model.save(nowhere), Err(FileError::Io { .. })));
}

#[test]
fn names_and_shapes_are_what_the_documentation_says() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("weights.safetensors");
    trained(LeNetParams::lenet5()).save(&file).unwrap();
    let contents = std::fs::read(&file).unwrap();
    let tensors = SafeTensors::deserialize(&contents).unwrap();
    let mut shapes: Vec<(String, Vec<usize>)> = tensors
        .iter()
        .map(|(name, t)| (name.to_owned(), t.shape().to_vec()))
        .collect();
    shapes.sort();
    let expected: Vec<(String, Vec<usize>)> = [
        ("c1.bias", vec![6]),
        ("c1.weight", vec![6, 1, 5, 5]),
        ("c3.bias", vec![16]),
        ("c3.weight", vec![16, 6, 5, 5]),
        ("c5.bias", vec![120]),
        ("c5.weight", vec![120, 16, 5, 5]),
        ("f6.bias", vec![84]),
        ("f6.weight", vec![84, 120, 1, 1]),
        ("output.centre", vec![10, 84]),
        ("s2.bias", vec![6]),
        ("s2.coefficient", vec![6]),
        ("s4.bias", vec![16]),
        ("s4.coefficient", vec![16]),
    ]
    .map(|(name, shape)| (name.to_owned(), shape))
    .into();
    assert_eq!(shapes, expected);
    assert_eq!(Architecture::lenet5().name, "LeNet-5");
}

#[test]
fn where_the_pixels_lie_and_in_what_unit_is_kept_with_the_weights() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("weights.safetensors");
    let (images, labels) = digits(30, 28, 1);
    let counts = images.mapv(|byte| 1000.1 + 16.0 * f64::from(byte));
    let params = LeNetParams::lenet1().passes(1);
    let saved = params.fit(&Dataset::new(counts.clone(), labels)).unwrap();
    saved.save(&file).unwrap();
    let loaded = LeNet::load(&file).unwrap();
    assert_eq!(
        loaded.scores(counts.view()).unwrap(),
        saved.scores(counts.view()).unwrap()
    );
    for origins in [vec![f64::NAN], vec![0.0; 784]] {
        let error = altered(|tensors, settings| {
            let kind = if origins.len() == 1 { "one" } else { "each" };
            let entry = settings.iter_mut().find(|entry| entry.0 == "origins");
            entry.unwrap().1 = kind.into();
            let shape = if origins.len() == 1 {
                vec![]
            } else {
                vec![origins.len()]
            };
            let bytes = origins.iter().flat_map(|origin| origin.to_le_bytes());
            tensors.push(("origin".into(), Dtype::F64, shape, bytes.collect()));
        });
        let is_told = matches!(&error, ModelError::Value { name, .. } | ModelError::Shape { name, .. } if name == "origin");
        assert!(is_told, "{error}");
    }
}
