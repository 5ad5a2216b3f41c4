//! What JavaScript calls. It asks for [`room`], writes a file or a drawing there, calls one of the
//! functions, which returns the length of a text, and reads the text, which is JSON, at [`text`].
//! What went wrong is the text's `error`.
//!
//! A name that is exported is what the lint calls unsafe: two functions of one name would be one.
//! These are the only exports of the only crate that has some, and none dereferences an address.
#![allow(unsafe_code)]

use std::cell::RefCell;
use std::fmt::Display;

use ndarray::ArrayView2;
use serde_json::{Value, json};

use crate::Page;

#[derive(Default)]
struct State {
    page: Page,
    room: Vec<u8>,
    text: String,
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

/// Where the text of the last call is.
#[unsafe(no_mangle)]
pub extern "C" fn text() -> *const u8 {
    STATE.with_borrow(|state| state.text.as_ptr())
}

/// Adds the model in the room: `{"model": NUMBER, "row": NAME}`.
#[unsafe(no_mangle)]
pub extern "C" fn add() -> usize {
    call(|page, bytes| {
        let model = page.add(bytes).map_err(told)?;
        Ok(json!({ "model": model, "row": page.row(model) }))
    })
}

/// Takes the network in the room as the one that is looked into: `{}`.
#[unsafe(no_mangle)]
pub extern "C" fn look_into() -> usize {
    call(|page, bytes| {
        page.look_into(bytes).map_err(told)?;
        Ok(json!({}))
    })
}

/// Takes the drawing in the room, a byte a pixel, row by row: `{"digit": [784 numbers]}`.
#[unsafe(no_mangle)]
pub extern "C" fn see(height: usize, width: usize) -> usize {
    call(|page, bytes| {
        let drawing = ArrayView2::from_shape((height, width), bytes).map_err(told)?;
        let digit = page.see(drawing).map_err(told)?;
        let pixels: Vec<u8> = digit.pixels().iter().copied().collect();
        Ok(json!({ "digit": pixels }))
    })
}

/// What a model says: `{"class": NUMBER, "confidence": NUMBER or null}`. A temperature that is no
/// number is none.
#[unsafe(no_mangle)]
pub extern "C" fn ask(model: usize, temperature: f64) -> usize {
    call(|page, _| {
        let temperature = Some(temperature).filter(|temperature| !temperature.is_nan());
        let answer = page.ask(model, temperature).map_err(told)?;
        let answer = answer.ok_or("there is no such model, or no digit")?;
        Ok(json!({ "class": answer.class, "confidence": answer.confidence }))
    })
}

/// The network's layers: `{"maps": [{"layer", "map", "height", "width", "states"}]}`.
#[unsafe(no_mangle)]
pub extern "C" fn layers() -> usize {
    call(|page, _| {
        let maps = page.layers().map_err(told)?;
        let maps = maps.ok_or("there is no network, or no digit")?;
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

fn told(error: impl Display) -> String {
    error.to_string()
}

fn call(work: impl FnOnce(&mut Page, &[u8]) -> Result<Value, String>) -> usize {
    STATE.with_borrow_mut(|state| {
        let room = std::mem::take(&mut state.room);
        let found = work(&mut state.page, &room);
        let found = found.unwrap_or_else(|error| json!({ "error": error }));
        state.text = found.to_string();
        state.text.len()
    })
}
