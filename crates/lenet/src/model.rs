use classifier::persist::{ModelWriter, Persist as _};
use classifier::{Classifier, Cost, InputError, Pixel};
use gradient::History;
use gradient::dense::Packed;
use kernels::Level;
use ndarray::parallel::prelude::*;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis};

use crate::LeNetError;
use crate::architecture::Architecture;
use crate::idle::Idle;
use crate::images::Field;
use crate::network::{Plan, Reference, TOGETHER, Workspace};

/// Number of images in one task. It does not depend on the number of threads.
const BLOCK: usize = 64;

/// A trained network.
#[derive(Clone, Debug)]
pub struct LeNet {
    architecture: Architecture,
    parameters: Vec<f32>,
    codes: Vec<f32>,
    field: Field,
    history: History,
    engine: Engine,
    batches: Idle<Batch>,
}

/// Memory for images that go through the network together. To make it takes as long as to recognise
/// an image.
#[derive(Debug)]
struct Batch {
    inputs: Vec<Vec<f32>>,
    works: Vec<Workspace>,
}

impl Batch {
    fn new(field: &Field, engine: &Engine) -> Self {
        let work = match engine {
            Engine::Fast(plan, _) => plan.workspace(),
            Engine::Reference(_) => Workspace::default(),
        };
        Self {
            inputs: vec![vec![0.0; field.n_inputs()]; TOGETHER],
            works: vec![work; TOGETHER],
        }
    }

    /// Runs at most [`TOGETHER`] images through the network. It returns the input of each image and
    /// the resulting states of the fast network's stages.
    fn show<P: Pixel>(
        &mut self,
        images: ArrayView2<'_, P>,
        field: &Field,
        engine: &Engine,
    ) -> impl Iterator<Item = (&[f32], &Workspace)> {
        let inputs = &mut self.inputs[..images.nrows()];
        for (image, input) in images.rows().into_iter().zip(&mut *inputs) {
            match image.as_slice() {
                Some(pixels) => field.put(pixels, input),
                None => field.put(&image.to_vec(), input),
            }
        }
        if let Engine::Fast(plan, weights) = engine {
            plan.forward_all(weights, inputs, &mut self.works);
        }
        inputs.iter().map(Vec::as_slice).zip(&self.works)
    }
}

/// The implementation that computes the scores.
#[derive(Clone, Debug)]
enum Engine {
    Fast(Plan, Vec<Packed>),
    Reference(Reference<f32>),
}

impl LeNet {
    /// A network with these parameters, for images that are placed in the field as `field` says.
    pub(crate) fn new(
        architecture: Architecture,
        parameters: Vec<f32>,
        field: Field,
        history: History,
    ) -> Self {
        let engine = match Plan::new(&architecture, Level::current()) {
            Some(plan) => {
                let weights = plan.pack(&parameters);
                Engine::Fast(plan, weights)
            }
            None => Engine::Reference(Reference::new(&architecture, &parameters)),
        };
        Self {
            codes: architecture.output.codes(),
            architecture,
            parameters,
            field,
            history,
            engine,
            batches: Idle::default(),
        }
    }

    /// A network with these parameters, in the declared order, for images of `n_features` intensities.
    ///
    /// # Errors
    /// [`LeNetError::ImageSize`].
    ///
    /// # Panics
    /// If the number of parameters is not the architecture's.
    pub fn of_parameters(
        architecture: Architecture,
        parameters: Vec<f32>,
        n_features: usize,
    ) -> Result<Self, LeNetError> {
        assert_eq!(parameters.len(), architecture.n_parameters());
        let field = Field::new(&architecture, n_features)?;
        Ok(Self::new(
            architecture,
            parameters,
            field,
            History::default(),
        ))
    }

    /// The declaration of the network.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// The parameters of the network, in the declared order.
    pub fn parameters(&self) -> &[f32] {
        &self.parameters
    }

    /// The centres of the radial basis functions if they are fixed codes; otherwise empty.
    pub(crate) fn codes(&self) -> &[f32] {
        &self.codes
    }

    /// The place of images in the network's input field.
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// The history of the training, pass by pass. It is empty for weights that were loaded.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The same network with other parameters, in the declared order, and the history of their training.
    ///
    /// # Panics
    /// If the number of parameters is not the architecture's.
    pub fn with_parameters(&self, parameters: Vec<f32>, history: History) -> Self {
        assert_eq!(parameters.len(), self.architecture.n_parameters());
        Self::new(
            self.architecture.clone(),
            parameters,
            self.field.clone(),
            history,
        )
    }

