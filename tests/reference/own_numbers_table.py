"""How our classifiers do on numbers that are not MNIST's, beside scikit-learn's.

    python own_numbers_table.py > own_numbers.md

Draws small sets of three classes (moved, scaled, few, wide, degenerate), as bytes, singles and
doubles, fits scikit-learn's nearest equivalent of each classifier, and asks
`crates/experiments/examples/own_numbers.rs` for ours. A cell is ours / theirs: errors of 60
images, or what the error says.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import RidgeClassifier
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.multiclass import OneVsOneClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, PolynomialFeatures
from sklearn.svm import SVC

ROOT = pathlib.Path(__file__).parents[2]
N_CLASSES = 3
# Iterations of an SVC: what has not converged by then does not in minutes either.
LIMIT = 100_000


def blobs(per_class, side, seed):
    """Images of `side` × `side` pixels in [0, 1], three classes well apart, and their labels."""
    noise = np.random.default_rng(seed)
    centres = np.random.default_rng(1998).random((N_CLASSES, side * side))
    labels = np.arange(N_CLASSES * per_class) % N_CLASSES
    images = 0.7 * centres[labels] + 0.3 * noise.random((len(labels), side * side))
    return np.round(images * 255) / 255, labels


def cases():
    """Name, training images and labels, other images and labels, as grey levels / 255."""
    train, labels = blobs(20, 6, 1)
    other, truth = blobs(20, 6, 2)
    yield "plain", train, labels, other, truth
    for shift in (1e3, 1e5):
        yield f"plus {shift:g}", train + shift, labels, other + shift, truth
    for scale in (1e-6, 1e6):
        yield f"times {scale:g}", train * scale, labels, other * scale, truth
    few = [0, 3, 1, 4, 2]
    yield "5 images", train[few], labels[few], other, truth
    yield "100 images", *blobs(34, 6, 3), other, truth
    yield "40,000 features", *blobs(7, 200, 4), *blobs(20, 200, 5)
    constant = np.where(np.arange(36) < 30, 0.4, 0)
    mask = np.arange(36) >= 30
    yield "30 of 36 constant", train * mask + constant, labels, other * mask + constant, truth
    yield "all alike", train * 0 + 0.4, labels, other, truth
    yield "each twice", np.repeat(train, 2, 0), np.repeat(labels, 2), other, truth
    yield "one a class", train[:3], labels[:3], other, truth


class Rbf:
    """Gaussian units by k-means, five a class, and a linear layer."""

    def fit(self, images, labels):
        clusters = [
            KMeans(min(5, (labels == c).sum()), n_init=1, random_state=0).fit(images[labels == c])
            for c in np.unique(labels)
        ]
        self.centres = np.vstack([k.cluster_centers_ for k in clusters])
        spread = sum(k.inertia_ for k in clusters) / len(images)
        self.gamma = 1 / (2 * spread) if spread > 0 else 1.0
        self.output = RidgeClassifier(0.01).fit(self.units(images), labels)
        return self

    def units(self, images):
        return rbf_kernel(images, self.centres, self.gamma)

    def predict(self, images):
        return self.output.predict(self.units(images))


def theirs(n, scale):
    """scikit-learn's equivalents by our names, for `n` images of that unit.

    γ, and the scale of a polynomial, have a unit; the ridge has, too, and ours is in that of
    the images.
    """
    neighbours = KNeighborsClassifier(min(3, n), algorithm="brute")
    ridge = RidgeClassifier(scale**2)
    gamma = 1 / scale**2
    unit = FunctionTransformer(lambda images: images / np.linalg.norm(images, axis=1)[:, None])
    return {
        "knn": neighbours,
        "tangent-distance": neighbours,
        "local-learning": neighbours,
        "linear": ridge,
        "pairwise-linear": OneVsOneClassifier(ridge),
        "pca-quadratic": make_pipeline(
            PCA(min(6, n - 1)), PolynomialFeatures(2), RidgeClassifier(1e-6)
        ),
        "rbf-network": Rbf(),
        "mlp": MLPClassifier((20,), max_iter=300, random_state=0),
        "svm linear": SVC(kernel="linear", C=1.0 / scale**2, max_iter=LIMIT),
        "svm poly 4": SVC(kernel="poly", degree=4, gamma=gamma, coef0=1.0, max_iter=LIMIT),
        "svm Gaussian": SVC(kernel="rbf", gamma=gamma, max_iter=LIMIT),
        "svm cosine 4": make_pipeline(unit, SVC(kernel="poly", degree=4, gamma=1.0, coef0=1.0, max_iter=LIMIT)),
    }


def errors(model, train, labels, other, truth):
    try:
        return str((model.fit(train, labels).predict(other) != truth).sum())
    except ValueError as error:
        return "refused: " + str(error).split(".")[0].splitlines()[0]


def main():
    warnings.filterwarnings("ignore")
    types = {"u8": np.uint8, "f32": np.float32, "f64": np.float64}
    found, lines = {}, []
    with tempfile.TemporaryDirectory() as folder:
        for name, train, labels, other, truth in cases():
            unit = float(name.removeprefix("times ")) if name.startswith("times") else 1.0
            for kind, dtype in types.items():
                if kind == "u8" and re.match("plus|times", name):
                    continue
                # Bytes are intensities times 255 to us, and whatever they are to others.
                sets = [(x * 255 if kind == "u8" else x).astype(dtype) for x in (train, other)]
                file = pathlib.Path(folder) / f"{len(lines)}.f64"
                seen = [x / 255 if kind == "u8" else x.astype(np.float64) for x in sets]
                np.concatenate([x.ravel().astype("<f8") for x in sets]).tofile(file)
                for peer, model in theirs(len(train), unit).items():
                    found[peer, name, kind] = errors(model, seen[0], labels, seen[1], truth)
                dims = f"{len(train)} {len(other)} {train.shape[1]}"
                both = [" ".join(map(str, y)) for y in (labels, truth)]
                lines.append(f"{name};{kind};{file};{unit!r};{dims};{both[0]};{both[1]}")
        ours = subprocess.run(
            ["cargo", "run", "--quiet", "--release", "-p", "experiments", "--example", "own_numbers"],
            input="\n".join(lines), stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True,
        ).stdout
    rows, words = {}, {}
    for line in ours.splitlines():
        peer, name, kind, answer = line.split(";", 3)
        if not answer.isdigit():
            number = words.setdefault(answer, len(words) + 1)
            answer = f"[{number}]"
        rows.setdefault((name, kind), {})[peer] = f"{answer} / {found.get((peer, name, kind), '–')}"
    columns = list(next(iter(rows.values())))
    print("| images | pixels | " + " | ".join(columns) + " |")
    print("|:--|:--|" + "--:|" * len(columns))
    for (name, kind), cells in rows.items():
        print(f"| {name} | {kind} | " + " | ".join(cells[c] for c in columns) + " |")
    print()
    for answer, number in words.items():
        print(f"[{number}] {answer}\n")


if __name__ == "__main__":
    sys.exit(main())
