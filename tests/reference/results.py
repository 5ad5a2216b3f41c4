"""What `cargo xtask compare` wrote, for the scripts that hold it to other programs."""

import csv
import pathlib

import numpy as np


def line(folder, name, row):
    """The line of a row in a file of the folder."""
    with open(pathlib.Path(folder) / name, newline="") as file:
        return next(line for line in csv.DictReader(file) if line["row"] == row)


def predictions(folder, row):
    """The class that the row gave each test image, of at most 36 classes."""
    given = line(folder, "predictions.csv", row)["predictions"]
    return np.array([int(symbol, 36) for symbol in given])
