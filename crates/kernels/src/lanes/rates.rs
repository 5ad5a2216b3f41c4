use crate::layout::Rates;

/// Updates w ← w − ε (x δ) for consecutive weights. Their rates begin at index `start`.
#[inline(always)]
pub(crate) fn descend(weights: &mut [f32], rates: &Rates, start: usize, x: f32, delta: &[f32]) {
    match rates {
        Rates::Same(rate) => {
            for (weight, d) in weights.iter_mut().zip(delta) {
                *weight -= rate * (x * d);
            }
        }
        Rates::Each(rates) => {
            for ((weight, d), rate) in weights.iter_mut().zip(delta).zip(&rates[start..]) {
                *weight -= rate.to_f32() * (x * d);
            }
        }
    }
}
