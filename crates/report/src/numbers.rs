//! Formats numbers for people.

/// Rounds to `decimals` decimals.
pub fn rounded(value: f64, decimals: i32) -> f64 {
    let unit = 10f64.powi(decimals);
    (value * unit).round() / unit
}

/// A percentage with two decimals; a dash for `None`.
pub fn percent(value: impl Into<Option<f64>>) -> String {
    let value = value.into();
    value.map_or_else(|| "–".into(), |value| format!("{value:.2}"))
}

/// A p-value: four decimals, or a power of ten below that.
pub fn p_value(p: f64) -> String {
    match p < 1e-4 {
        true => format!("{p:.1e}"),
        false => format!("{p:.4}"),
    }
}

/// A count in thousands, as in the paper's Figures 11 and 12.
pub fn thousands(count: u64) -> String {
    let digits = (count.saturating_add(500) / 1000).to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push('k');
    text
}

/// A count in units of thousands (k), millions (M) or thousand millions (G), with all its digits.
pub(crate) fn scaled(count: f64) -> String {
    in_units(count.round(), |value| value.to_string())
}

/// A count with three significant digits, in the units of [`scaled`].
pub(crate) fn count(count: u64) -> String {
    in_units(count as f64, significant)
}

fn in_units(value: f64, digits: fn(f64) -> String) -> String {
    let (unit, name) = match value {
        1e9.. => (1e9, "G"),
        1e6.. => (1e6, "M"),
        1e3.. => (1e3, "k"),
        _ => return value.to_string(),
    };
    format!("{} {name}", digits(value / unit))
}

/// Three significant digits, without exponents.
pub(crate) fn significant(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_in_thousands() {
        assert_eq!(thousands(4_010), "4k");
        assert_eq!(thousands(794_999), "795k");
        assert_eq!(thousands(24_000_000), "24,000k");
        assert_eq!(thousands(1_024_000_000), "1,024,000k");
    }

    #[test]
    fn three_digits_tell_enough() {
        assert_eq!(count(84), "84");
        assert_eq!(count(7_850), "7.85 k");
        assert_eq!(count(340_908), "341 k");
        assert_eq!(count(47_040_000), "47.0 M");
        assert_eq!(significant(0.0132), "0.013");
        assert_eq!(significant(48.196), "48.2");
    }

    #[test]
    fn scaled_counts_keep_their_digits() {
        assert_eq!(scaled(7850.0), "7.85 k");
        assert_eq!(scaled(1e7), "10 M");
        assert_eq!(scaled(84.0), "84");
        assert_eq!(scaled(47_040_001.0), "47.040001 M");
    }

    #[test]
    fn a_small_p_has_a_power_of_ten() {
        assert_eq!(p_value(0.03125), "0.0312");
        assert_eq!(p_value(1.8626e-9), "1.9e-9");
    }

    #[test]
    fn a_percentage_that_is_not_there_is_a_dash() {
        assert_eq!(percent(12.0), "12.00");
        assert_eq!(percent(None), "–");
        assert_eq!(rounded(0.123_46, 4), 0.1235);
    }
}
