//! Boosting by filtering (Schapire, Machine Learning 5(2), 1990; Drucker, Schapire & Simard,
//! NIPS 1992), as section III-C.9 of LeCun et al. 1998 uses it on LeNet-4:
//!
//! 1. a first classifier is trained as usual;
//! 2. a second on patterns "filtered by the first net so that the second machine sees a mix of
//!    patterns, 50 % of which the first net got right, and 50 % of which it got wrong"
//!    ([`Filter::half_wrong`]);
//! 3. a third on patterns "on which the first and the second net disagree"
//!    ([`Filter::disagreements`]);
//! 4. to recognise, the three add their scores ([`Committee`]).
//!
//! A good classifier gets few patterns wrong. To keep a few such patterns, a filter must look at
//! many. So filters take patterns from an endless stream, such as distorted images.
//!
//! ```
//! use boosting::Filter;
//! # use classifier::{Classifier, Cost, InputError};
//! # use ndarray::{Array1, Array2, ArrayView2, Axis};
//! # struct Threshold(f64);
//! # impl Classifier<f32> for Threshold {
//! #     fn n_features(&self) -> usize { 1 }
//! #     fn n_classes(&self) -> usize { 2 }
//! #     fn scores(&self, x: ArrayView2<'_, f32>) -> Result<Array2<f64>, InputError> {
//! #         Ok(Array2::from_shape_fn((x.nrows(), 2), |(i, c)| {
//! #             let above = f64::from(x[[i, 0]]) - self.0;
//! #             if c == 1 { above } else { -above }
//! #         }))
//! #     }
//! #     fn cost(&self) -> Cost { Cost { multiply_accumulates: 1, stored_values: 1 } }
//! # }
//! // Numbers between 0 and 1; those above 0.5 are of class 1. `first` thinks it is 0.4.
//! let first = Threshold(0.4);
//! let number = |i: usize| (i as f32 * 0.618) % 1.0;
//! let set = Filter::new(100).half_wrong(&first, |range| {
//!     let numbers = range.map(number).collect::<Array1<f32>>();
//!     let labels = numbers.mapv(|x| usize::from(x > 0.5));
//!     (numbers.insert_axis(Axis(1)), labels)
//! })?;
//! let wrong = set.images.iter().filter(|x| (0.4..=0.5).contains(*x)).count();
//! assert_eq!(wrong, 50);
//! # Ok::<(), boosting::BoostingError>(())
//! ```

mod committee;
mod error;
mod filter;

pub use committee::{Committee, KIND};
pub use error::BoostingError;
pub use filter::{Filter, Filtered};
