mod full;
mod run;

use classifier::Pixel as _;
use gradient::input::of_intensity;
use kernels::Level;
use ndarray::ArrayView2;

use crate::LeNetError;
use crate::architecture::{Architecture, Output};
use crate::output::{penalties, penalties_backward};
use run::{Layers, Run};

/// The number of pixels between neighbouring positions of the network itself: each of two
/// subsampling layers halves the resolution.
const STEP: usize = 4;

/// The distance between neighbouring positions of a [`Sweep`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stride {
    /// Four pixels, the network's own.
    Four,
    /// Two pixels. The network also sees the picture moved to the left by two pixels, which takes
    /// twice as long. Characters close together are more likely to get positions of their own.
    Two,
}

impl Stride {
    /// The distance in pixels.
    pub fn pixels(self) -> usize {
        match self {
            Self::Four => STEP,
            Self::Two => STEP / 2,
        }
    }
}

/// LeNet-5 at every horizontal position of a wide picture, forward and backward. This is the space
/// displacement network of section VII-B.
///
/// A picture has as many rows as the field of the network, 32, and 32 + 4k columns. The field at
/// position p begins at column p times the [stride](Stride::pixels). So there are 1 + k positions,
/// or 1 + 2k with a stride of two. The whole picture goes through each layer once, and neighbouring
/// positions share their computations.
///
/// It uses one thread. At each position, the penalties have the bits that
/// [`Fast`](super::Fast) computes for that field alone. Gradients equal the sums of those of the
/// fields within rounding, because they are added in another order. The bits of both depend on the
/// level, the parameters and the picture, and not on the pictures before.
///
/// ```
/// use kernels::Level;
/// use lenet::network::initial_parameters;
/// use lenet::{Architecture, InitialWeights, Stride, Sweep};
///
/// let lenet5 = Architecture::lenet5();
/// let start = initial_parameters(&lenet5, InitialWeights::OverRootFanIn(2.4), 1.0, 1);
/// let mut sweep = Sweep::new(&lenet5, Level::current(), Stride::Four, &start).unwrap();
/// let white = vec![-0.1; 32 * 108];
/// let penalties = sweep.forward(&white, 108);
/// assert_eq!(penalties.len(), 20 * 10); // positions × classes
///
/// // E is the sum of all penalties.
/// let mut gradient = vec![0.0; lenet5.n_parameters()];
/// sweep.backward(&[1.0; 20 * 10], &mut gradient);
/// ```
#[derive(Clone, Debug)]
pub struct Sweep {
    layers: Layers,
    field: usize,
    n_classes: usize,
    scale: f64,
    codes: Vec<f32>,
    parameters: Vec<f32>,
    /// One for the picture, and with a stride of two one for the picture moved to the left.
    runs: Vec<Run>,
    /// Number of runs that the last picture was wide enough for.
    n_used: usize,
    moved: Vec<f32>,
    input: Vec<f32>,
    penalties: Vec<f32>,
}

impl Sweep {
    /// Makes the swept network from parameters in the declared order.
    ///
    /// It returns `None` for an architecture that it cannot sweep. It sweeps architectures that
    /// [`Fast`](super::Fast) computes, whose output is a code book that is not trained, whose
    /// positions are four pixels apart, and whose first full connection has kernels of 5×5: of the
    /// named ones, LeNet-5.
    /// [`LeNet::scan`](crate::LeNet::scan) works for every architecture.
    ///
    /// # Panics
    /// If the number of parameters is not the architecture's.
    pub fn new(
        architecture: &Architecture,
        level: Level,
        stride: Stride,
        parameters: &[f32],
    ) -> Option<Self> {
        let Output::Codes { scale, .. } = architecture.output else {
            return None;
        };
        let field = architecture.field;
        let wider = architecture.shapes(field, field + STEP)?;
        if wider.last()?.width != 2 {
            return None;
        }
        let layers = Layers::new(architecture, level, parameters)?;
        let run = Run::new(&layers)?;
        let n_runs = STEP / stride.pixels();
        Some(Self {
            layers,
            field,
            n_classes: architecture.n_classes(),
            scale,
            codes: architecture.output.codes(),
            parameters: parameters.to_vec(),
            runs: vec![run; n_runs],
            n_used: 0,
            moved: Vec::new(),
            input: Vec::new(),
            penalties: Vec::new(),
        })
    }

    /// The parameters, in the declared order.
    pub fn parameters(&self) -> &[f32] {
        &self.parameters
    }

