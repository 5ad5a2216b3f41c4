"""Writes pca_quadratic.json: what scikit-learn makes of PCA and a quadratic classifier.

    python3 tests/reference/pca_quadratic.py DIRECTORY_OF_MNIST

Needs numpy and scikit-learn. Fitted on every 60th training image: 40 whitened principal
components, their polynomial terms, ridge regression on targets ±1; scores of the first test
images, decisions on 500 of them. The tests of the crate `pca-quadratic` hold themselves to
these numbers.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.preprocessing import PolynomialFeatures

import mnist

RIDGE = 1.0
COMPONENTS = 40
CLASSES = 10


def polynomial(components, unseen, labels, keep):
    expansion = PolynomialFeatures(2, include_bias=False).fit(components)
    kept = keep(expansion.powers_.sum(axis=1))
    targets = np.where(labels[:, None] == np.arange(CLASSES), 1.0, -1.0)
    model = Ridge(alpha=RIDGE, solver="cholesky")
    model.fit(expansion.transform(components)[:, kept], targets)
    scores = model.predict(expansion.transform(unseen)[:, kept])
    return {
        "inputs": int(kept.sum()) + 1,
        "scores": scores[:20].tolist(),
        "decisions": scores.argmax(axis=1).tolist(),
    }


def main():
    arguments = mnist.arguments(__doc__).parse_args()
    images, labels, unseen = mnist.every_60th(arguments.data)
    pca = PCA(COMPONENTS, whiten=True, svd_solver="full").fit(images)
    components = (pca.transform(images), pca.transform(unseen))
    numbers = {
        "scikit_learn": sklearn.__version__,
        "ridge": RIDGE,
        "explained_variance": pca.explained_variance_.tolist(),
        "full": polynomial(*components, labels, lambda degree: degree >= 1),
        "products": polynomial(*components, labels, lambda degree: degree == 2),
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(numbers, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
