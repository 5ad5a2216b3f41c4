"""The row `svm-poly` on any IDX data, beside scikit-learn's SVC with the same kernel.

    cargo xtask compare --data DIRECTORY --only svm-poly --out RESULTS
    python3 tests/reference/svm_elsewhere.py DIRECTORY RESULTS

Needs numpy and scikit-learn. On the 60,000 images of Fashion-MNIST it takes half an hour. The row
trains a machine for each class, SVC one for each pair of classes, so that their answers differ; but
the row's error is to lie within the 95 % interval of SVC's (Wilson's). Settings are the row's: a
polynomial of the degree that RESULTS tells, C = 1, images brought to unit length.
"""

import math
import re
import sys
import time

import numpy as np

import mnist
from results import line, predictions
from svc import svc, unit

ROW = "svm-poly"


def interval(errors, n):
    """Wilson's interval of 95 %, in percent."""
    z = 1.959964
    p = errors / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return 100 * (middle - half), 100 * (middle + half)


def main(directory, results):
    train, labels = mnist.train(directory)
    test, truth = mnist.test(directory)
    classes, labels = np.unique(labels, return_inverse=True)
    truth = np.searchsorted(classes, truth)
    settings = line(results, "comparison.csv", ROW)["settings"]
    degree = int(re.search(r"degree (\d+)", settings).group(1))
    ours = predictions(results, ROW)

    begun = time.perf_counter()
    model = svc(degree)
    model.fit(unit(train), labels)
    trained = time.perf_counter()
    theirs = model.predict(unit(test))
    recognised = time.perf_counter()
    low, high = interval((theirs != truth).sum(), len(test))
    error = 100 * (ours != truth).mean()
    print(f"{settings}: ours {error:.2f} %, SVC {100 * (theirs != truth).mean():.2f} % "
          f"({low:.2f} to {high:.2f}); {(ours != theirs).sum()} answers differ; SVC trained in "
          f"{trained - begun:.0f} s and recognised in {recognised - trained:.0f} s")
    return int(not low <= error <= high)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
