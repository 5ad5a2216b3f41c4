"""Writes linear.json: what scikit-learn makes of the linear and the pairwise linear classifier.

    python3 tests/reference/linear.py DIRECTORY_OF_MNIST

Needs numpy and scikit-learn. Fitted on every 60th training image, ridge 1, targets ±1, the
intercept free; scores of the first test images, decisions on 500 of them. The tests of the
crates `linear` and `pairwise-linear` hold themselves to these numbers.
"""

import itertools
import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import Ridge, RidgeClassifier

import mnist

RIDGE = 1.0
CLASSES = 10


def linear(images, labels, unseen):
    targets = np.where(labels[:, None] == np.arange(CLASSES), 1.0, -1.0)
    model = Ridge(alpha=RIDGE, solver="cholesky").fit(images, targets)
    scores = model.predict(unseen)
    decisions = scores.argmax(axis=1)
    classifier = RidgeClassifier(alpha=RIDGE, solver="cholesky").fit(images, labels)
    assert (classifier.predict(unseen) == decisions).all()
    return {
        "bias": model.intercept_.tolist(),
        "weight_norms": np.linalg.norm(model.coef_, axis=1).tolist(),
        "scores": scores[:20].tolist(),
        "decisions": decisions.tolist(),
    }


def pairwise(images, labels, unseen):
    pairs = list(itertools.combinations(range(CLASSES), 2))
    outputs = np.empty((len(unseen), len(pairs)))
    for unit, (i, j) in enumerate(pairs):
        of_pair = (labels == i) | (labels == j)
        targets = np.where(labels[of_pair] == i, 1.0, -1.0)
        model = Ridge(alpha=RIDGE, solver="cholesky").fit(images[of_pair], targets)
        outputs[:, unit] = model.predict(unseen)

    # Class i for, class j against.
    signs = np.zeros((len(pairs), CLASSES))
    for unit, (i, j) in enumerate(pairs):
        signs[unit, i], signs[unit, j] = 1.0, -1.0

    sums = outputs @ signs
    votes = (np.sign(outputs) @ signs + CLASSES - 1) / 2
    # Most votes; of those with as many, the largest sum.
    most = votes == votes.max(axis=1, keepdims=True)
    return {
        "outputs": outputs[:5].tolist(),
        "sum": sums.argmax(axis=1).tolist(),
        "sigmoid": (np.tanh(2 / 3 * outputs) @ signs).argmax(axis=1).tolist(),
        "votes": votes.astype(int).tolist(),
        "vote": np.where(most, sums, -np.inf).argmax(axis=1).tolist(),
    }


def main():
    arguments = mnist.arguments(__doc__).parse_args()
    data = mnist.every_60th(arguments.data)
    numbers = {
        "scikit_learn": sklearn.__version__,
        "ridge": RIDGE,
        "linear": linear(*data),
        "pairwise": pairwise(*data),
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(numbers, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
