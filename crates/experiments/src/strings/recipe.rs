use std::time::{Duration, Instant};

use gradient::{Order, Schedule, UpdateRule};
use graph_transformer::Criterion;
use lenet::codes::Alphabet;
use lenet::{Architecture, Field, LeNet, LeNetParams, TrainingParams as _};
use linfa::ParamGuard;
use mnist_io::Dataset;
use string_reader::{Reader, ReaderParams, Segmenter, Spelling, Stride, View};

use super::set::{Drawn, Set};
use super::windows::{LENGTH, Windows};
use crate::recipe::{self, Shown};
use crate::rows::LENET5_RECIPE;
use crate::watch::tell;
use crate::{FitError, Observer, Shared, Training};

/// How a reader of strings comes about.
#[derive(Clone, Copy, Debug)]
pub struct StringRecipe {
    pub(crate) view: Looks,
    /// How it is trained on strings, if it is.
    pub(crate) global: Option<Global>,
    /// The number of digits that it is told.
    pub(crate) length: Option<usize>,
}

/// How a reader looks at pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looks {
    /// The true places of the digits are given.
    Known,
    /// Over-segmentation, with the settings that `string-reader` has chosen on training images.
    Segments,
    Sweep(Stride, Spelling),
}

/// Global training: a whole reader on whole strings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Global {
    pub(crate) criterion: Criterion,
    pub(crate) passes: usize,
    /// The rate of the first pass. It falls along a cosine to a hundredth of it.
    pub(crate) rate: f64,
    pub(crate) shown: Shown,
}

/// Names the network of single digits.
const DIGITS: &str = "digits";

/// Passes over the windows of a swept network.
const WINDOW_PASSES: usize = 20;

/// Strings that the curvature is measured on before each pass.
const CURVATURE: usize = 500;

/// A trained reader, or the network alone where the places of the digits are given.
#[derive(Clone, Debug)]
pub(super) struct Trained {
    pub(super) network: LeNet,
    /// The time of the training on strings.
    pub(super) took: Duration,
}

/// What readers are trained with.
pub(super) struct Trainer<'a> {
    pub(super) train: &'a Dataset,
    pub(super) seed: u64,
    /// At most so many passes of global training, for a first look.
    pub(super) most_passes: Option<usize>,
    /// At most so many passes over single characters.
    pub(super) most_character_passes: Option<usize>,
    pub(super) observer: &'a dyn Observer,
    pub(super) shared: &'a Shared,
}

impl StringRecipe {
    /// The hyper-parameters, for people; a record's name is made from them.
    pub fn settings(&self) -> String {
        let Self {
            view,
            global,
            length,
        } = self;
        let view = match view {
            Looks::Known => "digits in their true boxes".to_owned(),
            Looks::Segments => Segmenter::default().settings(),
            Looks::Sweep(stride, spelling) => format!(
                "{} every {} columns",
                match spelling {
                    Spelling::CharacterModel => "a space between any two digits,",
                    Spelling::Ctc => "CTC,",
                },
                stride.pixels()
            ),
        };
        let global = global.map_or_else(|| "not trained on strings".to_owned(), |g| g.settings());
        let length = length.map_or_else(String::new, |n| format!("; told {n} digits"));
        format!("{view}; {global}{length}")
    }

    /// Names the network of single characters that a reader for a set starts from.
    pub(super) fn start_name(&self, set: Set) -> String {
        match self.view {
            Looks::Known | Looks::Segments => DIGITS.into(),
            Looks::Sweep(..) => format!("windows of {}", set.trained_on().name()),
        }
    }

    /// How long the training on strings takes beside others, about: passes, times what one takes.
    pub(super) fn cost(&self) -> usize {
        let of_pass = match self.view {
            Looks::Known => 0,
            Looks::Segments => 3,
            Looks::Sweep(Stride::Four, _) => 1,
            Looks::Sweep(Stride::Two, _) => 2,
        };
        self.global.map_or(0, |global| global.passes * of_pass)
    }

    /// The network of single characters that a reader for a set starts from.
    pub(super) fn start(&self, set: Set, with: &Trainer<'_>) -> Result<LeNet, FitError> {
        match self.view {
            Looks::Known | Looks::Segments => with.digits(),
            Looks::Sweep(..) => with.windows(set, self.start_name(set)),
        }
    }

    /// Trains a reader for a set.
    pub(super) fn train(&self, set: Set, with: &Trainer<'_>) -> Result<Trained, FitError> {
        let start = self.start(set, with)?;
        let (Some(view), Some(global)) = (self.view(), &self.global) else {
            let took = Duration::ZERO;
            return Ok(Trained {
                network: start,
                took,
            });
        };
        let begun = Instant::now();
        let train = || global.train(view, start, set, with);
        let (network, before) = (with.shared).network(self.training(set), with.seed, train)?;
        Ok(Trained {
            network,
            took: before.unwrap_or_else(|| begun.elapsed()),
        })
    }

