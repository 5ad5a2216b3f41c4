use rand::seq::index;

use super::Training;
use super::presentation::Presentation;
use crate::clock::Stopwatch;
use crate::{Objective, PassRecord, Purpose, Rates, TrainingError, UpdateRule, rng};

/// A training run in steps of a few examples. Between two steps the parameters can be looked at, or
/// the run left.
///
/// [`Training::run`] makes these steps to the end. So the result has the same bits, however the run
/// is divided.
#[derive(Clone, Debug)]
pub struct Steps {
    training: Training,
    presentation: Presentation,
    /// Number of completed passes.
    completed: usize,
    current: Option<Pass>,
}

/// The pass that has begun.
#[derive(Clone, Debug)]
struct Pass {
    rates: Rates,
    eta: f64,
    /// The sum over the current batch; empty in online training.
    gradient: Vec<f32>,
    shown: usize,
    errors: usize,
    total_loss: f64,
    seconds: f64,
}

impl Steps {
    /// The run that these settings describe, after so many completed passes. Checkpoints are left
    /// to [`Training::run`].
    pub fn new(training: Training, completed: usize) -> Self {
        Self {
            training,
            presentation: Presentation::default(),
            completed,
            current: None,
        }
    }

    /// Whether all passes are completed.
    pub fn is_over(&self) -> bool {
        self.completed >= self.training.passes
    }

    /// Of the current pass, the number of examples shown so far, and how many of the answers were
    /// wrong.
    pub fn shown_and_errors(&self) -> (usize, usize) {
        let current = self.current.as_ref();
        current.map_or((0, 0), |pass| (pass.shown, pass.errors))
    }

    /// Shows the next `count` examples, or fewer if the pass ends before. Returns the record of the
    /// pass if it has ended. Every call of a run must be given the same objective. After the last pass
    /// nothing happens.
    ///
    /// # Errors
    /// [`TrainingError::Diverged`], and [`NoPatterns`](TrainingError::NoPatterns) if there are no
    /// examples.
    pub fn advance<O: Objective + ?Sized>(
        &mut self,
        objective: &mut O,
        count: usize,
    ) -> Result<Option<PassRecord>, TrainingError> {
        if self.is_over() {
            return Ok(None);
        }
        if objective.is_empty() {
            return Err(TrainingError::NoPatterns);
        }
        let stopwatch = Stopwatch::start();
        let length = self.training.pass_length.unwrap_or(objective.len());
        let mut pass = match self.current.take() {
            Some(pass) => pass,
            None => self.begin(length, objective),
        };
        for _ in 0..count.min(length - pass.shown) {
            self.show(&mut pass, length, objective)?;
        }
        pass.seconds += stopwatch.seconds();
        if pass.shown < length {
            self.current = Some(pass);
            return Ok(None);
        }
        self.completed += 1;
        Ok(Some(PassRecord {
            pass: self.completed,
            shown: length,
            training_errors: pass.errors,
            mean_loss: pass.total_loss / length as f64,
            validation_errors: None,
            validation_patterns: 0,
            rate: pass.eta,
            rate_range: pass.rates.range,
            seconds: pass.seconds,
        }))
    }

    fn begin<O: Objective + ?Sized>(&mut self, length: usize, objective: &mut O) -> Pass {
        let shown = self.completed * length;
        let cycle = self.presentation.move_to(shown, objective.len());
        let pass = self.completed + 1;
        let eta = self.training.schedule.rate(pass, self.training.passes);
        let rates = self.rates(pass, eta, cycle, objective);
        objective.set_rates(&rates.each);
        let summed = match self.training.batch {
            1 => 0,
            _ => objective.n_parameters(),
        };
        Pass {
            rates,
            eta,
            gradient: vec![0.0; summed],
            shown: 0,
            errors: 0,
            total_loss: 0.0,
            seconds: 0.0,
        }
    }

    fn show<O: Objective + ?Sized>(
        &mut self,
        pass: &mut Pass,
        length: usize,
        objective: &mut O,
    ) -> Result<(), TrainingError> {
        let Training {
            batch, least_loss, ..
        } = self.training;
        let examples = objective.len();
        let (sample, cycle, after) = self.presentation.next(&self.training, examples);
        objective.announce(after);
        let shown = if batch > 1 {
            objective.add_gradient(sample, cycle, &mut pass.gradient)
        } else {
            let shown = objective.evaluate(sample, cycle);
            if shown.loss >= least_loss {
                objective.descend();
            }
            shown
        };
        if !shown.loss.is_finite() {
            return Err(TrainingError::Diverged {
                pass: self.completed + 1,
                sample,
                loss: shown.loss,
                rate: pass.eta,
            });
        }
        pass.shown += 1;
        pass.total_loss += f64::from(shown.loss);
        pass.errors += usize::from(shown.is_error);
        if batch > 1 && (pass.shown.is_multiple_of(batch) || pass.shown == length) {
            let batch = (pass.shown - 1) % batch + 1;
            descend(objective, &mut pass.gradient, &pass.rates.each, batch);
        }
        Ok(())
    }

    fn rates<O: Objective + ?Sized>(
        &mut self,
        pass: usize,
        eta: f64,
        cycle: usize,
        objective: &mut O,
    ) -> Rates {
        let n = objective.n_parameters();
        match &self.training.update_rule {
            UpdateRule::Plain => Rates::new(n, eta, |_| 1.0),
            UpdateRule::Scaled(factors) => Rates::new(n, eta, |k| f64::from(factors[k])),
            &UpdateRule::LevenbergMarquardt {
                mu,
                patterns: sample,
            } => {
                let sample = sample.min(objective.len());
                let mut rng = rng(self.training.seed, Purpose::Curvature, pass as u64);
                let mut curvature = vec![0.0; n];
                for index in index::sample(&mut rng, objective.len(), sample) {
                    objective.add_curvature(index, cycle, &mut curvature);
                }
                Rates::new(n, eta, |k| 1.0 / (mu + curvature[k] / sample as f64))
            }
        }
    }
}

fn descend<O: Objective + ?Sized>(
    objective: &mut O,
    gradient: &mut [f32],
    rates: &[f32],
    batch: usize,
) {
    let mut parameters = objective.parameters();
    for ((w, g), rate) in parameters.iter_mut().zip(gradient.iter()).zip(rates) {
        *w -= rate * g / batch as f32;
    }
    objective.set_parameters(&parameters);
    gradient.fill(0.0);
}
