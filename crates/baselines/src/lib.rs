//! The paper's baseline classifiers, one feature each.
