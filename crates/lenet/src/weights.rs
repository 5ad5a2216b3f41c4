//! Weights as safetensors.

use std::fs;
use std::io;
use std::path::Path;

use classifier::Centring;
use gradient::History;
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use crate::architecture::{Architecture, CLASSES, Output};
use crate::codes;
use crate::layer::{Kind, Layer, Pooling};
use crate::{Field, LeNet, LeNetError, WeightsError};

const FORMAT: &str = "lenet";
const VERSION: &str = "1";

impl LeNet {
    /// Writes the weights as safetensors; whatever was at `path` stays whole until they are.
    ///
    /// Each convolution and full connection is `NAME.weight`, `(outputs, inputs, side, side)`
    /// with zeros where maps are not connected, and `NAME.bias`; each subsampling layer
    /// `NAME.coefficient` and `NAME.bias`; the code book `output.centre`, `(10, 84)`. PyTorch's
    /// `conv2d` takes them as they are.
    ///
    /// # Errors
    /// [`LeNetError::WeightsFile`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), LeNetError> {
        let path = path.as_ref();
        let file = |source| LeNetError::WeightsFile {
            path: path.to_owned(),
            source,
        };
        let mut tensors = Vec::new();
        for (slot, values) in slots(self.architecture())
            .iter()
            .zip(self.declared_tensors())
        {
            tensors.push((
                slot.name.clone(),
                slot.shape.clone(),
                bytes(&slot.spread(values)),
            ));
        }
        let views = tensors.iter().map(|(name, shape, bytes)| {
            let view = TensorView::new(Dtype::F32, shape.clone(), bytes)
                .expect("four bytes a value of the shape");
            (name.as_str(), view)
        });
        let metadata = self
            .metadata()
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        let contents = safetensors::serialize(views, Some(metadata))
            .map_err(|error| file(io::Error::other(error)))?;
        whole_file::write(path, &contents).map_err(file)
    }

    /// Reads the weights of one of the named networks.
    ///
    /// # Errors
    /// [`LeNetError::WeightsFile`] or [`LeNetError::Weights`].
    pub fn load(path: impl AsRef<Path>) -> Result<Self, LeNetError> {
        let path = path.as_ref();
        let contents = fs::read(path).map_err(|source| LeNetError::WeightsFile {
            path: path.to_owned(),
            source,
        })?;
        let (architecture, parameters, field) =
            parse(&contents).map_err(|source| LeNetError::Weights {
                path: path.to_owned(),
                source,
            })?;
        Ok(Self::new(
            architecture,
            parameters,
            field,
            History::default(),
        ))
    }

    fn metadata(&self) -> Vec<(&'static str, String)> {
        let mut metadata = vec![
            ("format", FORMAT.to_owned()),
            ("version", VERSION.to_owned()),
            ("network", self.architecture().name.to_owned()),
            (
                "image_pixels",
                classifier::Classifier::<u8>::n_features(self).to_string(),
            ),
        ];
        let centring = self.field().centring();
        if !centring.is_none() {
            // Shortest decimals that are read back as the same numbers.
            metadata.push(("origin", centring.origin(0).to_string()));
            metadata.push(("unit", centring.unit().to_string()));
        }
        if let Some(pooling) = self.architecture().pooling() {
            metadata.push(("pooling", pooling.name().to_owned()));
        }
        if let Output::Codes {
            scale, trainable, ..
        } = self.architecture().output
        {
            metadata.push(("penalty_scale", scale.to_string()));
            metadata.push(("trained_centres", trainable.to_string()));
        }
        metadata
    }

    /// The values of each tensor: the parameters, and the code book if it is fixed.
    fn declared_tensors(&self) -> impl Iterator<Item = &[f32]> {
        let mut rest = self.parameters();
        let codes = self.codes();
        slots(self.architecture()).into_iter().map(move |slot| {
            if rest.is_empty() {
                return codes;
            }
            let (values, others) = rest.split_at(slot.n_values());
            rest = others;
            values
        })
    }
}

/// A tensor of a network.
struct Slot {
    name: String,
    shape: Vec<usize>,
    /// The (output, input) pairs of a convolution that are connected.
    pairs: Option<Vec<(usize, usize)>>,
}

impl Slot {
    fn new(layer: &Layer, what: &str, shape: Vec<usize>) -> Self {
        Self {
            name: format!("{}.{what}", layer.name.to_lowercase()),
            shape,
            pairs: None,
        }
    }

    /// Values it has in the declared order.
    fn n_values(&self) -> usize {
        match &self.pairs {
            Some(pairs) => pairs.len() * self.shape[2..].iter().product::<usize>(),
            None => self.shape.iter().product(),
        }
    }

    /// From the declared order: kernels to their places, zeros elsewhere.
    fn spread(&self, values: &[f32]) -> Vec<f32> {
        let Some(pairs) = &self.pairs else {
            return values.to_vec();
        };
        let taps: usize = self.shape[2..].iter().product();
        let mut tensor = vec![0.0; self.shape.iter().product()];
        for (&(output, input), kernel) in pairs.iter().zip(values.chunks_exact(taps)) {
            tensor[(output * self.shape[1] + input) * taps..][..taps].copy_from_slice(kernel);
        }
        tensor
    }

