//! The rows, a file a family.

mod distorted;
mod knn;
mod lenet;
mod lenet4_boosted;
mod lenet4_features;
mod linear;
mod linfa;
mod mlp;
mod pairwise_linear;
mod pca_quadratic;
mod rbf;
mod svm;
mod tangent_distance;

use classifier::Classifier;
use report::Divergence;

use crate::{FitError, Row};

pub(crate) use lenet::{MODERATE as LENET5_DISTORTIONS, lenet5_distorted, train as train_lenet};

/// Every row, in the paper's order (Figure 9).
pub const ROWS: &[&Row] = &[
    &linear::REGULAR,
    &linear::DESLANTED,
    &pairwise_linear::REGULAR,
    &knn::REGULAR,
    &knn::DESLANTED,
    &pca_quadratic::REGULAR,
    &rbf::REGULAR,
    &tangent_distance::SIXTEEN,
    &svm::POLYNOMIAL_DESLANTED,
    &svm::REDUCED_SET,
    &svm::VIRTUAL,
    &mlp::H300,
    &mlp::H300_DISTORTED,
    &mlp::H300_DESLANTED,
    &mlp::H1000,
    &mlp::H1000_DISTORTED,
    &mlp::H300_100,
    &mlp::H300_100_DISTORTED,
    &mlp::H500_150,
    &mlp::H500_150_DISTORTED,
    &lenet::LENET1,
    &lenet::LENET4,
    &lenet4_features::LOCAL,
    &lenet4_features::KNN,
    &lenet::LENET5,
    &lenet::LENET5_DISTORTED,
    &lenet4_boosted::BOOSTED,
    &svm::POLYNOMIAL,
    &lenet::LENET5_BEST,
    &lenet::LUCID1,
    &lenet::LUCID4,
    &lenet::LUCID5,
    &linfa::SVM,
    &linfa::NN,
];

/// What every row on deslanted images says of them.
const DESLANTING: Divergence = Divergence {
    paper: "Deslanted by second moments that count foreground as 1 and background as 0; the \
            threshold, the interpolation and the centring are not given",
    ours: "By moments of the grey levels, rows shifted with linear interpolation, the centre of \
           mass brought to the centre, the central 20×20 kept",
    why: "It needs no threshold",
};

/// A `fit`'s result as a recipe returns it.
fn boxed<M: Classifier + 'static, E: std::error::Error + Send + Sync + 'static>(
    fitted: Result<M, E>,
) -> Result<Box<dyn Classifier>, FitError> {
    Ok(Box::new(fitted?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Choice;

    /// Figure 9, then what is not in the paper.
    const CONTRACT: &[&str] = &[
        "linear",
        "linear-deslant",
        "pairwise-linear",
        "knn",
        "knn-deslant",
        "pca-quadratic",
        "rbf",
        "tangent-16x16",
        "svm-poly-deslant",
        "svm-reduced-set-deslant",
        "svm-virtual-dist",
        "mlp-300",
        "mlp-300-dist",
        "mlp-300-deslant",
        "mlp-1000",
        "mlp-1000-dist",
        "mlp-300-100",
        "mlp-300-100-dist",
        "mlp-500-150",
        "mlp-500-150-dist",
        "lenet1-16x16",
        "lenet4",
        "lenet4-local",
        "lenet4-knn",
        "lenet5",
        "lenet5-dist",
        "lenet4-boosted-dist",
        "svm-poly",
        "lenet5-best",
        "lucid-lenet1",
        "lucid-lenet4",
        "lucid-lenet5",
        "linfa-svm",
        "linfa-nn",
    ];

    #[test]
    fn names_are_those_of_the_contract_in_its_order() {
        let places: Vec<Option<usize>> = ROWS
            .iter()
            .map(|row| CONTRACT.iter().position(|id| *id == row.id()))
            .collect();
        assert!(
            places.iter().all(Option::is_some),
            "a name is not in the contract"
        );
        assert!(places.is_sorted(), "out of order");
        let ids: BTreeSet<_> = ROWS.iter().map(|row| row.id()).collect();
        assert_eq!(ids.len(), ROWS.len(), "two rows of one name");
    }

    /// The texts that records and committed tables are found by.
    #[test]
    fn settings_are_those_that_are_written_down() {
        let mut told = String::new();
        for row in ROWS {
            told += &format!("{}: {}\n", row.id(), row.settings());
            for recipe in row.candidates() {
                told += &format!("    {}\n", recipe.settings);
            }
        }
        assert_eq!(told, include_str!("../../tests/settings.txt"));
    }

    #[test]
    fn a_row_of_the_paper_has_its_error() {
        for row in ROWS {
            let beyond = CONTRACT.iter().position(|id| *id == "svm-poly");
            let in_paper = CONTRACT.iter().position(|id| *id == row.id()) < beyond;
            assert_eq!(
                row.description.paper.error_percent.is_some(),
                in_paper,
                "{}",
                row.id()
            );
        }
    }

    #[test]
    fn every_candidate_has_settings_of_its_own() {
        for row in ROWS {
            let settings: BTreeSet<_> = row.candidates().map(|recipe| recipe.settings).collect();
            assert_eq!(settings.len(), row.candidates().count(), "{}", row.id());
            if row.choice == Choice::Validation {
                assert!(
                    !row.others.is_empty(),
                    "{} was chosen from nothing",
                    row.id()
                );
            }
        }
    }
}
