use half::bf16;

#[inline(always)]
pub(crate) fn descend(rate: f32, gradient: &[f32], weights: &mut [f32]) {
    for (weight, g) in weights.iter_mut().zip(gradient) {
        *weight -= rate * g;
    }
}

#[inline(always)]
pub(crate) fn descend_rated(rates: &[bf16], gradient: &[f32], weights: &mut [f32]) {
    for ((weight, g), rate) in weights.iter_mut().zip(gradient).zip(rates) {
        *weight -= rate.to_f32() * g;
    }
}
