use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::rc::Rc;
use std::str::FromStr;

use ndarray::Array2;
use safetensors::SafeTensors;

use super::error::ModelError;
use super::format::{ANY_PIXEL, FORMAT, NOTE, Notes};
use super::number::{self, Number};
use crate::{Pixel, TrainingSet};

/// The settings and tensors of a file, checked as they are asked for.
pub struct ModelReader<'d> {
    prefix: String,
    contents: Rc<Contents<'d>>,
}

struct Contents<'d> {
    settings: BTreeMap<String, String>,
    tensors: SafeTensors<'d>,
    /// The names of settings and tensors that were asked for.
    read: RefCell<BTreeSet<String>>,
}

/// In how many models another may lie, one in the other.
const MOST_NESTED: usize = 8;

/// What every model's file says of its images.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// Values an image.
    pub n_features: usize,
    /// Number of classes.
    pub n_classes: usize,
}

impl<'d> ModelReader<'d> {
    /// The model of a safetensors file. Nothing is copied, and the header's promises are checked
    /// against the bytes that there are.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] or [`ModelError::Foreign`].
    pub fn new(bytes: &'d [u8]) -> Result<Self, ModelError> {
        let damaged = |error: safetensors::SafeTensorError| ModelError::Damaged(error.to_string());
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(damaged)?;
        let tensors = SafeTensors::deserialize(bytes).map_err(damaged)?;
        let settings = header.metadata().iter().flatten();
        let settings = settings.map(|(name, value)| (name.clone(), value.clone()));
        let contents = Contents {
            settings: settings.collect(),
            tensors,
            read: RefCell::default(),
        };
        let reader = Self {
            prefix: String::new(),
            contents: Rc::new(contents),
        };
        match reader.text("format") {
            Ok(FORMAT) => Ok(reader),
            other => Err(ModelError::Foreign(other.ok().map(str::to_owned))),
        }
    }

    /// The notes of whoever wrote it.
    pub fn notes(&self) -> Notes {
        let settings = self.contents.settings.iter();
        let notes = settings.filter_map(|(name, note)| Some((name.strip_prefix(NOTE)?, note)));
        notes
            .map(|(name, note)| (name.to_owned(), note.clone()))
            .collect()
    }

    /// The kind of model that it holds.
    ///
    /// # Errors
    /// [`ModelError::Missing`], or [`ModelError::Setting`] if it lies in too many others: a file
    /// could name thousands, one in another, and reading them would overflow the stack.
    pub fn kind(&self) -> Result<&str, ModelError> {
        if self.prefix.matches('.').count() > MOST_NESTED {
            let expected = format!("at most {MOST_NESTED} models hold another");
            return Err(self.wrong_setting("kind", expected));
        }
        self.text("kind")
    }

    /// Checks the kind of the model, and that it is not newer than this program.
    ///
    /// # Errors
    /// [`ModelError::Missing`], [`ModelError::Kind`] or [`ModelError::Newer`].
    pub fn check_kind(&self, kind: &'static str, newest: u32) -> Result<(), ModelError> {
        let found = self.kind()?;
        if found != kind {
            return Err(ModelError::Kind {
                expected: kind,
                found: found.to_owned(),
            });
        }
        match self.setting("version")? {
            found if found > newest => Err(ModelError::Newer {
                kind,
                found,
                newest,
            }),
            _ => Ok(()),
        }
    }

    /// The settings and tensors under a name of their own.
    pub fn within(&self, name: &str) -> Self {
        Self {
            prefix: format!("{}.", self.named(name)),
            contents: Rc::clone(&self.contents),
        }
    }

    /// Checks, after a model has been read, that this was all.
    ///
    /// # Errors
    /// [`ModelError::Unknown`] if there is a setting or a tensor that nobody asked for.
    pub fn check_all_read(&self) -> Result<(), ModelError> {
        let read = self.contents.read.borrow();
        let settings = self.contents.settings.keys().map(String::as_str);
        let mut names = settings.chain(self.contents.tensors.names());
        match names.find(|&name| !read.contains(name) && !name.starts_with(NOTE)) {
            Some(name) => Err(ModelError::Unknown(name.to_owned())),
            None => Ok(()),
        }
    }

