"""Writes knn.json: scikit-learn's k-NN decisions on the first 1,000 test images.

    python3 tests/reference/knn.py DIRECTORY_OF_MNIST

Needs numpy and scikit-learn. k = 3, Euclidean, brute force, all 60,000 training images. Where
three neighbours have three classes scikit-learn takes the lowest label; the crate `knn` takes
the class of the nearest neighbour. Its tests compare decisions accordingly.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.neighbors import KNeighborsClassifier

import mnist

K = 3
QUERIES = 1000


def main():
    arguments = mnist.arguments(__doc__).parse_args()
    images, labels = mnist.train(arguments.data)
    unseen, _ = mnist.test(arguments.data)
    # float64: the squared distances, integers below 2**26, come out without rounding.
    model = KNeighborsClassifier(K, algorithm="brute").fit(images.astype(np.float64), labels)
    unseen = unseen[:QUERIES].astype(np.float64)
    neighbours = model.kneighbors(unseen, return_distance=False)
    numbers = {
        "scikit_learn": sklearn.__version__,
        "k": K,
        "decisions": model.predict(unseen).tolist(),
        "labels": np.sort(labels[neighbours], axis=1).tolist(),
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(numbers, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
