//! The part of the comparison in the README: its pictures, and a table that is shorter than the one
//! in `comparison.md`.

use maud::{PreEscaped, html};

use crate::figure::{DARK, Drawing, Figure, IN_README, LIGHT, Theme};
use crate::results::files::{MARKDOWN, PICTURES, STRINGS_MARKDOWN};
use crate::strings::short;
use crate::{Data, Line, markdown};

/// Width of a picture. A picture as wide as the README would be higher than a screen.
const WIDTH: u32 = 640;

/// The part of the README that is made from the results.
#[derive(Clone, Debug)]
pub struct Block {
    /// The text.
    pub text: String,
    /// The names and texts of the pictures. They belong in the folder [`PICTURES`].
    pub pictures: Vec<(String, String)>,
}

/// Makes the block from these results. `folder` is their folder as the README names it.
pub fn block(data: &Data<'_>, folder: &str) -> Block {
    let figures = IN_README.iter();
    let drawn = figures.filter_map(|figure| Some((figure, (figure.draw)(data)?)));
    let mut pictures = Vec::new();
    let mut shown = drawn.map(|(figure, drawing)| {
        for theme in [LIGHT, DARK] {
            pictures.push((name(figure, &theme), drawing.file(figure, &theme)));
        }
        picture(figure, &drawing, folder)
    });
    let first = shown.next().unwrap_or_default();
    let others: String = shown.collect();
    let table = markdown::short(best_of_each_section(data));
    let machine = data.results.comparison.lines.first();
    let machine = machine.map_or("", |line| &line.machine);
    let text = format!(
        "{first}The table has one row for each section of the paper: the one with the least error in \
         the paper. [{MARKDOWN}]({folder}/{MARKDOWN}) has all rows and more columns.\n\n\
         {table}\n{others}{}Measured on {machine}.\n",
        strings(data, folder)
    );
    Block { text, pictures }
}

/// The table of strings, if they have been measured.
fn strings(data: &Data<'_>, folder: &str) -> String {
    let measured = &data.results.strings;
    let Some(table) = short(measured, data.string_descriptions) else {
        return String::new();
    };
    let judged = data.string_descriptions.iter();
    let judged = judged.flat_map(|description| measured.judgements(description));
    let judged: Vec<bool> = judged.filter_map(|(_, j)| Some(j?.confirmed)).collect();
    let confirmed = judged.iter().filter(|&&confirmed| confirmed).count();
    format!(
        "Strings of five digits, and what training whole readers on strings gains. Of the paper's {} \
         claims that are judged, {confirmed} are confirmed; [{STRINGS_MARKDOWN}]({folder}/{STRINGS_MARKDOWN}) \
         has them, all rows and the other sets of strings.\n\n{table}\n",
        judged.len(),
    )
}

fn name(figure: &Figure, theme: &Theme) -> String {
    format!("{}-{}.svg", figure.id, theme.name)
}

/// A picture with its text. GitHub shows the version for the reader's colours.
fn picture(figure: &Figure, drawing: &Drawing, folder: &str) -> String {
    let path = |theme| format!("{folder}/{PICTURES}/{}", name(figure, theme));
    let line = PreEscaped("\n");
    let picture = html! {
        picture {
            (line)
            source media="(prefers-color-scheme: dark)" srcset=(path(&DARK));
            (line)
            img alt={ (figure.title) ". " (drawing.description) } src=(path(&LIGHT)) width=(WIDTH);
            (line)
        }
    };
    format!("{}\n\n{}\n\n", picture.into_string(), drawing.caption)
}

/// For each section of the paper, the row with the smallest error. If several rows are equal, it is
/// the first.
fn best_of_each_section<'a>(data: &Data<'a>) -> Vec<&'a Line> {
    let mut best: Vec<(&str, f64, &Line)> = Vec::new();
    for line in &data.results.comparison.lines {
        let described = data.descriptions.iter().find(|d| d.id == line.row);
        let Some((description, error)) = described.zip(line.paper_error_percent) else {
            continue;
        };
        let of_row = (description.section, error, line);
        match best.iter_mut().find(|(section, ..)| *section == of_row.0) {
            Some(best) if error < best.1 => *best = of_row,
            Some(_) => (),
            None => best.push(of_row),
        }
    }
    best.into_iter().map(|(.., line)| line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::KNN;
    use crate::{Comparison, Description, Results};

    fn of<T>(use_it: impl FnOnce(&Data<'_>) -> T) -> T {
        let rows = [
            ("linear", "1", Some(12.0)),
            ("deslanted", "1", Some(8.4)),
            ("as-good", "1", Some(8.4)),
            ("knn", "3", Some(5.0)),
            ("ours", "3", None),
        ];
        let descriptions = rows.map(|(id, section, _)| Description { id, section, ..KNN });
        let lines = rows.map(|(row, _, paper_error_percent)| Line {
            row: row.into(),
            name: format!("<{row}> & \"Co\""),
            paper_error_percent,
            error_percent: 1.0,
            error_low_percent: 0.9,
            error_high_percent: 1.1,
            multiply_accumulates: 1000,
            machine: "a machine".into(),
            ..Line::default()
        });
        let comparison = Comparison {
            lines: lines.into(),
            ..Comparison::default()
        };
        let results = Results {
            comparison,
            ..Results::default()
        };
        use_it(&Data::measured(&results, &descriptions.each_ref()))
    }

    #[test]
    fn a_section_has_its_best_row_by_the_papers_error() {
        let rows = of(|data| {
            best_of_each_section(data)
                .into_iter()
                .cloned()
                .collect::<Vec<_>>()
        });
        let rows: Vec<&str> = rows.iter().map(|line| line.row.as_str()).collect();
        assert_eq!(rows, ["deslanted", "knn"]);
    }

    #[test]
    fn every_picture_is_shown_light_and_dark() {
        let Block { text, pictures } = of(|data| block(data, "results"));
        assert_eq!(pictures.len(), 2 * IN_README.len());
        for (name, _) in &pictures {
            let shown = format!("=\"results/pictures/{name}\"");
            assert_eq!(text.matches(&shown).count(), 1, "{text}");
        }
        assert_eq!(text.matches("<img alt=\"").count(), IN_README.len());
        assert!(
            text.contains("&lt;linear&gt; &amp; &quot;Co&quot;"),
            "{text}"
        );
        assert!(text.contains("(results/comparison.md)"), "{text}");
        assert!(text.ends_with("Measured on a machine.\n"), "{text}");
    }

    #[test]
    fn a_picture_needs_nothing_around_it() {
        for (name, svg) in of(|data| block(data, "results")).pictures {
            for needed in ["var(", "currentColor", "url(", "<script", "<style", "href="] {
                assert!(!svg.contains(needed), "{name}: {needed}");
            }
            assert!(svg.contains("&lt;linear&gt; &amp;"), "{name}");
        }
    }
}
