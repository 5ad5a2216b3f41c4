use classifier::Pixel;
use kernels::Level;
use ndarray::{Array3, ArrayView2};

use crate::{LeNet, LeNetError, Stride, Sweep};

impl LeNet {
    /// Makes the network that sweeps over pictures that are as high as the field and wider, forward
    /// and backward.
    ///
    /// # Errors
    /// [`LeNetError::NotSwept`] if [`Sweep`] has no kernels for the architecture.
    pub fn sweep(&self, stride: Stride) -> Result<Sweep, LeNetError> {
        let architecture = self.architecture();
        Sweep::new(architecture, Level::current(), stride, self.parameters()).ok_or(
            LeNetError::NotSwept {
                name: architecture.name,
            },
        )
    }

    /// Applies the network at every place of a larger picture. This is the space displacement
    /// network of section VII-B.
    ///
    /// Every layer is a convolution or a subsampling. So the whole picture goes through each layer
    /// once, C5 becomes a map, and neighbouring places share their computations. The result is
    /// `(rows, columns, classes)`. Entry `(r, c)` has the scores of the field whose top left corner
    /// is at pixel `(4r, 4c)`, because each subsampling layer halves the resolution. For LeNet-5
    /// the scores are negative penalties.
    ///
    /// If the picture is as high as the field, LeNet-5 computes it with a [`Sweep`]. Other networks
    /// and higher pictures take the readable network, which is slow.
    ///
    /// # Errors
    /// [`LeNetError::PictureSize`] if a side is not the side of the field plus a multiple of 4,
    /// [`LeNetError::Input`] if a pixel is not finite or too large.
    pub fn scan<P: Pixel>(&self, picture: ArrayView2<'_, P>) -> Result<Array3<f64>, LeNetError> {
        let (height, width) = picture.dim();
        let field = self.architecture().field;
        let reachable = height >= field && width >= field;
        let shapes = self
            .architecture()
            .shapes(height, width)
            .filter(|_| reachable)
            .ok_or(LeNetError::PictureSize {
                height,
                width,
                field,
            })?;
        let centring = self.field().centring().for_images_of(picture.len());
        let as_one_image = picture
            .to_shape((1, picture.len()))
            .expect("all its pixels");
        centring.check(as_one_image.view())?;
        let intensity = |pixel| centring.single(0, pixel);
        let input: Vec<f32> = picture
            .iter()
            .map(|&pixel| gradient::input::of_intensity(intensity(pixel)))
            .collect();
        if let (true, Ok(mut sweep)) = (height == field, self.sweep(Stride::Four)) {
            let dim = (1, shapes[shapes.len() - 1].width, sweep.n_classes());
            let scores = sweep.forward(&input, width).iter().map(|&y| f64::from(-y));
            let scores = Array3::from_shape_vec(dim, scores.collect());
            return Ok(scores.expect("a score for each position and class"));
        }
        let reference = self.reference();
        let states = reference.states(&input, &shapes);
        let (last, shape) = (&states[states.len() - 1], shapes[shapes.len() - 1]);
        let mut scores =
            Array3::zeros((shape.height, shape.width, self.architecture().n_classes()));
        for row in 0..shape.height {
            for column in 0..shape.width {
                let units: Vec<f32> = (0..shape.maps)
                    .map(|map| last[shape.at(map, row, column)])
                    .collect();
                for (class, score) in reference.output_scores(&units).into_iter().enumerate() {
                    scores[[row, column, class]] = f64::from(score);
                }
            }
        }
        Ok(scores)
    }
}
