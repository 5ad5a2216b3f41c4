/// What a row is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Making its version of the images.
    Preparing,
    /// Training.
    Fitting,
    /// Scoring the test images.
    Recognising,
}

/// Is told what goes on while a row runs.
pub trait Observer: Sync {
    /// A stage begins.
    fn stage(&self, stage: Stage);

    /// So many of so many steps of the stage are done.
    fn progress(&self, done: u64, of: u64) {
        let _ = (done, of);
    }
}

/// Says nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Observer for Silent {
    fn stage(&self, _: Stage) {}
}
