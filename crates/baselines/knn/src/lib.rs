//! Exact k-nearest-neighbour classification.
