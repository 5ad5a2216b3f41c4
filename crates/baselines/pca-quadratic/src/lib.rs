//! Principal components and a quadratic classifier on them.
