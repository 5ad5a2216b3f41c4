use maud::{Markup, html};

use super::atlas::{Atlas, SHOWN, mistakes};
use crate::{Data, Divergence, Line, figure};

/// Everything that is known about one row.
pub(super) fn details(data: &Data<'_>, atlas: &Atlas, line: &Line) -> Markup {
    let description = data.descriptions.iter().find(|d| d.id == line.row);
    let of_paper = description.filter(|_| data.is_the_papers());
    html! {
        div.inside {
            p {
                code { (line.row) } " "
                @if let Some(description) = of_paper { (description.section) ". " }
                (line.errors) " errors in " (line.test_images) " images. "
                "Settings: " (line.settings) "."
            }
            p.small {
                @if let Some(seed) = line.seed { "Seed " (seed) ". " }
                (line.train_images) " training images, " (line.threads) " threads, "
                (line.kernel_level) " kernels; " (line.machine) "; revision "
                code { (line.revision) } "."
            }
            @if let Some(description) = of_paper { (divergences(description.divergences)) }
            (seeds(data, line))
            (trials(data, line))
            (curve(data, line))
            (confusions(data, line))
            (errors(data, atlas, line))
        }
    }
}

/// The places where something is different from the paper.
pub(super) fn divergences(divergences: &[Divergence]) -> Markup {
    html! {
        @if !divergences.is_empty() {
            h3 { "Where it departs from the paper" }
            ul.departures { @for divergence in divergences {
                li {
                    strong { "The paper: " } (divergence.paper) ". "
                    strong { "Here: " } (divergence.ours) ". "
                    strong { "Why: " } (divergence.why) "."
                }
            } }
        }
    }
}

/// The errors with each seed, if the row was run with several seeds.
fn seeds(data: &Data<'_>, line: &Line) -> Markup {
    let runs = data.results.comparison.predictions.errors_of_row(&line.row);
    let runs: Vec<(u64, usize)> = runs
        .into_iter()
        .filter_map(|(seed, errors)| Some((seed?, errors)))
        .collect();
    html! {
        @if runs.len() > 1 {
            h3 { "With other seeds" }
            @let mean = runs.iter().map(|run| run.1 as f64).sum::<f64>() / runs.len() as f64;
            p {
                @for (seed, errors) in &runs { "Seed " (seed) ": " (errors) " errors. " }
                "Mean " (format!("{mean:.1}")) "."
            }
        }
    }
}

fn trials(data: &Data<'_>, line: &Line) -> Markup {
    let trials = data.results.trials.iter();
    let trials: Vec<_> = trials.filter(|trial| trial.row == line.row).collect();
    html! {
        @if !trials.is_empty() {
            h3 { "What was tried on validation images" }
            div.scroll tabindex="0" role="region" aria-label={ "Settings tried for " (line.name) } {
                table.small {
                    thead { tr {
                        th.text scope="col" { "Settings" }
                        th scope="col" { "Seed" }
                        th scope="col" { "Errors" }
                        th scope="col" { "Of" }
                        th.text scope="col" { "" }
                    } }
                    tbody { @for trial in trials { tr {
                        td.text { (trial.settings) }
                        td { @if let Some(seed) = trial.seed { (seed) } @else { "–" } }
                        td { (trial.errors) }
                        td { (trial.validation_images) }
                        td.text { @if trial.chosen { "used" } }
                    } } }
                }
            }
        }
    }
}

fn curve(data: &Data<'_>, line: &Line) -> Markup {
    let passes = &data.results.comparison.passes;
    let passes = passes.get_or_first(&line.row, line.seed);
    let (id, title) = (
        format!("passes-{}", line.row),
        format!("Training of {}", line.name),
    );
    html! {
        @if let Some(drawing) = passes.and_then(|passes| figure::passes(passes)) {
            h3 { "Training" }
            figure id=(id) {
                (drawing.svg(&id, &title))
                figcaption { (drawing.caption) }
            }
        }
    }
}

fn confusions(data: &Data<'_>, line: &Line) -> Markup {
    let Some(matrix) = data.results.comparison.confusion(&line.row) else {
        return html! {};
    };
    let set = &data.results.comparison.data;
    let off_diagonal = matrix.iter().enumerate().flat_map(|(truth, of)| {
        let others = of
            .iter()
            .enumerate()
            .filter(move |(given, _)| *given != truth);
        others.map(|(_, &images)| images)
    });
    let most = f64::from(off_diagonal.max().unwrap_or(0).max(1));
    html! {
        h3 { "Confusions" }
        div.scroll tabindex="0" role="region" aria-label={ "Confusions of " (line.name) } {
            table.confusion {
                caption { "True class by line, given class by column" }
                thead { tr {
                    td {}
                    @for given in 0..matrix.len() { th scope="col" { (given) } }
                } }
                tbody { @for (truth, of_class) in matrix.iter().enumerate() { tr {
                    th scope="row" { (set.label_and_class(truth)) }
                    @for (given, &images) in of_class.iter().enumerate() {
                        @if given == truth {
                            td.right { (images) }
                        } @else if images == 0 {
                            td.none { "·" }
                        } @else {
                            @let strength = (60.0 * (f64::from(images) / most).sqrt()).ceil();
                            td style={ "--n:" (strength) "%" } { (images) }
                        }
                    }
                } } }
            }
        }
    }
}

fn errors(data: &Data<'_>, atlas: &Atlas, line: &Line) -> Markup {
    let mistakes = mistakes(data, line);
    let shown: Vec<Markup> = mistakes
        .iter()
        .take(SHOWN)
        .filter_map(|mistake| atlas.pattern(mistake))
        .collect();
    html! {
        @if !shown.is_empty() {
            h3 { "Errors" }
            p.small {
                @if shown.len() < mistakes.len() {
                    "The first " (shown.len()) " of " (mistakes.len())
                } @else {
                    "All " (mistakes.len())
                }
                " errors in the order of the test set, true class → given class, before the \
                 images are prepared for the row."
            }
            ul.patterns { @for pattern in shown { (pattern) } }
        }
    }
}
