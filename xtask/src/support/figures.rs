//! The figures in the help of the commands.

use report::figure::{FIGURES, Figure};

/// The figures that are drawn from what a command makes.
pub fn drawn_from(command: &str) -> String {
    let first_word = |figure: &&Figure| figure.command.split(' ').next() == Some(command);
    list(FIGURES.iter().filter(first_word))
}

/// All figures of the page.
pub fn all() -> String {
    list(FIGURES.iter())
}

fn list<'a>(figures: impl Iterator<Item = &'a Figure>) -> String {
    let lines = figures.map(|figure| format!("  {:<20}{}", figure.id, figure.title));
    format!("Figures:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_figure_is_named_by_its_command() {
        assert!(drawn_from("curves").contains("figure-5 "));
        assert!(!drawn_from("curves").contains("figure-13"));
        assert!(drawn_from("studies").contains("figure-13 "));
        assert!(drawn_from("compare").contains("figure-8 "));
        for figure in FIGURES {
            assert!(drawn_from("compare").lines().count() < all().lines().count());
            assert!(all().contains(figure.id));
        }
    }
}
