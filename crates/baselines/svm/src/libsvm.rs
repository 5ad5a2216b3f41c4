//! LIBSVM's text files.

use std::fmt::Write as _;

use classifier::{Classifier, Pixel};
use ndarray::{ArrayView1, ArrayView2};

use crate::{Kernel, Machine, Strategy, Svm, SvmError};

impl Svm {
    /// The machine as a model file of LIBSVM, for svm-predict and whatever else reads it.
    ///
    /// LIBSVM has one machine for each pair of classes, and knows no [`normalise`]: support
    /// vectors are written as the kernel takes them, as intensities and, if the machine
    /// normalises, of unit length. [`libsvm_data`](Self::libsvm_data) writes images likewise. Where
    /// two classes have equally many votes, LIBSVM takes the first, and this crate the one whose
    /// machines say more.
    ///
    /// ```
    /// use linfa::prelude::*;
    /// use ndarray::array;
    /// use svm::{Kernel, Strategy, Svm};
    ///
    /// let training = Dataset::new(array![[0.0], [0.2], [0.8], [1.0]], array![0, 0, 1, 1]);
    /// let params = Svm::params(2).kernel(Kernel::Linear).normalise(false);
    /// let model = params.strategy(Strategy::OneVsOne).fit(&training)?;
    /// let file = model.to_libsvm()?;
    /// assert!(file.starts_with("svm_type c_svc\nkernel_type linear\nnr_class 2\n"));
    /// # Ok::<(), svm::SvmError>(())
    /// ```
    ///
    /// # Errors
    /// [`SvmError::Libsvm`] for machines of a class against the rest, and for floats that are not
    /// computed with as they are (see [`Centring`](classifier::Centring)).
    ///
    /// [`normalise`]: crate::SvmParams::normalise
    pub fn to_libsvm(&self) -> Result<String, SvmError> {
        let params = self.fitted_with();
        if params.strategy() != Strategy::OneVsOne {
            let why = "it has a machine for each pair of classes: fit with Strategy::OneVsOne";
            return Err(SvmError::Libsvm { why });
        }
        let expansion = self.expansion();
        if !expansion.vectors().space().centring().is_none() {
            let why = "it knows no centring: bring the values to between 0 and 1 before `fit`";
            return Err(SvmError::Libsvm { why });
        }
        let mut file = String::from("svm_type c_svc\n");
        match params.kernel() {
            Kernel::Linear => file.push_str("kernel_type linear\n"),
            Kernel::Polynomial {
                degree,
                scale,
                offset,
            } => line(
                &mut file,
                format_args!(
                    "kernel_type polynomial\ndegree {degree}\ngamma {scale:e}\ncoef0 {offset:e}"
                ),
            ),
            Kernel::Gaussian { gamma } => {
                line(&mut file, format_args!("kernel_type rbf\ngamma {gamma:e}"));
            }
        }
        let pairs: Vec<(usize, usize)> =
            self.machines().map(|(machine, _)| pair(machine)).collect();
        let mut classes: Vec<usize> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        classes.sort_unstable();
        classes.dedup();
        let of_class = self.vectors_of(&pairs, &classes);
        let counts = of_class.iter().map(Vec::len);
        let rho = expansion
            .biases()
            .into_iter()
            .map(|bias| format!("{:e}", -bias));
        line(&mut file, format_args!("nr_class {}", classes.len()));
        line(
            &mut file,
            format_args!("total_sv {}", counts.clone().sum::<usize>()),
        );
        line(&mut file, format_args!("rho {}", joined(rho)));
        line(&mut file, format_args!("label {}", joined(classes.iter())));
        line(&mut file, format_args!("nr_sv {}", joined(counts)));
        file.push_str("SV\n");
        let coefficients = self.coefficients();
        let (vectors, n_features) = (expansion.vectors(), expansion.vectors().n_features());
        let pixels = vectors.pixels().to_doubles();
        for (&class, vectors) in classes.iter().zip(&of_class) {
            // In the order of the other classes.
            let machines =
                || (0..pairs.len()).filter(|&m| pairs[m].0 == class || pairs[m].1 == class);
            for &vector in vectors {
                let own =
                    machines().map(|machine| format!("{:e}", coefficients[[machine, vector]]));
                let image = pixels[vector * n_features..][..n_features].to_vec();
                let values = features(&self.of_length(image));
                line(&mut file, format_args!("{} {values}", joined(own)));
            }
        }
        Ok(file)
    }

    /// Images with labels as a data file of LIBSVM, as the kernel takes them: `(n_images,
    /// n_features)` and `(n_images,)`.
    ///
    /// # Errors
    /// What [`Centring::check`](classifier::Centring::check) finds.
    ///
    /// # Panics
    /// If there are not as many labels as images.
    pub fn libsvm_data<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
        labels: ArrayView1<'_, usize>,
    ) -> Result<String, SvmError> {
        assert_eq!(images.nrows(), labels.len(), "labels");
        classifier::check_images(images, Classifier::<P>::n_features(self))?;
        let mut file = String::new();
        for (image, label) in images.rows().into_iter().zip(labels) {
            let intensities = image.iter().map(|pixel| pixel.intensity()).collect();
            line(
                &mut file,
                format_args!("{label} {}", features(&self.of_length(intensities))),
            );
        }
        Ok(file)
    }

    /// The support vectors of each class: those that some machine adds for it.
    fn vectors_of(&self, pairs: &[(usize, usize)], classes: &[usize]) -> Vec<Vec<usize>> {
        let mut of_class = vec![Vec::new(); classes.len()];
        for (vector, coefficients) in self.coefficients().columns().into_iter().enumerate() {
            let mut signed = coefficients.iter().zip(pairs).filter(|&(&c, _)| c != 0.0);
            let Some((&coefficient, &(positive, negative))) = signed.next() else {
                continue;
            };
            let class = if coefficient > 0.0 {
                positive
            } else {
                negative
            };
            let place = classes.binary_search(&class);
            of_class[place.unwrap_or_else(|_| unreachable!("a class of a pair"))].push(vector);
        }
        of_class
    }

    /// An image, of unit length if the machine normalises; a black one stays black.
    fn of_length(&self, mut image: Vec<f64>) -> Vec<f64> {
        let length = image.iter().map(|x| x * x).sum::<f64>().sqrt();
        if self.fitted_with().normalise() && length > 0.0 {
            image.iter_mut().for_each(|x| *x /= length);
        }
        image
    }
}

fn pair(machine: &Machine) -> (usize, usize) {
    match *machine {
        Machine::OneVsOne { positive, negative } => (positive, negative),
        Machine::OneVsRest { .. } => unreachable!("the strategy has been looked at"),
    }
}

fn line(file: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(file, "{text}").unwrap_or_else(|_| unreachable!("strings take whatever is written"));
}

fn joined<T: std::fmt::Display>(values: impl Iterator<Item = T>) -> String {
    let texts: Vec<String> = values.map(|value| value.to_string()).collect();
    texts.join(" ")
}

/// The values that are not 0, counted from 1.
fn features(image: &[f64]) -> String {
    let values = image.iter().enumerate().filter(|&(_, &value)| value != 0.0);
    joined(values.map(|(index, value)| format!("{}:{value:e}", index + 1)))
}
