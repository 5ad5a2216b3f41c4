use maud::{Markup, html};

use super::bitmap::{data_uri, png};
use super::svg::{Drawing, Figure, STUDIES, WIDTH, centred, least};
use crate::{Data, MapLine};

/// The largest state: A of the squashing function A tanh(S a) (Appendix A).
const AMPLITUDE: f64 = 1.7159;

/// The states of LeNet-5's layers for one test image (Figure 2).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-2",
    title: "Inside LeNet-5",
    shows: "layers at work (Figure 2)",
    command: STUDIES,
    draw,
};

/// Returns `None` if the lines do not describe such a network.
fn draw(data: &Data<'_>) -> Option<Drawing> {
    let lines = &data.results.layers;
    let input = lines.iter().find(|line| line.layer == "input")?;
    let penalties = lines.iter().find(|line| line.layer == "output")?.values()?;
    let mut drawn = Vec::new();
    let mut top = 0.0;
    for (layer, scale, across) in LAYERS {
        let maps: Vec<&MapLine> = lines.iter().filter(|line| line.layer == layer).collect();
        let first = maps.first()?;
        let (width, height) = (first.width as f64 * scale, first.height as f64 * scale);
        drawn.push(html! {
            text x="0" y=(top + 12.0) font-weight="600" { (layer) }
            text x="0" y=(top + 26.0) font-size="10" opacity="0.75" { (size(&maps)) }
        });
        for (index, map) in maps.iter().enumerate() {
            let x = LEFT + (index % across) as f64 * (width + GAP);
            let y = top + (index / across) as f64 * (height + GAP);
            let uri = data_uri(&png(map.height, map.width, &ink(map)?));
            drawn.push(html! {
                image x=(x) y=(y) width=(width) height=(height) href=(uri)
                    style="image-rendering: pixelated" {}
            });
        }
        let rows = maps.len().div_ceil(across) as f64;
        top += (rows * (height + GAP)).max(32.0) + 10.0;
    }
    drawn.push(outputs(&penalties, top));
    let (given, penalty) = least(&penalties);
    Some(Drawing {
        description: format!(
            "The states of all layers for test image {}, a {}, from the input through C1, S2, C3, \
             S4, C5 and F6 to the penalties of the ten classes, the least of which is that of \
             {given} ({penalty:.2}).",
            input.test_image, input.label,
        ),
        caption: format!(
            "What the paper's Figure 2 draws as boxes, at work: the states of each layer for test \
             image {}, a {}, in a network trained as the row {}. White is −1.7, black +1.7. \
             F6 is drawn as the 7×12 picture that the code book compares it with; below it \
             the penalties, the least of which wins.",
            input.test_image, input.label, data.studied,
        ),
        height: top + 46.0,
        inside: html! { @for part in &drawn { (part) } },
    })
}

/// Each layer, the size of a unit in the drawing, and the number of maps side by side.
const LAYERS: [(&str, f64, usize); 7] = [
    ("input", 2.0, 1),
    ("C1", 2.0, 6),
    ("S2", 3.0, 8),
    ("C3", 4.0, 8),
    ("S4", 5.0, 12),
    ("C5", 3.3, 1),
    ("F6", 6.0, 1),
];
const LEFT: f64 = 70.0;
const GAP: f64 = 6.0;

fn size(maps: &[&MapLine]) -> String {
    let (n, height, width) = (maps.len(), maps[0].height, maps[0].width);
    match n {
        1 if height == 1 => format!("{width} units"),
        1 => format!("{width}×{height}"),
        _ => format!("{n} of {width}×{height}"),
    }
}

/// The states as grey levels: the smallest state is white, the largest is black.
fn ink(map: &MapLine) -> Option<Vec<u8>> {
    let of_state = |state: f64| (255.0 * (state / AMPLITUDE + 1.0) / 2.0).round() as u8;
    Some(map.values()?.into_iter().map(of_state).collect())
}

/// Each class with its penalty. The class with the smallest penalty is marked.
fn outputs(penalties: &[f64], top: f64) -> Markup {
    let across = (WIDTH - LEFT) / penalties.len() as f64;
    let (_, least) = least(penalties);
    html! {
        text x="0" y=(top + 12.0) font-weight="600" { "output" }
        text x="0" y=(top + 26.0) font-size="10" opacity="0.75" { "penalties" }
        @for (class, &penalty) in penalties.iter().enumerate() {
            @let x = LEFT + (class as f64 + 0.5) * across;
            @if penalty == least {
                rect x=(x - across / 2.0 + 1.0) y=(top) width=(across - 2.0) height="36" rx="4"
                    fill="none" stroke="var(--ours)" stroke-width="1.6" {}
            }
            g font-weight="600" { (centred(x, top + 14.0, &class.to_string())) }
            (centred(x, top + 30.0, &format!("{penalty:.1}")))
        }
    }
}
