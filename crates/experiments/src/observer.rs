use std::sync::Mutex;

use gradient::PassRecord;

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

    /// Where a stage stands that does not know how many steps it has: what a solver is at, and
    /// how far from its goal. In a few words, for people; each takes the place of the last.
    fn note(&self, text: &str) {
        let _ = text;
    }

    /// A pass of a network's training is over, of so many.
    fn pass(&self, record: &PassRecord, of: usize) {
        self.progress(record.pass as u64, of as u64);
    }
}

/// Says nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Observer for Silent {
    fn stage(&self, _: Stage) {}
}

/// Keeps the records of passes, and passes everything on.
pub(crate) struct Recorder<'a> {
    to: &'a dyn Observer,
    passes: Mutex<Vec<PassRecord>>,
}

impl<'a> Recorder<'a> {
    pub(crate) fn new(to: &'a dyn Observer) -> Self {
        Self {
            to,
            passes: Mutex::default(),
        }
    }

    /// The passes, in the order they came in.
    pub(crate) fn into_passes(self) -> Vec<PassRecord> {
        self.passes.into_inner().expect("no holder panics")
    }
}

impl Observer for Recorder<'_> {
    fn stage(&self, stage: Stage) {
        self.to.stage(stage);
    }

    fn progress(&self, done: u64, of: u64) {
        self.to.progress(done, of);
    }

    fn note(&self, text: &str) {
        self.to.note(text);
    }

    fn pass(&self, record: &PassRecord, of: usize) {
        let mut passes = self.passes.lock().expect("no holder panics");
        passes.push(record.clone());
        self.to.pass(record, of);
    }
}
