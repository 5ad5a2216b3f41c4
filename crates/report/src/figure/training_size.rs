use plotters::style::text_anchor::HPos;

use super::axis::Axis;
use super::dashes::{OURS, OURS_DOTTED, PAPER_DASHED, PAPER_DOTTED};
use super::plot::{Mark, Room, Sample, plot};
use super::svg::{CURVES, Drawing, Figure};
use crate::numbers::{percent, scaled};
use crate::{Data, PowerLaw, SizeLine};

const HEIGHT: i32 = 380;

/// LeNet-5's error with training sets of several sizes, beside the paper's error. The law of
/// section I-A is fitted to both (Figure 6).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-6",
    title: "LeNet-5 and the size of the training set",
    shows: "training set size (Figure 6)",
    command: CURVES,
    draw,
};

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let lines = &data.results.sizes;
    let plain: Vec<&SizeLine> = lines.iter().filter(|line| !line.distorted).collect();
    let largest = plain.last()?;
    let size = |line: &SizeLine| line.train_images as f64;
    let curve = |of: &dyn Fn(&SizeLine) -> Option<f64>| -> Vec<(f64, f64)> {
        plain
            .iter()
            .filter_map(|line| Some((size(line), of(line)?)))
            .collect()
    };
    let test = curve(&|l| Some(l.test_error_percent));
    let training = curve(&|l| Some(l.training_error_percent));
    let paper_test = curve(&|l| l.paper_test_error_percent);
    let paper_training = curve(&|l| l.paper_training_error_percent);
    let gap = curve(&|l| Some(l.test_error_percent - l.training_error_percent));
    let paper_gap = curve(&|l| Some(l.paper_test_error_percent? - l.paper_training_error_percent?));
    // E_test − E_train = k (h/P)^α, where P is the number of training images: α is −exponent, and
    // factor is k h^α, since k and h cannot be told apart by P alone.
    let (law, paper_law) = (PowerLaw::fit(&gap), PowerLaw::fit(&paper_gap));

    let values = [
        &test,
        &training,
        &paper_test,
        &paper_training,
        &gap,
        &paper_gap,
    ];
    let values = values.into_iter().flatten().map(|&(_, error)| error);
    let y = Axis::logarithmic("error, %", values, &[0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0]);
    let sizes = [10e3, 15e3, 20e3, 30e3, 60e3];
    let x =
        Axis::logarithmic("training images", test.iter().map(|&(n, _)| n), &sizes).written(scaled);
    let room = Room {
        right: 92,
        ..Room::USUAL
    };
    let inside = plot(HEIGHT, room, (x, y), |plot| {
        plot.legend(&[
            (Sample::Mark(Mark::Paper), "the paper"),
            (Sample::Mark(Mark::Ours), "ours"),
            (
                Sample::Line(OURS_DOTTED),
                "k (h/P)^α fitted to test − training",
            ),
        ]);
        for (points, colour) in [(&paper_test, PAPER_DASHED), (&paper_training, PAPER_DASHED)] {
            plot.curve(points, (colour, 1.4), (Mark::Paper, 0.9));
        }
        for points in [&test, &training] {
            plot.curve(points, (OURS, 1.6), (Mark::Ours, 0.9));
        }
        for (law, gap, colour) in [
            (law, &gap, OURS_DOTTED),
            (paper_law, &paper_gap, PAPER_DOTTED),
        ] {
            if let Some(law) = law {
                let fitted: Vec<_> = gap.iter().map(|&(n, _)| (n, law.at(n))).collect();
                plot.line(&fitted, colour, 2.4);
            }
        }
        let n = size(largest);
        let mut labels = vec![
            (largest.test_error_percent, "test"),
            (largest.training_error_percent, "training"),
        ];
        if let Some(law) = law {
            labels.push((law.at(n), "difference"));
        }
        for (error, text) in labels {
            plot.text((n, error), (10.0, 0.0), HPos::Left, text);
        }
    });

    let exponent = |law: Option<PowerLaw>| match law {
        Some(law) => format!("α = {:.2}", -law.exponent),
        None => "no law".into(),
    };
    let each: Vec<String> = plain
        .iter()
        .map(|line| {
            format!(
                "{} images {:.2} % (paper {} %)",
                line.train_images,
                line.test_error_percent,
                percent(line.paper_test_error_percent)
            )
        })
        .collect();
    let description = format!(
        "Test error with {}. The difference of test and training error falls by {} for ours, by \
         {} for the paper's.",
        each.join(", "),
        exponent(law),
        exponent(paper_law),
    );
    let distorted = lines
        .iter()
        .find(|line| line.distorted)
        .map_or(String::new(), |line| {
            format!(
                " With nine distorted copies of each image: test error {:.2} % (paper {} %).",
                line.test_error_percent,
                percent(line.paper_test_error_percent)
            )
        });
    Some(Drawing {
        description,
        caption: format!(
            "The paper's Figure 6, both axes logarithmic; ours is the mean of the seeds {}. \
             Dotted: E_test − E_train = k (h/P)^α (section I-A), P the number of training images, \
             fitted to our points ({}) and to the paper's ({}); the paper expects α between 0.5 \
             and 1. Training error is counted on the fly in the last pass.{distorted}",
            largest.seeds,
            exponent(law),
            exponent(paper_law),
        ),
        height: f64::from(HEIGHT),
        inside,
    })
}
