//! Training of whole readers.

use std::ops::{ControlFlow, Range};

use graph_transformer::Criterion;
use lenet::codes::Alphabet;
use lenet::network::initial_parameters;
use lenet::{Architecture, InitialWeights, LeNet};
use linfa::ParamGuard as _;
use mnist_io::strings::{Recipe, StringSet};
use mnist_io::{Locator, Mnist};
use string_reader::{
    Reader, ReaderParams, Segmenter, Spelling, Stride, TrainingParams as _, View, to_the_end,
};

use crate::fixed::Fixed;
use crate::reading;

fn strings(images: Range<usize>) -> Fixed {
    let mnist = Mnist::load(&Locator::new()).unwrap();
    Fixed(Recipe::PAPER.draw(&mnist.train, images, 1, 0).unwrap())
}

/// An untrained network that knows the space, too.
fn untrained() -> LeNet {
    let architecture = Architecture::lenet5_of(Alphabet::DigitsAndSpace);
    let weights = InitialWeights::OverRootFanIn(2.4);
    let parameters = initial_parameters(&architecture, weights, 1.0, 1);
    LeNet::of_parameters(architecture, parameters, 28 * 28).unwrap()
}

const SWEPT: View = View::Sweep(Stride::Four, Spelling::CharacterModel);

fn segments() -> View {
    View::Segments(Segmenter::default())
}

fn errors(reader: &Reader, set: &StringSet) -> usize {
    let wrong = |string: &usize| {
        let reading = reader.read(set.picture(*string)).unwrap();
        reading.digits != set.digits(*string)
    };
    (0..set.len()).filter(wrong).count()
}

#[test]
fn discriminative_forward_training_takes_away_a_fifth_of_the_errors() {
    let (mut train, held_out) = (strings(0..5000), strings(50_000..53_000));
    let before = Reader::new(segments(), reading::network()).unwrap();
    let before = errors(&before, &held_out.0);
    let params = ReaderParams::new(segments(), Criterion::DiscriminativeForward);
    let params = params.passes(2).seed(1).check().unwrap();
    let after = params.fit(reading::network(), &mut train, None, &mut to_the_end);
    let after = errors(&after.unwrap(), &held_out.0);
    assert!(5 * after <= 4 * before, "{before} to {after}");
}

#[test]
fn a_swept_network_learns_strings_from_nothing() {
    let (mut train, mut held_out) = (strings(0..5000), strings(50_000..51_000));
    for spelling in [Spelling::CharacterModel, Spelling::Ctc] {
        let view = View::Sweep(Stride::Four, spelling);
        let params = ReaderParams::new(view, Criterion::DiscriminativeForward);
        let params = params.passes(2).seed(1).check().unwrap();
        let mut losses = Vec::new();
        params
            .fit(untrained(), &mut train, Some(&mut held_out), &mut |pass| {
                losses.push(pass.mean_loss);
                assert_eq!(pass.validation_patterns, 200);
                ControlFlow::Continue(())
            })
            .unwrap();
        assert!(losses[1] < 0.9 * losses[0], "{spelling:?}: {losses:?}");
    }
}

#[test]
fn training_gives_the_same_bits_again_and_after_an_interruption() {
    let folder = tempfile::tempdir().unwrap();
    for (view, network) in [(segments(), reading::network()), (SWEPT, untrained())] {
        let checkpoint = folder.path().join("checkpoint");
        let criterion = Criterion::DiscriminativeForward;
        let params = ReaderParams::new(view, criterion).passes(3).seed(2);
        let fit = |params: ReaderParams, stop: usize| {
            let mut train = strings(0..150);
            let reader =
                params
                    .check()
                    .unwrap()
                    .fit(
                        network.clone(),
                        &mut train,
                        None,
                        &mut |pass| match pass.pass == stop {
                            true => ControlFlow::Break(()),
                            false => ControlFlow::Continue(()),
                        },
                    );
            reader.unwrap().network().parameters().to_vec()
        };
        let whole = fit(params.clone(), 9);
        assert_eq!(fit(params.clone(), 9), whole);
        let kept = params.checkpoint(&checkpoint);
        assert_ne!(fit(kept.clone(), 2), whole);
        assert_eq!(fit(kept, 9), whole);
        std::fs::remove_file(checkpoint).unwrap();
    }
}

#[test]
fn a_reader_that_is_told_the_length_reads_so_many_digits_or_says_that_it_cannot() {
    let set = strings(50_000..50_200).0;
    let (free, mut differ) = (Reader::new(segments(), reading::network()).unwrap(), 0);
    let told = free.clone().of_length(5);
    for picture in set.pictures() {
        let reading = told.read(picture).unwrap();
        assert_eq!(reading.digits.len(), 5);
        assert_eq!(reading.places.len(), 5);
        let without = free.read(picture).unwrap();
        assert!(reading.penalty >= without.penalty);
        differ += usize::from(without.digits != reading.digits);
    }
    assert!(differ > 0);
    let message = free.of_length(60).read(set.picture(0)).unwrap_err();
    assert_eq!(
        message.to_string(),
        "the picture cannot be read as 60 digits"
    );
}

#[test]
fn a_network_that_does_not_do_is_told_what_would() {
    let digits_only = Reader::new(SWEPT, reading::network())
        .unwrap_err()
        .to_string();
    assert!(digits_only.contains("10 classes"), "{digits_only}");
    assert!(digits_only.contains("11 classes"), "{digits_only}");
    let with_space = Reader::new(segments(), untrained()).unwrap_err();
    assert!(with_space.to_string().contains("11 classes"));
    let reader = Reader::new(SWEPT, untrained()).unwrap();
    let tall = ndarray::Array2::zeros((40, 100));
    let tall = reader.read(tall.view()).unwrap_err().to_string();
    assert!(tall.contains("40 rows"), "{tall}");
    // Any width does.
    for width in [1, 31, 33, 98] {
        let picture = ndarray::Array2::zeros((32, width));
        assert!(reader.read(picture.view()).is_ok());
    }
}
