//! What JavaScript calls. It asks for [`room`], writes bytes there, calls one of the functions,
//! which returns the length of a result, and reads the result at [`result`]. That is JSON, unless
//! the function says otherwise. What went wrong is `{"error": TEXT}`, and where bytes are expected
//! no bytes.
//!
//! A name that is exported is what the lint calls unsafe: two functions of one name would be one.
//! These are the only exports of the only crate that has some, and none dereferences an address.
#![allow(unsafe_code)]

use std::cell::RefCell;
use std::fmt::Display;

use classifier::persist::Persist as _;
use lenet::codes;
use mnist_io::transform::Affine;
use ndarray::ArrayView2;
use serde_json::{Value, json};

use crate::{Page, Trainer};

#[derive(Default)]
struct State {
    page: Page,
    trainer: Option<Trainer>,
    room: Vec<u8>,
    result: Vec<u8>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

// linfa brings rand, which asks for random numbers at no time here.
getrandom::register_custom_getrandom!(no_randomness);

fn no_randomness(_: &mut [u8]) -> Result<(), getrandom::Error> {
    Err(getrandom::Error::UNSUPPORTED)
}

/// Makes room for so many bytes of what the next call takes, and returns where it is.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        state.room = vec![0; length];
        state.room.as_mut_ptr()
    })
}

/// Where the result of the last call is.
#[unsafe(no_mangle)]
pub extern "C" fn result() -> *const u8 {
    STATE.with_borrow(|state| state.result.as_ptr())
}

/// Takes the training images in the room, and after them their labels: `{}`.
#[unsafe(no_mangle)]
pub extern "C" fn set_training() -> usize {
    json(|state, bytes| {
        state.page.set_training(bytes).map_err(told)?;
        Ok(json!({}))
    })
}

/// The same with the test images.
#[unsafe(no_mangle)]
pub extern "C" fn set_test() -> usize {
    json(|state, bytes| {
        state.page.set_test(bytes).map_err(told)?;
        Ok(json!({}))
    })
}

/// Adds the model of the parcel in the room: `{"model": NUMBER, "row": NAME}`.
#[unsafe(no_mangle)]
pub extern "C" fn add() -> usize {
    json(|state, bytes| {
        let model = state.page.add(&bytes).map_err(told)?;
        Ok(json!({ "model": model, "row": state.page.row(model) }))
    })
}

/// Takes the network in the room as that of this number: `{}`.
#[unsafe(no_mangle)]
pub extern "C" fn set_network(number: u32) -> usize {
    json(|state, bytes| {
        state.page.set_network(number, &bytes).map_err(told)?;
        Ok(json!({}))
    })
}

/// Takes the drawing in the room, a byte a pixel, row by row: `{"digit": [784 numbers]}`.
#[unsafe(no_mangle)]
pub extern "C" fn see(height: usize, width: usize) -> usize {
    json(|state, bytes| {
        let drawing = ArrayView2::from_shape((height, width), &bytes).map_err(told)?;
        let digit = state.page.see(drawing).map_err(told)?;
        Ok(json!({ "digit": digit.as_slice() }))
    })
}

/// Takes a test image, distorted: `{"digit": [784 numbers], "label": NUMBER}`.
#[unsafe(no_mangle)]
pub extern "C" fn distort(
    index: usize,
    size: f64,
    squeeze: f64,
    shear: f64,
    degrees: f64,
    right: f64,
    down: f64,
    noise: f64,
) -> usize {
    json(|state, _| {
        let test = state.page.test();
        let label = test.and_then(|test| test.labels().get(index).copied());
        let affine = Affine::planar(size, squeeze, shear, degrees, [right, down]);
        let digit = state.page.distort(index, &affine, noise).map_err(told)?;
        let digit = digit.ok_or("there is no such test image")?;
        Ok(json!({ "digit": digit.as_slice(), "label": label }))
    })
}

/// What a model says: `{"class": NUMBER, "confidence": NUMBER or null}`. A temperature that is no
/// number is none.
#[unsafe(no_mangle)]
pub extern "C" fn ask(model: usize, temperature: f64) -> usize {
    json(|state, _| {
        let temperature = Some(temperature).filter(|temperature| !temperature.is_nan());
        let answer = state.page.ask(model, temperature).map_err(told)?;
        let answer = answer.ok_or("there is no such model, or no digit")?;
        Ok(json!({ "class": answer.class, "confidence": answer.confidence }))
    })
}

/// What a network says: `{"class": NUMBER}`.
#[unsafe(no_mangle)]
pub extern "C" fn ask_network(number: u32) -> usize {
    json(|state, _| {
        let class = state.page.ask_network(number).map_err(told)?;
        let class = class.ok_or("there is no such network, or no digit")?;
        Ok(json!({ "class": class }))
    })
}

