"""SVMs on all of MNIST: this workspace beside scikit-learn's SVC and linfa-svm.

    cargo build --release -p svm --example mnist
    python3 tests/reference/bench_svm.py DIRECTORY_OF_MNIST PATH_OF_THE_EXAMPLE \\
        [--linfa LINFA_COMPARISON_CSV]

Needs numpy and scikit-learn. For the settings of rows `svm-poly` (degree 9, images as they are)
and `svm-poly-deslant` (degree 4, 20×20): seconds to train on 60,000 images and to recognise
10,000, ours one-vs-rest on all cores, scikit-learn's (LIBSVM: one thread, 45 pairs of classes)
once, which takes minutes; the most memory each process held; and, of `svm-poly`, how many test
images our one-vs-one machine decides otherwise than scikit-learn's, which is one-vs-one too.

linfa-svm bears no more than a part of the images: `cargo xtask compare --only linfa-svm --out
DIR` measures it, and `--linfa DIR/comparison.csv` sets ours beside it on as many images.
"""

import pathlib
import tempfile

import peers

peers.threads(2)

import numpy as np
import sklearn

import mnist
from results import line
from svc import C, GAP, svc, unit

ROWS = (("svm-poly", "raw", 9), ("svm-poly-deslant", "deslant20", 4))


def ours(report, name, arguments, data, degree, *more):
    settings = [f"data={data}", f"degree={degree}", f"c={C}", f"gap={GAP}", "split=test", *more]
    text, peak = peers.ours([arguments.example, *settings], arguments.data)
    lines = text.splitlines()
    seconds = next(line for line in lines if line.endswith("s to train")).split()[0]
    told = next(line for line in lines if line.startswith("machine:")).split()
    report.add(f"{name}, ours: train s", float(seconds))
    report.add(f"{name}, ours: recognise s", float(told[5]))
    report.add(f"{name}, ours: errors", int(told[1]))
    report.add(f"{name}, ours: peak MB", peak)


def deslanted(images):
    """Upright by the moments of the grey levels, 20×20; linear interpolation, as ours."""
    images = images.reshape(-1, 28, 28).astype(np.float64)
    result = np.zeros((len(images), 20, 20))
    rows, columns = np.mgrid[:28, :28].astype(float)
    for image, upright in zip(images, result):
        mass = image.sum()
        cy, cx = (image * rows).sum() / mass, (image * columns).sum() / mass
        slope = ((image * (rows - cy) * (columns - cx)).sum()
                 / max((image * (rows - cy) ** 2).sum(), 1e-9))
        y = np.arange(20) - 9.5
        source_y = np.clip(y + cy, 0, 27)
        low = np.minimum(source_y.astype(int), 26)
        part = (source_y - low)[:, None]
        lines = image[low] * (1 - part) + image[low + 1] * part
        for line, shift, target in zip(lines, slope * y, upright):
            target[:] = np.interp(y + cx + shift, np.arange(28), line, left=0, right=0)
    return np.rint(result).reshape(len(images), -1)


def theirs(report, name, degree, x, labels, unseen, truth):
    model = svc(degree)
    seconds, _ = peers.seconds(lambda: model.fit(x, labels))
    report.add(f"{name}, scikit-learn: train s", seconds)
    seconds, found = peers.seconds(lambda: model.predict(unseen))
    report.add(f"{name}, scikit-learn: recognise s", seconds)
    report.add(f"{name}, scikit-learn: errors", int((found != truth).sum()))
    report.add("scikit-learn: peak MB so far", peers.peak_of_this_process())
    return found


def main():
    parser = peers.arguments(__doc__, 3)
    parser.add_argument("example", type=pathlib.Path)
    parser.add_argument("--linfa", type=pathlib.Path, help="comparison.csv with row linfa-svm")
    parser.add_argument("--images", type=int, default=60_000, help="fewer for a trial")
    arguments = parser.parse_args()
    n = arguments.images
    images, labels = mnist.train(arguments.data)
    unseen, truth = mnist.test(arguments.data)
    images, labels = images[:n], labels[:n]
    report = peers.Report(scikit_learn=sklearn.__version__, threads=2, images=n)

    with tempfile.NamedTemporaryFile() as file:
        for _ in range(arguments.rounds):
            for name, data, degree in ROWS:
                ours(report, name, arguments, data, degree, f"n={n}")
        ours(report, "one-vs-one", arguments, "raw", 9, f"n={n}", "strategy=one",
             f"predictions={file.name}")
        one_vs_one = np.loadtxt(file.name, dtype=int)

    for name, data, degree in ROWS:
        version = unit if data == "raw" else lambda images: unit(deslanted(images))
        found = theirs(report, name, degree, version(images), labels, version(unseen), truth)
        if name == "svm-poly":
            report.about["decided otherwise, one-vs-one"] = int((one_vs_one != found).sum())
        for what in ("train s", "recognise s"):
            report.ratio(f"{name}, {what}: scikit-learn / ours",
                         f"{name}, scikit-learn: {what}", f"{name}, ours: {what}")

    if arguments.linfa:
        row = line(arguments.linfa.parent, arguments.linfa.name, "linfa-svm")
        part = row["train_images"]
        name = f"svm-poly, {part} images"
        for _ in range(arguments.rounds):
            ours(report, name, arguments, "raw", 9, f"n={part}")
        report.add(f"{name}, linfa-svm: train s", float(row["train_seconds"]))
        report.add(f"{name}, linfa-svm: recognise s",
                   float(row["recognise_microseconds"]) * int(row["test_images"]) / 1e6)
        report.add(f"{name}, linfa-svm: errors", int(row["errors"]))
        for what in ("train s", "recognise s"):
            report.ratio(f"{name}, {what}: linfa-svm / ours",
                         f"{name}, linfa-svm: {what}", f"{name}, ours: {what}")
    report.show()


if __name__ == "__main__":
    main()
