use std::time::Duration;

use super::Progress;
use super::cache::Cache;

/// What a fetch needs to know besides its source.
pub(super) struct Fetch<'a> {
    pub(super) cache: &'a Cache,
    pub(super) progress: &'a dyn Progress,
    /// How long nothing may arrive.
    pub(super) stall: Duration,
}
