/// Whatever error a classifier's `fit` returns.
pub type FitError = Box<dyn std::error::Error + Send + Sync>;
