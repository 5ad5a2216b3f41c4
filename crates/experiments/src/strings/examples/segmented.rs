use graph_transformer::topology;
use graph_transformer::{Criterion, Work, best_path, select};
use mnist_io::strings::StringSet;
use ndarray::ArrayView2;
use report::strings::examples::{
    Candidate, CriterionExample, Derivatives, Extent, SegmentedString,
};
use report::strings::spelled;
use string_reader::{Interpretation, SIDE, Segmenter};

use super::shown::{Shown, picture, rounded};
use crate::FitError;

/// Classes of a candidate.
const DIGITS: usize = 10;

/// A graph with more candidates is too large to be drawn.
const MOST_CANDIDATES: usize = 26;

/// The first string with two touching digits and a graph that can be drawn, which is read correctly.
pub(super) fn string(
    shown: &Shown,
    strings: &StringSet,
) -> Result<Option<SegmentedString>, FitError> {
    for index in 0..strings.len() {
        let reading = shown.reader.read(strings.picture(index))?;
        let places = strings.places(index);
        let touch = places
            .windows(2)
            .any(|pair| pair[0].columns.end > pair[1].columns.start);
        let small = reading.candidates.is_some_and(|n| n <= MOST_CANDIDATES);
        if touch && small && reading.digits == strings.digits(index) {
            let seen = shown.reader.interpret(strings.picture(index))?;
            return describe(shown, strings, index, &seen).map(Some);
        }
    }
    Ok(None)
}

/// The first string that one reader reads wrongly and the other correctly, with the derivatives of
/// two criteria before training.
pub(super) fn criterion(
    before: &Shown,
    after: &Shown,
    strings: &StringSet,
) -> Result<Option<CriterionExample>, FitError> {
    let is_wanted =
        |index: usize, before: &string_reader::Reading, after: &string_reader::Reading| {
            let truth = strings.digits(index);
            let small = before.candidates.is_some_and(|n| n <= MOST_CANDIDATES);
            small && before.digits != truth && after.digits == truth
        };
    let Some((index, _, reading)) = before.first(after, strings, is_wanted)? else {
        return Ok(None);
    };
    let seen = before.reader.interpret(strings.picture(index))?;
    let labels: Vec<u16> = strings.digits(index).iter().map(|&d| d.into()).collect();
    let right = select(&seen.graph, &topology::string(&labels))?;
    let derivatives = |criterion: Criterion| -> Result<Derivatives, FitError> {
        let mut gradient = vec![0.0; seen.penalties.len()];
        let (penalties, work) = (&seen.penalties, &mut Work::default());
        let loss = criterion.evaluate(&right, &seen.graph, penalties, &mut gradient, work)?;
        Ok(Derivatives {
            loss: rounded(loss),
            by_penalty: by_candidate(&gradient),
        })
    };
    Ok(Some(CriterionExample {
        string: describe(before, strings, index, &seen)?,
        after: after.answer(&reading),
        viterbi: derivatives(Criterion::DiscriminativeViterbi)?,
        forward: derivatives(Criterion::DiscriminativeForward)?,
    }))
}

fn by_candidate(values: &[f32]) -> Vec<Vec<f64>> {
    let rows = values.chunks_exact(DIGITS);
    rows.map(|row| row.iter().map(|&value| rounded(value)).collect())
        .collect()
}

fn describe(
    shown: &Shown,
    strings: &StringSet,
    index: usize,
    seen: &Interpretation,
) -> Result<SegmentedString, FitError> {
    let segmentation = Segmenter::default().segment(strings.picture(index))?;
    let images = segmentation.images();
    let arcs = segmentation.candidates().iter().zip(images.rows());
    let candidates = arcs.zip(by_candidate(&seen.penalties));
    let candidates = candidates.map(|((candidate, image), penalties)| {
        let image = image
            .to_shape((SIDE, SIDE))
            .expect("an image of a candidate");
        Candidate {
            from: candidate.from,
            to: candidate.to,
            image: picture(ArrayView2::from(&image)),
            segmenter_penalty: 0.0,
            penalties,
        }
    });
    let pieces = segmentation.pieces().iter().map(|piece| Extent {
        left: piece.bounds().columns.start,
        right: piece.bounds().columns.end,
        top: piece.bounds().rows.start,
        bottom: piece.bounds().rows.end,
    });
    let best = best_path(&seen.graph, &seen.penalties, &mut Work::default());
    let arcs = best.ok_or("a path")?.arcs;
    let penalty = |&arc: &u32| seen.graph.arcs()[arc as usize].penalty as usize;
    let reading = shown.reader.read(strings.picture(index))?;
    Ok(SegmentedString {
        picture: picture(strings.picture(index)),
        truth: spelled(strings.digits(index)),
        answer: shown.answer(&reading),
        pieces: pieces.collect(),
        candidates: candidates.collect(),
        path: arcs.iter().map(|arc| penalty(arc) / DIGITS).collect(),
    })
}
