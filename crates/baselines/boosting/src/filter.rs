use std::ops::Range;

use classifier::{Classifier, InputError, Pixel};
use ndarray::{Array1, Array2, Axis, concatenate};

use crate::BoostingError;

/// Number of patterns that are drawn and classified at a time. The patterns that are kept do not
/// depend on it.
const BLOCK: usize = 8_192;

/// The number of patterns to keep, and the largest number to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    wanted: usize,
    most_examined: usize,
}

/// The patterns that a filter has kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Filtered<P> {
    /// The images, `(n, n_features)`, in the order of the stream.
    pub images: Array2<P>,
    /// Their labels, `(n,)`.
    pub labels: Array1<usize>,
    /// Number of patterns examined to find them.
    pub examined: usize,
}

impl Filter {
    /// Keeps `wanted` patterns, and examines at most a thousand times as many.
    pub fn new(wanted: usize) -> Self {
        Self {
            wanted,
            most_examined: wanted.saturating_mul(1_000),
        }
    }

    /// The largest number of patterns to examine.
    pub fn examine_at_most(mut self, patterns: usize) -> Self {
        self.most_examined = patterns;
        self
    }

    /// Keeps patterns that `first` gets wrong and patterns that it gets right, in turn.
    ///
    /// `draw` is the stream: it returns the images `(n, n_features)` and labels of the patterns in
    /// a range of numbers. Wrong patterns are rare. After each wrong one, the next right one is
    /// kept, so that the two kinds are mixed in the whole set.
    ///
    /// # Errors
    /// [`BoostingError`].
    pub fn half_wrong<P: Pixel>(
        &self,
        first: &dyn Classifier<P>,
        draw: impl FnMut(Range<usize>) -> (Array2<P>, Array1<usize>),
    ) -> Result<Filtered<P>, BoostingError> {
        let mut wrong_is_next = true;
        self.keep(draw, |images, labels| {
            let found = first.classify(images.view())?;
            let pairs = found.iter().zip(labels);
            let keep = pairs.map(|(found, label)| {
                let keep = (found != label) == wrong_is_next;
                wrong_is_next ^= keep;
                keep
            });
            Ok(keep.collect())
        })
    }

    /// Keeps patterns that `first` and `second` assign to different classes. `draw` is as in
    /// [`half_wrong`](Self::half_wrong).
    ///
    /// # Errors
    /// [`BoostingError`].
    pub fn disagreements<P: Pixel>(
        &self,
        first: &dyn Classifier<P>,
        second: &dyn Classifier<P>,
        draw: impl FnMut(Range<usize>) -> (Array2<P>, Array1<usize>),
    ) -> Result<Filtered<P>, BoostingError> {
        self.keep(draw, |images, _| {
            let one = first.classify(images.view())?;
            let other = second.classify(images.view())?;
            Ok(one.iter().zip(&other).map(|(a, b)| a != b).collect())
        })
    }

    /// Draws patterns until enough of the kinds that `sort` selects are kept.
    fn keep<P: Pixel>(
        &self,
        mut draw: impl FnMut(Range<usize>) -> (Array2<P>, Array1<usize>),
        mut sort: impl FnMut(&Array2<P>, &Array1<usize>) -> Result<Vec<bool>, InputError>,
    ) -> Result<Filtered<P>, BoostingError> {
        if self.wanted == 0 {
            return Err(BoostingError::NoPatterns);
        }
        let (mut images, mut labels) = (Vec::new(), Vec::new());
        let (mut kept, mut examined) = (0, 0);
        while kept < self.wanted {
            let end = self.most_examined.min(examined + BLOCK);
            if examined == end {
                return Err(BoostingError::TooFew {
                    wanted: self.wanted,
                    kept,
                    examined,
                });
            }
            let (drawn, classes) = draw(examined..end);
            let mut places = Vec::new();
            for (place, keep) in sort(&drawn, &classes)?.into_iter().enumerate() {
                if keep && kept < self.wanted {
                    places.push(place);
                    kept += 1;
                }
            }
            examined = match places.last() {
                Some(last) if kept == self.wanted => examined + last + 1,
                _ => end,
            };
            images.push(drawn.select(Axis(0), &places));
            labels.push(classes.select(Axis(0), &places));
        }
        let views: Vec<_> = images.iter().map(Array2::view).collect();
        let classes: Vec<_> = labels.iter().map(Array1::view).collect();
        Ok(Filtered {
            images: concatenate(Axis(0), &views).expect("blocks of one stream are of one width"),
            labels: concatenate(Axis(0), &classes).expect("vectors fit together"),
            examined,
        })
    }
}