    /// Replaces the parameters, which are in the declared order.
    ///
    /// # Panics
    /// If their number is not the architecture's.
    pub fn set_parameters(&mut self, parameters: &[f32]) {
        self.layers.set(parameters);
        self.parameters.copy_from_slice(parameters);
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Number of positions in a picture of this width; `None` if the width is not that of the field
    /// plus a multiple of 4.
    pub fn n_positions(&self, width: usize) -> Option<usize> {
        let beyond = width.checked_sub(self.field)?;
        let stride = STEP / self.runs.len();
        beyond.is_multiple_of(STEP).then(|| 1 + beyond / stride)
    }

    /// Returns the penalties of one picture, positions × classes. They are the minus of the scores
    /// of [`Fast`](super::Fast).
    ///
    /// `picture` has the input values of the network, row by row, as many rows as the field and
    /// `width` columns. Pictures may have different widths.
    ///
    /// # Panics
    /// If there is [no position](Self::n_positions) for this width, or if the picture has another
    /// number of values.
    pub fn forward(&mut self, picture: &[f32], width: usize) -> &[f32] {
        let n = self
            .n_positions(width)
            .expect("a width of the field plus a multiple of 4");
        assert_eq!(
            picture.len(),
            self.field * width,
            "a picture of {width} columns"
        );
        // The moved picture lacks two columns on either side. Its fields are those in between.
        self.n_used = self.runs.len().min(n);
        self.penalties.resize(n * self.n_classes, 0.0);
        let across = self.runs.len();
        for (index, run) in self.runs[..self.n_used].iter_mut().enumerate() {
            if index == 0 {
                run.forward(&self.layers, picture, width);
            } else {
                let cut = STEP / across * index;
                self.moved.clear();
                for row in picture.chunks_exact(width) {
                    self.moved.extend(&row[cut..width + cut - STEP]);
                }
                run.forward(&self.layers, &self.moved, width - STEP);
            }
            let own = self.penalties.chunks_exact_mut(self.n_classes);
            let own = own.skip(index).step_by(across);
            let n = run.n_positions();
            let (states, _) = run.output();
            for (penalties_, states) in own.zip(states.chunks_exact(states.len() / n)) {
                let x = &states[..self.codes.len() / self.n_classes];
                penalties(self.scale, &self.codes, x, penalties_);
            }
        }
        &self.penalties
    }

    /// Returns the [penalties](Self::forward) of one picture of intensities, white 0 to black 255.
    ///
    /// # Errors
    /// [`LeNetError::PictureSize`] if the picture does not have the rows of the field, or if there
    /// is [no position](Self::n_positions) for its width.
    pub fn forward_picture(&mut self, picture: ArrayView2<'_, u8>) -> Result<&[f32], LeNetError> {
        let (height, width) = picture.dim();
        if height != self.field || self.n_positions(width).is_none() {
            return Err(LeNetError::PictureSize {
                height,
                width,
                field: self.field,
            });
        }
        let mut input = std::mem::take(&mut self.input);
        input.clear();
        input.extend(picture.iter().map(|p| of_intensity(p.intensity_f32())));
        self.forward(&input, width);
        self.input = input;
        Ok(&self.penalties)
    }

    /// Adds ∂E/∂w to `gradient`, which has a value a parameter in the declared order, from the
    /// derivatives of E with respect to the penalties of the last picture.
    ///
    /// # Panics
    /// If there are not as many derivatives as penalties, or not as many values as parameters.
    pub fn backward(&mut self, d_penalties: &[f32], gradient: &mut [f32]) {
        assert_eq!(d_penalties.len(), self.penalties.len(), "one a penalty");
        assert_eq!(gradient.len(), self.parameters.len(), "one a parameter");
        let across = self.runs.len();
        for (index, run) in self.runs[..self.n_used].iter_mut().enumerate() {
            let own = d_penalties.chunks_exact(self.n_classes);
            let own = own.skip(index).step_by(across);
            let n = run.n_positions();
            let (states, delta) = run.output();
            let (length, n_units) = (states.len() / n, self.codes.len() / self.n_classes);
            let rows = states
                .chunks_exact(length)
                .zip(delta.chunks_exact_mut(length));
            for (dy, (x, dx)) in own.zip(rows) {
                let (x, dx) = (&x[..n_units], &mut dx[..n_units]);
                penalties_backward(self.scale, &self.codes, x, dy.iter().copied(), dx);
            }
            run.backward(&self.layers, gradient);
        }
    }
}
