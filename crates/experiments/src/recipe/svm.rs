use std::ops::ControlFlow;

use baselines::svm::{self, Kernel, Progress, ReducedSvm, Shifts};
use classifier::Classifier;
use linfa::ParamGuard;

use super::{Recipe, boxed};
use crate::{FitError, Training};

/// A machine with a polynomial kernel for each class against the rest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Svm {
    pub(crate) degree: u32,
    pub(crate) c: f64,
    pub(crate) gap: f64,
    pub(crate) then: Then,
}

/// What becomes of the machine.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Then {
    /// It is used as it is.
    Nothing,
    /// So many vectors take the place of its support vectors.
    ReducedTo(usize),
    /// It is trained again on its support vectors, shifted by a pixel.
    Shifted(Shifts),
}

impl Recipe for Svm {
    fn settings(&self) -> String {
        let Self {
            degree,
            c,
            gap,
            then,
        } = self;
        let then = match then {
            Then::Nothing => String::new(),
            Then::ReducedTo(vectors) => format!(", {vectors} vectors"),
            Then::Shifted(Shifts::Four) => ", 4 shifts".into(),
            Then::Shifted(Shifts::Eight) => ", 8 shifts".into(),
        };
        format!("degree {degree}, C = {c}, gap {gap}{then}")
    }

    fn may_take_hours(&self) -> Option<&'static str> {
        match self.then {
            Then::Shifted(_) => Some(
                "it trains on shifted copies of each support vector, and where classes overlap, most \
                 images are support vectors",
            ),
            Then::Nothing | Then::ReducedTo(_) => None,
        }
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        let parameters = svm::Svm::params(training.n_classes)
            .kernel(Kernel::polynomial(self.degree))
            .c(self.c)
            .gap(self.gap)
            .check()?;
        let machine = parameters.fit_watched(&training.dataset(), tell(training))?;
        match self.then {
            Then::Nothing => Ok(Box::new(machine)),
            Then::ReducedTo(wanted) => {
                // A machine that small has nothing to reduce: of a few hundred images at most.
                let bound = machine.support_vectors().len().saturating_sub(1);
                let vectors = training.at_most(bound, wanted, "vectors");
                boxed(ReducedSvm::params(vectors).check()?.reduce_watched(
                    &machine,
                    training.set.images(),
                    tell(training),
                ))
            }
            Then::Shifted(shifts) => {
                let (height, width) = (training.set.height(), training.set.width());
                boxed(machine.virtual_svm_watched(height, width, shifts, tell(training)))
            }
        }
    }
}

/// Tells the row's observer where the training stands.
fn tell(training: &Training<'_>) -> impl Fn(&Progress) -> ControlFlow<()> {
    let observer = training.observer;
    move |progress| {
        observer.note(&progress.to_string());
        ControlFlow::Continue(())
    }
}

#[test]
fn every_field_is_in_the_settings() {
    let one = Svm {
        degree: 4,
        c: 1.0,
        gap: 1.0,
        then: Then::Nothing,
    };
    let Svm {
        degree: _,
        c: _,
        gap: _,
        then: _,
    } = one;
    let then = |then| Svm { then, ..one };
    super::assert_told_apart(&[
        &one,
        &Svm { degree: 5, ..one },
        &Svm { c: 2.0, ..one },
        &Svm { gap: 2.0, ..one },
        &then(Then::ReducedTo(4)),
        &then(Then::ReducedTo(8)),
        &then(Then::Shifted(Shifts::Four)),
        &then(Then::Shifted(Shifts::Eight)),
    ]);
}
