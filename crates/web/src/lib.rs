//! The comparison in a browser: what the page of a drawn digit calls, compiled to WebAssembly.
//!
//! [`Page`] answers digits and [`Trainer`] trains LeNet-5. Both are tried without a browser;
//! `exports` is how JavaScript reaches them. A model comes as a [`parcel`]. [`ASSETS`] are the page
//! itself, which `cargo xtask demo` puts beside the compiled crate, the data and the models.

#[cfg(target_family = "wasm")]
pub mod exports;
mod page;
pub mod parcel;
mod trainer;

pub use page::{Neighbour, Page, SIDE};
pub use trainer::Trainer;

/// The files of the page: names and contents.
pub const ASSETS: [(&str, &str); 9] = [
    ("index.html", include_str!("../page/index.html")),
    ("style.css", include_str!("../page/style.css")),
    ("page.js", include_str!("../page/page.js")),
    ("drawing.js", include_str!("../page/drawing.js")),
    ("picture.js", include_str!("../page/picture.js")),
    ("training.js", include_str!("../page/training.js")),
    ("wasm.js", include_str!("../page/wasm.js")),
    ("recogniser.js", include_str!("../page/recogniser.js")),
    ("trainer.js", include_str!("../page/trainer.js")),
];
