//! Numbers as people read them.

/// Three significant digits, thousands as k, millions as M.
pub(super) fn count(value: u64) -> String {
    let (scaled, unit) = match value {
        0..1_000 => return value.to_string(),
        1_000..1_000_000 => (value as f64 / 1e3, "k"),
        1_000_000..1_000_000_000 => (value as f64 / 1e6, "M"),
        _ => (value as f64 / 1e9, "G"),
    };
    format!("{} {unit}", significant(scaled))
}

/// Three significant digits, without exponents.
pub(super) fn significant(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_tell_enough() {
        assert_eq!(count(84), "84");
        assert_eq!(count(7_850), "7.85 k");
        assert_eq!(count(340_908), "341 k");
        assert_eq!(count(47_040_000), "47.0 M");
        assert_eq!(significant(0.0132), "0.013");
        assert_eq!(significant(48.196), "48.2");
    }
}
