//! Arcs and nodes.

use maud::{Markup, html};

use super::strip::round;

/// How an arc is drawn.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// The colour.
    pub(super) colour: &'static str,
    /// The width of the line.
    pub(super) width: f64,
    /// True for a broken line.
    pub(super) dashed: bool,
}

/// An arc among others.
pub(super) const PLAIN: Style = Style {
    colour: "currentColor",
    width: 1.0,
    dashed: false,
};
/// An arc of the best path.
pub(super) const BEST: Style = Style {
    colour: "var(--ours)",
    width: 2.2,
    dashed: false,
};

impl Style {
    fn dashes(self) -> Option<&'static str> {
        self.dashed.then_some("5 3")
    }
}

/// An arrow that is bent: at its middle it is `bend` below the straight line.
#[derive(Clone, Copy)]
pub(super) struct Arrow {
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
    pub(super) bend: f64,
}

impl Arrow {
    fn control(self) -> (f64, f64) {
        let x = (self.from.0 + self.to.0) / 2.0;
        let y = (self.from.1 + self.to.1) / 2.0;
        (x, y + 2.0 * self.bend)
    }

    /// The point in the middle.
    pub(super) fn middle(self) -> (f64, f64) {
        let (x, y) = self.control();
        (x, y - self.bend)
    }

    /// The arrow, with its head at its end.
    pub(super) fn drawn(self, style: Style) -> Markup {
        let ((x1, y1), (cx, cy), (x2, y2)) = (self.from, self.control(), self.to);
        let (dx, dy) = (x2 - cx, y2 - cy);
        let length = dx.hypot(dy).max(1e-9);
        let (dx, dy) = (dx / length, dy / length);
        let (size, half) = (5.0 + style.width, 2.0 + 0.6 * style.width);
        let (bx, by) = (x2 - size * dx, y2 - size * dy);
        let corners = [
            (x2, y2),
            (bx - half * dy, by + half * dx),
            (bx + half * dy, by - half * dx),
        ];
        let corners = corners.map(|(x, y)| format!("{},{}", round(x), round(y)));
        let path = format!(
            "M{} {}Q{} {} {} {}",
            round(x1),
            round(y1),
            round(cx),
            round(cy),
            round(bx),
            round(by)
        );
        html! {
            path d=(path) fill="none" stroke=(style.colour) stroke-width=(style.width)
                stroke-dasharray=[style.dashes()] {}
            polygon points=(corners.join(" ")) fill=(style.colour) {}
        }
    }
}

/// Text centred at a point. `size` is that of the font.
pub(super) fn label((x, y): (f64, f64), size: f64, bold: bool, colour: &str, text: &str) -> Markup {
    html! {
        text x=(round(x)) y=(round(y)) text-anchor="middle" font-size=(size) fill=(colour)
            font-weight=[bold.then_some("600")]
        { (text) }
    }
}