    fn named(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn asked(&self, name: &str) -> String {
        let name = self.named(name);
        self.contents.read.borrow_mut().insert(name.clone());
        name
    }

    /// Whether there is a setting of this name.
    pub fn has_setting(&self, name: &str) -> bool {
        self.contents.settings.contains_key(&self.named(name))
    }

    /// The shape of a tensor, if there is one of this name.
    pub fn shape(&self, name: &str) -> Option<Vec<usize>> {
        let tensor = self.contents.tensors.tensor(&self.named(name));
        tensor.ok().map(|tensor| tensor.shape().to_vec())
    }

    /// Whether the tensor of this name is of this type.
    pub fn is_of<T: Number>(&self, name: &str) -> bool {
        let tensor = self.contents.tensors.tensor(&self.named(name));
        tensor.is_ok_and(|tensor| tensor.dtype() == T::DTYPE)
    }

    /// The text of a setting.
    ///
    /// # Errors
    /// [`ModelError::Missing`].
    pub fn text(&self, name: &str) -> Result<&str, ModelError> {
        let name = self.asked(name);
        match self.contents.settings.get(&name) {
            Some(text) => Ok(text),
            None => Err(ModelError::Missing(name)),
        }
    }

    /// A setting, read as its type reads text.
    ///
    /// # Errors
    /// [`ModelError::Missing`] or [`ModelError::Setting`].
    pub fn setting<T: FromStr<Err: Display>>(&self, name: &str) -> Result<T, ModelError> {
        let text = self.text(name)?;
        text.parse()
            .map_err(|error: T::Err| self.wrong_setting(name, format!("it must be read: {error}")))
    }

    /// The error for a setting that cannot be.
    pub fn wrong_setting(&self, name: &str, expected: impl Into<String>) -> ModelError {
        ModelError::Setting {
            name: self.named(name),
            found: self.text(name).unwrap_or_default().to_owned(),
            expected: expected.into(),
        }
    }

    /// What every file says of its images: these must be of pixels `P`.
    ///
    /// # Errors
    /// [`ModelError::Missing`] or [`ModelError::Setting`].
    pub fn header<P: Pixel>(&self) -> Result<Header, ModelError> {
        self.header_of(P::NAME)
    }

    /// The same of a model that takes pixels of any type.
    ///
    /// # Errors
    /// [`ModelError::Missing`] or [`ModelError::Setting`].
    pub fn header_of_any(&self) -> Result<Header, ModelError> {
        self.header_of(ANY_PIXEL)
    }

    fn header_of(&self, pixel: &str) -> Result<Header, ModelError> {
        if self.text("pixel")? != pixel {
            return Err(self.wrong_setting("pixel", format!("it is read for pixels {pixel:?}")));
        }
        let count = |name| match self.setting(name)? {
            0 => Err(self.wrong_setting(name, "there must be one at least")),
            count => Ok(count),
        };
        let header = Header {
            n_features: count("n_features")?,
            n_classes: count("n_classes")?,
        };
        let limit = TrainingSet::<u8>::MAX_CLASSES;
        match header.n_classes <= limit {
            true => Ok(header),
            false => Err(self.wrong_setting("n_classes", format!("{limit} are the most"))),
        }
    }

    /// The numbers of a tensor, all finite, and its shape, of which some lengths may be given.
    ///
    /// # Errors
    /// [`ModelError::Missing`], [`ModelError::Type`], [`ModelError::Shape`] or
    /// [`ModelError::Value`].
    pub fn tensor<T: Number, const D: usize>(
        &self,
        name: &str,
        expected: [Option<usize>; D],
    ) -> Result<([usize; D], Vec<T>), ModelError> {
        let (shape, numbers) = self.numbers(name, &expected)?;
        let shape = shape.try_into().expect("as many lengths as expected");
        Ok((shape, numbers.into_owned()))
    }

    /// The numbers of a tensor of this shape.
    ///
    /// # Errors
    /// As [`tensor`](Self::tensor).
    pub fn tensor_of<T: Number>(&self, name: &str, shape: &[usize]) -> Result<Vec<T>, ModelError> {
        Ok(self.tensor_in_file(name, shape)?.into_owned())
    }

    /// The numbers of a tensor of this shape, where they are in the file's bytes if these can be
    /// taken for numbers: for what is laid out otherwise anyway.
    ///
    /// # Errors
    /// As [`tensor`](Self::tensor).
    pub fn tensor_in_file<T: Number>(
        &self,
        name: &str,
        shape: &[usize],
    ) -> Result<Cow<'d, [T]>, ModelError> {
        let expected: Vec<Option<usize>> = shape.iter().copied().map(Some).collect();
        Ok(self.numbers(name, &expected)?.1)
    }

