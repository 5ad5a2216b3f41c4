//! The secular equation, 1/ρ + Σᵢ zᵢ² / (dᵢ − λ) = 0, for a block of roots at a time: a lane is a
//! root, or a pole.

use faer::MatMut;
use num_traits::Float;
use pulp::{Arch, Simd, WithSimd};

use crate::eigen::Real;
use crate::parts::in_two;
use crate::vectors::Vector;

/// Roots of a block: two of the widest vectors, or more.
const LANES: usize = 16;
/// More steps than bisection needs.
const STEPS: usize = 200;

/// The roots λⱼ, each as the nearest pole plus an offset: differences to the poles are then
/// accurate however small they are.
pub(super) struct Roots<T> {
    poles: Vec<T>,
    nearest: Vec<T>,
    offsets: Vec<T>,
    /// The z for which the computed roots are exact (Gu and Eisenstat's equation 3.3).
    z: Vec<T>,
}

impl<T: Real> Roots<T> {
    /// The roots for ascending `poles` d and elements z, none of them zero, and ρ > 0.
    pub(super) fn find(poles: &[T], z: &[T], rho: T) -> Self {
        let k = poles.len();
        let squares: Vec<T> = z.iter().map(|&z| z * z).collect();
        let equation = Equation {
            poles,
            squares: &squares,
            inverse_rho: T::one() / rho,
            reach: rho
                * squares.iter().fold(T::zero(), |sum, &s| sum + s)
                * (T::one() + T::epsilon() + T::epsilon()),
        };
        let mut roots = Self {
            poles: poles.to_vec(),
            nearest: vec![T::zero(); k],
            offsets: vec![T::zero(); k],
            z: vec![T::zero(); k],
        };
        let middle = (k / 2).next_multiple_of(LANES).min(k);
        let (nearest, other_nearest) = roots.nearest.split_at_mut(middle);
        let (offsets, other_offsets) = roots.offsets.split_at_mut(middle);
        let solve = |start: usize, nearest: &mut [T], offsets: &mut [T]| {
            Arch::new().dispatch(Solve {
                equation: &equation,
                start,
                nearest,
                offsets,
            });
        };
        in_two(
            k,
            || solve(0, nearest, offsets),
            || solve(middle, other_nearest, other_offsets),
        );
        let mut exact = std::mem::take(&mut roots.z);
        let (first, second) = exact.split_at_mut(middle);
        let exact_z = |start: usize, exact: &mut [T]| {
            Arch::new().dispatch(ExactZ {
                roots: &roots,
                start,
                signs: z,
                z: exact,
            });
        };
        in_two(k, || exact_z(0, first), || exact_z(middle, second));
        roots.z = exact;
        roots
    }

    /// The roots, ascending.
    pub(super) fn values(&self) -> impl Iterator<Item = T> {
        self.nearest
            .iter()
            .zip(&self.offsets)
            .map(|(&d, &mu)| d + mu)
    }

    /// The eigenvectors of D + ρzzᵀ, a column each, their rows in that order: column j is
    /// zᵢ / (dᵢ − λⱼ), brought to length 1.
    pub(super) fn vectors(&self, rows: &[usize], mut u: MatMut<'_, T>) {
        let k = rows.len();
        let poles: Vec<T> = rows.iter().map(|&i| self.poles[i]).collect();
        let z: Vec<T> = rows.iter().map(|&i| self.z[i]).collect();
        let fill = |start: usize, u: MatMut<'_, T>| {
            Arch::new().dispatch(UnitVectors {
                roots: self,
                poles: &poles,
                z: &z,
                start,
                u,
            });
        };
        let middle = k / 2;
        let (first, second) = u.as_mut().split_at_col_mut(middle);
        in_two(k, || fill(0, first), || fill(middle, second));
    }
}

/// |zᵢ|² = Πⱼ (λⱼ − dᵢ) / Π_{j≠i} (dⱼ − dᵢ), up to ρ, from pole `start` on.
struct ExactZ<'a, T> {
    roots: &'a Roots<T>,
    start: usize,
    signs: &'a [T],
    z: &'a mut [T],
}

