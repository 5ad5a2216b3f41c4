//! A model's file as a page loads it.
//!
//! Nearest neighbours and support vectors are training images, and a page has those once: they are
//! left out of a parcel, and put back where it is opened. A parcel is a byte that says what was left
//! out, two numbers of eight bytes that say where, and the rest of the file.

use std::borrow::Cow;

use classifier::persist::{ModelError, ModelReader, Persist as _};
use experiments::Preparation;
use lenet::LeNet;
use mnist_io::Images;
use ndarray::Axis;
use safetensors::SafeTensors;
use thiserror::Error;

/// Why a parcel cannot be opened.
#[derive(Debug, Error)]
pub enum ParcelError {
    /// What is in it is no model.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// It is none, or a part of one.
    #[error("no parcel, or a damaged one: {0}")]
    Damaged(String),
    /// It needs the training images.
    #[error("it needs the training images that it was made with")]
    Images,
}

fn damaged(error: impl ToString) -> ParcelError {
    ParcelError::Damaged(error.to_string())
}

/// What is left out of a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LeftOut {
    /// The tensor `images`: all training images, in the form that the row takes.
    Images,
    /// The tensor `vectors`: the training images of the numbers in `support`, in that form.
    Vectors,
    /// The tensor `classifier.images`: what the model's network makes of all training images.
    Features,
}

impl LeftOut {
    const ALL: [Self; 3] = [Self::Images, Self::Vectors, Self::Features];

    /// The byte of a parcel that lacks this; that of a whole one is 0.
    fn code(self) -> u8 {
        match self {
            Self::Images => 1,
            Self::Vectors => 2,
            Self::Features => 3,
        }
    }

    fn tensor(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::Vectors => "vectors",
            Self::Features => "classifier.images",
        }
    }

    /// Where in a whole file the tensor is; none if it has no such tensor.
    fn place(self, file: &[u8]) -> Result<Option<(usize, usize)>, ParcelError> {
        let (header, metadata) = SafeTensors::read_metadata(file).map_err(damaged)?;
        let Some(info) = metadata.info(self.tensor()) else {
            return Ok(None);
        };
        let (start, end) = info.data_offsets;
        Ok(Some((8 + header + start, 8 + header + end)))
    }

    /// The bytes of the tensor. The file has others in their place.
    fn bytes(self, file: &[u8], training: &Images) -> Result<Made, ParcelError> {
        let reader = ModelReader::new(file)?;
        let prepared = |rows: Option<Vec<usize>>| -> Result<Made, ParcelError> {
            let preparation: Preparation = reader.setting("note.preparation")?;
            let selected;
            let images = match rows {
                Some(rows) => {
                    if rows.iter().any(|&row| row >= training.len()) {
                        return Err(ParcelError::Images);
                    }
                    let pixels = training.pixels().select(Axis(0), &rows);
                    let size = (training.height(), training.width());
                    selected = Images::new(pixels, size.0, size.1).map_err(damaged)?;
                    &selected
                }
                None => training,
            };
            let prepared = preparation.apply_to_images(images).map_err(damaged)?;
            Ok(Made::Images(prepared))
        };
        match self {
            Self::Images => prepared(None),
            Self::Vectors => {
                let support: Vec<u32> = reader.tensor::<u32, 1>("support", [None])?.1;
                prepared(Some(support.iter().map(|&index| index as usize).collect()))
            }
            Self::Features => {
                let network = LeNet::read_from(&reader.within("network"))?;
                let features = network.features(training.pixels()).map_err(damaged)?;
                let mut bytes = Vec::with_capacity(4 * features.len());
                for feature in &features {
                    bytes.extend_from_slice(&feature.to_le_bytes());
                }
                Ok(Made::Bytes(bytes))
            }
        }
    }

    /// Whether a file that has these bytes for the tensor is as good as one that has those. The
    /// states of a network differ in their last bits from one kind of CPU to another.
    fn are_alike(self, ours: &[u8], theirs: &[u8]) -> bool {
        if self != Self::Features {
            return ours == theirs;
        }
        let state = |bytes: &[u8; 4]| f32::from_le_bytes(*bytes);
        let (ours, theirs) = (ours.as_chunks::<4>().0, theirs.as_chunks::<4>().0);
        ours.len() == theirs.len()
            && (ours.iter().zip(theirs)).all(|(a, b)| (state(a) - state(b)).abs() < 1e-4)
    }
}

/// The length of what stands before the file's bytes.
const PREFIX: usize = 17;

fn parcel(code: u8, (start, end): (usize, usize), file: &[u8]) -> Vec<u8> {
    let [from, to] = [start, end].map(|place| (place as u64).to_le_bytes());
    [&[code][..], &from, &to, &file[..start], &file[end..]].concat()
}

/// A tensor that was made again. Images are not copied.
enum Made {
    Images(Images),
    Bytes(Vec<u8>),
}

impl Made {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Images(images) => images.as_slice(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// Makes a parcel of a model's file, without what these training images can give.
///
/// # Errors
/// [`ParcelError`] if the file is none of a model.
pub fn pack(file: &[u8], training: &Images) -> Result<Vec<u8>, ParcelError> {
    for left_out in LeftOut::ALL {
        let Some((start, end)) = left_out.place(file)? else {
            continue;
        };
        // A model of other images keeps its own.
        if let Ok(made) = left_out.bytes(file, training)
            && left_out.are_alike(made.as_slice(), &file[start..end])
        {
            return Ok(parcel(left_out.code(), (start, end), file));
        }
    }
    Ok(parcel(0, (0, 0), file))
}

/// Whether a parcel lacks what the training images give.
pub fn needs_training(parcel: &[u8]) -> bool {
    parcel.first().is_some_and(|&code| code != 0)
}

/// The model's file of a parcel.
///
/// # Errors
/// [`ParcelError`]: among others that there are no training images, and the parcel needs them.
pub fn open<'a>(parcel: &'a [u8], training: Option<&Images>) -> Result<Cow<'a, [u8]>, ParcelError> {
    let Some((prefix, rest)) = parcel.split_first_chunk::<PREFIX>() else {
        return Err(damaged("it is too short"));
    };
    let [code, places @ ..] = prefix;
    if *code == 0 {
        return Ok(rest.into());
    }
    let mut all = LeftOut::ALL.into_iter();
    let left_out = all.find(|left_out| left_out.code() == *code);
    let left_out = left_out.ok_or_else(|| damaged("it begins with an unknown byte"))?;
    let training = training.ok_or(ParcelError::Images)?;
    let mut places = places.as_chunks::<8>().0.iter();
    let mut place = || places.next().map_or(0, |&bytes| u64::from_le_bytes(bytes));
    let (start, end) = (place() as usize, place() as usize);
    if start > rest.len() || end < start || end - start > LARGEST {
        return Err(damaged("what was left out is in no place of it"));
    }
    let mut file = rest[..start].to_vec();
    file.resize(end, 0);
    file.extend_from_slice(&rest[start..]);
    let made = left_out.bytes(&file, training)?;
    let made = made.as_slice();
    if left_out.place(&file)? != Some((start, end)) || made.len() != end - start {
        return Err(ParcelError::Images);
    }
    file[start..end].copy_from_slice(made);
    Ok(file.into())
}

/// More bytes than any tensor of a model for a page has.
const LARGEST: usize = 1 << 30;
