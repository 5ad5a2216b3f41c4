use std::collections::BTreeMap;

/// The setting `format` of every model's file.
pub const FORMAT: &str = "fitted classifier";

/// What the names of notes begin with.
pub(super) const NOTE: &str = "note.";

/// Notes by their names, without `note.`.
pub type Notes = BTreeMap<String, String>;
