"""MNIST as NumPy arrays, for the reference scripts: the four raw IDX files of a directory."""

import argparse
import gzip
import pathlib

import numpy as np


def load(directory, name):
    """The array of `<name>` or `<name>.gz`: IDX of unsigned bytes."""
    path = pathlib.Path(directory) / name
    raw = path.read_bytes() if path.exists() else gzip.open(f"{path}.gz").read()
    assert raw[:3] == b"\0\0\x08", f"{path} is no IDX file of bytes"
    shape = np.frombuffer(raw, ">u4", raw[3], 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).reshape(shape)


def train(directory):
    """60,000 images `(n, 784)` and labels `(n,)`, both bytes."""
    images = load(directory, "train-images-idx3-ubyte")
    return images.reshape(len(images), -1), load(directory, "train-labels-idx1-ubyte")


def test(directory):
    """10,000 images `(n, 784)` and labels `(n,)`, both bytes."""
    images = load(directory, "t10k-images-idx3-ubyte")
    return images.reshape(len(images), -1), load(directory, "t10k-labels-idx1-ubyte")


def every_60th(directory):
    """The 1,000 training images 0, 60, 120, … and the first 500 test images, as intensities.

    Returns `(train_images, train_labels, test_images)`: what the Rust tests fit and predict.
    """
    images, labels = train(directory)
    unseen, _ = test(directory)
    return images[::60] / 255.0, labels[::60], unseen[:500] / 255.0


def arguments(doc):
    """A parser with the one argument that every script needs."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("data", help="directory of the four MNIST files, raw or gzipped")
    return parser
