"""Exact k-NN on MNIST (60,000 x 10,000, k = 3): this workspace beside FAISS and scikit-learn.

    cargo build --release -p knn --example mnist_neighbours
    python3 tests/reference/bench_knn.py DIRECTORY_OF_MNIST PATH_OF_THE_EXAMPLE

Needs numpy, faiss-cpu and scikit-learn, all with the best kernel of OpenBLAS that the CPU can
run, which `peers.threads` asks for and the first line shows. Two threads each, one after the
other, in rounds; the best of the rounds counts. FAISS runs both of its ways: the BLAS one, which its default takes for
batches, and its own SIMD loops, which it takes for batches below
`distance_compute_blas_threshold`. The neighbours of the three are compared, too.
"""

import os
import pathlib
import subprocess
import tempfile

import peers

THREADS = 2
peers.threads(THREADS)

import faiss
import numpy as np
import sklearn
from sklearn.neighbors import NearestNeighbors

import mnist

K = 3
ROUNDS = 3
LEVELS = ("avx512", "avx2", "portable")


def ours(example, directory, level, n_queries):
    """Seconds of the best run, indices of the neighbours; none if the CPU lacks the level."""
    with tempfile.NamedTemporaryFile() as file:
        done = subprocess.run(
            [example, str(n_queries), file.name],
            env={**os.environ, "MNIST_DIR": str(directory), "KERNEL_LEVEL": level},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            print(f"ours, {level}: {done.stderr.strip().splitlines()[-1]}")
            return None
        runs = [line.split() for line in done.stdout.splitlines()]
        seconds = min(float(run[1]) for run in runs if run[0] == level)
        return seconds, np.fromfile(file.name, "<u4").reshape(-1, K)


def main():
    parser = mnist.arguments(__doc__)
    parser.add_argument("example", type=pathlib.Path)
    arguments = parser.parse_args()
    images, _ = mnist.train(arguments.data)
    unseen, _ = mnist.test(arguments.data)
    images, unseen = images.astype(np.float32), unseen.astype(np.float32)

    faiss.omp_set_num_threads(THREADS)
    print(peers.blas())
    index = faiss.IndexFlatL2(images.shape[1])
    index.add(images)

    def flat(threshold):
        faiss.cvar.distance_compute_blas_threshold = threshold
        return index.search(unseen, K)[1]

    brute = NearestNeighbors(n_neighbors=K, algorithm="brute", n_jobs=THREADS).fit(images)
    jobs = {
        f"FAISS {faiss.__version__} IndexFlatL2, BLAS": lambda: flat(20),
        f"FAISS {faiss.__version__} IndexFlatL2, SIMD": lambda: flat(1 << 30),
        f"scikit-learn {sklearn.__version__} brute": lambda: brute.kneighbors(
            unseen, return_distance=False
        ),
    }
    best, found = {}, {}
    for round_ in range(ROUNDS):
        for level in LEVELS:
            if level == "portable" and round_ > 0:
                continue
            run = ours(arguments.example, arguments.data, level, len(unseen))
            if run:
                best[level] = min(run[0], best.get(level, np.inf))
                found[level] = run[1]
        for name, job in jobs.items():
            seconds, found[name] = peers.seconds(job)
            best[name] = min(seconds, best.get(name, np.inf))

    reference = next(found[level] for level in LEVELS if level in found)
    print(f"load {os.getloadavg()[0]:.1f}")
    for name, seconds in best.items():
        same = (found[name] == reference).all(axis=1).sum()
        ratios = "  ".join(
            f"{seconds / best[level]:6.1f} x {level}" for level in LEVELS if level in best
        )
        print(f"{name:40} {seconds:7.3f} s  {ratios}  {same} of {len(unseen)} rows the same")


if __name__ == "__main__":
    main()
