use std::fmt;
use std::str::FromStr;

use classifier::argmax;
use classifier::persist::{ModelError, ModelReader, ModelWriter};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, CowArray, Ix2};

use crate::held_out::{HeldOut, check_finite};
use crate::{CalibrationError, Line, Sigmoid, Temperature, rejection};

/// How scores become probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Softmax of the scores over a temperature: [`Temperature`].
    Temperature,
    /// A logistic curve a class: [`Sigmoid`].
    Sigmoid,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Temperature, Self::Sigmoid];

    /// What text and files call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Temperature => "temperature",
            Self::Sigmoid => "sigmoid",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Method {
    type Err = CalibrationError;

    fn from_str(text: &str) -> Result<Self, CalibrationError> {
        let mut all = Self::ALL.into_iter();
        all.find(|method| method.name() == text)
            .ok_or_else(|| CalibrationError::Method(text.to_owned()))
    }
}

/// A map from scores to probabilities, fitted on the scores of held-out images, and how sure and
/// how right it was on these.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    map: Map,
    /// Of each held-out image, the probability of the class decided for.
    confidences: Vec<f64>,
    /// Of each held-out image, whether that class is its own.
    correct: Vec<bool>,
}

#[derive(Clone, Debug, PartialEq)]
enum Map {
    Temperature(Temperature),
    Sigmoid(Sigmoid),
}

impl Calibration {
    /// Fits to scores `(n_images, n_classes)` and labels `(n_images,)` of held-out images.
    ///
    /// # Errors
    /// [`CalibrationError`]: no images or classes, numbers that differ, a label that is no
    /// class, a score that is not finite.
    ///
    /// ```
    /// use calibration::{Calibration, Method};
    /// use ndarray::array;
    ///
    /// // Of four images with a gap of ln 3 / 2 between the scores, three are right.
    /// let gap = 3f64.ln() / 2.0;
    /// let scores = array![[0.0, gap], [0.0, gap], [0.0, gap], [0.0, gap]];
    /// let labels = array![1, 1, 0, 1];
    /// let calibration = Calibration::fit(Method::Temperature, scores.view(), labels.view())?;
    ///
    /// let temperature = calibration.temperature().expect("the method is temperature");
    /// assert!((temperature.temperature() - 0.5).abs() < 1e-12);
    /// let probabilities = calibration.probabilities(scores.view())?;
    /// assert!((probabilities[[0, 1]] - 0.75).abs() < 1e-12);
    /// # Ok::<(), calibration::CalibrationError>(())
    /// ```
    pub fn fit(
        method: Method,
        scores: ArrayView2<'_, f64>,
        labels: ArrayView1<'_, usize>,
    ) -> Result<Self, CalibrationError> {
        let held_out = HeldOut::check(scores.view(), labels.view())?;
        let map = match method {
            Method::Temperature => Map::Temperature(Temperature::of(held_out)),
            Method::Sigmoid => Map::Sigmoid(Sigmoid::of(held_out)),
        };
        let (decided, confidences) = map.decide(scores);
        let pairs = decided.iter().zip(labels);
        Ok(Self {
            map,
            confidences: confidences.to_vec(),
            correct: pairs.map(|(decided, label)| decided == label).collect(),
        })
    }

    /// The method it was fitted by.
    pub fn method(&self) -> Method {
        match self.map {
            Map::Temperature(_) => Method::Temperature,
            Map::Sigmoid(_) => Method::Sigmoid,
        }
    }

    /// The temperature, if that is the method.
    pub fn temperature(&self) -> Option<&Temperature> {
        match &self.map {
            Map::Temperature(temperature) => Some(temperature),
            Map::Sigmoid(_) => None,
        }
    }

    /// The logistic curves, if they are the method.
    pub fn sigmoid(&self) -> Option<&Sigmoid> {
        match &self.map {
            Map::Sigmoid(sigmoid) => Some(sigmoid),
            Map::Temperature(_) => None,
        }
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        match &self.map {
            Map::Temperature(temperature) => temperature.present.len(),
            Map::Sigmoid(sigmoid) => sigmoid.lines.len(),
        }
    }

    /// Probabilities `(n_images, n_classes)` of scores `(n_images, n_classes)`: finite, a sum of
    /// 1 for each image, 0 for a class of which there was no held-out image.
    ///
    /// # Errors
    /// [`CalibrationError::ClassCount`], [`CalibrationError::NotFinite`].
    pub fn probabilities(
        &self,
        scores: ArrayView2<'_, f64>,
    ) -> Result<Array2<f64>, CalibrationError> {
        if scores.ncols() != self.n_classes() {
            return Err(CalibrationError::ClassCount {
                expected: self.n_classes(),
                found: scores.ncols(),
            });
        }
        check_finite(scores)?;
        Ok(self.probabilities_of(scores))
    }

    /// The confidence below which to reject, so that at most `error_rate` of the held-out images
    /// that are accepted are wrong; the paper's Figure 10 has 0.005. The confidence is the
    /// probability of the class decided for.
    ///
    /// It is the lowest confidence that was accepted; 0, which accepts everything, if none need
    /// be rejected. `None` if the rate cannot be had: the surest decisions are wrong more often,
    /// or the rate is negative or not a number.
    ///
    /// Images that are new are wrong as rarely only but for the chance of this sample: of
    /// 10,000 held-out images and a rate of 0.005, about 50 ± 7 errors decide.
    ///
    /// ```
    /// # use calibration::{Calibration, Method};
    /// # use ndarray::array;
    /// let scores = array![[4.0, 0.0], [0.0, 3.0], [2.0, 0.0], [1.0, 0.0]];
    /// let labels = array![0, 1, 0, 1];
    /// let calibration = Calibration::fit(Method::Temperature, scores.view(), labels.view())?;
    /// let third = calibration.probabilities(scores.view())?[[2, 0]];
    /// assert_eq!(calibration.reject_at(0.0), Some(third));
    /// assert_eq!(calibration.reject_at(0.25), Some(0.0));
    /// # Ok::<(), calibration::CalibrationError>(())
    /// ```
    pub fn reject_at(&self, error_rate: f64) -> Option<f64> {
        let rejection = rejection::reject_at(&self.confidences, &self.correct, error_rate)?;
        Some(match rejection.rejected {
            0 => 0.0,
            _ => rejection.threshold,
        })
    }

