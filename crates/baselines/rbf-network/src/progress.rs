use std::fmt;

/// What [fitting](crate::RbfNetworkValidParams::fit_watched) is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// The images of a class are being clustered; told after each iteration of k-means.
    Clusters {
        /// The class.
        class: usize,
        /// Iterations that are done.
        iteration: usize,
        /// The largest number of iterations.
        max_iterations: usize,
        /// Images that changed their cluster in this iteration; k-means ends when it is zero.
        moved: usize,
    },
    /// The output weights are being found, by least squares; told once.
    Output,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clusters {
                class,
                iteration,
                max_iterations,
                moved,
            } => write!(
                f,
                "k-means of class {class}, iteration {iteration} of at most {max_iterations}, {moved} \
                 images moved"
            ),
            Self::Output => f.write_str("output weights, by least squares"),
        }
    }
}
