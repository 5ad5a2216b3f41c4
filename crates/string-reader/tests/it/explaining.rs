//! What a reader says of an answer beside it.

use ndarray::{Array2, s};
use string_reader::{Explanation, ReadError, Segmenter};

use crate::pictures::bars;
use crate::reading::{READER, strings};

fn explain(picture: &Array2<u8>, n_digits: Option<usize>) -> Option<Explanation> {
    let reader = match n_digits {
        None => READER.clone(),
        Some(n) => READER.clone().of_length(n),
    };
    match reader.explain(picture.view()) {
        Ok(explained) => Some(explained),
        Err(ReadError::Length { .. }) => None,
        Err(error) => panic!("{error}"),
    }
}

/// Three bars, which may be one, two or three digits.
fn three_bars() -> Array2<u8> {
    let mut picture = bars(40, &[8..11, 14..17, 20..24]);
    picture.slice_mut(s![6..14, 20..24]).fill(0);
    picture
}

/// All paths of a picture: the digits, each with its candidate, and what e to minus the penalty is.
fn paths(picture: &Array2<u8>) -> Vec<(Vec<(u8, usize)>, f64)> {
    let segmentation = Segmenter::default().segment(picture.view()).unwrap();
    let penalties = READER.interpret(picture.view()).unwrap().penalties;
    let mut paths = vec![(Vec::new(), 1.0, 0)];
    let mut whole = Vec::new();
    while let Some((read, weight, node)) = paths.pop() {
        if node == segmentation.end() {
            whole.push((read, weight));
            continue;
        }
        for (index, candidate) in segmentation.candidates().iter().enumerate() {
            if candidate.from == node {
                for digit in 0..10 {
                    let penalty = f64::from(penalties[10 * index + digit]);
                    let read = [read.as_slice(), &[(digit as u8, index)]].concat();
                    paths.push((read, weight * (-penalty).exp(), candidate.to));
                }
            }
        }
    }
    whole
}

#[test]
fn a_digits_probability_is_that_of_all_paths_on_which_its_ink_is_that_digit() {
    let picture = three_bars();
    let segmentation = Segmenter::default().segment(picture.view()).unwrap();
    let pieces = |candidate: usize| segmentation.candidates()[candidate].pieces();
    for n_digits in [None, Some(1), Some(2), Some(3)] {
        let mut paths = paths(&picture);
        paths.retain(|(read, _)| n_digits.is_none_or(|n| read.len() == n));
        let all: f64 = paths.iter().map(|(_, weight)| weight).sum();
        let best = paths.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        let explained = explain(&picture, n_digits).unwrap();
        let digits: Vec<u8> = best.0.iter().map(|&(digit, _)| digit).collect();
        assert_eq!(explained.reading.digits, digits);
        for (&(digit, candidate), probability) in best.0.iter().zip(explained.probabilities) {
            // The bars on the left are higher, and the last of equal ones stands for both.
            let piece = pieces(candidate).rfind(|&piece| piece < 2).unwrap_or(2);
            let own = paths.iter().filter(|(read, _)| {
                let mut read = read.iter();
                read.any(|&(other, index)| other == digit && pieces(index).contains(&piece))
            });
            let expected = own.map(|(_, weight)| weight).sum::<f64>() / all;
            assert!(
                (probability - expected).abs() < 1e-5,
                "{probability} and {expected}"
            );
        }
        let own = paths
            .iter()
            .filter(|(read, _)| read.iter().map(|r| r.0).eq(digits.iter().copied()));
        let expected = own.map(|(_, weight)| weight).sum::<f64>() / all;
        assert!((explained.reading.confidence - expected).abs() < 1e-5);
    }
}

#[test]
fn a_reader_that_is_told_the_length_reads_so_many_digits_and_errs_in_fewer_strings() {
    let set = strings(&mnist_io::strings::Recipe::PAPER);
    let [mut free, mut told] = [0, 0];
    for (string, picture) in set.pictures().enumerate() {
        let picture = picture.to_owned();
        let digits = |n| explain(&picture, n).unwrap().reading.digits;
        assert_eq!(digits(None), READER.read(picture.view()).unwrap().digits);
        let of_five = digits(Some(5));
        assert_eq!(of_five.len(), 5);
        free += usize::from(digits(None) != set.digits(string));
        told += usize::from(of_five != set.digits(string));
    }
    assert!(told < free, "{told} and {free} of {}", set.len());
}

#[test]
fn there_is_no_answer_of_more_digits_than_pieces() {
    let picture = three_bars();
    assert!(explain(&picture, Some(3)).is_some());
    for n in [0, 4, usize::MAX] {
        assert_eq!(explain(&picture, Some(n)), None);
    }
    let blank = Array2::zeros((32, 60));
    assert_eq!(explain(&blank, Some(1)), None);
    assert_eq!(
        explain(&blank, None).unwrap().probabilities,
        Vec::<f64>::new()
    );
}
