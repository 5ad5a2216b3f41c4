use maud::{Markup, html};

use crate::Data;
use crate::figure::{Drawing, FIGURES, Figure};

/// All pictures for which there are data. The other pictures are only named.
pub(super) fn pictures(data: &Data<'_>) -> Markup {
    let of_any_data = FIGURES.iter().filter(|figure| figure.is_of_any_data());
    let of_any_data: Vec<Figure> = of_any_data.copied().collect();
    let (drawn, absent) = match data.is_the_papers() {
        true => drawn(data, FIGURES),
        false => drawn(data, &of_any_data),
    };
    html! {
        section aria-labelledby="pictures-heading" {
            h2 #pictures-heading tabindex="-1" { "Pictures" }
            div.pictures { (drawn) }
            @if !absent.is_empty() {
                h3 { "Not shown" }
                ul { @for figure in absent {
                    li {
                        (figure.shows) ": its numbers come with "
                        code { "cargo xtask " (figure.command.replace("ROW", data.studied)) }
                    }
                } }
            }
        }
    }
}

/// Those of the figures for which there are data, and those for which there are none.
pub(super) fn drawn<'f>(data: &Data<'_>, figures: &'f [Figure]) -> (Markup, Vec<&'f Figure>) {
    let all = figures.iter().map(|figure| (figure, (figure.draw)(data)));
    let (drawn, absent): (Vec<_>, Vec<_>) = all.partition(|(_, drawing)| drawing.is_some());
    let markup = html! { @for (figure, drawing) in &drawn { @if let Some(drawing) = drawing {
        (one(figure, drawing))
    } } };
    (
        markup,
        absent.into_iter().map(|(figure, _)| figure).collect(),
    )
}

fn one(figure: &Figure, drawing: &Drawing) -> Markup {
    html! {
        figure id=(figure.id) {
            h3 { (figure.title) }
            (drawing.svg(figure.id, figure.title))
            figcaption { (drawing.caption) }
        }
    }
}
