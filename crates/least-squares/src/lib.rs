//! Regularised linear least squares by the normal equations.
