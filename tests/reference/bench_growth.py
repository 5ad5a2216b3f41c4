"""The rows `svm-poly` and `knn` of `cargo xtask growth`, beside scikit-learn's SVC and FAISS.

    cargo build --release -p xtask
    cargo build --release -p experiments --example grown_images
    python3 tests/reference/bench_growth.py DIRECTORY_OF_MNIST target/release/xtask \\
        target/release/examples/grown_images

Needs numpy, scikit-learn and faiss-cpu, and takes about an hour for 60,000 and 120,000 training images,
most of it for SVC: it has one thread and trains 45 pairs of classes, ours has two threads and trains
ten classes. All see the same images, those beyond 60,000 being distorted copies. FAISS is
measured both ways that it has (`bench_knn.py`), with two threads; the faster counts.
"""

import csv
import os
import pathlib
import subprocess
import tempfile

import peers

peers.threads(2)

import faiss
import numpy as np
import sklearn

import mnist
from svc import svc, unit

K = 3
# Of the row svm-poly.
DEGREE = 9


def ours(report, arguments, n):
    """Seconds to train and to recognise, and the errors, of each row in a process of its own."""
    environment = {**os.environ, "MNIST_DIR": str(arguments.data)}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(arguments.rounds):
            subprocess.run(
                [arguments.xtask, "growth", "--only", "svm-poly", "--only", "knn", "--sizes", str(n),
                 "--force", "--out", folder],
                env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            with open(pathlib.Path(folder) / "growth.csv", newline="") as file:
                for line in csv.DictReader(file):
                    name = f"{line['row']}, {n} images, ours"
                    report.add(f"{name}: train s", float(line["train_seconds"]))
                    microseconds = float(line["recognise_microseconds"])
                    report.add(f"{name}: recognise s", microseconds * 10_000 / 1e6)
                    report.add(f"{name}: error %", float(line["error_percent"]))
                    report.add(f"{name}: peak MB", int(line["peak_bytes"]) / 1e6)


def grown(arguments, n):
    """The training images and labels that ours sees."""
    environment = {**os.environ, "MNIST_DIR": str(arguments.data)}
    with tempfile.NamedTemporaryFile() as file:
        subprocess.run([arguments.grown, str(n), file.name], env=environment, check=True)
        everything = np.fromfile(file.name, np.uint8)
    return everything[: n * 784].reshape(n, 784), everything[n * 784 :]


def neighbours(report, n, images, labels, unseen, truth, rounds):
    index = faiss.IndexFlatL2(images.shape[1])
    index.add(images.astype(np.float32))
    queries = unseen.astype(np.float32)
    for way, threshold in (("BLAS", 20), ("SIMD", 1 << 30)):
        faiss.cvar.distance_compute_blas_threshold = threshold
        for _ in range(rounds):
            seconds, (_, found) = peers.seconds(lambda: index.search(queries, K))
            report.add(f"knn, {n} images, FAISS, {way}: recognise s", seconds)
        votes = np.sort(labels[found], axis=1)
        # The class of two of three, or of the nearest.
        vote = np.where(votes[:, 0] == votes[:, 1], votes[:, 0],
                        np.where(votes[:, 1] == votes[:, 2], votes[:, 1], labels[found[:, 0]]))
        report.add(f"knn, {n} images, FAISS, {way}: error %", 100 * float((vote != truth).mean()))


def machines(report, n, images, labels, unseen, truth):
    model = svc(DEGREE)
    seconds, _ = peers.seconds(lambda: model.fit(unit(images), labels))
    report.add(f"svm-poly, {n} images, SVC: train s", seconds)
    seconds, found = peers.seconds(lambda: model.predict(unit(unseen)))
    report.add(f"svm-poly, {n} images, SVC: recognise s", seconds)
    report.add(f"svm-poly, {n} images, SVC: error %", 100 * float((found != truth).mean()))
    report.add(f"svm-poly, {n} images, SVC: peak MB so far", peers.peak_of_this_process())


def main():
    parser = peers.arguments(__doc__, 1)
    parser.add_argument("xtask", type=pathlib.Path)
    parser.add_argument("grown", type=pathlib.Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[60_000, 120_000])
    arguments = parser.parse_args()
    unseen, truth = mnist.test(arguments.data)
    faiss.omp_set_num_threads(2)
    report = peers.Report(scikit_learn=sklearn.__version__, faiss=faiss.__version__,
                          blas=peers.blas(), threads=2)
    for n in arguments.sizes:
        ours(report, arguments, n)
        images, labels = grown(arguments, n)
        neighbours(report, n, images, labels, unseen, truth, arguments.rounds)
        machines(report, n, images, labels, unseen, truth)
        for what in ("train s", "recognise s"):
            report.ratio(f"svm-poly, {n} images, {what}: SVC / ours",
                         f"svm-poly, {n} images, SVC: {what}", f"svm-poly, {n} images, ours: {what}")
        for way in ("BLAS", "SIMD"):
            report.ratio(f"knn, {n} images: FAISS, {way} / ours",
                         f"knn, {n} images, FAISS, {way}: recognise s",
                         f"knn, {n} images, ours: recognise s")
        # The next size may take an hour.
        report.show()


if __name__ == "__main__":
    main()
