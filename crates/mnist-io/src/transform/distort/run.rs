use super::fixed::POINT;

/// The pixels `start..end` of a row; none if that is upside down.
pub(super) struct Run {
    pub(super) start: i64,
    pub(super) end: i64,
}

impl Run {
    pub(super) fn all(len: usize) -> Self {
        Self {
            start: 0,
            end: len as i64,
        }
    }

    /// Keeps the pixels `i` for which the coordinate `first + i * step` is less than a pixel
    /// away from `low..=high`: those that take anything from there.
    pub(super) fn within(self, first: i64, step: i64, low: usize, high: usize) -> Self {
        let mut low = ((low as i64 - 1) << POINT) - first;
        let mut high = ((high as i64 + 1) << POINT) - first;
        if step < 0 {
            (low, high) = (-high, -low);
        }
        match step.abs() {
            0 if low < 0 && 0 < high => self,
            0 => Self { start: 0, end: 0 },
            step => Self {
                start: self.start.max(low.div_euclid(step) + 1),
                end: self.end.min(-(-high).div_euclid(step)),
            },
        }
    }
}
