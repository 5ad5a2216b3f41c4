use std::path::{Path, PathBuf};
use std::process::ExitCode;

use experiments::{ROWS, study};
use mnist_io::Mnist;
use report::figure::Bitmaps;
use report::page::Contents;
use report::{
    ConfusionTable, Description, Failures, Passes, Predictions, Table, ValidationTable, read_curves,
};

use crate::data::Data;
use crate::portrait::{FIGURE_2, FIGURE_13};
use crate::tables::{self, COMPARISON, CONFUSION, FAILED, PASSES, PREDICTIONS};
use crate::validate::VALIDATION;
use crate::{environment, print};

/// Write comparison.html from what has been measured
///
/// One file with the table, the pictures, and behind each row its settings, confusions and
/// errors. It is made from the files in --out; what is not there is left out, and the page says
/// which command makes it. The images come from --data.
#[derive(clap::Args, Debug)]
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
        let folder = environment::out(self.out)?;
        let written = write(&folder, &self.data.load()?)?;
        print::say(format_args!("Page: {}", written.display()));
        Ok(ExitCode::SUCCESS)
    }
}

/// The page's file.
pub const PAGE: &str = "comparison.html";

/// Writes the page of the results in `folder`, measured on `data`; returns its path.
///
/// Pictures that cannot be made are left out, and it is said why: they must not cost the page.
///
/// # Errors
/// If a table of the comparison there is not one of ours, or of other data, or if there is
/// nothing to show.
pub fn write(folder: &Path, data: &Mnist) -> anyhow::Result<PathBuf> {
    let table = Table::read(&folder.join(COMPARISON))?;
    let failures = Failures::read(&folder.join(FAILED))?;
    let predictions = Predictions::read(&folder.join(PREDICTIONS))?;
    refuse_other_data(folder, &table, &predictions, data)?;
    let confusion = ConfusionTable::read(&folder.join(CONFUSION))?;
    let passes = Passes::read(&folder.join(PASSES))?;
    let validation = decoration(ValidationTable::read(&folder.join(VALIDATION)));
    let figure_5 = decoration(read_curves(&folder.join("figure-5.csv")));
    let figure_6 = decoration(read_curves(&folder.join("figure-6.csv")));
    let layers = decoration(read_curves(&folder.join(FIGURE_2)));
    let changes = decoration(read_curves(&folder.join(FIGURE_13)));
    let nothing = table.lines().is_empty() && failures.is_empty();
    if nothing && figure_5.is_empty() && figure_6.is_empty() && layers.is_empty() {
        anyhow::bail!(
            "{}: holds no results to show; `cargo xtask compare` measures them",
            folder.display()
        );
    }
    let descriptions: Vec<&Description> = ROWS.iter().map(|row| &row.description).collect();
    let distorted = decoration(study::distorted_copies(
        data,
        &first_of_each_class(data),
        COPIES,
    ));
    let images = data.test.as_images();
    let page = report::page::html(&Contents {
        title: &title(&table, data),
        descriptions: &descriptions,
        table: &table,
        failures: &failures,
        confusion: &confusion,
        predictions: &predictions,
        passes: &passes,
        validation: &validation,
        figure_5: &figure_5,
        figure_6: &figure_6,
        layers: &layers,
        changes: &changes,
        test_images: Bitmaps {
            height: images.height(),
            width: images.width(),
            pixels: images.as_slice(),
        },
        code_book: &study::code_book(),
        code_width: study::CODE_WIDTH,
        distorted: &distorted,
        distorted_size: (study::FIELD, study::FIELD),
    });
    let path = folder.join(PAGE);
    report::write_atomically(&path, page.as_bytes())?;
    Ok(path)
}

/// What the page can do without: where it cannot be had, it is said why.
fn decoration<T: Default, E: std::error::Error + 'static>(found: Result<T, E>) -> T {
    found.unwrap_or_else(|error| {
        print::note(format_args!(
            "left out of the page: {}",
            print::causes(&error)
        ));
        T::default()
    })
}

/// Distorted copies of each image in Figure 7.
const COPIES: u32 = 9;

fn title(table: &Table, data: &Mnist) -> String {
    let trained = table.lines().iter().map(|line| line.train_images).max();
    tables::title(trained.filter(|&n| n < data.train.len()))
}

/// The index of the first training image of each class, the classes in their order.
fn first_of_each_class(data: &Mnist) -> Vec<usize> {
    let labels = data.train.labels();
    let first = |class| labels.iter().position(|&label| label == class);
    (0..=u8::MAX).filter_map(first).collect()
}

/// Images of other data would be shown with these labels.
fn refuse_other_data(
    folder: &Path,
    table: &Table,
    predictions: &Predictions,
    data: &Mnist,
) -> anyhow::Result<()> {
    if let Some(line) = table.lines().iter().find(|l| l.data_sha256 != data.sha256) {
        anyhow::bail!(
            "{}: holds results of data {:.12}, and the images are of data {:.12}; name theirs with \
             --data",
            folder.join(COMPARISON).display(),
            line.data_sha256,
            data.sha256,
        );
    }
    let labels = data.test.labels();
    if !predictions.truth().is_empty() && labels.iter().ne(predictions.truth()) {
        anyhow::bail!(
            "{}: its labels are not those of the test images; `cargo xtask compare` writes it",
            folder.join(PREDICTIONS).display(),
        );
    }
    Ok(())
}
