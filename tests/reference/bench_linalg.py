"""Times NumPy on the linear algebra of the closed-form rows, on random data of MNIST's shape.

    python3 tests/reference/bench_linalg.py [--repeats 7] [--threads N]

Needs numpy, and threadpoolctl to say which BLAS kernel ran. Prints the best and the median of
the repeats in seconds; run it beside `cargo bench -p lapack-faer`, for a ratio on one machine.
"""

import argparse
import contextlib
import os
import statistics
import time

import peers

peers.threads(os.cpu_count())

import numpy as np

IMAGES, PIXELS, CLASSES = 60_000, 784, 10


def mnist_like(rng):
    """Pixels of which one in five is not zero, and none at the border."""
    images = rng.random((IMAGES, PIXELS), dtype=np.float32)
    images[images < 0.8] = 0.0
    images = images.reshape(IMAGES, 28, 28)
    images[:, :2, :] = 0.0
    images[:, :, :2] = 0.0
    return images.reshape(IMAGES, PIXELS)


def measure(name, job, repeats):
    job()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - start)
    print(f"{name:46} best {min(seconds):.4f}  median {statistics.median(seconds):.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--threads", type=int, help="BLAS threads (default: all)")
    arguments = parser.parse_args()

    limits = contextlib.nullcontext()
    print(f"numpy {np.__version__}, load {os.getloadavg()[0]:.2f}")
    try:
        import threadpoolctl

        if arguments.threads:
            limits = threadpoolctl.threadpool_limits(arguments.threads)
        with limits:
            print(peers.blas())
            run(arguments.repeats)
    except ImportError:
        if arguments.threads:
            parser.error("--threads needs threadpoolctl")
        print("threadpoolctl is not installed: the kernel is unknown")
        run(arguments.repeats)


def run(repeats):
    rng = np.random.default_rng(1)
    x = mnist_like(rng)
    targets = rng.standard_normal((IMAGES, CLASSES)).astype(np.float32)

    covariance = x[:5000].astype(np.float64)
    covariance -= covariance.mean(axis=0)
    covariance = covariance.T @ covariance / 5000
    measure("eigh, 784, f64", lambda: np.linalg.eigh(covariance), repeats)

    ridged = x.T.astype(np.float64) @ x
    ridged[np.diag_indices(PIXELS)] += 1.0
    right = x.T.astype(np.float64) @ targets
    measure("Cholesky, 784, f64", lambda: np.linalg.cholesky(ridged), repeats)
    measure("solve, 784 with 10 right-hand sides, f64",
            lambda: np.linalg.solve(ridged, right), repeats)
    measure("X'X, 60,000 x 784, f32", lambda: x.T @ x, repeats)

    def normal_equations():
        gram = (x.T @ x).astype(np.float64)
        gram[np.diag_indices(PIXELS)] += 1.0
        return np.linalg.solve(gram, (x.T @ targets).astype(np.float64))

    measure("normal equations: X'X, X'Y in f32, solve in f64", normal_equations, repeats)


if __name__ == "__main__":
    main()
