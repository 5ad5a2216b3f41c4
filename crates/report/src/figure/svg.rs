use maud::{Markup, html};

use super::theme::Theme;
use crate::Data;

/// Width of every figure in its own units: a telephone shows it at three quarters, a large
/// screen a little enlarged.
pub(super) const WIDTH: f64 = 480.0;

/// A figure of the page.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Its name in the page, such as `figure-9`.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it shows, in a few words.
    pub shows: &'static str,
    /// The command that makes its data: `cargo xtask` and this, in which ROW stands for
    /// [`Data::studied`].
    pub command: &'static str,
    /// Draws it; none if there are no data for it.
    pub draw: fn(&Data<'_>) -> Option<Drawing>,
}

/// The commands.
pub(super) const COMPARE: &str = "compare";
pub(super) const CURVES: &str = "curves";
pub(super) const PAGE: &str = "page";
pub(super) const STUDIES: &str = "studies";

/// A drawing with what is said of it.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// What one would see, for those who do not.
    pub description: String,
    /// What is under it: which figure of the paper it is, and what to see.
    pub caption: String,
    /// Its height, in the units of which every drawing is 480 wide.
    pub height: f64,
    /// What is in it.
    pub inside: Markup,
}

impl Drawing {
    /// The drawing as an `svg` element with title and description.
    pub fn svg(&self, id: &str, title: &str) -> Markup {
        let (title_id, text_id) = (format!("{id}-title"), format!("{id}-text"));
        html! {
            svg xmlns="http://www.w3.org/2000/svg" role="img"
                viewBox={ "0 0 " (WIDTH) " " (self.height) }
                aria-labelledby=(title_id) aria-describedby=(text_id)
                font-family="system-ui, sans-serif" font-size="13" fill="currentColor"
            {
                title id=(title_id) { (title) }
                desc id=(text_id) { (self.description) }
                (self.inside)
            }
        }
    }

    /// The drawing as a file by itself, in the colours of `theme`: it needs no style around it.
    pub fn file(&self, figure: &Figure, theme: &Theme) -> String {
        let svg = self.svg(figure.id, figure.title).into_string();
        theme.applied(&svg) + "\n"
    }
}

/// Text centred at a place.
pub(super) fn centred(x: f64, y: f64, text: &str) -> Markup {
    html! { text x=(x) y=(y) text-anchor="middle" { (text) } }
}

/// A picture of ink in its place: a dark page shows it light on dark.
pub(super) fn image(x: f64, y: f64, width: f64, height: f64, uri: &str) -> Markup {
    html! {
        image class="ink" x=(x) y=(y) width=(width) height=(height) href=(uri)
            style="image-rendering: pixelated" {}
    }
}