    fn numbers<T: Number>(
        &self,
        name: &str,
        expected: &[Option<usize>],
    ) -> Result<(Vec<usize>, Cow<'d, [T]>), ModelError> {
        let name = self.asked(name);
        let Ok(tensor) = self.contents.tensors.tensor(&name) else {
            return Err(ModelError::Missing(name));
        };
        if tensor.dtype() != T::DTYPE {
            return Err(ModelError::Type {
                name,
                expected: T::NAME,
                found: format!("{:?}", tensor.dtype()).to_lowercase(),
            });
        }
        let shape = tensor.shape().to_vec();
        let mut lengths = shape.iter().zip(expected);
        let fits = lengths.all(|(found, expected)| expected.is_none_or(|e| e == *found));
        if shape.len() != expected.len() || !fits {
            return Err(ModelError::Shape {
                name,
                expected: shown(expected),
                found: shape,
            });
        }
        let numbers = number::of_bytes::<T>(tensor.data());
        match numbers.iter().position(|number| !number.is_finite_number()) {
            None => Ok((shape, numbers)),
            Some(index) => Err(ModelError::Value {
                name,
                index,
                found: numbers[index].to_string(),
                expected: "it must be finite".to_owned(),
            }),
        }
    }

    /// A vector of so many numbers.
    ///
    /// # Errors
    /// As [`tensor`](Self::tensor).
    pub fn vector<T: Number>(&self, name: &str, length: usize) -> Result<Vec<T>, ModelError> {
        self.tensor_of(name, &[length])
    }

    /// A matrix; `None` for as many rows or columns as there are.
    ///
    /// # Errors
    /// As [`tensor`](Self::tensor).
    pub fn matrix<T: Number>(
        &self,
        name: &str,
        rows: impl Into<Option<usize>>,
        columns: impl Into<Option<usize>>,
    ) -> Result<Array2<T>, ModelError> {
        let (shape, numbers) = self.tensor(name, [rows.into(), columns.into()])?;
        Ok(Array2::from_shape_vec(shape, numbers).expect("as many numbers as the shape has"))
    }

    /// Class indices, all below the number of classes; `None` for as many as there are.
    ///
    /// # Errors
    /// As [`tensor`](Self::tensor).
    pub fn labels(
        &self,
        name: &str,
        length: impl Into<Option<usize>>,
        n_classes: usize,
    ) -> Result<Vec<usize>, ModelError> {
        let (_, labels) = self.tensor::<u32, 1>(name, [length.into()])?;
        let labels: Vec<usize> = labels.into_iter().map(|label| label as usize).collect();
        let is_class = |&label: &usize| label < n_classes;
        self.check_values(name, &labels, is_class, || {
            format!("there are {n_classes} classes")
        })?;
        Ok(labels)
    }

    /// Checks numbers of a tensor.
    ///
    /// # Errors
    /// [`ModelError::Value`] for the first that is not sound.
    pub fn check_values<T: Display>(
        &self,
        name: &str,
        values: &[T],
        is_sound: impl Fn(&T) -> bool,
        expected: impl FnOnce() -> String,
    ) -> Result<(), ModelError> {
        match values.iter().position(|value| !is_sound(value)) {
            None => Ok(()),
            Some(index) => Err(ModelError::Value {
                name: self.named(name),
                index,
                found: values[index].to_string(),
                expected: expected(),
            }),
        }
    }
}

fn shown(shape: &[Option<usize>]) -> String {
    let length = |length: &Option<usize>| length.map_or("*".to_owned(), |l| l.to_string());
    format!("[{}]", Vec::from_iter(shape.iter().map(length)).join(", "))
}
