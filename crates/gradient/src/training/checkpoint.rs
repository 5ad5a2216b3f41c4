use std::fs;
use std::io;
use std::path::Path;

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use whole_file::Unfinished;

use crate::{History, Objective, TrainingError};

const VERSION: &str = "1";

/// The state of a run after a pass: everything that the rest of the run depends on.
///
/// It is stored as a safetensors file with the tensor `parameters`. The metadata hold the run's
/// fingerprint and its history. The random streams need no state, because each one is derived from
/// the seed and the pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// The run's fingerprint, which distinguishes it from other runs.
    pub run: String,
    /// The completed passes.
    pub history: History,
    /// The parameters after these passes.
    pub parameters: Vec<f32>,
}

impl Checkpoint {
    /// Writes the checkpoint. An older file at `path` stays intact until the new one is complete.
    ///
    /// # Errors
    /// [`TrainingError::CheckpointFile`].
    pub fn write(&self, path: &Path) -> Result<(), TrainingError> {
        let bytes: Vec<u8> = self
            .parameters
            .iter()
            .flat_map(|p| p.to_le_bytes())
            .collect();
        let parameters = TensorView::new(Dtype::F32, vec![self.parameters.len()], &bytes)
            .expect("four bytes a parameter");
        let history = serde_json::to_string(&self.history).expect("plain numbers");
        let metadata = [
            ("version", VERSION),
            ("run", &self.run),
            ("history", &history),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
        let file = |source| TrainingError::CheckpointFile {
            path: path.to_owned(),
            source,
        };
        let contents = safetensors::serialize([("parameters", parameters)], Some(metadata))
            .map_err(|error| file(io::Error::other(error)))?;
        whole_file::write(path, &contents).map_err(file)
    }

    /// Checks early whether a checkpoint can be written. The first write may be hours away.
    fn check_writable(path: &Path) -> Result<(), TrainingError> {
        // Dropping the unfinished file changes nothing.
        Unfinished::new(path)
            .map(drop)
            .map_err(|source| TrainingError::CheckpointFile {
                path: path.to_owned(),
                source,
            })
    }

    /// Reads a checkpoint; `None` if there is no such file.
    ///
    /// # Errors
    /// [`TrainingError::CheckpointFile`] or [`CheckpointDamaged`](TrainingError::CheckpointDamaged).
    pub fn read(path: &Path) -> Result<Option<Self>, TrainingError> {
        let contents = match fs::read(path) {
            Ok(contents) => contents,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => {
                return Err(TrainingError::CheckpointFile {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        Self::parse(&contents)
            .map(Some)
            .map_err(|why| TrainingError::CheckpointDamaged {
                path: path.to_owned(),
                why,
            })
    }

    fn parse(contents: &[u8]) -> Result<Self, String> {
        let (_, header) = SafeTensors::read_metadata(contents).map_err(|e| e.to_string())?;
        let metadata = header.metadata().as_ref().ok_or("it has no metadata")?;
        let entry = |key: &str| metadata.get(key).ok_or(format!("it has no {key}"));
        let version = entry("version")?;
        if version != VERSION {
            return Err(format!("its version is {version}, not {VERSION}"));
        }
        let tensors = SafeTensors::deserialize(contents).map_err(|e| e.to_string())?;
        let parameters = tensors.tensor("parameters").map_err(|e| e.to_string())?;
        if parameters.dtype() != Dtype::F32 {
            return Err(format!(
                "its parameters are {:?}, not F32",
                parameters.dtype()
            ));
        }
        let (values, _) = parameters.data().as_chunks::<4>();
        Ok(Self {
            run: entry("run")?.clone(),
            history: serde_json::from_str(entry("history")?).map_err(|e| e.to_string())?,
            parameters: values.iter().map(|&b| f32::from_le_bytes(b)).collect(),
        })
    }
}

/// The file of a run's checkpoint, and the fingerprint that distinguishes the run from others.
pub(super) struct CheckpointFile<'a> {
    pub(super) path: &'a Path,
    pub(super) run: String,
}

impl CheckpointFile<'_> {
    /// Restores the parameters from the checkpoint, if the file exists.
    pub(super) fn resume<O: Objective + ?Sized>(
        &self,
        objective: &mut O,
        passes: usize,
    ) -> Result<History, TrainingError> {
        let history = self.restore(objective, passes)?;
        if history.passes.len() < passes {
            Checkpoint::check_writable(self.path)?;
        }
        Ok(history)
    }

    fn restore<O: Objective + ?Sized>(
        &self,
        objective: &mut O,
        passes: usize,
    ) -> Result<History, TrainingError> {
        let Some(checkpoint) = Checkpoint::read(self.path)? else {
            return Ok(History::default());
        };
        if checkpoint.run != self.run {
            return Err(TrainingError::CheckpointOfAnotherRun {
                path: self.path.into(),
                expected: self.run.clone(),
                found: checkpoint.run,
            });
        }
        if checkpoint.parameters.len() != objective.n_parameters() {
            return Err(TrainingError::CheckpointDamaged {
                path: self.path.into(),
                why: format!(
                    "it has {} parameters, not {}",
                    checkpoint.parameters.len(),
                    objective.n_parameters()
                ),
            });
        }
        let done = checkpoint.history.passes.len();
        if done > passes {
            return Err(TrainingError::CheckpointOfMorePasses {
                path: self.path.into(),
                done,
                passes,
            });
        }
        objective.set_parameters(&checkpoint.parameters);
        Ok(checkpoint.history)
    }

    pub(super) fn save<O: Objective + ?Sized>(
        &self,
        objective: &O,
        history: &History,
    ) -> Result<(), TrainingError> {
        Checkpoint {
            run: self.run.clone(),
            history: history.clone(),
            parameters: objective.parameters(),
        }
        .write(self.path)
    }
}
