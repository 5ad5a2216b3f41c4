use maud::{Markup, html};

use crate::Data;
use crate::figure::FIGURES;

/// All pictures for which there are data. The other pictures are only named.
pub(super) fn pictures(data: &Data<'_>) -> Markup {
    let all = FIGURES.iter().map(|figure| (figure, (figure.draw)(data)));
    let (drawn, absent): (Vec<_>, Vec<_>) = all.partition(|(_, drawing)| drawing.is_some());
    html! {
        section aria-labelledby="pictures-heading" {
            h2 #pictures-heading tabindex="-1" { "Pictures" }
            div.pictures { @for (figure, drawing) in &drawn { @if let Some(drawing) = drawing {
                figure id=(figure.id) {
                    h3 { (figure.title) }
                    (drawing.svg(figure.id, figure.title))
                    figcaption { (drawing.caption) }
                }
            } } }
            @if !absent.is_empty() {
                h3 { "Not shown" }
                ul { @for (figure, _) in absent {
                    li {
                        (figure.shows) ": its numbers come with "
                        code { "cargo xtask " (figure.command.replace("ROW", data.studied)) }
                    }
                } }
            }
        }
    }
}
