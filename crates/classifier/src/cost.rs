/// What one recognition costs, in the units of the paper's Figures 11 and 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cost {
    /// Multiply-accumulate operations to recognise one image, without preprocessing (Figure 11).
    pub multiply_accumulates: u64,
    /// Numbers that have to be stored to recognise an image, of whatever width (Figure 12).
    pub stored_values: u64,
}