    /// The same network for images of another size, `n_features` pixels.
    ///
    /// # Errors
    /// [`LeNetError::ImageSize`].
    pub fn for_images_of(mut self, n_features: usize) -> Result<Self, LeNetError> {
        let centring = self.field.centring().for_images_of(n_features);
        self.field = Field::new(&self.architecture, n_features)?.centred(centring);
        Ok(self)
    }

    /// Returns the input of the last layer, that is, the states of the layer before it, `(n_images,
    /// n_units)`. The paper gives these states to other classifiers (section III-C.8). LeNet-4 has
    /// 120 of them. LeNet-5 has 120 too, because its last layer is F6, which the code book follows.
    ///
    /// # Errors
    /// The errors of [`check_images`](classifier::check_images), or an error for a value that is
    /// too large.
    ///
    /// # Panics
    /// If the network has only one layer.
    pub fn features<P: Pixel>(&self, images: ArrayView2<'_, P>) -> Result<Array2<f32>, InputError> {
        let shapes = self.architecture.own_shapes();
        let (before_last, n_units) = (shapes.len() - 2, self.n_states());
        self.of_each(images, n_units, |input, work| match &self.engine {
            Engine::Fast(plan, _) => plan.states(before_last - 1, work)[..n_units].to_vec(),
            Engine::Reference(reference) => {
                reference.states(input, &shapes).swap_remove(before_last)
            }
        })
    }

    /// Number of units that the last layer reads.
    ///
    /// # Panics
    /// If the network has only one layer.
    pub fn n_states(&self) -> usize {
        let shapes = self.architecture.own_shapes();
        let before_last = shapes.len() - 2;
        assert!(before_last > 0, "one layer, and none before it");
        shapes[before_last].units()
    }

    /// Calls `read` for each image, with its input and the states of the fast network's stages, and
    /// returns the results.
    fn of_each<P, T, R>(
        &self,
        images: ArrayView2<'_, P>,
        width: usize,
        read: impl Fn(&[f32], &Workspace) -> R + Sync,
    ) -> Result<Array2<T>, InputError>
    where
        P: Pixel,
        T: Default + Clone + Send + Sync,
        R: IntoIterator<Item = T>,
    {
        self.field.check(images)?;
        let mut found = Array2::from_elem((images.nrows(), width), T::default());
        let (field, engine) = (&self.field, &self.engine);
        let of_block = |mut found: ArrayViewMut2<'_, T>, images: ArrayView2<'_, P>| {
            let recognise = |batch: &mut Batch| {
                let founds = found.axis_chunks_iter_mut(Axis(0), TOGETHER);
                for (images, mut found) in images.axis_chunks_iter(Axis(0), TOGETHER).zip(founds) {
                    let shown = batch.show(images, field, engine);
                    for ((input, work), mut found) in shown.zip(found.rows_mut()) {
                        for (found, own) in found.iter_mut().zip(read(input, work)) {
                            *found = own;
                        }
                    }
                }
            };
            self.batches.with(|| Batch::new(field, engine), recognise);
        };
        if images.nrows() <= BLOCK {
            // Waking another thread takes as long as recognising several images.
            of_block(found.view_mut(), images);
        } else {
            found
                .axis_chunks_iter_mut(Axis(0), BLOCK)
                .into_par_iter()
                .zip(images.axis_chunks_iter(Axis(0), BLOCK))
                .for_each(|(found, images)| of_block(found, images));
        }
        Ok(found)
    }

    /// The reference network with the same parameters.
    pub fn reference(&self) -> Reference<f32> {
        Reference::new(&self.architecture, &self.parameters)
    }
}

impl<P: Pixel> Classifier<P> for LeNet {
    fn n_features(&self) -> usize {
        self.field.n_features()
    }

    fn n_classes(&self) -> usize {
        self.architecture.n_classes()
    }

    /// Returns the negative penalties s·y of equation 7, or the states of the output units.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        self.of_each(images, self.architecture.n_classes(), |input, work| {
            let scores = match &self.engine {
                Engine::Fast(plan, _) => plan.scores(work),
                Engine::Reference(reference) => reference.scores(input),
            };
            scores.into_iter().map(f64::from)
        })
    }

    /// Counts the connections that multiply, including those of the radial basis functions. Stored
    /// values are the parameters and the code book.
    fn cost(&self) -> Cost {
        Cost {
            multiply_accumulates: self.architecture.n_connections() as u64,
            stored_values: self.architecture.n_stored() as u64,
        }
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(LeNet);
