//! What the page does, without a browser.

use experiments::{Models, Options, ROWS, Row, Shared, Silent};
use mnist_io::transform::Refusal;
use mnist_io::{Locator, Mnist};
use ndarray::Array2;
use web::Page;

const SIDE: usize = 120;

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
        train_images: Some(1000),
    };
    let run = experiments::describe(row, &data, options);
    let model = experiments::train(row, &data, options, &Silent, &Shared::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let models = Models::new(folder.path());
    models.keep(row, &run, &*model).unwrap();
    std::fs::read(models.path(row)).unwrap()
}

#[test]
fn every_model_is_asked_about_the_digit_in_the_form_it_takes() {
    let mut page = Page::default();
    let models = ["knn", "knn-deslant"].map(|id| page.add(&kept(id)).unwrap());
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
fn no_digit_is_left_of_a_drawing_that_is_refused() {
    let mut page = Page::default();
    let model = page.add(&kept("linear")).unwrap();
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
    page.look_into(&std::fs::read(committed).unwrap()).unwrap();
    assert!(page.layers().unwrap().is_none(), "no digit yet");
    page.see(drawing(one).view()).unwrap();
    let maps = page.layers().unwrap().unwrap();
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
    assert!(page.look_into(b"a shopping list").is_err());
    assert_eq!(page.row(0), None);
}
