use maud::{Markup, html};

use super::theme::Theme;
use crate::Data;

/// Width of every figure in its own units. A phone shows it at three quarters of this size, a large
/// screen slightly larger.
pub(super) const WIDTH: f64 = 480.0;

/// A figure of the page.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// The identifier of the figure in the page, such as `figure-9`.
    pub id: &'static str,
    /// The heading of the figure.
    pub title: &'static str,
    /// A short description of what the figure shows.
    pub shows: &'static str,
    /// The command that makes the data: the words after `cargo xtask`. In it, ROW stands for
    /// [`Data::studied`].
    pub command: &'static str,
    /// Draws the figure. Returns `None` if there are no data for it.
    pub draw: fn(&Data<'_>) -> Option<Drawing>,
}

impl Figure {
    /// Returns true if it shows a comparison on any data, or its growth. The other figures are about
    /// the paper's network and its digits.
    pub(crate) fn is_of_any_data(&self) -> bool {
        matches!(self.command.split(' ').next(), Some(COMPARE | GROWTH))
    }
}

/// The commands.
pub(super) const COMPARE: &str = "compare";
pub(super) const CURVES: &str = "curves";
pub(super) const GROWTH: &str = "growth";
pub(super) const PAGE: &str = "page";
pub(super) const STRINGS: &str = "strings";
pub(super) const STUDIES: &str = "studies";

/// A drawing with its texts.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The text for readers who cannot see the drawing.
    pub description: String,
    /// The text under the drawing: which figure of the paper it is, and what to see.
    pub caption: String,
    /// The height, in the same units in which every drawing is 480 wide.
    pub height: f64,
    /// The elements inside the drawing.
    pub inside: Markup,
}

impl Drawing {
    /// Returns the drawing as an `svg` element with a title and a description.
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

    /// Returns the drawing as a file of its own, in the colours of `theme`. It needs no style from
    /// outside.
    pub fn file(&self, figure: &Figure, theme: &Theme) -> String {
        let svg = self.svg(figure.id, figure.title).into_string();
        theme.applied(&svg) + "\n"
    }
}

/// Text centred at a point.
pub(super) fn centred(x: f64, y: f64, text: &str) -> Markup {
    html! { text x=(x) y=(y) text-anchor="middle" { (text) } }
}

/// A picture of ink at a point. A dark page shows it light on dark.
pub(super) fn image(x: f64, y: f64, width: f64, height: f64, uri: &str) -> Markup {
    html! {
        image class="ink" x=(x) y=(y) width=(width) height=(height) href=(uri)
            style="image-rendering: pixelated" {}
    }
}

/// The class of the least penalty, with its penalty.
pub(super) fn least(penalties: &[f64]) -> (usize, f64) {
    let penalties = penalties.iter().copied().enumerate();
    let least = penalties.min_by(|a, b| a.1.total_cmp(&b.1));
    least.unwrap_or((0, 0.0))
}
