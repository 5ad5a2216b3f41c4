use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;

use ndarray::{ArrayView, Dimension};
use safetensors::{Dtype, View};

use super::format::{ANY_PIXEL, FORMAT, NOTE, Notes};
use super::number::{self, Number};
use crate::Pixel;

/// Takes a model's settings and tensors, and makes bytes of them.
pub struct ModelWriter<'a> {
    /// In front of the names: empty, or the names of the models that hold this one, each with a
    /// dot.
    prefix: String,
    settings: BTreeMap<String, String>,
    tensors: Vec<(String, Tensor<'a>)>,
}

struct Tensor<'a> {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Cow<'a, [u8]>,
}

impl View for &Tensor<'_> {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

impl<'a> ModelWriter<'a> {
    /// With nothing but notes.
    pub(super) fn new(notes: &Notes) -> Self {
        let mut writer = Self {
            prefix: String::new(),
            settings: BTreeMap::new(),
            tensors: Vec::new(),
        };
        writer.setting("format", FORMAT);
        for (name, note) in notes {
            writer.setting(&format!("{NOTE}{name}"), note);
        }
        writer
    }

    /// The settings of every model: its kind, and the version of that.
    pub fn kind(&mut self, kind: &'static str, version: u32) {
        self.setting("kind", kind);
        self.setting("version", version);
    }

    fn named(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// The settings of every model that takes pixels of one type: values an image, classes.
    pub fn header<P: Pixel>(&mut self, n_features: usize, n_classes: usize) {
        self.header_of(P::NAME, n_features, n_classes);
    }

    /// The settings of every model that takes pixels of any type: values an image, classes.
    pub fn header_of_any(&mut self, n_features: usize, n_classes: usize) {
        self.header_of(ANY_PIXEL, n_features, n_classes);
    }

    fn header_of(&mut self, pixel: &str, n_features: usize, n_classes: usize) {
        self.setting("pixel", pixel);
        self.setting("n_features", n_features);
        self.setting("n_classes", n_classes);
    }

    /// A setting: whatever its text is read as again. That of a float is the shortest that is
    /// read as the same number.
    ///
    /// # Panics
    /// If there is one of this name.
    pub fn setting(&mut self, name: &str, value: impl Display) {
        let name = self.named(name);
        let former = self.settings.insert(name.clone(), value.to_string());
        assert_eq!(former, None, "two settings are called {name}");
    }

    /// Numbers with a shape.
    ///
    /// # Panics
    /// If they are not as many as the shape has.
    pub fn tensor<T: Number>(
        &mut self,
        name: &str,
        shape: impl Into<Vec<usize>>,
        numbers: impl Into<Cow<'a, [T]>>,
    ) {
        let (shape, numbers) = (shape.into(), numbers.into());
        assert_eq!(shape.iter().product::<usize>(), numbers.len(), "{name}");
        let tensor = Tensor {
            dtype: T::DTYPE,
            shape,
            bytes: number::to_bytes(numbers),
        };
        self.tensors.push((self.named(name), tensor));
    }

    /// The numbers of an array.
    pub fn array<T: Number, D: Dimension>(&mut self, name: &str, array: ArrayView<'a, T, D>) {
        let shape = array.shape().to_vec();
        match array.to_slice() {
            Some(numbers) => self.tensor(name, shape, numbers),
            None => self.tensor(name, shape, array.iter().copied().collect::<Vec<T>>()),
        }
    }

    /// Class indices.
    pub fn labels(&mut self, name: &str, labels: impl IntoIterator<Item = usize>) {
        let narrow = |label| u32::try_from(label).expect("fewer classes than 2³²");
        let labels: Vec<u32> = labels.into_iter().map(narrow).collect();
        self.tensor(name, [labels.len()], labels);
    }

    /// Settings and tensors under a name of their own.
    pub fn within<T>(&mut self, name: &str, write: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.prefix.len();
        self.prefix.push_str(name);
        self.prefix.push('.');
        let written = write(self);
        self.prefix.truncate(length);
        written
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        let tensors = self.tensors.iter().map(|(name, tensor)| (name, tensor));
        let settings = self.settings.into_iter().collect();
        let bytes = safetensors::serialize(tensors, Some(settings));
        let mut bytes = bytes.unwrap_or_else(|error| unreachable!("a small header: {error}"));
        sort_header(&mut bytes);
        bytes
    }
}

/// Puts the names in the header in order: safetensors' own order is that of a hash map, another
/// one in each run.
fn sort_header(bytes: &mut [u8]) {
    let (length, rest) = bytes.split_first_chunk_mut().expect("the header's length");
    let header = &mut rest[..u64::from_le_bytes(*length) as usize];
    let parsed: BTreeMap<String, BTreeMap<String, serde_json::Value>> =
        serde_json::from_slice(header).expect("a header of maps");
    let sorted = serde_json::to_vec(&parsed).expect("what was JSON");
    header.fill(b' ');
    header[..sorted.len()].copy_from_slice(&sorted);
}
