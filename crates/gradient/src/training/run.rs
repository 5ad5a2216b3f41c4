use std::ops::ControlFlow;
use std::time::Instant;

use rand::seq::index;

use super::Training;
use super::checkpoint::CheckpointFile;
use super::presentation::{Presentation, hash};
use crate::{
    History, Network, PassRecord, Patterns, Purpose, Rates, TrainingError, UpdateRule, rng,
};

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
        let mut presentation = Presentation::new(self, patterns, network.n_inputs());
        for pass in history.passes.len() + 1..=self.passes {
            let mut record = self.pass(pass, network, &mut presentation)?;
            if let Some(validation) = validation {
                record.validation_patterns = validation.len();
                record.validation_errors =
                    Some(count_errors(network, validation, &mut presentation.image));
            }
            history.passes.push(record);
            if let Some(file) = &checkpoint {
                file.save(network, &history)?;
            }
            if on_pass(&history.passes[pass - 1]).is_break() {
                break;
            }
        }
        Ok(history)
    }

    fn pass<N: Network + ?Sized>(
        &self,
        pass: usize,
        network: &mut N,
        presentation: &mut Presentation<'_>,
    ) -> Result<PassRecord, TrainingError> {
        let start = Instant::now();
        let length = self.length(presentation.patterns);
        presentation.next = (pass - 1) * length;
        let eta = self.schedule.rate(pass, self.passes);
        let rates = self.rates(pass, eta, network, presentation);
        network.set_rates(&rates.each);

        let mut gradient = vec![
            0.0;
            if self.batch > 1 {
                network.n_parameters()
            } else {
                0
            }
        ];
        let mut training_errors = 0;
        let mut total_loss = 0.0;
        for count in 1..=length {
            let (sample, label) = presentation.show_next();
            let shown = if self.batch > 1 {
                network.add_gradient(&presentation.image, label, &mut gradient)
            } else {
                let shown = network.evaluate(&presentation.image, label);
                if shown.loss >= self.least_loss {
                    network.descend();
                }
                shown
            };
            if !shown.loss.is_finite() {
                return Err(TrainingError::Diverged {
                    pass,
                    sample,
                    loss: shown.loss,
                    rate: eta,
                });
            }
            total_loss += f64::from(shown.loss);
            training_errors += usize::from(shown.class != label);
            if self.batch > 1 && (count % self.batch == 0 || count == length) {
                let batch = (count - 1) % self.batch + 1;
                descend(network, &mut gradient, &rates.each, batch);
            }
        }
        Ok(PassRecord {
            pass,
            shown: length,
            training_errors,
            mean_loss: total_loss / length as f64,
            validation_errors: None,
            validation_patterns: 0,
            rate: eta,
            rate_range: rates.range,
            seconds: start.elapsed().as_secs_f64(),
        })
    }

    fn rates<N: Network + ?Sized>(
        &self,
        pass: usize,
        eta: f64,
        network: &mut N,
        presentation: &mut Presentation<'_>,
    ) -> Rates {
        let n = network.n_parameters();
        match &self.update_rule {
            UpdateRule::Plain => Rates::new(n, eta, |_| 1.0),
            UpdateRule::Scaled(factors) => Rates::new(n, eta, |k| f64::from(factors[k])),
            &UpdateRule::LevenbergMarquardt { mu, patterns } => {
                let n_patterns = presentation.patterns.len();
                let sample = patterns.min(n_patterns);
                let mut rng = rng(self.seed, Purpose::Curvature, pass as u64);
                let mut curvature = vec![0.0; n];
                for index in index::sample(&mut rng, n_patterns, sample) {
                    let label = presentation.show(index);
                    network.add_curvature(&presentation.image, label, &mut curvature);
                }
                Rates::new(n, eta, |k| 1.0 / (mu + curvature[k] / sample as f64))
            }
        }
    }

    fn length(&self, patterns: &dyn Patterns) -> usize {
        self.pass_length.unwrap_or(patterns.len())
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

fn descend<N: Network + ?Sized>(
    network: &mut N,
    gradient: &mut [f32],
    rates: &[f32],
    batch: usize,
) {
    let mut parameters = network.parameters();
    for ((w, g), rate) in parameters.iter_mut().zip(gradient.iter()).zip(rates) {
        *w -= rate * g / batch as f32;
    }
    network.set_parameters(&parameters);
    gradient.fill(0.0);
}

fn count_errors<N: Network + ?Sized>(
    network: &mut N,
    patterns: &dyn Patterns,
    image: &mut [f32],
) -> usize {
    (0..patterns.len())
        .filter(|&index| {
            let label = patterns.show(index, 0, image);
            network.classify(image) != label
        })
        .count()
}
