use maud::{Markup, html};

use super::Figure;

/// Width of every figure in its own units: a telephone shows it at three quarters, a large
/// screen a little enlarged.
pub(super) const WIDTH: f64 = 480.0;

/// What a figure says in words.
pub(super) struct Words<'a> {
    /// Its name in the page.
    pub(super) id: &'a str,
    /// Its heading.
    pub(super) title: &'a str,
    /// What one would see, for those who do not.
    pub(super) description: &'a str,
    /// What is under it.
    pub(super) caption: String,
}

/// A figure of that height (in units of which it is [`WIDTH`] wide) from what is inside it.
pub(super) fn figure(words: Words<'_>, height: f64, inside: &Markup) -> Figure {
    let (title, description) = (format!("{}-title", words.id), format!("{}-text", words.id));
    let svg = html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox={ "0 0 " (WIDTH) " " (height) }
            aria-labelledby=(title) aria-describedby=(description)
            font-family="system-ui, sans-serif" font-size="13" fill="currentColor"
        {
            title id=(title) { (words.title) }
            desc id=(description) { (words.description) }
            (inside)
        }
    };
    Figure {
        id: words.id.into(),
        title: words.title.into(),
        caption: words.caption,
        svg: svg.into_string(),
    }
}

/// Text centred at a place.
pub(super) fn centred(x: f64, y: f64, text: &str) -> Markup {
    html! { text x=(x) y=(y) text-anchor="middle" { (text) } }
}

/// A picture of ink in its place: a dark page shows it light on dark.
pub(super) fn picture(x: f64, y: f64, width: f64, height: f64, uri: &str) -> Markup {
    html! {
        image class="ink" x=(x) y=(y) width=(width) height=(height) href=(uri)
            style="image-rendering: pixelated" {}
    }
}
