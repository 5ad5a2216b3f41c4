use std::path::{Path, PathBuf};
use std::process::ExitCode;

use experiments::strings::Set;
use experiments::{Options, study};
use mnist_io::Mnist;
use report::figure::Bitmaps;
use report::results::files::{COMPARISON, PAGE, PREDICTIONS};
use report::{Comparison, Results};

use super::studies;
use crate::support::data::Data;
use crate::support::{environment, figures, print, string_tables, tables};

/// Write comparison.html from what has been measured
///
/// One file with the table, the pictures, and behind each row its settings, confusions and
/// errors. It is made from the files in --out; what is not there is left out, and the page says
/// which command makes it. The images come from --data.
#[derive(clap::Args, Debug)]
#[command(after_long_help = figures::all())]
pub struct Page {
    #[command(flatten)]
    data: Data,

    /// Folder with the results, and for the page [default: bench-results]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Page {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        environment::threads(None)?;
        let data = self.data.load()?;
        let folder = environment::out_of(self.out, &data)?;
        let written = write(&folder, &data)?;
        print::say(format_args!("Page: {}", written.display()));
        Ok(ExitCode::SUCCESS)
    }
}

/// Writes the page of the results in `folder`, measured on `data`; returns its path.
///
/// # Errors
/// As [`text`].
pub fn write(folder: &Path, data: &Mnist) -> anyhow::Result<PathBuf> {
    let text = text(folder, data)?;
    let path = folder.join(PAGE);
    report::write_atomically(&path, text.as_bytes())?;
    Ok(path)
}

/// The page of the results in `folder`, measured on `data`.
///
/// Pictures that cannot be made are left out, and it is said why: they must not cost the page.
///
/// # Errors
/// If a table of the comparison there is not one of ours, or of other data, or if there is
/// nothing to show.
pub fn text(folder: &Path, data: &Mnist) -> anyhow::Result<String> {
    let mut results = Results::read(folder, |error| left_out(&error))?;
    refuse_other_data(folder, &results.comparison, data)?;
    if results.is_empty() {
        anyhow::bail!(
            "{}: holds no results to show; `cargo xtask compare` measures them",
            folder.display()
        );
    }
    let distorted = study::distorted_copies(data, &first_of_each_class(data), COPIES);
    let distorted = distorted.unwrap_or_else(|error| {
        left_out(&error);
        Vec::new()
    });
    let images = data.test.as_images();
    let trained = results
        .comparison
        .lines
        .iter()
        .map(|line| line.train_images);
    let options = Options {
        seed: None,
        threads: 1,
        train_images: trained.max(),
    };
    results.comparison.data = experiments::data_set(data, options);
    let descriptions = tables::descriptions();
    let string_descriptions = string_tables::descriptions();
    let string_pictures = match results.strings.lines.is_empty() {
        true => Vec::new(),
        false => Set::Paper.pictures(data).unwrap_or_else(|error| {
            left_out(&error);
            Vec::new()
        }),
    };
    let shown = report::Data {
        studied: studies::ROW,
        test_images: Bitmaps {
            height: images.height(),
            width: images.width(),
            pixels: images.as_slice(),
        },
        code_book: &study::code_book(),
        code_width: study::CODE_WIDTH,
        distorted: &distorted,
        distorted_size: (study::FIELD, study::FIELD),
        string_descriptions: &string_descriptions,
        string_sets: &string_tables::sets_described(),
        string_pictures: &string_pictures,
        ..report::Data::measured(&results, &descriptions)
    };
    Ok(report::page::html(&shown))
}

/// Says why something is not shown that the page can do without.
fn left_out(error: &(dyn std::error::Error + 'static)) {
    print::note(format_args!(
        "left out of the page: {}",
        print::causes(error)
    ));
}

/// Distorted copies of each image in Figure 7.
const COPIES: u32 = 9;

/// The index of the first training image of each class, the classes in their order.
fn first_of_each_class(data: &Mnist) -> Vec<usize> {
    let labels = data.train.labels();
    let first = |class| labels.iter().position(|&label| label == class);
    (0..=u8::MAX).filter_map(first).collect()
}

/// Images of other data would be shown with these labels.
fn refuse_other_data(folder: &Path, comparison: &Comparison, data: &Mnist) -> anyhow::Result<()> {
    let mut lines = comparison.lines.iter();
    if let Some(line) = lines.find(|line| line.data_sha256 != data.sha256) {
        anyhow::bail!(
            "{}: holds results of data {:.12}, and the images are of data {:.12}; name theirs with \
             --data",
            folder.join(COMPARISON.name).display(),
            line.data_sha256,
            data.sha256,
        );
    }
    let (labels, truth) = (data.test.labels(), comparison.predictions.truth());
    if !truth.is_empty() && labels.iter().ne(truth) {
        anyhow::bail!(
            "{}: its labels are not those of the test images; `cargo xtask compare` writes it",
            folder.join(PREDICTIONS.name).display(),
        );
    }
    Ok(())
}
