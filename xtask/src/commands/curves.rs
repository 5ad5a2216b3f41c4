use std::path::PathBuf;
use std::process::ExitCode;

use experiments::{CurveSet, History, Options, PassRecord, learning_curves};
use kernels::Level;
use mnist_io::Mnist;
use report::paper::{self, TrainingSet};
use report::results::files::{FIGURE_5, FIGURE_6};
use report::{PassLine, SizeLine, numbers};

use super::studies;
use crate::support::data::Data;
use crate::support::display::Display;
use crate::support::output::Output;
use crate::support::tables::refuse_data_set;
use crate::support::{environment, figures, interruption, print};

/// Train LeNet-5 for the paper's learning curves, Figures 5 and 6
///
/// Figure 5 is the training and test error after each of 20 passes; Figure 6 the error after
/// the last, for the first 15,000 and 30,000 training images, for all 60,000, and for all with
/// nine distorted copies. Each is trained with several seeds, and their mean goes into figure-5.csv
/// and figure-6.csv in --out, for MNIST beside the values read off the paper's drawings.
#[derive(clap::Args, Debug)]
#[command(after_long_help = figures::drawn_from("curves"))]
pub struct Curves {
    #[command(flatten)]
    data: Data,

    /// Seeds to train with: 1 to N, 1000 at most
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=1000))]
    seeds: u64,

    /// Folder for the curves [default: bench-results]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Curves {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        Level::try_current()?;
        let threads = environment::threads(None)?;
        let data = self.data.load()?;
        let folder = environment::out_of(self.out, &data)?;
        let output = Output::open(folder)?;
        refuse_data_set(&output, &data)?;
        output.file(FIGURE_5.name)?;
        output.file(FIGURE_6.name)?;
        interruption::listen(output.folder().to_owned())?;
        let seeds: Vec<u64> = (1..=self.seeds).collect();
        let options = Options {
            seed: None,
            threads,
            train_images: None,
        };
        let display = Display::new(paper::FIGURE_6.len());
        let mut sizes = Vec::new();
        for (index, in_paper) in paper::FIGURE_6.iter().enumerate() {
            let (id, set) = match in_paper.distorted {
                true => (studies::ROW, CurveSet::Distorted),
                false => ("lenet5", CurveSet::First(in_paper.images)),
            };
            let live = display.line(id, index + 1);
            let curves = learning_curves(set, &seeds, &data, options, &live)?;
            let line = size_line(in_paper, &data, &curves, &seeds);
            sizes.push(line.clone());
            FIGURE_6.write(output.folder(), &sizes)?;
            if set == CurveSet::First(60_000) {
                FIGURE_5.write(output.folder(), pass_lines(&data, &curves, &seeds))?;
            }
            let paper = line.paper_test_error_percent;
            live.finish(&format!(
                "{} images: training {:.2} %, test {:.2} % ({:.2} to {:.2}){}",
                line.train_images,
                line.training_error_percent,
                line.test_error_percent,
                line.test_error_low_percent,
                line.test_error_high_percent,
                paper.map_or(String::new(), |percent| format!(", paper {percent}")),
            ));
        }
        print::say(format_args!("Curves: {}", output.folder().display()));
        Ok(ExitCode::SUCCESS)
    }
}

fn size_line(in_paper: &TrainingSet, data: &Mnist, curves: &[History], seeds: &[u64]) -> SizeLine {
    let last: Vec<&PassRecord> = curves.iter().filter_map(|c| c.passes.last()).collect();
    let test = Spread::of(last.iter().map(|record| test_error(record)));
    SizeLine {
        train_images: match in_paper.distorted {
            true => data.train.len(),
            false => in_paper.images.min(data.train.len()),
        },
        distorted: in_paper.distorted,
        training_error_percent: Spread::of(last.iter().map(|r| r.training_error_percent())).mean,
        test_error_percent: test.mean,
        test_error_low_percent: test.low,
        test_error_high_percent: test.high,
        paper_training_error_percent: in_paper.training_error_percent.filter(|_| data.is_mnist),
        paper_test_error_percent: data.is_mnist.then_some(in_paper.test_error_percent),
        seeds: words(seeds),
    }
}

fn pass_lines(data: &Mnist, curves: &[History], seeds: &[u64]) -> Vec<PassLine> {
    paper::FIGURE_5
        .iter()
        .enumerate()
        .map(|(index, &(paper_training, paper_test))| {
            let of_pass = || curves.iter().map(move |curve| &curve.passes[index]);
            let test = Spread::of(of_pass().map(test_error));
            PassLine {
                pass: index + 1,
                training_error_percent: Spread::of(
                    of_pass().map(PassRecord::training_error_percent),
                )
                .mean,
                test_error_percent: test.mean,
                test_error_low_percent: test.low,
                test_error_high_percent: test.high,
                paper_training_error_percent: data.is_mnist.then_some(paper_training),
                paper_test_error_percent: data.is_mnist.then_some(paper_test),
                seeds: words(seeds),
            }
        })
        .collect()
}

fn test_error(record: &PassRecord) -> f64 {
    record
        .validation_error_percent()
        .expect("the test images were held out")
}

fn words(seeds: &[u64]) -> String {
    let words: Vec<String> = seeds.iter().map(u64::to_string).collect();
    words.join(" ")
}

/// Mean, least and largest of some errors.
struct Spread {
    mean: f64,
    low: f64,
    high: f64,
}

impl Spread {
    fn of(errors: impl Iterator<Item = f64>) -> Self {
        let errors: Vec<f64> = errors.collect();
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        Self {
            // A ten-thousandth of a percent is far below one image.
            mean: numbers::rounded(mean, 4),
            low: errors.iter().copied().fold(f64::INFINITY, f64::min),
            high: errors.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}
