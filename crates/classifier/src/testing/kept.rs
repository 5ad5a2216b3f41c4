//! Models as bytes and back.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ndarray::{ArrayView1, ArrayView2};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use super::{Problem, Suite, TestPixel, bits};
use crate::Classifier;
use crate::persist::{self, ModelError, Notes, Persist};

impl Suite {
    /// Runs every check of a model that can be kept: that what is read again gives the same
    /// scores to the last bit, and that whatever is damaged is refused, or read as a model that
    /// can be used.
    ///
    /// # Panics
    /// At the first check that fails, saying which.
    pub fn run_kept<P, M, E>(
        self,
        fit: impl Fn(ArrayView2<'_, P>, ArrayView1<'_, usize>, usize) -> Result<M, E> + Sync,
    ) where
        P: TestPixel,
        M: Classifier<P> + Persist,
        E: Debug,
    {
        let problem = Problem::<P>::draw(self);
        let sets = [problem.train.clone()]
            .into_iter()
            .chain(Problem::<P>::changed(&problem.train, 1.0, 1000.0));
        for images in sets {
            let model = fit(images.view(), problem.labels.view(), self.n_classes);
            comes_back(&model.expect("fits sound data"), images.view());
        }
        // A class that training never shows.
        let absent = fit(
            problem.train.view(),
            problem.labels.view(),
            self.n_classes + 1,
        );
        comes_back(&absent.expect("fits sound data"), problem.train.view());

        let model = fit(problem.train.view(), problem.labels.view(), self.n_classes);
        let bytes = model.expect("fits sound data").to_bytes();
        let usable = |bytes: &[u8]| match M::from_bytes(bytes) {
            Ok(model) => drop(model.scores(problem.test.view())),
            Err(error) => drop(error.to_string()),
        };
        for length in (0..bytes.len()).step_by(bytes.len().div_ceil(200)) {
            let error = M::from_bytes(&bytes[..length]).err();
            let is_told = matches!(error, Some(ModelError::Damaged(_)));
            assert!(is_told, "the first {length} bytes: {error:?}");
        }
        let file = File::of(&bytes);
        assert_eq!(file.settings["kind"], M::KIND);
        for name in file.settings.keys() {
            let error = M::from_bytes(&file.without(name)).err();
            assert!(error.is_some(), "without the setting {name}");
            for text in [
                "",
                "-1",
                "0",
                "1",
                "1e999",
                "NaN",
                "18446744073709551615",
                "it",
            ] {
                let bytes = file.with_setting(name, text);
                let done = catch_unwind(AssertUnwindSafe(|| usable(&bytes)));
                assert!(done.is_ok(), "panics at the setting {name} = {text:?}");
            }
        }
        for name in file.tensors.keys() {
            let error = M::from_bytes(&file.without(name)).err();
            assert!(error.is_some(), "without the tensor {name}");
            for (what, bytes) in file.damages(name) {
                let done = catch_unwind(AssertUnwindSafe(|| usable(&bytes)));
                assert!(done.is_ok(), "panics at the tensor {name} {what}");
            }
            if let Some(bytes) = file.with_nan(name) {
                let error = M::from_bytes(&bytes).err();
                let is_told = matches!(error, Some(ModelError::Value { .. }));
                assert!(is_told, "NaN in the tensor {name}: {error:?}");
            }
        }
        let unknown = M::from_bytes(&file.with_setting("surprise", "1")).err();
        assert_eq!(unknown, Some(ModelError::Unknown("surprise".to_owned())));
        let version = (M::VERSION + 1).to_string();
        let newer = M::from_bytes(&file.with_setting("version", &version)).err();
        assert!(matches!(newer, Some(ModelError::Newer { .. })), "{newer:?}");
        let foreign = M::from_bytes(&file.with_setting("kind", "toaster")).err();
        assert!(
            matches!(foreign, Some(ModelError::Kind { .. })),
            "{foreign:?}"
        );
    }
}

fn comes_back<P: TestPixel, M: Classifier<P> + Persist>(model: &M, images: ArrayView2<'_, P>) {
    let bytes = model.to_bytes();
    assert_eq!(model.to_bytes(), bytes, "written twice: other bytes");
    let again = M::from_bytes(&bytes).expect("reads what was written");
    assert_eq!(again.to_bytes(), bytes, "read and written: other bytes");
    let scores = |model: &M| bits(&model.scores(images).expect("scores sound images"));
    assert_eq!(scores(&again), scores(model), "read again: other scores");
    assert_eq!(again.cost(), model.cost(), "read again: other costs");
    assert_eq!(again.n_classes(), model.n_classes());
    let notes = Notes::from([("made".to_owned(), "by the suite".to_owned())]);
    let noted = persist::to_bytes(model as &dyn Classifier<P>, &notes).expect("can be kept");
    assert!(M::from_bytes(&noted).is_ok(), "notes are in the way");
    let reader = persist::ModelReader::new(&noted).expect("a model");
    assert_eq!(reader.notes(), notes);
}

