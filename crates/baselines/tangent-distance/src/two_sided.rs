//! The distance between two tangent planes.
//!
//! Let `x` and `y` be the points of the planes and `d` their difference. The columns of `A` and `B`
//! are the directions of the planes. The squared distance is
//!
//! ```text
//!   min over α, β   ‖d + Aα − Bβ‖² + λ‖α‖² + λ‖β‖²
//! ```
//!
//! `A` and `B` are orthonormal. With `M = AᵀB`, `a = Aᵀd` and `b = Bᵀd`, the normal equations are
//!
//! ```text
//!   (1 + λ) α = Mβ − a          ((1 + λ) I − MᵀM / (1 + λ)) β = b − Mᵀa / (1 + λ)
//! ```
//!
//! and the minimum is `d·(d + Aα − Bβ)`. If the second equation is written `S β = r`, the minimum
//! is `‖d‖² − ‖a‖² / (1 + λ) − rᵀS⁻¹r`. This is the Schur complement that remains when `S` is
//! eliminated from a symmetric matrix bordered by `r`.

use kernels::{FRAME, FrameProduct};

use crate::planes::{POINT, Terms, UNIT};
use crate::transformation::N_TRANSFORMATIONS as N;

/// Number of pairs of planes that are computed side by side.
pub(crate) const LANES: usize = 16;

type Lanes = [f32; LANES];

/// The squared distances of one plane, `x`, from [`LANES`] others. `products` are the products of
/// its frame with their frames. The result is never below zero.
#[expect(
    clippy::needless_range_loop,
    reason = "an elimination reads best by its indices"
)]
pub(crate) fn squared_distances(
    ridge: f32,
    x: &Terms,
    ys: &[Terms; LANES],
    products: &[FrameProduct; LANES],
) -> Lanes {
    let shrink = (1.0 + ridge).recip();
    let products = side_by_side(products);

    let mut left = products[POINT][POINT];
    for (left, y) in left.iter_mut().zip(ys) {
        *left = x.squared_norm + y.squared_norm - 2.0 * x.unit * y.unit * *left;
    }
    let mut r = [[0.0; LANES]; N];
    for (j, r) in r.iter_mut().enumerate() {
        for ((r, y), product) in r.iter_mut().zip(ys).zip(products[POINT][j]) {
            *r = x.unit * product - y.along[j];
        }
    }
    let mut s = [[[0.0; LANES]; N]; N];
    for (i, m) in products[..N].iter().enumerate() {
        let mut a = m[POINT];
        for (a, y) in a.iter_mut().zip(ys) {
            *a = x.along[i] - y.unit * *a;
        }
        let shrunk = scaled(&a, shrink);
        subtract_product(&mut left, &a, &shrunk);
        for j in 0..N {
            subtract_product(&mut r[j], &m[j], &shrunk);
        }
        for j in 0..N {
            let shrunk = scaled(&m[j], shrink);
            for k in j..N {
                subtract_product(&mut s[k][j], &m[k], &shrunk);
            }
        }
    }

    for j in 0..N {
        let mut pivot = s[j][j];
        for pivot in &mut pivot {
            *pivot = (1.0 + ridge + *pivot).recip();
        }
        let eliminated = r[j];
        let ratio = product(&eliminated, &pivot);
        subtract_product(&mut left, &eliminated, &ratio);
        for i in j + 1..N {
            let below = s[i][j];
            subtract_product(&mut r[i], &below, &ratio);
            let ratio = product(&below, &pivot);
            for k in j + 1..=i {
                let across = s[k][j];
                subtract_product(&mut s[i][k], &across, &ratio);
            }
        }
    }
    for left in &mut left {
        *left = left.max(0.0);
    }
    left
}

/// The products of one pair in each lane, divided so that unit length is 1.
fn side_by_side(products: &[FrameProduct; LANES]) -> [[Lanes; FRAME]; FRAME] {
    let mut lanes = [[[0.0; LANES]; FRAME]; FRAME];
    for (lane, product) in products.iter().enumerate() {
        for (lanes, product) in lanes
            .as_flattened_mut()
            .iter_mut()
            .zip(product.as_flattened())
        {
            lanes[lane] = *product as f32 * UNIT;
        }
    }
    lanes
}

#[inline(always)]
fn subtract_product(from: &mut Lanes, a: &Lanes, b: &Lanes) {
    for (from, (a, b)) in from.iter_mut().zip(a.iter().zip(b)) {
        *from -= a * b;
    }
}

#[inline(always)]
fn product(a: &Lanes, b: &Lanes) -> Lanes {
    let mut product = *a;
    for (product, b) in product.iter_mut().zip(b) {
        *product *= b;
    }
    product
}

#[inline(always)]
fn scaled(a: &Lanes, by: f32) -> Lanes {
    let mut scaled = *a;
    for scaled in &mut scaled {
        *scaled *= by;
    }
    scaled
}
