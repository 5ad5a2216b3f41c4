//! Networks as files.

use std::path::Path;

use classifier::Centring;
use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
use gradient::History;
use model_file::FileError;

use crate::architecture::{Architecture, Output};
use crate::codes::{self, Alphabet};
use crate::layer::{Kind, Layer, Pooling};
use crate::{Field, LeNet};

/// Settings: `network`, the architecture's name; `pooling`, which is `sum` or `mean`; of a network
/// with a code book `penalty_scale` and `trained_centres`, and `alphabet` unless it is the digits;
/// those of [`Centring`].
///
/// Each convolution and full connection is `NAME.weight`, `(outputs, inputs, side, side)` with
/// zeros where maps are not connected, and `NAME.bias`; each subsampling layer `NAME.coefficient`
/// and `NAME.bias`; the code book `output.centre`, `(10, 84)`. PyTorch's `conv2d` takes them as
/// they are.
///
/// Images are centred in the network's field, 28×28 in 32×32, with white around them. An intensity
/// x enters as 1.275 x − 0.1. Every layer, the last of tanh units included, is followed by
/// 1.7159 tanh(2a/3), in Lucid's networks by tanh(a), whose subsampling layers are plain means
/// without it. Map m of LeNet-4's S2 reads map ⌊m/2⌋ of C1. A score is a unit's state, or with a code
/// book −`penalty_scale` ‖x − centre‖².
impl Persist for LeNet {
    const KIND: &'static str = "lenet";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        let architecture = self.architecture();
        to.header_of_any(self.field().n_features(), architecture.n_classes());
        to.setting("network", architecture.name);
        if let Some(pooling) = architecture.pooling() {
            to.setting("pooling", pooling.name());
        }
        if let Output::Codes {
            scale,
            trainable,
            alphabet,
            ..
        } = architecture.output
        {
            to.setting("penalty_scale", scale);
            to.setting("trained_centres", trainable);
            if alphabet != Alphabet::Digits {
                to.setting("alphabet", alphabet.name());
            }
        }
        self.field().centring().write(to);
        for (slot, values) in slots(architecture).iter().zip(self.declared_tensors()) {
            to.tensor(&slot.name, slot.shape.clone(), slot.spread(values));
        }
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header_of_any()?;
        let architecture = read_architecture(from)?;
        let n_classes = architecture.n_classes();
        if header.n_classes != n_classes {
            return Err(from.wrong_setting("n_classes", format!("it has {n_classes} classes")));
        }
        let field = Field::new(&architecture, header.n_features)
            .map_err(|error| from.wrong_setting("n_features", error.to_string()))?;
        let centring = Centring::read(from, header.n_features)?;
        if !centring.is_of_fields() {
            return Err(ModelError::Shape {
                name: "origin".to_owned(),
                expected: "[]".to_owned(),
                found: vec![header.n_features],
            });
        }
        let mut parameters = Vec::with_capacity(architecture.n_parameters());
        for slot in slots(&architecture) {
            parameters.extend(slot.gather(from)?);
        }
        // A fixed code book is there for readers of the file; ours is in the source.
        parameters.truncate(architecture.n_parameters());
        Ok(Self::new(
            architecture,
            parameters,
            field.centred(centring),
            History::default(),
        ))
    }
}

fn read_architecture(from: &ModelReader<'_>) -> Result<Architecture, ModelError> {
    let name = from.text("network")?;
    let mut all = Architecture::all().into_iter();
    let Some(mut architecture) = all.find(|architecture| architecture.name == name) else {
        return Err(from.wrong_setting("network", "there is no such network"));
    };
    if let Output::Codes {
        scale,
        trainable,
        alphabet,
        ..
    } = &mut architecture.output
    {
        if from.has_setting("alphabet") {
            let name = from.text("alphabet")?;
            let mut all = Alphabet::ALL.into_iter();
            *alphabet = all.find(|own| own.name() == name).ok_or_else(|| {
                from.wrong_setting("alphabet", "no code book has these characters")
            })?;
        }
        *scale = from.setting("penalty_scale")?;
        if !(*scale > 0.0 && scale.is_finite()) {
            return Err(from.wrong_setting("penalty_scale", "it must be above zero"));
        }
        *trainable = from.setting("trained_centres")?;
    }
    let text = from.text("pooling")?;
    let mut poolings = [Pooling::Sum, Pooling::Mean].into_iter();
    match poolings.find(|pooling| pooling.name() == text) {
        Some(pooling) => architecture.set_pooling(pooling),
        None => return Err(from.wrong_setting("pooling", "it must be sum or mean")),
    }
    Ok(architecture)
}

impl LeNet {
    /// Writes the network as safetensors; whatever was at `path` stays whole until it is written.
    ///
    /// # Errors
    /// [`FileError::Io`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), FileError> {
        model_file::save(self, path)
    }

    /// Reads one of the named networks.
    ///
    /// # Errors
    /// [`FileError::Io`] or [`FileError::Model`].
    pub fn load(path: impl AsRef<Path>) -> Result<Self, FileError> {
        model_file::load(path)
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

    /// From a file, back to the declared order.
    fn gather(&self, from: &ModelReader<'_>) -> Result<Vec<f32>, ModelError> {
        let mut tensor: Vec<f32> = from.tensor_of(&self.name, &self.shape)?;
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
            Some(index) => Err(ModelError::Value {
                name: self.name.clone(),
                index,
                found: tensor[index].to_string(),
                expected: "it must be 0 where the network connects no maps".to_owned(),
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
            shape: vec![architecture.n_classes(), codes::LENGTH],
            pairs: None,
        });
    }
    slots
}
