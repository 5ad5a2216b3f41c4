//! Rows trained on more and more images.

use mnist_io::{Dataset, Mnist, MnistError, transform};
use report::Run;

use crate::recipe::distorted_ranges;
use crate::rows::MODERATE;
use crate::{Environment, Measured, Observer, Options, ROWS, Row, RunError, Shared, describe, run};

/// A row whose growth is measured.
#[derive(Clone, Copy, Debug)]
pub struct GrowthRow {
    /// The row of the comparison.
    pub row: &'static Row,
    /// The most training images that it is given unless more are asked for.
    pub largest: usize,
}

/// The numbers of training images: from the paper's smallest set to sixteen times its largest.
pub const SIZES: [usize; 7] = [15_000, 30_000, 60_000, 120_000, 240_000, 480_000, 960_000];

/// Names of the rows that carry more images than there are, and how many.
const CARRY: [(&str, usize); 5] = [
    ("linear", 960_000),
    ("knn", 960_000),
    ("pca-quadratic", 960_000),
    ("svm-poly", 240_000),
    ("lenet5", 960_000),
];

/// Seed of the distortions.
const SEED: u64 = 1;

/// The rows whose growth is measured.
pub fn growth_rows() -> Vec<GrowthRow> {
    let of = |&(id, largest): &(&str, usize)| {
        let row = ROWS.iter().copied().find(|row| row.id() == id);
        row.map(|row| GrowthRow { row, largest })
    };
    CARRY.iter().filter_map(of).collect()
}

/// What [`run_grown`] would measure: enough to look for its record.
pub fn describe_grown(row: &Row, data: &Mnist, n_images: usize, options: Options) -> Run {
    let mut run = describe(row, data, options);
    run.train_images = n_images;
    if n_images > data.train.len() {
        let ranges = distorted_ranges(&MODERATE);
        run.settings += &format!("; with distorted copies: {ranges}, seed {SEED}");
    }
    run
}

/// The first so many training images, or, if there are not so many, all of them and as many distorted
/// copies.
///
/// # Errors
/// [`MnistError`].
pub fn grown(train: &Dataset, n_images: usize) -> Result<Dataset, MnistError> {
    transform::enlarge(train, n_images, &MODERATE, SEED)
}

/// A row fitted on the first so many training images, or, if there are not so many, on all of them
/// and as many distorted copies; it scores the test images once.
///
/// # Errors
/// [`RunError`].
pub fn run_grown(
    row: &Row,
    data: Mnist,
    n_images: usize,
    options: Options,
    environment: &Environment,
    observer: &dyn Observer,
) -> Result<Measured, RunError> {
    let described = describe_grown(row, &data, n_images, options);
    let train = grown(&data.train, n_images)?;
    // The originals are in it.
    let data = Mnist { train, ..data };
    let mut measured = run(
        row,
        &data,
        options,
        environment,
        observer,
        &Shared::default(),
    )?;
    measured.outcome.run = described;
    Ok(measured)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_that_carries_more_images_is_one_of_the_comparison() {
        assert_eq!(growth_rows().len(), CARRY.len());
        for row in growth_rows() {
            assert!(SIZES.contains(&row.largest), "{}", row.row.id());
            assert!(
                row.row.train_images.is_none(),
                "{} takes a part",
                row.row.id()
            );
        }
    }
}
