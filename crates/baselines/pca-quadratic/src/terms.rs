use ndarray::{Array2, ArrayView1, ArrayViewMut1, ArrayViewMut2};

/// The terms of the polynomial of the principal components, beside its constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// All of the first and second degree: products of pairs, squares included, and the
    /// components themselves. With 40 components and the constant, 861 inputs.
    Full,
    /// Products of pairs only, as the paper's count of 821 inputs has it.
    Products,
}

impl Terms {
    /// Number of terms for `n_components` components, the constant not counted.
    pub fn count(self, n_components: usize) -> usize {
        let products = n_components * (n_components + 1) / 2;
        match self {
            Terms::Full => products + n_components,
            Terms::Products => products,
        }
    }

    /// The function that writes the terms of the samples from `first` on into a block, for
    /// [`fit_one_of_n`](least_squares::fit_one_of_n).
    pub(crate) fn of(
        self,
        components: &Array2<f64>,
    ) -> impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync {
        move |first, mut block| {
            for (row, terms) in block.rows_mut().into_iter().enumerate() {
                self.write(components.row(first + row), terms);
            }
        }
    }

    /// Products `zᵢ zⱼ`, `i ≤ j`, then, if asked for, the `zᵢ`.
    fn write(self, components: ArrayView1<'_, f64>, mut terms: ArrayViewMut1<'_, f64>) {
        let mut terms = terms.iter_mut();
        for i in 0..components.len() {
            for j in i..components.len() {
                if let Some(term) = terms.next() {
                    *term = components[i] * components[j];
                }
            }
        }
        // What is left is as many as there are components, or none.
        for (term, component) in terms.zip(components) {
            *term = *component;
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};

    use super::*;

    #[test]
    fn forty_components_make_the_papers_counts() {
        assert_eq!(1 + Terms::Products.count(40), 821);
        assert_eq!(1 + Terms::Full.count(40), 861);
    }

    #[test]
    fn every_product_of_a_pair_once() {
        for (terms, expected) in [
            (
                Terms::Full,
                vec![4.0, 6.0, 10.0, 9.0, 15.0, 25.0, 2.0, 3.0, 5.0],
            ),
            (Terms::Products, vec![4.0, 6.0, 10.0, 9.0, 15.0, 25.0]),
        ] {
            let mut written = Array1::zeros(terms.count(3));
            terms.write(array![2.0, 3.0, 5.0].view(), written.view_mut());
            assert_eq!(written.to_vec(), expected);
        }
    }
}
