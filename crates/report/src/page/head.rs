use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::atlas::Atlas;
use crate::figure::{DARK, LIGHT};
use crate::{Data, Line};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// The content security policy: nothing may be loaded. `{script}` is the hash of the only script
/// that may run.
const POLICY: &str = include_str!("policy.txt");

/// The title, the style, and the policy. The page may run only its own script, and show only
/// pictures that it contains.
pub(super) fn head(title: &str, atlas: &Atlas) -> Markup {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT));
    let policy = POLICY.trim().replace("{script}", &hash);
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (title) }
            // Without this, browsers request an icon.
            link rel="icon" href="data:,";
            style { (PreEscaped(colours())) (PreEscaped(STYLE)) (PreEscaped(atlas.css())) }
        }
    }
}

/// The colours of the page, which are those of the figures. The dark colours are used only on a
/// dark screen.
fn colours() -> String {
    let [light, dark] = [LIGHT, DARK].map(|theme| theme.declarations());
    format!(":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}")
}

/// The script, with exactly the text that was hashed.
pub(super) fn script() -> Markup {
    html! { script { (PreEscaped(SCRIPT)) } }
}

/// Describes what the page is and where its data come from.
pub(super) fn header(heading: &str, data: &Data<'_>) -> Markup {
    let set = &data.results.comparison.data;
    let lines = &data.results.comparison.lines;
    let all = |of: fn(&Line) -> &str| {
        let different: BTreeSet<&str> = lines.iter().map(of).collect();
        different.into_iter().collect::<Vec<_>>().join("; ")
    };
    let (trained, tested): (BTreeSet<usize>, BTreeSet<usize>) = (
        lines.iter().map(|line| line.train_images).collect(),
        lines.iter().map(|line| line.test_images).collect(),
    );
    let seconds: f64 = lines
        .iter()
        .map(|line| {
            line.train_seconds + 1e-6 * line.recognise_microseconds * line.test_images as f64
        })
        .sum();
    let numbers = |of: BTreeSet<usize>| {
        let words: Vec<String> = of.iter().map(usize::to_string).collect();
        words.join(" or ")
    };
    html! {
        header {
            h1 { (heading) }
            @if data.is_the_papers() {
                p {
                    "The classifiers that LeCun, Bottou, Bengio and Haffner compared in 1998, trained \
                     and tested again on MNIST, with their test errors beside the paper's."
                }
                p {
                    "Draw a digit of your own, and all of them answer: " code { "cargo xtask demo" }
                    " makes " a href="demo/index.html" { "that page" } " beside this one."
                }
            } @else {
                p {
                    "The classifiers that LeCun, Bottou, Bengio and Haffner compared in 1998, trained \
                     and tested on " (set.title) ": images of " (set.height) "×" (set.width)
                    " pixels, " (set.classes.len()) " classes."
                }
            }
            dl.facts {
                div { dt { "Rows" } dd { (lines.len()) ", " (format!("{:.1}", seconds / 60.0)) " minutes of training and recognition, all rows added up" } }
                div { dt { "Data" } dd {
                    (numbers(trained)) " training, " (numbers(tested)) " test images; SHA-256 "
                    code { (all(|line| &line.data_sha256)) }
                } }
                div { dt { "Machine" } dd { (all(|line| &line.machine)) "; kernels " (all(|line| &line.kernel_level)) } }
                div { dt { "Revision" } dd { code { (all(|line| &line.revision)) } } }
            }
            nav aria-label="Contents" {
                ul {
                    li { a href="#rows-heading" { "All rows" } }
                    li { a href="#pictures-heading" { "Pictures" } }
                    @if !data.results.strings.lines.is_empty() {
                        li { a href="#strings-heading" { "Strings" } }
                    }
                }
            }
        }
    }
}
