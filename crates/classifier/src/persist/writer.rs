use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;

use ndarray::{ArrayView, Dimension};
use safetensors::Dtype;
use serde_json::json;

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
    append: Append<'a>,
}

/// Appends the bytes of a tensor's numbers.
type Append<'a> = Box<dyn Fn(&mut Vec<u8>) + 'a>;

impl Tensor<'_> {
    fn n_bytes(&self) -> usize {
        self.dtype.bitsize() / 8 * self.shape.iter().product::<usize>()
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
        let numbers = numbers.into();
        let append = move |bytes: &mut Vec<u8>| number::append_bytes(&numbers, bytes);
        self.push(name, T::DTYPE, shape.into(), Box::new(append));
    }

    /// Numbers with a shape that are made a part at a time, while the bytes are written: for what
    /// is laid out otherwise in memory, and is large.
    pub fn rows<T: Number, R: AsRef<[T]>, I: Iterator<Item = R>>(
        &mut self,
        name: &str,
        shape: impl Into<Vec<usize>>,
        rows: impl Fn() -> I + 'a,
    ) {
        let append = move |bytes: &mut Vec<u8>| {
            rows().for_each(|row| number::append_bytes(row.as_ref(), bytes));
        };
        self.push(name, T::DTYPE, shape.into(), Box::new(append));
    }

    fn push(&mut self, name: &str, dtype: Dtype, shape: Vec<usize>, append: Append<'a>) {
        let tensor = Tensor {
            dtype,
            shape,
            append,
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

    /// The bytes of a safetensors file: eight for the length of the header, the header, and the
    /// tensors in the order of their types, the widest first, so that all are aligned. Names are in order, and the same
    /// model has the same bytes.
    ///
    /// # Panics
    /// If a tensor has not as many numbers as its shape, or the name of another.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        let mut tensors = self.tensors;
        tensors.sort_by(|(a, x), (b, y)| y.dtype.cmp(&x.dtype).then_with(|| a.cmp(b)));
        let mut header = serde_json::Map::new();
        header.insert("__metadata__".into(), json!(self.settings));
        let mut end = 0;
        for (name, tensor) in &tensors {
            let begin = end;
            end += tensor.n_bytes();
            let entry = json!({
                "dtype": tensor.dtype,
                "shape": tensor.shape,
                "data_offsets": [begin, end],
            });
            let former = header.insert(name.clone(), entry);
            assert_eq!(former, None, "two tensors are called {name}");
        }
        let mut header = serde_json::Value::from(header).to_string();
        let length = header.len().next_multiple_of(LENGTH);
        header.extend(std::iter::repeat_n(' ', length - header.len()));

        let begin = LENGTH + length;
        let mut bytes = Vec::with_capacity(begin + end);
        bytes.extend((length as u64).to_le_bytes());
        bytes.extend(header.into_bytes());
        let mut end = begin;
        for (name, tensor) in tensors {
            end += tensor.n_bytes();
            (tensor.append)(&mut bytes);
            assert_eq!(bytes.len(), end, "{name}: numbers for its shape");
        }
        bytes
    }
}

/// Bytes of the number that a file begins with, the length of its header.
const LENGTH: usize = size_of::<u64>();
