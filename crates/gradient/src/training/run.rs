use std::ops::ControlFlow;

use super::checkpoint::CheckpointFile;
use super::{Steps, Training};
use crate::{History, Objective, PassRecord, TrainingError};

/// A function that is called after each pass with its record. If it returns `Break`, the training
/// ends.
pub type OnPass<'a> = &'a mut dyn FnMut(&PassRecord) -> ControlFlow<()>;

/// An [`OnPass`] function that never ends a run early.
pub fn to_the_end(_: &PassRecord) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

impl Training {
    /// Minimises `objective`. After each pass it counts the errors on the examples for validation, if
    /// there are such, and calls `on_pass`, which may end the training. In that case the history has
    /// fewer passes than were asked for.
    ///
    /// `run` describes what else distinguishes this run: the network and how it computes. The
    /// result depends only on `run`, the examples and the settings. A run that was interrupted and
    /// resumed gives the same bits.
    ///
    /// # Errors
    /// [`TrainingError`].
    pub fn run<O: Objective + ?Sized>(
        &self,
        run: &str,
        objective: &mut O,
        on_pass: OnPass<'_>,
    ) -> Result<History, TrainingError> {
        if objective.is_empty() {
            return Err(TrainingError::NoPatterns);
        }
        let checkpoint = self.checkpoint.as_deref().map(|path| CheckpointFile {
            path,
            run: self.fingerprint(run, &objective.identity()),
        });
        let mut history = match &checkpoint {
            Some(file) => file.resume(objective, self.passes)?,
            None => History::default(),
        };
        let mut steps = Steps::new(self.clone(), history.passes.len());
        while let Some(mut record) = steps.advance(objective, usize::MAX)? {
            if let Some(validated) = objective.validate() {
                record.validation_patterns = validated.examples;
                record.validation_errors = Some(validated.errors);
            }
            history.passes.push(record);
            if let Some(file) = &checkpoint {
                file.save(objective, &history)?;
            }
            if history
                .passes
                .last()
                .is_some_and(|record| on_pass(record).is_break())
            {
                break;
            }
        }
        Ok(history)
    }

    /// The fingerprint of a run. A checkpoint can continue this run only if its fingerprint is the
    /// same. It covers everything that the passes so far and their records depend on.
    fn fingerprint(&self, run: &str, examples: &str) -> String {
        // List every field, so that a new field cannot be forgotten here.
        let Self {
            seed,
            passes,
            pass_length,
            order,
            batch,
            least_loss,
            schedule,
            update_rule,
            checkpoint: _,
        } = self;
        let passes = schedule.depends_on_passes().then_some(passes);
        format!(
            "{run} by {schedule:?}, passes {passes:?} of {pass_length:?}, {update_rule:?}, \
             batch {batch}, least loss {least_loss:?}, order {order:?}, seed {seed}, \
             {examples}"
        )
    }
}
