"""What scikit-learn makes of numbers that are not MNIST's, for tests/own_numbers.rs of several
crates.

    python tests/reference/own_numbers.py > tests/reference/own_numbers.json

needs numpy and scikit-learn. Three classes overlap; all features are moved by a constant and then
multiplied by another. `own_numbers.rs` draws the same numbers, bit for bit. Of each case and
method the file has the decisions, a digit for each of the images to recognise.
"""

import json
import sys

import numpy as np
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.multiclass import OneVsOneClassifier
from sklearn.linear_model import RidgeClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures

CLASSES, UNSEEN = 3, 90
OWN = 0.3  # how much of an image is its class's


def uniform(rows, features):
    """splitmix64 of the row and the feature, as 53 bits of a fraction."""
    x = (np.asarray(rows, np.uint64)[:, None] << np.uint64(32)) + np.arange(features, dtype=np.uint64)
    with np.errstate(over="ignore"):
        x = (x + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x = x ^ (x >> np.uint64(31))
    return (x >> np.uint64(11)).astype(np.float64) * 2.0**-53


def images(first, count, features):
    labels = np.arange(count) % CLASSES
    own = uniform(labels, features)
    return OWN * own + (1 - OWN) * uniform(first + np.arange(count), features), labels


def ridge(x, labels, unseen, alpha):
    targets = np.where(labels[:, None] == np.arange(CLASSES), 1.0, -1.0)
    return Ridge(alpha=alpha).fit(x, targets).predict(unseen).argmax(axis=1)


def main():
    decisions = {}
    cases = [
        (features, n_images, shift, scale, kind)
        for features, sizes in [(36, [3, 15, 60, 300]), (40_000, [15])]
        for n_images in sizes
        for shift in [0.0, 1e3, 1e5]
        for scale in [1e-6, 1.0, 1e6]
        for kind in ["f32", "f64"]
        if features == 36 or (scale == 1.0 and kind == "f64")
    ]
    for features, n_images, shift, scale, kind in cases:
        x, labels = images(100, n_images, features)
        unseen, truth = images(10_000, UNSEEN, features)
        moved = [(part + shift) * scale for part in (x, unseen)]
        if kind == "f32":
            moved = [part.astype(np.float32).astype(np.float64) for part in moved]
        x, unseen = moved
        alpha = 0.01 * scale * scale
        of = {
            "knn": KNeighborsClassifier(1, algorithm="brute").fit(x, labels).predict(unseen),
            "linear": ridge(x, labels, unseen, alpha),
            "pairwise": OneVsOneClassifier(RidgeClassifier(alpha=alpha)).fit(x, labels).predict(unseen),
        }
        # Two components less than there may be: the smallest are ill-determined.
        components = min(5, n_images - 3)
        if components > 0:
            terms = make_pipeline(
                PCA(components, whiten=True, svd_solver="full"),
                PolynomialFeatures(2, include_bias=False),
            ).fit(x)
            of["pca"] = ridge(terms.transform(x), labels, terms.transform(unseen), 1.0)
        name = f"{features} features, {n_images} images, + {shift:g}, x {scale:g}, {kind}"
        decisions[name] = {
            "features": features,
            "images": n_images,
            "shift": shift,
            "scale": scale,
            "kind": kind,
            **{method: "".join(map(str, of[method])) for method in of},
        }
    json.dump(decisions, sys.stdout, indent=1)
    print()


main()
