"""Times the closed-form classifiers on all of MNIST against NumPy and scikit-learn, in turns.

    python3 tests/reference/bench_linear.py DIRECTORY_OF_MNIST [--rounds 5] [--threads N]

Needs numpy, scikit-learn, threadpoolctl and cargo. Both sides start from the bytes in memory
and end with a fitted model (or with the scores of the 10,000 test images); a round times first
the one, then the other, each ten times, and keeps the fastest of each. Prints the best and the
median of the rounds and their ratio. Our side is `cargo bench`, whose samples are read from what
criterion writes.

The NumPy side is what one would write by hand: X'X and X'Y in single precision, the system
solved in double. The scikit-learn side is a pipeline of PCA, PolynomialFeatures and Ridge.
"""

import json
import os
import pathlib
import statistics
import subprocess
import time

import peers

peers.threads(os.cpu_count())

import numpy as np
import threadpoolctl
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures

import mnist

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLASSES = 10


def signs(labels):
    return np.where(labels[:, None] == np.arange(CLASSES), 1.0, -1.0).astype(np.float32)


def least_squares(images, labels):
    x = images.astype(np.float32) / np.float32(255)
    y = signs(labels)
    mean, mean_target = x.mean(axis=0), y.mean(axis=0)
    n = len(x)
    gram = (x.T @ x).astype(np.float64) - n * np.outer(mean, mean)
    gram[np.diag_indices_from(gram)] += 1.0
    right = (x.T @ y).astype(np.float64) - n * np.outer(mean, mean_target)
    weights = np.linalg.solve(gram, right)
    return weights, mean_target - mean @ weights


def quadratic(images, labels):
    pipeline = make_pipeline(
        PCA(40, whiten=True, svd_solver="covariance_eigh"),
        PolynomialFeatures(2, include_bias=False),
        Ridge(1.0, solver="cholesky"),
    )
    return pipeline.fit(images.astype(np.float32) / np.float32(255), signs(labels))


def seconds(job):
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def criterion(package, bench, group, identifier, environment):
    """Seconds of one criterion benchmark, run now: its fastest sample."""
    subprocess.run(
        ["cargo", "bench", "--quiet", "--package", package, "--bench", bench, "--", identifier],
        cwd=ROOT, env=environment, check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    target = pathlib.Path(environment.get("CARGO_TARGET_DIR", ROOT / "target"))
    folder = target / "criterion" / group / identifier.replace("/", "_") / "new"
    sample = json.loads((folder / "sample.json").read_text())
    return min(t * 1e-9 / n for t, n in zip(sample["times"], sample["iters"]))


def main():
    parser = mnist.arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    environment = os.environ | {
        "MNIST_DIR": str(pathlib.Path(arguments.data).resolve()),
        "RAYON_NUM_THREADS": str(arguments.threads),
    }
    images, labels = mnist.train(arguments.data)
    unseen, _ = mnist.test(arguments.data)

    weights, bias = least_squares(images, labels)
    pipeline = quadratic(images, labels)
    fit, recognise = "fit 60000x784", "recognise 10000x784"
    jobs = [
        ("linear: fit", lambda: least_squares(images, labels), ("linear", fit)),
        ("linear: recognise",
         lambda: unseen.astype(np.float32) / np.float32(255) @ weights + bias,
         ("linear", recognise)),
        ("pca-quadratic: fit", lambda: quadratic(images, labels), ("pca-quadratic", fit)),
        ("pca-quadratic: recognise",
         lambda: pipeline.predict(unseen.astype(np.float32) / np.float32(255)),
         ("pca-quadratic", recognise)),
    ]
    with threadpoolctl.threadpool_limits(arguments.threads):
        print(peers.blas())
        for name, theirs, (package, identifier) in jobs:
            times = ([], [])
            for _ in range(arguments.rounds):
                times[0].append(min(seconds(theirs) for _ in range(10)))
                times[1].append(criterion(
                    package, package.replace("-", "_"), package, identifier, environment))
            (their_best, our_best), (their_median, our_median) = (
                map(min, times), map(statistics.median, times))
            print(f"{name:26} theirs best {their_best:.4f} median {their_median:.4f} | "
                  f"ours best {our_best:.4f} median {our_median:.4f} | "
                  f"ratio {their_median / our_median:.2f}x   load {os.getloadavg()[0]:.1f}",
                  flush=True)


if __name__ == "__main__":
    main()
