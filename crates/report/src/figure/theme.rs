//! The colours of the figures, in one place. The page declares them once as variables. In a
//! separate file, the colours replace the variables.

/// Colours that are legible on one background.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// The name of the theme in file names.
    pub name: &'static str,
    /// Each CSS variable with its colour.
    colours: [(&'static str, &'static str); 4],
}

/// For a light background.
pub const LIGHT: Theme = Theme {
    name: "light",
    colours: [
        ("--ink", "#1a1a1a"),
        ("--grid", "#d4d4d4"),
        ("--ours", "#0072b2"),
        ("--theirs", "#b84d00"),
    ],
};

/// For a dark background.
pub const DARK: Theme = Theme {
    name: "dark",
    colours: [
        ("--ink", "#e8e6e3"),
        ("--grid", "#3f4349"),
        ("--ours", "#5db7f0"),
        ("--theirs", "#ff9d5c"),
    ],
};

impl Theme {
    /// The variables with their values, as declarations for a style.
    pub(crate) fn declarations(&self) -> String {
        let declared = self.colours.map(|(name, value)| format!("{name}:{value};"));
        declared.concat()
    }

    /// Replaces the variables in a drawing with their colours.
    pub(super) fn applied(&self, svg: &str) -> String {
        let svg = svg.replace("currentColor", "var(--ink)");
        self.colours.iter().fold(svg, |svg, (name, value)| {
            svg.replace(&format!("var({name})"), value)
        })
    }
}
