"""scikit-learn's SVC (LIBSVM, one thread, 45 pairs of classes) on all of MNIST, beside ours.

Usage: python bench_svm.py MNIST_DIR [EXAMPLE] > report

EXAMPLE is this workspace's example `mnist` of crate `svm`, built with --release. It is run
first, one-vs-rest for speed and one-vs-one to count the test images that the two decide
differently. Seconds are of the wall clock and, in brackets, of the CPU: on a machine that
others use only the latter can be compared.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np
from sklearn.svm import SVC

DEGREE, C, GAP = 7, 1.0, 0.01


def load(directory, prefix):
    images = np.fromfile(f"{directory}/{prefix}-images-idx3-ubyte", np.uint8, offset=16)
    labels = np.fromfile(f"{directory}/{prefix}-labels-idx1-ubyte", np.uint8, offset=8)
    images = images.reshape(-1, 784).astype(np.float64)
    return images / np.linalg.norm(images, axis=1, keepdims=True), labels


def timed(what, job):
    wall, cpu = time.perf_counter(), time.process_time()
    result = job()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"scikit-learn: {wall:.2f} s ({cpu:.2f}) to {what}", flush=True)
    return result


def ours(example, directory, strategy, predictions):
    settings = [f"degree={DEGREE}", f"c={C}", f"gap={GAP}", "data=raw", "split=test"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [example, *settings, f"strategy={strategy}", f"predictions={predictions}"],
        env={**os.environ, "MNIST_DIR": directory},
        check=True,
        capture_output=True,
        text=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"ours, {strategy}: ({cpu:.2f}) with loading\n{done.stdout}", flush=True)
    return np.loadtxt(predictions, dtype=int)


def main():
    directory = sys.argv[1]
    found = None
    if len(sys.argv) > 2:
        with tempfile.NamedTemporaryFile() as file:
            ours(sys.argv[2], directory, "rest", file.name)
            found = ours(sys.argv[2], directory, "one", file.name)

    x, y = load(directory, "train")
    test, labels = load(directory, "t10k")
    model = SVC(
        C=C, kernel="poly", degree=DEGREE, gamma=1.0, coef0=1.0, tol=GAP,
        cache_size=1000, break_ties=True,
    )
    timed("train", lambda: model.fit(x, y))
    decided = timed("recognise", lambda: model.predict(test))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"scikit-learn: {(decided != labels).sum()} errors, peak {peak:.0f} MB")
    if found is not None:
        print(f"{(found != decided).sum()} of {len(labels)} test images decided differently")
    elif len(sys.argv) == 2:
        np.savetxt("sklearn-predictions.txt", decided, fmt="%d")


main()