    /// The reader with this network; `None` where the places of the digits are given.
    pub(super) fn reader(&self, network: LeNet) -> Result<Option<Reader>, FitError> {
        let Some(view) = self.view() else {
            return Ok(None);
        };
        let reader = Reader::new(view, network)?;
        Ok(Some(match self.length {
            None => reader,
            Some(length) => reader.of_length(length),
        }))
    }

    /// Whether the reader knows how many digits there are.
    pub fn tells_length(&self) -> bool {
        self.length.is_some() || self.view == Looks::Known
    }

    /// Whether its network reads lines of digits by over-segmentation: those are kept as files.
    pub fn can_be_kept(&self) -> bool {
        self.length.is_none() && self.view == Looks::Segments
    }

    fn view(&self) -> Option<View> {
        match self.view {
            Looks::Known => None,
            Looks::Segments => Some(View::Segments(Segmenter::default())),
            Looks::Sweep(stride, spelling) => Some(View::Sweep(stride, spelling)),
        }
    }

    /// Names what it has in common with recipes that need the same training on a set.
    pub(super) fn training(&self, set: Set) -> String {
        let told_nothing = Self {
            length: None,
            ..*self
        };
        format!("{} on {}", told_nothing.settings(), set.trained_on().name())
    }
}

impl Global {
    fn settings(&self) -> String {
        let Self {
            criterion,
            passes,
            rate,
            shown,
        } = self;
        let criterion = match criterion {
            Criterion::Viterbi => "eq. 11",
            Criterion::DiscriminativeViterbi => "eq. 12",
            Criterion::Forward => "forward penalty (VI-C)",
            Criterion::DiscriminativeForward => "eq. 17",
        };
        format!(
            "{criterion}, rate {rate} falling along a cosine, {passes} passes{}",
            shown.settings()
        )
    }

    fn train(
        &self,
        view: View,
        start: LeNet,
        set: Set,
        with: &Trainer<'_>,
    ) -> Result<LeNet, FitError> {
        let passes = with.most_passes.unwrap_or(usize::MAX).min(self.passes);
        let recipe = set.trained_on().recipe();
        let mut strings = Drawn::new(
            with.train,
            0..with.train.len(),
            recipe,
            with.seed,
            self.shown,
        )?;
        let params = ReaderParams::new(view, self.criterion)
            .seed(with.seed)
            .passes(passes)
            .schedule(Schedule::Cosine {
                first: self.rate,
                last: self.rate / 100.0,
            })
            .update_rule(UpdateRule::LevenbergMarquardt {
                mu: 0.02,
                patterns: CURVATURE,
            });
        let mut on_pass = tell(with.observer, passes);
        let reader = params
            .check()?
            .fit(start, &mut strings, None, &mut on_pass)?;
        Ok(reader.network().clone())
    }
}

impl Trainer<'_> {
    fn character_passes(&self, passes: usize) -> usize {
        self.most_character_passes.unwrap_or(usize::MAX).min(passes)
    }

    /// LeNet-5 as the row `lenet5` of the comparison trains it.
    fn digits(&self) -> Result<LeNet, FitError> {
        let (network, _) = self.shared.network(DIGITS, self.seed, || {
            let n_classes = 10;
            let training =
                Training::new(self.train, n_classes, self.seed, self.observer, self.shared);
            let passes = self.character_passes(LENET5_RECIPE.passes);
            let recipe = recipe::LeNet {
                passes,
                ..LENET5_RECIPE
            };
            recipe.train(&training, None)
        })?;
        Ok(network)
    }

    /// LeNet-5 with an eleventh class, the space, trained likewise on windows of three digits of a
    /// set (section VII-B).
    fn windows(&self, set: Set, name: String) -> Result<LeNet, FitError> {
        let set = set.trained_on();
        let (network, _) = self.shared.network(name, self.seed, || {
            let passes = self.character_passes(WINDOW_PASSES);
            let architecture = Architecture::lenet5_of(Alphabet::DigitsAndSpace);
            let field = Field::new(&architecture, self.train.height() * self.train.width())?;
            let recipe = mnist_io::strings::Recipe {
                length: LENGTH,
                ..set.recipe().clone()
            };
            let (images, range) = (self.train, 0..self.train.len());
            let strings = Drawn::new(images, range, &recipe, self.seed, Shown::Original)?;
            let params = LeNetParams::new(architecture)
                .order(Order::Shuffled)
                .passes(passes)
                .seed(self.seed);
            let params = params.check()?;
            let mut on_pass = tell(self.observer, passes);
            Ok(params.fit_patterns(field, &Windows::new(strings), None, &mut on_pass)?)
        })?;
        Ok(network)
    }
}
