use std::ops::Add;

/// What one recognition costs, in the units of the paper's Figures 11 and 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cost {
    /// Multiply-accumulate operations to recognise one image, without preprocessing (Figure 11).
    pub multiply_accumulates: u64,
    /// Numbers that have to be stored to recognise an image, of whatever width (Figure 12).
    pub stored_values: u64,
}

/// That of one classifier after or beside another.
impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            multiply_accumulates: self.multiply_accumulates + other.multiply_accumulates,
            stored_values: self.stored_values + other.stored_values,
        }
    }
}
