"""Writes own_numbers_svm.json: scikit-learn's answers for images that are not MNIST's.

    python3 tests/reference/own_numbers_svm.py

Needs numpy and scikit-learn. Three classes of blobs, drawn by a generator that the tests of the
crate `svm` have, too, then moved, scaled or spoilt. For each case and kernel: SVC against the
rest for each class, C = 1, solved to a gap of 1e-5; how many of 60 unseen images are decided
wrongly, and the decision values of the first 5.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.svm import SVC

CLASSES, UNSEEN, VALUES = 3, 60, 5

# Images of each class, values an image, what is done to them.
CASES = {
    "plain": ([20, 20, 20], 36, {}),
    "shift 1e3": ([20, 20, 20], 36, {"shift": 1e3}),
    "shift 1e5": ([20, 20, 20], 36, {"shift": 1e5}),
    "scale 2^-20": ([20, 20, 20], 36, {"scale": 2.0**-20}),
    "scale 2^20": ([20, 20, 20], 36, {"scale": 2.0**20}),
    "scale 1e-6": ([20, 20, 20], 36, {"scale": 1e-6}),
    "scale 1e6": ([20, 20, 20], 36, {"scale": 1e6}),
    "few": ([2, 2, 1], 36, {}),
    "many": ([100, 100, 100], 36, {}),
    "wide": ([7, 7, 6], 40_000, {}),
    "one of a class": ([20, 20, 1], 36, {}),
    "constant": ([20, 20, 20], 36, {"constant": True}),
    "duplicates": ([20, 20, 20], 36, {"duplicates": 6}),
    "uneven": ([20, 20, 20], 36, {"uneven": True}),
    "outlier": ([20, 20, 20], 36, {"outlier": 1e6}),
}


class Noise:
    """Lehmer's generator."""

    def __init__(self):
        self.state = 1998

    def below(self, n):
        self.state = self.state * 48271 % 0x7FFFFFFF
        return self.state % n


def draw(counts, n_features):
    """Grey levels and labels, of the training and unseen."""
    noise = Noise()
    centres = [[60 + noise.below(136) for _ in range(n_features)] for _ in range(CLASSES)]

    def images(labels):
        return np.array([[c + noise.below(41) - 20 for c in centres[label]] for label in labels])

    labels = [label for label in range(CLASSES) for _ in range(counts[label])]
    unseen = [image % CLASSES for image in range(UNSEEN)]
    return (images(labels), labels), (images(unseen), unseen)


def spoil(train, labels, unseen, shift=0.0, scale=1.0, constant=False, duplicates=0, uneven=False,
          outlier=None):
    if constant:
        train, unseen = (np.repeat(x[:, :1], x.shape[1], axis=1) for x in (train, unseen))
    if uneven:
        by = 2.0 ** (np.arange(train.shape[1]) % 21 - 10)
        train, unseen = train * by, unseen * by
    train, unseen = (x * scale + shift for x in (train, unseen))
    if outlier is not None:
        train = train.copy()
        train[0] *= outlier
    labels = np.array(labels)
    for image in range(duplicates):
        train = np.vstack([train, train[image * 7]])
        labels = np.append(labels, (labels[image * 7] + 1) % CLASSES)
    return train, labels, unseen


def kernels(n_features, scale):
    """Whether images are brought to unit length first, and the kernel."""
    gamma = 1.0 / n_features / scale**2
    return {
        "linear": (False, {"kernel": "linear"}),
        "polynomial": (False, {"kernel": "poly", "degree": 3, "gamma": gamma, "coef0": 1.0}),
        "cosine": (True, {"kernel": "poly", "degree": 4, "gamma": 1.0, "coef0": 1.0}),
        "gaussian": (False, {"kernel": "rbf", "gamma": 4 * gamma}),
    }


def answers():
    for case, (counts, n_features, how) in CASES.items():
        (train, labels), (unseen, truth) = draw(counts, n_features)
        for pixel in ("u8", "f32", "f64"):
            if pixel == "u8" and not set(how) <= {"constant", "duplicates"}:
                continue
            # Bytes are intensities of 255ths; the floats' are of 256ths, which are exact.
            unit = 255.0 if pixel == "u8" else 256.0
            x, y, z = spoil(train / unit, labels, unseen / unit, **how)
            if pixel == "f32":
                x, z = (a.astype(np.float32).astype(np.float64) for a in (x, z))
            for name, (normalise, settings) in kernels(n_features, how.get("scale", 1.0)).items():
                a, b = x, z
                if normalise:
                    a, b = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in (a, b))
                values = np.column_stack([
                    SVC(C=1.0, tol=1e-5, max_iter=10**7, **settings)
                    .fit(a, np.where(y == label, 1, -1))
                    .decision_function(b)
                    for label in range(CLASSES)
                ])
                wrong = int(np.sum(values.argmax(axis=1) != np.array(truth)))
                yield {
                    "case": case,
                    "pixel": pixel,
                    "kernel": name,
                    "wrong": wrong,
                    "values": values[:VALUES].round(6).tolist(),
                }


def main():
    found = {"scikit_learn": sklearn.__version__, "answers": list(answers())}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(found, indent=1) + "\n")


main()
