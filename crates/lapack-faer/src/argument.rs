//! LAPACK's scalar arguments: a letter in either case, a dimension, a leading dimension.

use std::ffi::{c_char, c_int};

use faer::{MatMut, MatRef};

/// `UPLO`: the triangle in which a matrix is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Triangle {
    Upper,
    Lower,
}

/// `JOBZ`: what an eigen-decomposition returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    Values,
    ValuesAndVectors,
}

/// `DIAG`: whether the diagonal is stored, or consists of ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Diagonal {
    Stored,
    Unit,
}

/// `TRANS`: whether A or Aᵀ is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    Plain,
    Transposed,
}

impl Triangle {
    pub(crate) fn from_letter(letter: c_char) -> Option<Triangle> {
        match upper_case(letter) {
            b'U' => Some(Triangle::Upper),
            b'L' => Some(Triangle::Lower),
            _ => None,
        }
    }

    pub(crate) fn opposite(self) -> Triangle {
        match self {
            Triangle::Upper => Triangle::Lower,
            Triangle::Lower => Triangle::Upper,
        }
    }

    /// Returns a view of `a` in which this triangle is the lower one.
    pub(crate) fn lower<T>(self, a: MatRef<'_, T>) -> MatRef<'_, T> {
        match self {
            Triangle::Upper => a.transpose(),
            Triangle::Lower => a,
        }
    }

    /// Does the same as [`Triangle::lower`] for a mutable view.
    pub(crate) fn lower_mut<T>(self, a: MatMut<'_, T>) -> MatMut<'_, T> {
        match self {
            Triangle::Upper => a.transpose_mut(),
            Triangle::Lower => a,
        }
    }
}

impl Job {
    pub(crate) fn from_letter(letter: c_char) -> Option<Job> {
        match upper_case(letter) {
            b'N' => Some(Job::Values),
            b'V' => Some(Job::ValuesAndVectors),
            _ => None,
        }
    }
}

impl Diagonal {
    pub(crate) fn from_letter(letter: c_char) -> Option<Diagonal> {
        match upper_case(letter) {
            b'N' => Some(Diagonal::Stored),
            b'U' => Some(Diagonal::Unit),
            _ => None,
        }
    }
}

impl Operand {
    /// `C`, the conjugate transpose, is the transpose of a real matrix.
    pub(crate) fn from_letter(letter: c_char) -> Option<Operand> {
        match upper_case(letter) {
            b'N' => Some(Operand::Plain),
            b'T' | b'C' => Some(Operand::Transposed),
            _ => None,
        }
    }
}

/// A number of rows or columns.
pub(crate) fn dimension(n: c_int) -> Option<usize> {
    usize::try_from(n).ok()
}

/// The distance between the starts of two columns of `rows` elements each.
pub(crate) fn leading_dimension(lda: c_int, rows: usize) -> Option<usize> {
    dimension(lda).filter(|&lda| lda >= rows.max(1))
}

fn upper_case(letter: c_char) -> u8 {
    letter.to_ne_bytes()[0].to_ascii_uppercase()
}