    pub(crate) fn probabilities_of(&self, scores: ArrayView2<'_, f64>) -> Array2<f64> {
        self.map.probabilities(scores)
    }

    /// The scores that decide.
    pub(crate) fn deciding(&self, scores: Array2<f64>) -> Array2<f64> {
        self.map.deciding(scores.into()).into_owned()
    }

    /// The class decided for, and its probability, of each image.
    pub(crate) fn decide(&self, scores: ArrayView2<'_, f64>) -> (Array1<usize>, Array1<f64>) {
        self.map.decide(scores)
    }
}

impl Map {
    fn probabilities(&self, scores: ArrayView2<'_, f64>) -> Array2<f64> {
        match self {
            Self::Temperature(temperature) => temperature.probabilities(scores),
            Self::Sigmoid(sigmoid) => sigmoid.probabilities(scores),
        }
    }

    fn deciding<'a>(&self, scores: CowArray<'a, f64, Ix2>) -> CowArray<'a, f64, Ix2> {
        match self {
            Self::Temperature(_) => scores,
            Self::Sigmoid(sigmoid) => sigmoid.logits(scores.view()).into(),
        }
    }

    fn decide(&self, scores: ArrayView2<'_, f64>) -> (Array1<usize>, Array1<f64>) {
        let probabilities = self.probabilities(scores);
        let deciding = self.deciding(scores.into());
        let decided: Array1<usize> = deciding.rows().into_iter().map(argmax).collect();
        let pairs = probabilities.rows().into_iter().zip(&decided);
        let confidences = pairs.map(|(row, &class)| row[class]).collect();
        (decided, confidences)
    }
}

impl Calibration {
    pub(crate) fn write(&self, to: &mut ModelWriter<'_>) {
        to.setting("method", self.method());
        match &self.map {
            Map::Temperature(temperature) => {
                to.setting("inverse_temperature", temperature.inverse);
                to.setting("is_bounded", temperature.is_bounded);
                to.tensor(
                    "present",
                    [temperature.present.len()],
                    bytes(&temperature.present),
                );
            }
            Map::Sigmoid(sigmoid) => {
                let lines = sigmoid.lines.iter();
                let present: Vec<bool> = lines.clone().map(Option::is_some).collect();
                let number = |of: fn(Line) -> f64| -> Vec<f64> {
                    lines.clone().map(|line| line.map_or(0.0, of)).collect()
                };
                let shape = [present.len()];
                to.tensor("present", shape, bytes(&present));
                to.tensor("slopes", shape, number(|line| line.slope));
                to.tensor("centres", shape, number(|line| line.centre));
                to.tensor("at_centres", shape, number(|line| line.at_centre));
            }
        }
        let shape = [self.correct.len()];
        to.tensor("confidences", shape, self.confidences.clone());
        to.tensor("correct", shape, bytes(&self.correct));
    }

    pub(crate) fn read(from: &ModelReader<'_>, n_classes: usize) -> Result<Self, ModelError> {
        let method: Method = from.setting("method")?;
        let present = flags(from, "present", n_classes)?;
        let is_any = present.contains(&true);
        from.check_values(
            "present",
            &bytes(&present),
            |_| is_any,
            || "one class at least has held-out images".to_owned(),
        )?;
        let map = match method {
            Method::Temperature => {
                let inverse: f64 = from.setting("inverse_temperature")?;
                if !(inverse >= 0.0 && inverse.is_finite()) {
                    let expected = "it must be finite, and 0 or more";
                    return Err(from.wrong_setting("inverse_temperature", expected));
                }
                Map::Temperature(Temperature {
                    inverse,
                    is_bounded: from.setting("is_bounded")?,
                    present,
                })
            }
            Method::Sigmoid => {
                let vector = |name| from.vector::<f64>(name, n_classes);
                let slopes = vector("slopes")?.into_iter();
                let centres = vector("centres")?;
                let lines = slopes.zip(centres).zip(vector("at_centres")?);
                let line = |(((slope, centre), at_centre), is_present)| {
                    let line = Line {
                        slope,
                        centre,
                        at_centre,
                    };
                    bool::then_some(is_present, line)
                };
                Map::Sigmoid(Sigmoid {
                    lines: lines.zip(present).map(line).collect(),
                })
            }
        };
        let (_, confidences) = from.tensor::<f64, 1>("confidences", [None])?;
        let is_probability = |confidence: &f64| (0.0..=1.0).contains(confidence);
        from.check_values("confidences", &confidences, is_probability, || {
            "it is a probability".to_owned()
        })?;
        Ok(Self {
            correct: flags(from, "correct", confidences.len())?,
            map,
            confidences,
        })
    }
}

fn bytes(flags: &[bool]) -> Vec<u8> {
    flags.iter().copied().map(u8::from).collect()
}

fn flags(from: &ModelReader<'_>, name: &str, length: usize) -> Result<Vec<bool>, ModelError> {
    let bytes: Vec<u8> = from.vector(name, length)?;
    let expected = || "it is 0 for no, 1 for yes".to_owned();
    from.check_values(name, &bytes, |&byte| byte <= 1, expected)?;
    Ok(bytes.into_iter().map(|byte| byte == 1).collect())
}
