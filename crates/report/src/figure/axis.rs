/// An axis: its label, its range, and its ticks.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// The label of the axis, with the unit.
    pub(super) label: &'static str,
    /// The smallest and the largest value.
    pub(super) range: (f64, f64),
    /// The values that are labelled.
    pub(super) ticks: Vec<f64>,
    /// True for a logarithmic scale.
    pub(super) logarithmic: bool,
    /// The function that formats a value.
    pub(super) text: fn(f64) -> String,
}

impl Axis {
    /// A linear axis from `range.0` to `range.1`, with the `ticks` inside this range.
    pub(super) fn linear(label: &'static str, range: (f64, f64), ticks: &[f64]) -> Self {
        Self {
            label,
            range,
            ticks: between(range, ticks),
            logarithmic: false,
            text: |value| value.to_string(),
        }
    }

    /// A logarithmic axis around these values with a margin, with the `ticks` inside this range.
    /// Values that are not positive are ignored.
    pub(super) fn logarithmic(
        label: &'static str,
        values: impl IntoIterator<Item = f64>,
        ticks: &[f64],
    ) -> Self {
        let values = values.into_iter().filter(|&value| value > 0.0);
        let (low, high) = values.fold((f64::INFINITY, 0.0_f64), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let range = if low < high {
            let margin = (high / low).powf(0.04);
            (low / margin, high * margin)
        } else if low == high {
            (low / 2.0, high * 2.0)
        } else {
            (0.1, 1.0)
        };
        Self {
            label,
            range,
            ticks: between(range, ticks),
            logarithmic: true,
            text: |value| value.to_string(),
        }
    }

    /// Formats the values with `text`.
    pub(super) fn written(mut self, text: fn(f64) -> String) -> Self {
        self.text = text;
        self
    }

    /// The position of a value, on the linear scale that plotters uses.
    pub(super) fn place(&self, value: f64) -> f64 {
        if self.logarithmic {
            value.log10()
        } else {
            value
        }
    }
}

/// Ticks in percent, for logarithmic axes.
pub(super) const PERCENT: [f64; 10] = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];

/// Ticks in percent, for linear axes from zero to `high`.
pub(super) fn even_ticks(high: f64) -> Vec<f64> {
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0];
    let step = steps
        .into_iter()
        .find(|step| high / step <= 7.0)
        .unwrap_or(50.0);
    let n = (high / step).floor() as usize;
    // Multiples of 0.1 without rounding errors.
    (0..=n)
        .map(|i| (i as f64 * step * 10.0).round() / 10.0)
        .collect()
}

/// Ticks in percent, for logarithmic axes over several powers of ten.
pub(super) const WIDE_PERCENT: [f64; 8] = [0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0];

/// Powers of ten, as ticks for counts.
pub(super) const COUNTS: [f64; 10] = [1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11];

fn between((low, high): (f64, f64), ticks: &[f64]) -> Vec<f64> {
    let inside = ticks
        .iter()
        .copied()
        .filter(|tick| (low..=high).contains(tick));
    inside.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithmic_axis_holds_its_values() {
        let axis = Axis::logarithmic("error, %", [0.5, 14.0, 0.0], &PERCENT);
        assert!(
            axis.range.0 < 0.5 && axis.range.1 > 14.0,
            "{:?}",
            axis.range
        );
        assert_eq!(axis.ticks, [0.5, 1.0, 2.0, 5.0, 10.0]);
        assert_eq!(axis.place(10.0), 1.0);
        let lone = Axis::logarithmic("multiplications", [47e6], &COUNTS);
        assert!(
            lone.range.0 < 47e6 && lone.range.1 > 47e6,
            "{:?}",
            lone.range
        );
        let empty = Axis::logarithmic("error, %", [], &PERCENT);
        assert!(empty.range.0 < empty.range.1);
    }

    #[test]
    fn ticks_are_few_and_even() {
        assert_eq!(even_ticks(1.05), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(even_ticks(5.2), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        assert!(even_ticks(100.0).len() <= 8);
    }
}
