//! The rows, a file a family. Each constant is complete: no row is made from another.

mod divergences;
mod knn;
mod lenet;
mod linear;
mod linfa;
mod lucid;
mod mlp;
mod pca_quadratic;
mod rbf;
mod svm;
mod tangent_distance;

use crate::Row;

pub(crate) use lenet::{LENET5_DISTORTED_RECIPE, LENET5_RECIPE, MODERATE};

/// Every row, in the paper's order (Figure 9), then what is not in the paper.
pub const ROWS: &[&Row] = &[
    &linear::REGULAR,
    &linear::DESLANTED,
    &linear::PAIRWISE,
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
    &lenet::LENET4_LOCAL,
    &lenet::LENET4_KNN,
    &lenet::LENET5,
    &lenet::LENET5_DISTORTED,
    &lenet::LENET4_BOOSTED,
    &svm::POLYNOMIAL,
    &lenet::LENET5_BEST,
    &lucid::LENET1,
    &lucid::LENET4,
    &lucid::LENET5,
    &linfa::SVM,
    &linfa::NN,
];

#[cfg(test)]
mod tests {
    use std::any::Any;
    use std::collections::BTreeSet;

    use super::*;
    use crate::Choice;
    use crate::recipe::{LeNet, Mlp};

    /// Names, their order, and the texts that records and committed tables are found by.
    #[test]
    fn names_and_settings_are_those_that_are_written_down() {
        let mut told = String::new();
        for row in ROWS {
            told += &format!("{}: {}\n", row.id(), row.settings());
            for recipe in row.candidates() {
                told += &format!("    {}\n", recipe.settings());
            }
        }
        assert_eq!(told, include_str!("../../tests/settings.txt"));
    }

    #[test]
    fn no_two_rows_have_the_same_name() {
        let ids: BTreeSet<_> = ROWS.iter().map(|row| row.id()).collect();
        assert_eq!(ids.len(), ROWS.len());
    }

    #[test]
    fn the_rows_of_the_paper_come_first_and_have_its_errors() {
        let in_paper: Vec<&str> = ROWS
            .iter()
            .filter(|row| row.description.paper.error_percent.is_some())
            .map(|row| row.id())
            .collect();
        let first: Vec<&str> = ROWS[..27].iter().map(|row| row.id()).collect();
        assert_eq!(in_paper, first);
    }

    #[test]
    fn every_candidate_has_settings_of_its_own() {
        for row in ROWS {
            let settings: BTreeSet<_> = row.candidates().map(|recipe| recipe.settings()).collect();
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

    /// The settings do not say it, so a record of another network must have another name.
    #[test]
    fn a_row_is_named_after_its_network() {
        for row in ROWS {
            let id = ["-dist", "-deslant", "-16x16"]
                .iter()
                .fold(row.id(), |id, data| id.strip_suffix(data).unwrap_or(id));
            for recipe in row.candidates() {
                let recipe: &dyn Any = recipe;
                if let Some(mlp) = recipe.downcast_ref::<Mlp>() {
                    let hidden: Vec<_> = mlp.hidden.iter().map(usize::to_string).collect();
                    assert_eq!(id, format!("mlp-{}", hidden.join("-")));
                }
                if let Some(lenet) = recipe.downcast_ref::<LeNet>() {
                    let network = format!("{:?}", lenet.network).to_lowercase();
                    assert_eq!(id.replace('-', ""), network);
                }
            }
        }
    }
}