/// The training images that vote: `{"neighbours": [{"index", "label", "distance", "pixels"}]}`.
#[unsafe(no_mangle)]
pub extern "C" fn neighbours(model: usize) -> usize {
    json(|state, _| {
        let found = state.page.neighbours(model).map_err(told)?;
        let found = found.ok_or("that model has no neighbours")?;
        let found = found.iter().map(|neighbour| {
            json!({
                "index": neighbour.index,
                "label": neighbour.label,
                "distance": neighbour.distance,
                "pixels": neighbour.pixels,
            })
        });
        Ok(json!({ "neighbours": Value::from_iter(found) }))
    })
}

/// A network's layers: `{"maps": [{"layer", "map", "height", "width", "states"}]}`.
#[unsafe(no_mangle)]
pub extern "C" fn layers(number: u32) -> usize {
    json(|state, _| {
        let maps = state.page.layers(number).map_err(told)?;
        let maps = maps.ok_or("there is no such network, or no digit")?;
        let maps = maps.iter().map(|map| {
            json!({
                "layer": map.layer,
                "map": map.map,
                "height": map.height,
                "width": map.width,
                "states": map.states,
            })
        });
        Ok(json!({ "maps": Value::from_iter(maps) }))
    })
}

/// The pictures that F6 is compared with: `{"height", "width", "codes": [ten times 84 numbers]}`.
#[unsafe(no_mangle)]
pub extern "C" fn codes() -> usize {
    json(|_, _| {
        let digits = codes::digits::<f32>();
        let pictures = digits.chunks(codes::LENGTH);
        Ok(json!({
            "height": codes::HEIGHT,
            "width": codes::WIDTH,
            "codes": Value::from_iter(pictures.map(|picture| json!(picture))),
        }))
    })
}

/// Not JSON but doubles: a model's scores of test images, an image after the other.
#[unsafe(no_mangle)]
pub extern "C" fn scores(model: usize, first: usize, count: usize) -> usize {
    bytes(|state| {
        let scores = state.page.scores(model, first, count).ok().flatten();
        let scores = scores.into_iter().flatten();
        scores.flat_map(f64::to_le_bytes).collect()
    })
}

/// Begins to train on the first images: `{"images": NUMBER, "passes": NUMBER}`.
#[unsafe(no_mangle)]
pub extern "C" fn train(n_images: usize, seed: u32) -> usize {
    json(|state, _| {
        let set = state.page.training();
        let set = set.ok_or("the training images are not loaded")?;
        let trainer = Trainer::new(set, n_images, seed.into()).map_err(told)?;
        let begun = json!({ "images": trainer.n_images(), "passes": trainer.n_passes() });
        state.trainer = Some(trainer);
        Ok(begun)
    })
}

/// Trains on the next images: `{"pass": RECORD or null, "shown": NUMBER, "errors": NUMBER, "over":
/// BOOLEAN}`, where those shown are of the pass that has not ended.
#[unsafe(no_mangle)]
pub extern "C" fn advance(count: usize) -> usize {
    json(|state, _| {
        let trainer = state.trainer.as_mut().ok_or("no training has begun")?;
        let record = trainer.advance(count).map_err(told)?;
        let (shown, errors) = trainer.shown_and_errors();
        let pass = record.map(|record| {
            json!({ "shown": record.shown, "errors": record.training_errors, "loss": record.mean_loss })
        });
        Ok(json!({ "pass": pass, "shown": shown, "errors": errors, "over": trainer.is_over() }))
    })
}

/// The errors of the network in training on the test images: `{"errors": NUMBER, "images": NUMBER}`.
#[unsafe(no_mangle)]
pub extern "C" fn test() -> usize {
    json(|state, _| {
        let trainer = state.trainer.as_ref().ok_or("no training has begun")?;
        let test = state.page.test().ok_or("the test images are not loaded")?;
        let errors = trainer.errors(test).map_err(told)?;
        Ok(json!({ "errors": errors, "images": test.len() }))
    })
}

/// The filters of C1 of the network in training: `{"filters": [six times 25 numbers]}`.
#[unsafe(no_mangle)]
pub extern "C" fn filters() -> usize {
    json(|state, _| {
        let trainer = state.trainer.as_ref().ok_or("no training has begun")?;
        Ok(json!({ "filters": trainer.filters() }))
    })
}

/// Not JSON but the file of the network in training.
#[unsafe(no_mangle)]
pub extern "C" fn weights() -> usize {
    bytes(|state| {
        let trainer = state.trainer.as_ref();
        trainer.map_or_else(Vec::new, |trainer| trainer.model().to_bytes())
    })
}

fn told(error: impl Display) -> String {
    error.to_string()
}

fn json(work: impl FnOnce(&mut State, Vec<u8>) -> Result<Value, String>) -> usize {
    bytes(|state| {
        let room = std::mem::take(&mut state.room);
        let found = work(state, room);
        let found = found.unwrap_or_else(|error| json!({ "error": error }));
        found.to_string().into_bytes()
    })
}

fn bytes(work: impl FnOnce(&mut State) -> Vec<u8>) -> usize {
    STATE.with_borrow_mut(|state| {
        state.result = work(state);
        state.result.len()
    })
}