    /// Back to the declared order.
    fn gather(&self, mut tensor: Vec<f32>) -> Result<Vec<f32>, WeightsError> {
        let Some(pairs) = &self.pairs else {
            return Ok(tensor);
        };
        let taps: usize = self.shape[2..].iter().product();
        let mut values = Vec::with_capacity(self.n_values());
        for &(output, input) in pairs {
            let kernel = &mut tensor[(output * self.shape[1] + input) * taps..][..taps];
            values.extend_from_slice(kernel);
            kernel.fill(0.0);
        }
        match tensor.iter().position(|&weight| weight != 0.0) {
            Some(index) => Err(WeightsError::NotConnected {
                name: self.name.clone(),
                index,
            }),
            None => Ok(values),
        }
    }
}

/// The tensors of a network, in the order of its parameters; the code book last.
fn slots(architecture: &Architecture) -> Vec<Slot> {
    let mut slots = Vec::new();
    for layer in &architecture.layers {
        match &layer.kind {
            Kind::Convolution(convolution) => {
                let table = &convolution.table;
                let (outputs, inputs) = (table.n_outputs(), table.n_inputs());
                slots.push(Slot {
                    pairs: Some(table.pairs().collect()),
                    ..Slot::new(
                        layer,
                        "weight",
                        vec![outputs, inputs, convolution.side, convolution.side],
                    )
                });
                slots.push(Slot::new(layer, "bias", vec![outputs]));
            }
            Kind::Subsampling(subsampling) if subsampling.trainable => {
                let maps = vec![subsampling.sources.len()];
                slots.push(Slot::new(layer, "coefficient", maps.clone()));
                slots.push(Slot::new(layer, "bias", maps));
            }
            Kind::Subsampling(_) => {}
        }
    }
    if let Output::Codes { .. } = architecture.output {
        slots.push(Slot {
            name: "output.centre".to_owned(),
            shape: vec![CLASSES, codes::LENGTH],
            pairs: None,
        });
    }
    slots
}

fn parse(contents: &[u8]) -> Result<(Architecture, Vec<f32>, Field), WeightsError> {
    let (_, header) = SafeTensors::read_metadata(contents)?;
    let tensors = SafeTensors::deserialize(contents)?;
    let entry = |key: &'static str| {
        let found = header.metadata().as_ref().and_then(|map| map.get(key));
        found
            .cloned()
            .ok_or(WeightsError::Metadata { key, found: None })
    };
    let wrong = |key, found: String| WeightsError::Metadata {
        key,
        found: Some(found),
    };
    for (key, expected) in [("format", FORMAT), ("version", VERSION)] {
        let found = entry(key)?;
        if found != expected {
            return Err(wrong(key, found));
        }
    }
    let name = entry("network")?;
    let Some(mut architecture) = Architecture::all().into_iter().find(|a| a.name == name) else {
        return Err(wrong("network", name));
    };
    if let Output::Codes {
        scale, trainable, ..
    } = &mut architecture.output
    {
        let stored = entry("penalty_scale")?;
        *scale = match stored.parse::<f64>() {
            Ok(scale) if scale > 0.0 && scale.is_finite() => scale,
            _ => return Err(wrong("penalty_scale", stored)),
        };
        let stored = entry("trained_centres")?;
        *trainable = stored
            .parse()
            .map_err(|_| wrong("trained_centres", stored))?;
    }
    let stored = entry("pooling")?;
    let pooling = [Pooling::Sum, Pooling::Mean]
        .into_iter()
        .find(|pooling| pooling.name() == stored)
        .ok_or_else(|| wrong("pooling", stored))?;
    architecture.set_pooling(pooling);
    let stored = entry("image_pixels")?;
    let field = stored
        .parse::<usize>()
        .ok()
        .and_then(|n_features| Field::new(&architecture, n_features).ok())
        .ok_or_else(|| wrong("image_pixels", stored))?;
    let number = |key, default: f64| match entry(key) {
        Ok(stored) => match stored.parse::<f64>() {
            Ok(number) => Ok(number),
            Err(_) => Err(wrong(key, stored)),
        },
        Err(_) => Ok(default),
    };
    let (origin, unit) = (number("origin", 0.0)?, number("unit", 1.0)?);
    let centring =
        Centring::of_parts(field.n_features(), origin, unit).ok_or_else(|| {
            match origin.is_finite() {
                true => wrong("unit", unit.to_string()),
                false => wrong("origin", origin.to_string()),
            }
        })?;
    let field = field.centred(centring);

    let mut parameters = Vec::with_capacity(architecture.n_parameters());
    for slot in slots(&architecture) {
        parameters.extend(slot.gather(read(&tensors, &slot)?)?);
    }
    // A fixed code book is there for readers of the file; ours is in the source.
    parameters.truncate(architecture.n_parameters());
    Ok((architecture, parameters, field))
}

fn read(tensors: &SafeTensors<'_>, slot: &Slot) -> Result<Vec<f32>, WeightsError> {
    let tensor = tensors.tensor(&slot.name)?;
    if tensor.dtype() != Dtype::F32 {
        return Err(WeightsError::Type {
            name: slot.name.clone(),
            found: format!("{:?}", tensor.dtype()),
        });
    }
    if tensor.shape() != slot.shape {
        return Err(WeightsError::Shape {
            name: slot.name.clone(),
            expected: slot.shape.clone(),
            found: tensor.shape().to_vec(),
        });
    }
    let (values, _) = tensor.data().as_chunks::<4>();
    let values: Vec<f32> = values.iter().map(|&b| f32::from_le_bytes(b)).collect();
    match values.iter().position(|value| !value.is_finite()) {
        Some(index) => Err(WeightsError::NotFinite {
            name: slot.name.clone(),
            index,
            value: values[index],
        }),
        None => Ok(values),
    }
}

fn bytes(values: &[f32]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}
