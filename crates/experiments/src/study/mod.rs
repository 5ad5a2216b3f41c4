//! What is looked at beside the comparison, all of LeNet-5: its learning curves (Figures 5 and 6),
//! what its layers hold (Figure 2), the code book (Figure 3), what distortions it is shown
//! (Figure 7), and how far an image may be moved, turned, stretched or spoilt before it is
//! mistaken (Figure 13).

mod code_book;
pub(crate) mod curves;
mod distorted_copies;
mod layers;
mod robustness;

use lenet::{LeNet, LeNetParams};
use mnist_io::Mnist;

use crate::rows::{LENET5_DISTORTED_RECIPE, LENET5_RECIPE};
use crate::run::{in_pool, n_classes};
use crate::{Observer, Options, Preparation, RunError, Shared, Stage, Training};

pub use code_book::{CODE_WIDTH, code_book};
pub use distorted_copies::{FIELD, distorted_copies};
pub use layers::{Map, layers};
pub use robustness::{Change, Robustness, robustness};

/// What the row `lenet5` is trained with, for whoever wants to look on.
pub fn lenet5_params() -> LeNetParams {
    LENET5_RECIPE.params()
}

/// Trains LeNet-5 as the row `lenet5-dist` does, with the seed of the options or 1.
///
/// # Errors
/// [`RunError`].
pub fn train(data: &Mnist, options: Options, observer: &dyn Observer) -> Result<LeNet, RunError> {
    in_pool(options.threads, || {
        observer.stage(Stage::Preparing);
        let set = Preparation::Padded32.apply(&data.train)?;
        let seed = options.seed.unwrap_or(1);
        let shared = Shared::default();
        let training = Training::new(&set, n_classes(&set), seed, observer, &shared);
        observer.stage(Stage::Fitting);
        LENET5_DISTORTED_RECIPE
            .train(&training, None)
            .map_err(RunError::Fit)
    })
}
