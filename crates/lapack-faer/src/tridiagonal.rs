//! A = QTQᵀ with T tridiagonal, by Householder reflections.
//!
//! Step k finds the reflection H = I − vvᵀ/τ that clears column k below the subdiagonal. What it
//! does to the rest B of the matrix is B − vwᵀ − wvᵀ with w = p − ½ (pᵀv/τ) v and p = Bv/τ
//! (Golub and Van Loan, section 8.3.1). That is left to the next step, whose product with its
//! own v needs every element of B as well: B is read and written once a step, and as memory is
//! what the steps wait for, in two parts at once.
//!
//! faer has this too, but its two parts wait longer for each other than they compute.

use std::mem;

use faer::linalg::householder::{make_householder_in_place, upgrade_householder_factor};
use faer::linalg::qr::no_pivoting::factor::recommended_block_size;
use faer::{ColMut, Mat, MatMut, MatRef, Par};
use pulp::{Arch, Simd, WithSimd};

use crate::eigen::Real;
use crate::parts::{in_two, is_worth_two};
use crate::vectors::Vector;

/// Numbers of a block: whole vectors at every width.
const LANES: usize = 16;

type Block<T> = [T; LANES];

/// A matrix, tridiagonal with what made it so.
pub(crate) struct Tridiagonal<T> {
    /// Columns of whole blocks: T on the diagonal and below it, and below that the reflections.
    /// What is above the diagonal means nothing.
    blocks: Vec<Block<T>>,
    n: usize,
    /// How the reflections combine, as faer has it.
    factor: Mat<T>,
}

impl<T: Real> Tridiagonal<T> {
    /// From the lower triangle of a matrix.
    pub(crate) fn new(lower: MatRef<'_, T>) -> Self {
        let n = lower.nrows();
        let height = n.div_ceil(LANES);
        let mut matrix = Self {
            blocks: vec![[T::zero(); LANES]; n * height],
            n,
            factor: Mat::zeros(recommended_block_size::<T>(n, n), n - 1),
        };
        for (j, column) in matrix.blocks.chunks_exact_mut(height).enumerate() {
            let own = column.as_flattened_mut();
            for i in j..n {
                own[i] = lower[(i, j)];
            }
        }
        matrix.reduce();
        matrix.combine();
        matrix
    }

    /// Element (i, i) or (i + 1, i) of T.
    pub(crate) fn element(&self, row: usize, column: usize) -> T {
        self.blocks.as_flattened()[column * self.height() * LANES + row]
    }

    /// The reflections of Q, below the diagonal of a matrix of order n − 1.
    pub(crate) fn reflections(&self) -> MatRef<'_, T> {
        let (height, n) = (self.height() * LANES, self.n);
        MatRef::from_column_major_slice(self.blocks.as_flattened(), height, n).submatrix(
            1,
            0,
            n - 1,
            n - 1,
        )
    }

    /// How they combine.
    pub(crate) fn factor(&self) -> MatRef<'_, T> {
        self.factor.as_ref()
    }

    /// Blocks of a column.
    fn height(&self) -> usize {
        self.n.div_ceil(LANES)
    }

    fn reduce(&mut self) {
        let (n, height) = (self.n, self.height());
        let zeros = vec![[T::zero(); LANES]; height];
        let (mut v, mut w, mut next) = (zeros.clone(), zeros.clone(), zeros.clone());
        let mut products = [zeros.clone(), zeros.clone()];
        let mut dots = zeros;
        for k in 0..n {
            let (done, rest) = self.blocks.split_at_mut((k + 1) * height);
            let column = done[k * height..].as_flattened_mut();
            let (vk, wk) = (v.as_flattened()[k], w.as_flattened()[k]);
            for ((a, v), w) in column[k..]
                .iter_mut()
                .zip(&v.as_flattened()[k..])
                .zip(&w.as_flattened()[k..])
            {
                *a -= *v * wk + *w * vk;
            }
            if k + 1 == n {
                return;
            }
            let (head, tail) = column[k + 1..n].split_at_mut(1);
            let tau = make_householder_in_place(&mut head[0], ColMut::from_slice_mut(tail)).tau;
            self.factor[(0, k)] = tau;
            let inverse_tau = T::one() / tau;
            {
                let next = next.as_flattened_mut();
                next[k + 1] = T::one();
                next[k + 2..n].copy_from_slice(tail);
            }

            let first = k + 1;
            let order = n - first;
            // Halves of the triangle.
            let half = (order as f64 * (1.0 - 0.5f64.sqrt())) as usize;
            let middle = if is_worth_two(order) { half } else { order };
            let (left, right) = rest.split_at_mut(middle * height);
            let (left_dots, right_dots) = dots.as_flattened_mut()[first..n].split_at_mut(middle);
            let [left_product, right_product] = &mut products;
            let sweep = |first: usize, columns, product, dots| {
                Arch::new().dispatch(Sweep {
                    first,
                    columns,
                    v: &v,
                    w: &w,
                    next: &next,
                    product,
                    dots,
                });
            };
            in_two(
                order,
                || sweep(first, left, left_product, left_dots),
                || sweep(first + middle, right, right_product, right_dots),
            );

            mem::swap(&mut v, &mut next);
            let (v, w) = (
                &v.as_flattened()[first..n],
                &mut w.as_flattened_mut()[first..n],
            );
            let parts = products
                .each_ref()
                .map(|part| &part.as_flattened()[first..n]);
            let mut dot = T::zero();
            for (i, w) in w.iter_mut().enumerate() {
                let p = dots.as_flattened()[first + i] + parts[0][i] + parts[1][i];
                *w = p * inverse_tau;
                dot += *w * v[i];
            }
            let shift = dot * inverse_tau / (T::one() + T::one());
            for (w, &v) in w.iter_mut().zip(v) {
                *w -= shift * v;
            }
        }
    }

    /// The products of the reflections' vectors, a block of columns at a time.
    fn combine(&mut self) {
        let n = self.n - 1;
        let mut all = mem::replace(&mut self.factor, Mat::new());
        let reflections = self.reflections();
        let size = all.nrows();
        for first in (0..n).step_by(size) {
            let size = size.min(n - first);
            let mut factor: MatMut<'_, T> = all.as_mut().submatrix_mut(0, first, size, size);
            for k in 0..size {
                factor[(k, k)] = factor[(0, k)];
            }
            let own = reflections.submatrix(first, first, n - first, size);
            upgrade_householder_factor(factor, own, size, 1, Par::Seq);
        }
        self.factor = all;
    }
}

