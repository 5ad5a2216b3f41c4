"""Writes calibration.json: probabilities that scikit-learn makes of scores.

    python3 tests/reference/calibration.py

Needs numpy and scikit-learn 1.8 or later. Drawn scores of 300 images and 4 classes, of which
class 2 has no image; the same moved, and the same on other scales. CalibratedClassifierCV, around
a frozen classifier whose scores these are, is fitted to them by each of its two methods; class 2
is not shown to it, and the others are numbered without a gap, because it takes integer labels for
columns when it fits a temperature. Its parameters, the probabilities of the first images, and how good those of
all images are. The tests of the crate `calibration` hold themselves to these numbers.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import brier_score_loss, log_loss

IMAGES, CLASSES, ABSENT = 300, 4, 2
SHOWN = 20
BINS = 15

# What the scores are multiplied by, and what is then added.
SCALES = {
    "as drawn": (1.0, 0.0),
    "large": (4096.0, 0.0),
    "small": (1 / 1024, 0.0),
    "moved": (1.0, 100.0),
}


class Scores(ClassifierMixin, BaseEstimator):
    """A classifier whose images are its scores."""

    def fit(self, scores, labels):
        self.classes_ = np.unique(labels)
        return self

    def decision_function(self, scores):
        return scores

    def predict(self, scores):
        return self.classes_[scores.argmax(axis=1)]


def drawn():
    rng = np.random.default_rng(1998)
    labels = rng.choice([0, 1, 3], IMAGES, p=[0.5, 0.3, 0.2])
    scores = rng.normal(0, [1.0, 2.0, 1.5, 0.7], (IMAGES, CLASSES)) - [0, 1, 3, 0.5]
    scores[np.arange(IMAGES), labels] += 2.5
    return np.round(scores, 3), labels


def expected_calibration_error(probabilities, labels):
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    bins = np.ceil(confidence * BINS) - 1
    of_bin = [bins == index for index in range(BINS)]
    return sum(
        inside.mean() * abs(confidence[inside].mean() - right[inside].mean())
        for inside in of_bin
        if inside.any()
    )


def calibrated(scores, labels, method):
    model = FrozenEstimator(Scores().fit(scores, labels))
    model = CalibratedClassifierCV(model, method=method).fit(scores, labels)
    (fitted,) = model.calibrated_classifiers_
    probabilities = model.predict_proba(scores)
    numbers = {
        "probabilities": probabilities[:SHOWN].tolist(),
        "log_loss": log_loss(labels, probabilities),
        "brier_score": brier_score_loss(labels, probabilities, scale_by_half=False),
        "expected_calibration_error": expected_calibration_error(probabilities, labels),
    }
    if method == "temperature":
        return numbers | {"inverse_temperature": float(fitted.calibrators[0].beta_)}
    return numbers | {
        "a": [float(calibrator.a_) for calibrator in fitted.calibrators],
        "b": [float(calibrator.b_) for calibrator in fitted.calibrators],
    }


def main():
    scores, labels = drawn()
    present = [label for label in range(CLASSES) if label != ABSENT]
    numbered = np.searchsorted(present, labels)
    numbers = {
        "scikit_learn": sklearn.__version__,
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "present": present,
        "scales": [
            {"name": name, "factor": factor, "shift": shift}
            | {
                method: calibrated(factor * scores[:, present] + shift, numbered, method)
                for method in ("temperature", "sigmoid")
            }
            for name, (factor, shift) in SCALES.items()
        ],
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(numbers, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