impl<T: Real> WithSimd for ExactZ<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Roots {
            poles,
            nearest,
            offsets,
            ..
        } = self.roots;
        let splat = |value: T| Vector::<T, S>::splat(simd, value);
        let mut products = vec![T::one(); self.z.len().next_multiple_of(LANES)];
        let mut own = products.clone();
        for (i, own) in own.iter_mut().enumerate() {
            *own = poles[(self.start + i).min(poles.len() - 1)];
        }
        let roots = || poles.iter().zip(nearest).zip(offsets);
        for (products, own) in products
            .chunks_exact_mut(LANES)
            .zip(own.chunks_exact(LANES))
        {
            let own = T::vectors::<S>(own);
            for (product, &own) in T::vectors_mut::<S>(products).iter_mut().zip(own) {
                let own = Vector::<T, S>::new(simd, own);
                let mut all = splat(T::one());
                for ((&pole, &nearest), &offset) in roots() {
                    let above = (splat(nearest) - own) + splat(offset);
                    // The pole itself is no divisor.
                    let below = (splat(pole) - own).nonzero();
                    all = all * (above / below);
                }
                *product = all.lanes;
            }
        }
        for ((z, product), sign) in self
            .z
            .iter_mut()
            .zip(products)
            .zip(&self.signs[self.start..])
        {
            *z = Float::sqrt(Float::abs(product));
            if *sign < T::zero() {
                *z = -*z;
            }
        }
    }
}

/// The eigenvectors from root `start` on.
struct UnitVectors<'a, T> {
    roots: &'a Roots<T>,
    poles: &'a [T],
    z: &'a [T],
    start: usize,
    u: MatMut<'a, T>,
}

impl<T: Real> WithSimd for UnitVectors<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _: S) {
        for j in 0..self.u.ncols() {
            let nearest = self.roots.nearest[self.start + j];
            let offset = self.roots.offsets[self.start + j];
            let column = self.u.as_mut().col_mut(j);
            let column = column
                .try_as_col_major_mut()
                .expect("columns lie in one piece");
            unit_vector(self.poles, self.z, nearest, offset, column.as_slice_mut());
        }
    }
}

#[inline(always)]
fn unit_vector<T: Real>(poles: &[T], z: &[T], nearest: T, offset: T, vector: &mut [T]) {
    for ((v, &pole), &z) in vector.iter_mut().zip(poles).zip(z) {
        *v = z / ((pole - nearest) - offset);
    }
    let (blocks, rest) = vector.as_chunks::<LANES>();
    let mut squares = [T::zero(); LANES];
    for block in blocks {
        squares = std::array::from_fn(|lane| squares[lane] + block[lane] * block[lane]);
    }
    let rest = rest.iter().fold(T::zero(), |sum, &v| sum + v * v);
    let square = squares.iter().fold(rest, |sum, &s| sum + s);
    let scale = T::one() / Float::sqrt(square);
    for v in vector {
        *v *= scale;
    }
}

/// What the roots are of.
struct Equation<'a, T> {
    poles: &'a [T],
    squares: &'a [T],
    inverse_rho: T,
    /// No root is further than this above the last pole.
    reach: T,
}

/// What the equation is at a point: the sums over the poles below it, ψ ≤ 0, and above it,
/// φ ≥ 0, and their derivatives.
struct Sums<T> {
    psi: [T; LANES],
    phi: [T; LANES],
    psi_slope: [T; LANES],
    phi_slope: [T; LANES],
}

/// Roots `start` and following.
struct Solve<'a, T> {
    equation: &'a Equation<'a, T>,
    start: usize,
    nearest: &'a mut [T],
    offsets: &'a mut [T],
}

impl<T: Real> WithSimd for Solve<'_, T> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let blocks = self.nearest.chunks_mut(LANES);
        for (block, (nearest, offsets)) in blocks.zip(self.offsets.chunks_mut(LANES)).enumerate() {
            let (d, mu) = self.equation.solve_block(simd, self.start + block * LANES);
            nearest.copy_from_slice(&d[..nearest.len()]);
            offsets.copy_from_slice(&mu[..offsets.len()]);
        }
    }
}