/// B ← B − vwᵀ − wvᵀ for some columns of B's lower triangle, and their part of B times `next`.
struct Sweep<'a, T> {
    /// Index of the first column.
    first: usize,
    columns: &'a mut [Block<T>],
    v: &'a [Block<T>],
    w: &'a [Block<T>],
    next: &'a [Block<T>],
    /// From the elements on and below the diagonal.
    product: &'a mut [Block<T>],
    /// From those right of the diagonal, which mirror the ones below: a number a column.
    dots: &'a mut [T],
}

impl<T: Real> WithSimd for Sweep<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let splat = |value: T| Vector::splat(simd, value);
        let vector = |lanes: T::V<S>| Vector::<T, S>::new(simd, lanes);
        let [v, w, next] =
            [self.v, self.w, self.next].map(|blocks| T::vectors::<S>(blocks.as_flattened()));
        let product = T::vectors_mut::<S>(self.product.as_flattened_mut());
        product.fill(splat(T::zero()).lanes);
        // Vectors of a block.
        let width = v.len() / self.v.len();
        let masks = masks::<T>();
        let columns = self.columns.chunks_exact_mut(self.v.len());
        for ((offset, column), dot) in columns.enumerate().zip(self.dots) {
            let j = self.first + offset;
            let (block, lane) = (j / LANES, j % LANES);
            let (vj, wj) = (splat(self.v[block][lane]), splat(self.w[block][lane]));
            let next_j = splat(self.next[block][lane]);
            let a = T::vectors_mut::<S>(column.as_flattened_mut());
            let mut sums = [splat(T::zero()); 2];
            // The block with the diagonal: what is above that, and it itself, is in no dot.
            let start = block * width;
            let on = T::vectors::<S>(&masks[LANES - lane..][..LANES]);
            let below = T::vectors::<S>(&masks[LANES - lane - 1..][..LANES]);
            for i in 0..width {
                let at = start + i;
                let change = vector(v[at]) * wj + vector(w[at]) * vj;
                let new = (vector(a[at]) - change) * vector(on[i]);
                a[at] = new.lanes;
                product[at] = (vector(product[at]) + new * next_j).lanes;
                sums[0] = sums[0] + new * vector(below[i]) * vector(next[at]);
            }
            let rest = start + width..v.len();
            let (v, w, next) = (&v[rest.clone()], &w[rest.clone()], &next[rest.clone()]);
            let (a, product) = (&mut a[rest.clone()], &mut product[rest]);
            for i in 0..v.len() {
                let new = vector(a[i]) - (vector(v[i]) * wj + vector(w[i]) * vj);
                a[i] = new.lanes;
                product[i] = (vector(product[i]) + new * next_j).lanes;
                sums[0] = sums[0] + new * vector(next[i]);
                sums.swap(0, 1);
            }
            *dot = (sums[0] + sums[1]).sum();
        }
    }
}

/// Zeros, then ones: from `LANES − k` on, a block of which the first k are zero.
fn masks<T: Real>() -> [T; 2 * LANES] {
    std::array::from_fn(|i| if i < LANES { T::zero() } else { T::one() })
}
