//! The colours of the figures, in one place: the page names them once, as variables, and a file
//! by itself has them in their places.

/// Colours that are legible on one ground.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Its name in the names of files.
    pub name: &'static str,
    /// Each colour with the CSS variable that stands for it.
    colours: [(&'static str, &'static str); 4],
}

/// On a light ground.
pub const LIGHT: Theme = Theme {
    name: "light",
    colours: [
        ("--ink", "#1a1a1a"),
        ("--grid", "#d4d4d4"),
        ("--ours", "#0072b2"),
        ("--paper", "#b84d00"),
    ],
};

/// On a dark ground.
pub const DARK: Theme = Theme {
    name: "dark",
    colours: [
        ("--ink", "#e8e6e3"),
        ("--grid", "#3f4349"),
        ("--ours", "#5db7f0"),
        ("--paper", "#ff9d5c"),
    ],
};

impl Theme {
    /// The variables with their values, as a style declares them.
    pub(crate) fn declarations(&self) -> String {
        let declared = self.colours.map(|(name, value)| format!("{name}:{value};"));
        declared.concat()
    }

    /// A drawing with the colours in the place of the variables.
    pub(super) fn applied(&self, svg: &str) -> String {
        let svg = svg.replace("currentColor", "var(--ink)");
        self.colours.iter().fold(svg, |svg, (name, value)| {
            svg.replace(&format!("var({name})"), value)
        })
    }
}
