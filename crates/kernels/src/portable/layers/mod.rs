//! The specification of the network kernels.
//!
//! Those marked `inline(always)` are also the bodies of the vector levels: compiled for a
//! level's features, plain loops over slices become its instructions.

pub(crate) mod convolution;
pub(crate) mod dense;
pub(crate) mod elementwise;
pub(crate) mod rates;
pub(crate) mod sparse;
pub(crate) mod subsampling;

/// a · b + c, fused where `FUSED`: without the instruction a fused one is a library call.
#[inline(always)]
pub(crate) fn multiply_add<const FUSED: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FUSED { a.mul_add(b, c) } else { a * b + c }
}

/// Σ of values and Σ of products, in sixteen interleaved parts.
#[inline(always)]
pub(crate) fn sums<const FUSED: bool>(a: &[f32], b: &[f32]) -> (f32, f32) {
    let mut total = [0.0f32; 16];
    let mut products = [0.0f32; 16];
    let (a_chunks, a_rest) = a.as_chunks::<16>();
    let (b_chunks, b_rest) = b.as_chunks::<16>();
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..16 {
            total[lane] += a[lane];
            products[lane] = multiply_add::<FUSED>(a[lane], b[lane], products[lane]);
        }
    }
    for (lane, (a, b)) in a_rest.iter().zip(b_rest).enumerate() {
        total[lane] += a;
        products[lane] = multiply_add::<FUSED>(*a, *b, products[lane]);
    }
    (halve(total), halve(products))
}

/// Sum of sixteen, by halves.
#[inline(always)]
fn halve(mut lanes: [f32; 16]) -> f32 {
    let mut width = 8;
    while width > 0 {
        for lane in 0..width {
            lanes[lane] += lanes[lane + width];
        }
        width /= 2;
    }
    lanes[0]
}
