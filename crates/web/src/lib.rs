//! The comparison in a browser: what the page of a drawn digit calls, compiled to WebAssembly.
//!
//! [`Page`] is all it does, and is tried without a browser; `exports` is how JavaScript reaches it.
//! [`ASSETS`] are the page itself, which `cargo xtask demo` puts beside the compiled crate and the
//! models.

#[cfg(target_family = "wasm")]
pub mod exports;
mod page;

pub use page::Page;

/// The files of the page: names and contents.
pub const ASSETS: [(&str, &str); 3] = [
    ("index.html", include_str!("../page/index.html")),
    ("page.js", include_str!("../page/page.js")),
    ("style.css", include_str!("../page/style.css")),
];
