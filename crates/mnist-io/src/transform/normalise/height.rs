use ndarray::{Array2, Axis, s};

use super::extent::Extent;
use super::parts::{Part, own_ink};
use super::strip::DIGIT;

/// Heights of digits that differ more than by this factor from what is usual do not count.
const COMPARABLE: f64 = 2.0;

/// The height of a line's digits, in pixels: the median of the parts', each measured to a fraction
/// of a pixel. 0 if there are no parts.
///
/// What is much lower or higher than most of the ink, a dash or a dot, does not count. A part that is
/// wider than high is a wide digit, which is lower than others of its size, or several that touch, one
/// a little above the other. So it counts only if no part is higher than wide: then it is measured in
/// upright slices.
pub(super) fn of_digits(parts: &[Part], ink: &Array2<f32>, full: f32) -> f64 {
    let mut slices: Vec<Slice> = Vec::new();
    for part in parts {
        slices.extend(slices_of(&own_ink(std::slice::from_ref(part), ink, full)));
    }
    slices.sort_by(|a, b| a.height.total_cmp(&b.height));
    // By ink first: there may be more dots than digits.
    let all: f64 = slices.iter().map(|slice| slice.mass).sum();
    let mut sum = 0.0;
    let usual = slices.iter().find(|slice| {
        sum += slice.mass;
        sum >= all / 2.0
    });
    let Some(usual) = usual.map(|slice| slice.height) else {
        return 0.0;
    };
    slices.retain(|slice| slice.height <= COMPARABLE * usual && usual <= COMPARABLE * slice.height);
    if slices.iter().any(|slice| slice.is_whole) {
        slices.retain(|slice| slice.is_whole);
    }
    let n = slices.len();
    (slices[(n - 1) / 2].height + slices[n / 2].height) / 2.0
}

/// An upright slice of a part.
struct Slice {
    height: f64,
    /// Its ink.
    mass: f64,
    /// Whether it is all of the part.
    is_whole: bool,
}

fn slices_of(ink: &Array2<f32>) -> Vec<Slice> {
    let (height, width) = ink.dim();
    let n = width.div_ceil(height);
    let slice = |index: usize| {
        let columns = index * width / n..(index + 1) * width / n;
        let slice = ink.slice(s![.., columns]);
        let most = slice.fold_axis(Axis(1), 0.0, |&a, &b| f32::max(a, b));
        let inked = |most: &f32| *most > 0.0;
        let first = most.iter().position(inked)?;
        let last = most.iter().rposition(inked)?;
        let most = most.slice(s![first..=last]);
        let band = match most.len() {
            low if low < DIGIT => 2,
            high => high.div_ceil(DIGIT),
        };
        Some(Slice {
            height: Extent::of(most, band).length(),
            mass: f64::from(slice.sum()),
            is_whole: n == 1,
        })
    };
    (0..n).filter_map(slice).collect()
}
