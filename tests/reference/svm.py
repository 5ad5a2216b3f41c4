"""Writes svm.json: LIBSVM's solutions of small problems, through scikit-learn.

    python3 tests/reference/svm.py DIRECTORY_OF_MNIST

Needs numpy and scikit-learn. The first 2,000 training images as intensities, one class against
the rest, C = 1, solved to a gap of 1e-5. For each kernel and class: the dual objective
(½ αᵀQα − Σα), the number of support vectors and the decision values of the training images
2,000 to 2,019. The tests of the crate `svm` hold themselves to these numbers.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.svm import SVC

import mnist

TRAINED, VALUES = 2000, 20

# Whether images are brought to unit length first, and the kernel.
KERNELS = {
    "linear": (False, {"kernel": "linear"}),
    "polynomial": (False, {"kernel": "poly", "degree": 3, "gamma": 0.01, "coef0": 0.5}),
    "cosine": (True, {"kernel": "poly", "degree": 7, "gamma": 1.0, "coef0": 1.0}),
    "gaussian": (False, {"kernel": "rbf", "gamma": 0.02}),
    "cosine_gaussian": (True, {"kernel": "rbf", "gamma": 2.0}),
}


def objective(model, x):
    signed_alphas = model.dual_coef_[0]
    dots = x[model.support_] @ x[model.support_].T
    if model.kernel == "linear":
        kernel = dots
    elif model.kernel == "poly":
        kernel = (model.gamma * dots + model.coef0) ** model.degree
    else:
        norms = np.diag(dots)
        kernel = np.exp(-model.gamma * (norms[:, None] + norms[None, :] - 2 * dots))
    return 0.5 * signed_alphas @ kernel @ signed_alphas - np.abs(signed_alphas).sum()


def solutions(images, labels):
    for name, (normalise, settings) in KERNELS.items():
        x = images / np.linalg.norm(images, axis=1, keepdims=True) if normalise else images
        for digit in (1, 8):
            y = np.where(labels[:TRAINED] == digit, 1, -1)
            model = SVC(C=1.0, tol=1e-5, cache_size=500, **settings).fit(x[:TRAINED], y)
            yield {
                "kernel": name,
                "class": digit,
                "objective": objective(model, x[:TRAINED]),
                "support_vectors": len(model.support_),
                "values": model.decision_function(x[TRAINED:]).round(6).tolist(),
            }


def main():
    images, labels = mnist.train(mnist.arguments(__doc__).parse_args().data)
    images, labels = images[: TRAINED + VALUES] / 255.0, labels[: TRAINED + VALUES]
    found = {"scikit_learn": sklearn.__version__, "solutions": list(solutions(images, labels))}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(found, indent=1) + "\n")


main()
