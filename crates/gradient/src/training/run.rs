use std::ops::ControlFlow;

use super::checkpoint::CheckpointFile;
use super::presentation::hash;
use super::{Steps, Training};
use crate::{History, Network, PassRecord, Patterns, TrainingError};

/// A function that is called after each pass with its record. If it returns `Break`, the training
/// ends.
pub type OnPass<'a> = &'a mut dyn FnMut(&PassRecord) -> ControlFlow<()>;

/// An [`OnPass`] function that never ends a run early.
pub fn to_the_end(_: &PassRecord) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

impl Training {
    /// Trains `network` on `patterns`. After each pass it counts the errors on `validation` and
    /// calls `on_pass`, which may end the training. In that case the history has fewer passes than
    /// were asked for.
    ///
    /// `run` describes what else distinguishes this run: the network and how it computes. The
    /// result depends only on `run`, the patterns and the settings. A run that was interrupted and
    /// resumed gives the same bits.
    ///
    /// # Errors
    /// [`TrainingError`].
    pub fn run<N: Network + ?Sized>(
        &self,
        run: &str,
        network: &mut N,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
        on_pass: OnPass<'_>,
    ) -> Result<History, TrainingError> {
        if patterns.is_empty() {
            return Err(TrainingError::NoPatterns);
        }
        let checkpoint = self.checkpoint.as_deref().map(|path| CheckpointFile {
            path,
            run: self.fingerprint(run, patterns, validation, network.n_inputs()),
        });
        let mut history = match &checkpoint {
            Some(file) => file.resume(network, self.passes)?,
            None => History::default(),
        };
        let mut steps = Steps::new(self.clone(), network, patterns, history.passes.len())?;
        while let Some(mut record) = steps.advance(network, patterns, usize::MAX)? {
            if let Some(validation) = validation {
                record.validation_patterns = validation.len();
                record.validation_errors = Some(count_errors(network, validation));
            }
            history.passes.push(record);
            if let Some(file) = &checkpoint {
                file.save(network, &history)?;
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
    fn fingerprint(
        &self,
        run: &str,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
        n_inputs: usize,
    ) -> String {
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
        let shown = hash(patterns, n_inputs);
        let validated = validation.map(|patterns| hash(patterns, n_inputs));
        format!(
            "{run} by {schedule:?}, passes {passes:?} of {pass_length:?}, {update_rule:?}, \
             batch {batch}, least loss {least_loss:?}, order {order:?}, seed {seed}, \
             on {shown:?}, validated on {validated:?}"
        )
    }
}

fn count_errors<N: Network + ?Sized>(network: &mut N, patterns: &dyn Patterns) -> usize {
    let mut image = vec![0.0; network.n_inputs()];
    (0..patterns.len())
        .filter(|&index| {
            let label = patterns.show(index, 0, &mut image);
            network.classify(&image) != label
        })
        .count()
}
