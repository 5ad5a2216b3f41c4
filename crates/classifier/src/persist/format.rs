use std::collections::BTreeMap;

/// The setting `format` of every model's file.
pub const FORMAT: &str = "fitted classifier";

/// The setting `pixel` of a model that takes pixels of any type.
pub(super) const ANY_PIXEL: &str = "any";

/// What the names of notes begin with.
pub(super) const NOTE: &str = "note.";

/// Notes by their names, without `note.`.
pub type Notes = BTreeMap<String, String>;