impl<T: Real> Equation<'_, T> {
    #[inline(always)]
    fn solve_block<S: Simd>(&self, simd: S, start: usize) -> ([T; LANES], [T; LANES]) {
        let two = T::one() + T::one();
        let left = lanes(self.poles, start);
        let mut right = left;
        // From the pole below the root to the one above it.
        let mut gap = [self.reach; LANES];
        for lane in 0..LANES {
            if let Some(&pole) = self.poles.get(start + lane + 1) {
                (right[lane], gap[lane]) = (pole, pole - left[lane]);
            }
        }
        // The half that the root is in has its nearest pole; above the last pole there is none.
        let mut nearest = left;
        let mut mu = [T::zero(); LANES];
        for lane in 0..LANES {
            mu[lane] = gap[lane] / two;
        }
        let mut sums = self.sums(simd, &nearest, &mu);
        let (mut low, mut high) = ([T::zero(); LANES], mu);
        let mut to_left = [T::zero(); LANES];
        for lane in 0..LANES {
            let f = self.inverse_rho + sums.psi[lane] + sums.phi[lane];
            let is_last = start + lane + 1 >= self.poles.len();
            if f < T::zero() {
                if is_last {
                    (low[lane], high[lane]) = (mu[lane], gap[lane]);
                } else {
                    nearest[lane] = right[lane];
                    to_left[lane] = -gap[lane];
                    mu[lane] = -mu[lane];
                    (low[lane], high[lane]) = (mu[lane], T::zero());
                }
            }
        }
        let close = Float::powf(T::epsilon(), T::from(0.75).expect("small"));
        let mut found = [false; LANES];
        for _ in 0..STEPS {
            for lane in 0..LANES {
                let (a, b) = (
                    to_left[lane] - mu[lane],
                    to_left[lane] + gap[lane] - mu[lane],
                );
                let f = self.inverse_rho + sums.psi[lane] + sums.phi[lane];
                if f < T::zero() {
                    low[lane] = Float::max(low[lane], mu[lane]);
                } else {
                    high[lane] = Float::min(high[lane], mu[lane]);
                }
                let slope = sums.psi_slope[lane] + sums.phi_slope[lane];
                let error = T::from(8.0).expect("small") * (sums.phi[lane] - sums.psi[lane])
                    + self.inverse_rho
                    + Float::abs(mu[lane]) * slope;
                let is_root = Float::abs(f) <= T::epsilon() * error;
                let step = step(f, (a, sums.psi_slope[lane]), (b, sums.phi_slope[lane]));
                let target = mu[lane] + step;
                let inside = target > low[lane] && target < high[lane];
                let target = if inside {
                    target
                } else {
                    (low[lane] + high[lane]) / two
                };
                // The error of a step is the square of the last one's.
                let is_close = inside && Float::abs(step) <= close * Float::abs(target);
                let stays = target == mu[lane];
                if !found[lane] && !is_root {
                    mu[lane] = target;
                }
                found[lane] = found[lane] || is_root || is_close || stays;
            }
            if found.iter().all(|&found| found) {
                break;
            }
            sums = self.sums(simd, &nearest, &mu);
        }
        (nearest, mu)
    }

    #[inline(always)]
    fn sums<S: Simd>(&self, simd: S, nearest: &[T; LANES], mu: &[T; LANES]) -> Sums<T> {
        let zeros = [T::zero(); LANES];
        let mut sums = Sums {
            psi: zeros,
            phi: zeros,
            psi_slope: zeros,
            phi_slope: zeros,
        };
        let psi = T::vectors_mut::<S>(&mut sums.psi);
        let phi = T::vectors_mut::<S>(&mut sums.phi);
        let psi_slope = T::vectors_mut::<S>(&mut sums.psi_slope);
        let phi_slope = T::vectors_mut::<S>(&mut sums.phi_slope);
        let (nearest, mu) = (T::vectors::<S>(nearest), T::vectors::<S>(mu));
        let splat = |value: T| Vector::<T, S>::splat(simd, value);
        for q in 0..mu.len() {
            let (nearest, mu) = (Vector::new(simd, nearest[q]), Vector::new(simd, mu[q]));
            let mut totals = [splat(T::zero()); 4];
            for (&pole, &square) in self.poles.iter().zip(self.squares) {
                let inverse = splat(T::one()) / ((splat(pole) - nearest) - mu);
                let term = splat(square) * inverse;
                let (below, above) = term.split(term);
                let (slope_below, slope_above) = (term * inverse).split(term);
                totals[0] = totals[0] + below;
                totals[1] = totals[1] + above;
                totals[2] = totals[2] + slope_below;
                totals[3] = totals[3] + slope_above;
            }
            [psi[q], phi[q], psi_slope[q], phi_slope[q]] = totals.map(|total| total.lanes);
        }
        sums
    }
}

/// The way to the root of r + p + 1/ρ + s/(a − η) + q/(b − η), where ψ is taken for r + s/(a − η)
/// and φ for p + q/(b − η), with a and b the ways to the poles beside the root, and each with the
/// slope given beside the pole; `f` is the value here (LAPACK's `DLAED4`).
#[inline(always)]
fn step<T: Float>(f: T, (a, psi_slope): (T, T), (b, phi_slope): (T, T)) -> T {
    let two = T::one() + T::one();
    let constant = f - a * psi_slope - b * phi_slope;
    let linear = (a + b) * f - a * b * (psi_slope + phi_slope);
    let product = a * b * f;
    let root = (linear * linear - two * two * product * constant)
        .abs()
        .sqrt();
    if linear <= T::zero() {
        (linear - root) / (two * constant)
    } else {
        two * product / (linear + root)
    }
}

/// The values from `start` on; beyond the end the last one.
#[inline(always)]
fn lanes<T: Copy>(values: &[T], start: usize) -> [T; LANES] {
    std::array::from_fn(|lane| values[(start + lane).min(values.len() - 1)])
}
