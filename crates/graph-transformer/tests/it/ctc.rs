//! CTC without a graph is CTC by graphs.

use graph_transformer::topology::positions;
use graph_transformer::{
    Criterion, Ctc, CtcError, CtcWork, Label, Sequence, TopologyError, Work, best_path,
};
use proptest::prelude::*;

use crate::random;

fn drawn() -> impl Strategy<Value = (u16, u16, Vec<u16>, Vec<f32>)> {
    (2..=5u16, 0..=12usize).prop_flat_map(|(classes, n)| {
        let target = prop::collection::vec(0..classes - 1, 0..6);
        let penalties = random::penalties(n * usize::from(classes));
        (0..classes, target, penalties).prop_map(move |(blank, mut target, penalties)| {
            for label in &mut target {
                *label += u16::from(*label >= blank);
            }
            (classes, blank, target, penalties)
        })
    })
}

proptest! {
    #[test]
    fn is_the_criterion_over_the_topologys_graphs((classes, blank, target, penalties) in drawn()) {
        let ctc = Ctc::new(classes, blank).unwrap();
        let n = penalties.len() / usize::from(classes);
        let mut gradient = vec![0.0; penalties.len()];
        let ours =
            ctc.loss_and_gradient(&penalties, &target, &mut gradient, &mut CtcWork::default());

        let right = ctc.topology().right(n, &target).unwrap();
        let criterion = Criterion::DiscriminativeForward;
        for all in [positions(n, classes), ctc.topology().all(n)] {
            let (mut work, mut expected) = (Work::default(), vec![0.0; penalties.len()]);
            let loss = criterion.evaluate(&right, &all, &penalties, &mut expected, &mut work);
            prop_assert_eq!(ours.is_ok(), loss.is_ok());
            if let (Ok(ours), Ok(loss)) = (ours, loss) {
                prop_assert!((ours - loss).abs() < 1e-12);
            }
            for (ours, expected) in gradient.iter().zip(expected) {
                prop_assert!((ours - expected).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn the_best_string_is_that_of_the_best_path((classes, blank, _, penalties) in drawn()) {
        let ctc = Ctc::new(classes, blank).unwrap();
        let all = ctc.topology().all(penalties.len() / usize::from(classes));
        let path = best_path(&all, &penalties, &mut Work::default()).unwrap();
        let rows = penalties.chunks(classes.into());
        let least = |row: &[f32]| row.iter().copied().fold(f32::INFINITY, f32::min);
        let expected: f64 = rows.map(|row| f64::from(least(row))).sum();
        prop_assert_eq!(path.penalty, expected);
        // Where two classes tie, the two need not take the same one.
        let mut rows = penalties.chunks(classes.into());
        if rows.all(|row| row.iter().filter(|&&penalty| penalty == least(row)).count() == 1) {
            prop_assert_eq!(ctc.best(&penalties).unwrap(), path.labels);
        }
    }

    #[test]
    fn a_batch_is_its_sequences_to_the_bit_on_any_number_of_threads(
        drawn in prop::collection::vec((0..3usize, prop::collection::vec(1..4u16, 0..4)), 1..20),
        penalties in random::penalties(40)
    ) {
        let ctc = Ctc::new(4, 0).unwrap();
        let alone: Vec<_> = drawn.iter().map(|(start, target)| {
            let penalties = &penalties[4 * start..][..28];
            let mut gradient = vec![0.0; 28];
            let loss =
                ctc.loss_and_gradient(penalties, target, &mut gradient, &mut CtcWork::default());
            (loss.map(f64::to_bits), gradient)
        }).collect();
        for threads in [1, 3] {
            let mut gradients = vec![vec![0.0; 28]; drawn.len()];
            let sequences = drawn.iter().zip(&mut gradients);
            let mut sequences: Vec<_> = sequences.map(|((start, target), gradient)| Sequence {
                penalties: &penalties[4 * start..][..28],
                target,
                gradient,
            }).collect();
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let losses = pool.install(|| ctc.batch(&mut sequences));
            let losses = losses.into_iter().map(|loss| loss.map(f64::to_bits));
            prop_assert_eq!(losses.zip(gradients).collect::<Vec<_>>(), alone.clone());
        }
    }
}

#[test]
fn an_empty_target_is_all_blanks() {
    let (ctc, mut work) = (Ctc::new(3, 2).unwrap(), CtcWork::default());
    let empty: [Label; 0] = [];
    let loss = ctc.loss(&[0.0; 12], &empty, &mut work).unwrap();
    assert!((loss - 81f64.ln()).abs() < 1e-12);
    assert_eq!(ctc.loss(&[], &empty, &mut work), Ok(0.0));
}

#[test]
fn a_target_that_does_not_fit_is_told_with_what_it_needs() {
    let (ctc, mut work) = (Ctc::new(3, 0).unwrap(), CtcWork::default());
    let mut gradient = [7.0; 12];
    for (target, needed) in [
        (&[1u16, 2, 1, 2, 1][..], 5),
        (&[1, 1, 1], 5),
        (&[1, 1, 2, 2], 6),
    ] {
        let error = Err(CtcError::NoPath {
            positions: 4,
            needed,
        });
        let loss = ctc.loss_and_gradient(&[0.0; 12], target, &mut gradient, &mut work);
        assert_eq!(loss, error);
        assert_eq!(ctc.probability(&[0.0; 12], target, &mut work), Ok(0.0));
    }
    assert_eq!(gradient, [7.0; 12]);
    assert!(ctc.loss(&[0.0; 12], &[1u16, 1, 2], &mut work).is_ok());
}

#[test]
fn a_class_may_be_impossible_at_a_position() {
    let (ctc, mut work) = (Ctc::new(2, 0).unwrap(), CtcWork::default());
    let never = f32::INFINITY;
    let mut gradient = [0.0; 4];
    let penalties = [0.0, never, 0.0, 0.0];
    let loss = ctc
        .loss_and_gradient(&penalties, &[1u16], &mut gradient, &mut work)
        .unwrap();
    assert!((loss - 2f64.ln()).abs() < 1e-12);
    assert_eq!(gradient, [0.0, 0.0, -0.5, 0.5]);
    let no_path = CtcError::NoPath {
        positions: 2,
        needed: 1,
    };
    assert_eq!(
        ctc.loss(&[0.0, never, 0.0, never], &[1u16], &mut work),
        Err(no_path)
    );
    assert_eq!(ctc.loss(&[never; 4], &[1u16], &mut work), Err(no_path));
}

#[test]
fn what_is_not_sound_is_refused() {
    let (ctc, mut work) = (Ctc::new(3, 0).unwrap(), CtcWork::default());
    let blank = TopologyError::Blank {
        blank: 3,
        classes: 3,
    };
    assert_eq!(Ctc::new(3, 3), Err(CtcError::Topology(blank)));
    let label = CtcError::Topology(TopologyError::Label { index: 1 });
    assert_eq!(ctc.loss(&[0.0; 9], &[1u16, 0], &mut work), Err(label));
    let count = CtcError::PenaltyCount {
        found: 10,
        classes: 3,
    };
    assert_eq!(ctc.loss(&[0.0; 10], &[1u16], &mut work), Err(count));
    assert_eq!(ctc.best(&[0.0; 10]), Err(count));
    let gradient = CtcError::GradientCount {
        expected: 9,
        found: 8,
    };
    assert_eq!(
        ctc.loss_and_gradient(&[0.0; 9], &[1u16], &mut [0.0; 8], &mut work),
        Err(gradient)
    );
    let mut penalties = [0.0; 9];
    penalties[7] = f32::NEG_INFINITY;
    let value = CtcError::Penalty {
        position: 2,
        class: 1,
        value: f32::NEG_INFINITY,
    };
    assert_eq!(ctc.loss(&penalties, &[1u16], &mut work), Err(value));
    penalties[7] = f32::NAN;
    let error = ctc.loss(&penalties, &[1u16], &mut work);
    assert!(
        matches!(error, Err(CtcError::Penalty { position: 2, class: 1, value }) if value.is_nan())
    );
}
