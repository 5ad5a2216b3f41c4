//! From raw outcomes to tables: statistics, verdicts, CSV, markdown, and the record store.
