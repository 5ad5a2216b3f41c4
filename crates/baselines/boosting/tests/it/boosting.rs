//! Tests which patterns the filters keep, and what a committee decides.

use std::ops::Range;

use boosting::{BoostingError, Committee, Filter};
use classifier::{Classifier, Cost, InputError, check_images};
use ndarray::{Array1, Array2, ArrayView2, Axis, array};

/// Numbers above the threshold are of class 1.
#[derive(Clone, Copy, Debug)]
struct Threshold(f64);

impl Classifier<f64> for Threshold {
    fn n_features(&self) -> usize {
        1
    }

    fn n_classes(&self) -> usize {
        2
    }

    fn scores(&self, images: ArrayView2<'_, f64>) -> Result<Array2<f64>, InputError> {
        check_images(images, 1)?;
        let above = &images.column(0) - self.0;
        Ok(ndarray::stack![Axis(1), -&above, above])
    }

    fn cost(&self) -> Cost {
        Cost {
            multiply_accumulates: 2,
            stored_values: 1,
        }
    }
}

/// Numbers between 0 and 1. Those above 0.5 are of class 1.
fn stream(range: Range<usize>) -> (Array2<f64>, Array1<usize>) {
    let numbers: Array1<f64> = range.map(|i| (i as f64 * 0.618_033_988_7) % 1.0).collect();
    let labels = numbers.mapv(|x| usize::from(x > 0.5));
    (numbers.insert_axis(Axis(1)), labels)
}

fn wrong(model: Threshold, images: &Array2<f64>, labels: &Array1<usize>) -> Vec<bool> {
    let found = model.classify(images.view()).unwrap();
    found.iter().zip(labels).map(|(a, b)| a != b).collect()
}

#[test]
fn every_other_pattern_is_one_that_the_first_gets_wrong() {
    let first = Threshold(0.49);
    // One number in a hundred is wrong, so the set needs several blocks of the stream.
    let set = Filter::new(1_001).half_wrong(&first, stream).unwrap();
    assert_eq!(set.images.dim(), (1_001, 1));
    let wrong = wrong(first, &set.images, &set.labels);
    for (place, wrong) in wrong.iter().enumerate() {
        assert_eq!(*wrong, place % 2 == 0, "pattern {place}");
    }
    assert!((45_000..55_000).contains(&set.examined), "{}", set.examined);
}

#[test]
fn kept_patterns_are_of_the_stream_in_its_order() {
    let set = Filter::new(50)
        .half_wrong(&Threshold(0.45), stream)
        .unwrap();
    let (all, labels) = stream(0..set.examined);
    let mut rest = all.column(0).to_vec().into_iter().zip(labels);
    for (image, label) in set.images.column(0).iter().zip(&set.labels) {
        assert!(rest.any(|pattern| pattern == (*image, *label)));
    }
    assert_eq!(
        rest.next(),
        None,
        "nothing is examined after the last is kept"
    );
}

#[test]
fn the_third_set_is_what_two_disagree_on() {
    let (first, second) = (Threshold(0.45), Threshold(0.52));
    let set = Filter::new(500)
        .disagreements(&first, &second, stream)
        .unwrap();
    assert_eq!(set.labels.len(), 500);
    assert!(set.images.iter().all(|x| (0.45..=0.52).contains(x)));
    assert!(set.labels.iter().any(|&label| label == 0));
    assert!(set.labels.iter().any(|&label| label == 1));
}

#[test]
fn who_is_never_wrong_fills_no_set() {
    let perfect = Threshold(0.5);
    let error = Filter::new(10)
        .examine_at_most(20_000)
        .half_wrong(&perfect, stream)
        .unwrap_err();
    assert!(
        matches!(
            error,
            BoostingError::TooFew {
                wanted: 10,
                kept: 0,
                examined: 20_000
            }
        ),
        "{error}"
    );
    let none = Filter::new(0).half_wrong(&perfect, stream);
    assert!(matches!(none, Err(BoostingError::NoPatterns)));
}

#[test]
fn patterns_that_the_classifier_cannot_take_are_an_error() {
    let wide = |range: Range<usize>| {
        let n = range.len();
        (Array2::zeros((n, 2)), Array1::zeros(n))
    };
    let error = Filter::new(10)
        .half_wrong(&Threshold(0.5), wide)
        .unwrap_err();
    assert!(matches!(error, BoostingError::Input(_)), "{error}");
}

#[test]
fn a_committee_adds_scores_and_costs() {
    let committee = Committee::new(vec![Threshold(0.2), Threshold(0.3), Threshold(0.7)]).unwrap();
    let images = array![[0.35], [0.45]];
    let scores = committee.scores(images.view()).unwrap();
    let expected = array![[0.15, -0.15], [-0.15, 0.15]];
    assert!((scores - expected).iter().all(|x| x.abs() < 1e-12));
    assert_eq!(committee.classify(images.view()).unwrap(), array![0, 1]);
    assert_eq!(committee.cost().multiply_accumulates, 6);
    assert_eq!(committee.cost().stored_values, 3);
}

#[test]
fn a_committee_has_members_of_one_kind() {
    let nobody = Committee::<Threshold>::new(vec![]);
    assert!(matches!(nobody, Err(BoostingError::NoMembers)));

    let error = Committee::new(vec![OfWidth(1), OfWidth(3)]).err().unwrap();
    assert!(
        matches!(
            error,
            BoostingError::Unlike {
                member: 1,
                expected: (1, 2),
                found: (3, 2)
            }
        ),
        "{error}"
    );
}

struct OfWidth(usize);

impl Classifier<f64> for OfWidth {
    fn n_features(&self) -> usize {
        self.0
    }

    fn n_classes(&self) -> usize {
        2
    }

    fn scores(&self, images: ArrayView2<'_, f64>) -> Result<Array2<f64>, InputError> {
        check_images(images, self.0)?;
        Ok(Array2::zeros((images.nrows(), 2)))
    }

    fn cost(&self) -> Cost {
        Threshold(0.0).cost()
    }
}