/// A file in parts, to be put together otherwise.
struct File {
    settings: BTreeMap<String, String>,
    tensors: BTreeMap<String, Tensor>,
}

#[derive(Clone)]
struct Tensor {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl File {
    fn of(bytes: &[u8]) -> Self {
        let (_, header) = SafeTensors::read_metadata(bytes).expect("a header");
        let tensors = SafeTensors::deserialize(bytes).expect("safetensors");
        let tensors = tensors.iter().map(|(name, tensor)| {
            let own = Tensor {
                dtype: tensor.dtype(),
                shape: tensor.shape().to_vec(),
                bytes: tensor.data().to_vec(),
            };
            (name.to_owned(), own)
        });
        Self {
            tensors: tensors.collect(),
            settings: header.metadata().clone().into_iter().flatten().collect(),
        }
    }

    fn bytes_of(
        settings: &BTreeMap<String, String>,
        tensors: &BTreeMap<String, Tensor>,
    ) -> Vec<u8> {
        let views = tensors.iter().map(|(name, tensor)| {
            let view = TensorView::new(tensor.dtype, tensor.shape.clone(), &tensor.bytes);
            (name, view.expect("as many bytes as the shape has"))
        });
        let settings = settings.clone().into_iter().collect();
        safetensors::serialize(views, Some(settings)).expect("a small header")
    }

    fn without(&self, name: &str) -> Vec<u8> {
        let (mut settings, mut tensors) = (self.settings.clone(), self.tensors.clone());
        settings.remove(name);
        tensors.remove(name);
        Self::bytes_of(&settings, &tensors)
    }

    fn with_setting(&self, name: &str, text: &str) -> Vec<u8> {
        let mut settings = self.settings.clone();
        settings.insert(name.to_owned(), text.to_owned());
        Self::bytes_of(&settings, &self.tensors)
    }

    fn with_tensor(&self, name: &str, tensor: Tensor) -> Vec<u8> {
        let mut tensors = self.tensors.clone();
        tensors.insert(name.to_owned(), tensor);
        Self::bytes_of(&self.settings, &tensors)
    }

    /// The file with a tensor of another type, of no numbers, of one more length, or of numbers
    /// that are as large as they can be.
    fn damages(&self, name: &str) -> Vec<(&'static str, Vec<u8>)> {
        let own = &self.tensors[name];
        let width = own.dtype.bitsize() / 8;
        let other = Tensor {
            dtype: Dtype::I16,
            shape: vec![own.bytes.len() / 2],
            bytes: own.bytes[..own.bytes.len() / 2 * 2].to_vec(),
        };
        let none = Tensor {
            shape: vec![0; own.shape.len()],
            bytes: own.bytes[..if own.shape.is_empty() { width } else { 0 }].to_vec(),
            ..own.clone()
        };
        let longer = Tensor {
            shape: [&[1], own.shape.as_slice()].concat(),
            ..own.clone()
        };
        let largest: Vec<u8> = match own.dtype {
            Dtype::F32 => f32::MAX.to_le_bytes().to_vec(),
            Dtype::F64 => f64::MAX.to_le_bytes().to_vec(),
            _ => vec![255; width],
        };
        let large = Tensor {
            bytes: largest.repeat(own.bytes.len() / width),
            ..own.clone()
        };
        let zero = Tensor {
            bytes: vec![0; own.bytes.len()],
            ..own.clone()
        };
        let damages = [
            ("of another type", other),
            ("of no numbers", none),
            ("of one more length", longer),
            ("of large numbers", large),
            ("of zeros", zero),
        ];
        damages
            .map(|(what, tensor)| (what, self.with_tensor(name, tensor)))
            .to_vec()
    }

    /// The file with a NaN in a tensor of floats that has a number.
    fn with_nan(&self, name: &str) -> Option<Vec<u8>> {
        let mut own = self.tensors[name].clone();
        match own.dtype {
            Dtype::F32 => {
                let first = own.bytes.first_chunk_mut::<4>()?;
                *first = f32::NAN.to_le_bytes();
            }
            Dtype::F64 => {
                let first = own.bytes.first_chunk_mut::<8>()?;
                *first = f64::NAN.to_le_bytes();
            }
            _ => return None,
        }
        Some(self.with_tensor(name, own))
    }
}
