//! What the page does, without a browser.

use classifier::persist::Persist as _;
use experiments::{Models, Options, ROWS, Row, Shared, Silent};
use lenet::TrainingParams as _;
use linfa::traits::Fit as _;
use mnist_io::transform::{Affine, Refusal};
use mnist_io::{Dataset, Locator, Mnist};
use ndarray::Array2;
use web::parcel::{self, ParcelError};
use web::{Page, Trainer};

const SIDE: usize = 120;
const N_IMAGES: usize = 1000;

/// Dark strokes on light ground, where `is_ink` says.
fn drawing(is_ink: impl Fn(usize, usize) -> bool) -> Array2<u8> {
    Array2::from_shape_fn((SIDE, SIDE), |(y, x)| if is_ink(y, x) { 0 } else { 255 })
}

fn one(y: usize, x: usize) -> bool {
    (20..100).contains(&y) && (55..65).contains(&x)
}

/// A row's model, trained on a thousand digits, as `compare --models` keeps it.
fn kept(id: &str) -> Vec<u8> {
    let row: &Row = ROWS.iter().find(|row| row.id() == id).unwrap();
    let data = Mnist::load(&Locator::new()).unwrap();
    let options = Options {
        seed: None,
        threads: 1,
        train_images: Some(N_IMAGES),
    };
    let run = experiments::describe(row, &data, options);
    let model = experiments::train(row, &data, options, &Silent, &Shared::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let models = Models::new(folder.path());
    models.keep(row, &run, &*model).unwrap();
    std::fs::read(models.path(row)).unwrap()
}

/// The first training images of MNIST.
fn training() -> Dataset {
    let data = Mnist::load(&Locator::new()).unwrap();
    data.train.first(N_IMAGES).unwrap()
}

/// Images and labels as the page takes them.
fn bytes(set: &Dataset) -> Vec<u8> {
    [set.as_images().as_slice(), &set.labels().to_vec()].concat()
}

fn packed(id: &str, training: &Dataset) -> Vec<u8> {
    parcel::pack(&kept(id), training.as_images()).unwrap()
}

#[test]
fn every_model_is_asked_about_the_digit_in_the_form_it_takes() {
    let set = training();
    let mut page = Page::default();
    page.set_training(bytes(&set)).unwrap();
    let models = ["knn", "knn-deslant"].map(|id| page.add(&packed(id, &set)).unwrap());
    assert_eq!(page.row(models[1]), Some("knn-deslant"));
    for model in models {
        assert_eq!(page.ask(model, None).unwrap(), None, "no digit yet");
    }
    let digit = page.see(drawing(one).view()).unwrap();
    assert_eq!((digit.height(), digit.width()), (28, 28));
    for model in models {
        let answer = page.ask(model, Some(0.5)).unwrap().unwrap();
        assert_eq!(answer.class, 1);
        assert!((0.5..=1.0).contains(&answer.confidence.unwrap()));
    }
    assert_eq!(page.ask(2, None).unwrap(), None, "no such model");
}

#[test]
fn a_parcel_holds_the_model_without_what_the_training_images_give() {
    let set = training();
    let rows = [
        ("knn", 20),
        ("knn-deslant", 20),
        ("tangent-16x16", 20),
        ("svm-poly", 3),
        ("svm-poly-deslant", 3),
        ("lenet4-knn", 2),
        // It has no training image.
        ("linear", 0),
    ];
    for (id, times_smaller) in rows {
        let file = kept(id);
        let parcel = parcel::pack(&file, set.as_images()).unwrap();
        assert_eq!(parcel::needs_training(&parcel), times_smaller > 0, "{id}");
        assert!(
            parcel.len() * times_smaller < file.len(),
            "{id}: {}",
            parcel.len()
        );
        let opened = parcel::open(&parcel, Some(set.as_images())).unwrap();
        assert!(opened == file, "{id}");
        if times_smaller > 0 {
            assert!(matches!(
                parcel::open(&parcel, None),
                Err(ParcelError::Images)
            ));
        }
    }
}

#[test]
fn a_model_of_other_images_keeps_its_own() {
    let data = Mnist::load(&Locator::new()).unwrap();
    let file = kept("knn");
    for other in [data.test.first(N_IMAGES), data.test.first(10)] {
        let other = other.unwrap();
        let parcel = parcel::pack(&file, other.as_images()).unwrap();
        assert!(!parcel::needs_training(&parcel));
        assert!(parcel::open(&parcel, None).unwrap() == file);
    }
}

#[test]
fn a_damaged_parcel_is_refused() {
    let set = training();
    let whole = packed("svm-poly", &set);
    let open = |parcel: &[u8]| parcel::open(parcel, Some(set.as_images())).map(|file| file.len());
    let length = open(&whole).unwrap();
    for end in [0, 1, 16, 17, 100, whole.len() / 2, whole.len() - 1] {
        assert!(open(&whole[..end]).is_err(), "{end} bytes");
    }
    for index in 0..17 {
        for byte in [1, 77, 255] {
            let mut other = whole.clone();
            other[index] ^= byte;
            // Whatever is found, no panic; and nothing that passes for another model.
            if let Ok(found) = open(&other) {
                assert!(index == 0 || found == length, "byte {index}");
            }
        }
    }
    let fewer = set.first(10).unwrap();
    let fewer = parcel::open(&whole, Some(fewer.as_images()));
    assert!(matches!(fewer, Err(ParcelError::Images)));
}

#[test]
fn the_neighbours_of_a_training_image_are_itself_and_others_of_its_class() {
    let set = training();
    let mut page = Page::default();
    page.set_training(bytes(&set)).unwrap();
    page.set_test(bytes(&set)).unwrap();
    let models = ["knn", "linear"].map(|id| page.add(&packed(id, &set)).unwrap());
    assert_eq!(page.neighbours(models[0]).unwrap(), None, "no digit yet");
    let digit = page.distort(5, &Affine::IDENTITY, 0.0).unwrap().unwrap();
    assert_eq!(digit.as_slice(), set.images().row(5).to_vec());
    let neighbours = page.neighbours(models[0]).unwrap().unwrap();
    assert_eq!(neighbours.len(), 3);
    assert_eq!((neighbours[0].index, neighbours[0].distance), (5, 0.0));
    assert!(neighbours[1].distance > 0.0);
    for neighbour in neighbours {
        let index = neighbour.index;
        assert_eq!(neighbour.label, set.labels()[index]);
        assert_eq!(neighbour.pixels, set.images().row(index).to_vec());
    }
    assert_eq!(page.neighbours(models[1]).unwrap(), None, "no neighbours");
}

#[test]
fn test_images_are_scored_together_as_they_are_one_by_one() {
    let set = training();
    let mut page = Page::default();
    page.set_test(bytes(&set)).unwrap();
    let model = page.add(&packed("linear", &set)).unwrap();
    let together = page.scores(model, 3, 5).unwrap().unwrap();
    assert_eq!(together.dim(), (5, 10));
    for (offset, scores) in together.rows().into_iter().enumerate() {
        page.distort(3 + offset, &Affine::IDENTITY, 0.0).unwrap();
        let answer = page.ask(model, None).unwrap().unwrap();
        assert_eq!(answer.class, classifier::argmax(scores));
    }
    assert_eq!(page.scores(model, N_IMAGES - 1, 2).unwrap(), None);
    assert_eq!(page.scores(model + 1, 0, 1).unwrap(), None);
}

#[test]
fn a_test_image_is_moved_and_spoilt_as_it_is_told() {
    let set = training();
    let mut page = Page::default();
    assert!(page.distort(0, &Affine::IDENTITY, 0.0).unwrap().is_none());
    page.set_test(bytes(&set)).unwrap();
    let mut distorted = |affine: &Affine, noise| -> Vec<u8> {
        let digit = page.distort(7, affine, noise).unwrap().unwrap();
        digit.as_slice().to_vec()
    };
    let plain = distorted(&Affine::IDENTITY, 0.0);
    let right = distorted(&Affine::planar(1.0, 1.0, 0.0, 0.0, [1.0, 0.0]), 0.0);
    assert_eq!(right[1..28], plain[..27]);
    let half = distorted(&Affine::IDENTITY, 0.5);
    let inverted = half.iter().zip(&plain).filter(|(a, b)| a != b).count();
    assert!((300..480).contains(&inverted), "{inverted} of 784");
    assert_eq!(distorted(&Affine::IDENTITY, 1.0)[0], 255);
    assert!(page.distort(7, &Affine::IDENTITY, 1.5).is_err());
    assert!(
        page.distort(N_IMAGES, &Affine::IDENTITY, 0.0)
            .unwrap()
            .is_none()
    );
}

#[test]
fn training_in_the_page_is_that_of_the_row() {
    let set = training().first(300).unwrap();
    let mut trainer = Trainer::new(&set, 200, 1).unwrap();
    assert_eq!((trainer.n_images(), trainer.n_passes()), (200, 20));
    let first = trainer.filters();
    assert_eq!((first.len(), first[0].len()), (6, 25));
    let mut passes = 0;
    while !trainer.is_over() {
        passes += usize::from(trainer.advance(70).unwrap().is_some());
    }
    assert_eq!(passes, 20);
    assert_ne!(trainer.filters(), first);
    let params = experiments::study::lenet5_params().seed(1);
    let part = set.first(200).unwrap();
    let network = params
        .fit(&linfa::DatasetBase::new(part.images(), part.targets()))
        .unwrap();
    assert_eq!(trainer.model().parameters(), network.parameters());
    let errors = trainer.errors(&set).unwrap();
    assert!((1..200).contains(&errors), "{errors} of 300");

    let mut page = Page::default();
    let file = trainer.model().to_bytes();
    page.set_network(1, &file).unwrap();
    assert_eq!(page.ask_network(1).unwrap(), None, "no digit yet");
    page.set_test(bytes(&set)).unwrap();
    page.distort(0, &Affine::IDENTITY, 0.0).unwrap();
    assert_eq!(
        page.ask_network(1).unwrap(),
        Some(usize::from(set.labels()[0]))
    );
    assert_eq!(page.ask_network(0).unwrap(), None, "no such network");
}

#[test]
fn images_of_another_number_than_their_labels_are_refused() {
    let set = training();
    let mut page = Page::default();
    let mut few = bytes(&set);
    few.truncate(784 * 10 + 3);
    assert!(page.set_training(few).is_err());
    assert!(page.training().is_none());
    assert!(Trainer::new(&set.first(0).unwrap(), 10, 1).is_err());
}

#[test]
fn no_digit_is_left_of_a_drawing_that_is_refused() {
    let mut page = Page::default();
    let model = page.add(&packed("linear", &training())).unwrap();
    page.see(drawing(one).view()).unwrap();
    let two = |y, x: usize| one(y, x + 25) || one(y, x.saturating_sub(25));
    assert_eq!(
        page.see(drawing(|_, _| false).view()).unwrap_err(),
        Refusal::NoInk
    );
    assert_eq!(page.see(drawing(two).view()).unwrap_err(), Refusal::Several);
    assert_eq!(page.ask(model, None).unwrap(), None);
}

#[test]
fn the_layers_of_the_network_are_those_of_figure_2() {
    let committed = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../bench-results/lenet5.safetensors"
    );
    let mut page = Page::default();
    let network = std::fs::read(committed).unwrap();
    page.set_network(0, &network).unwrap();
    assert!(page.layers(0).unwrap().is_none(), "no digit yet");
    page.see(drawing(one).view()).unwrap();
    let maps = page.layers(0).unwrap().unwrap();
    let layers: Vec<&str> = maps.iter().map(|map| map.layer).collect();
    let of = |layer| layers.iter().filter(|own| **own == layer).count();
    assert_eq!(
        [of("C1"), of("S2"), of("C3"), of("S4"), of("C5"), of("F6")],
        [6, 6, 16, 16, 1, 1]
    );
    let penalties = &maps.last().unwrap().states;
    let least = (0..10).min_by(|&a, &b| penalties[a].total_cmp(&penalties[b]));
    assert_eq!(least, Some(1));
}

#[test]
fn what_is_no_model_is_refused() {
    let mut page = Page::default();
    assert!(page.add(b"a shopping list").is_err());
    assert!(page.set_network(0, b"a shopping list").is_err());
    assert_eq!(page.row(0), None);
}
