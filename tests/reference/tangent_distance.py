"""Two-sided tangent distances by NumPy, for crates/baselines/tangent-distance.

    python tests/reference/tangent_distance.py > tests/reference/tangent_distance.json

needs numpy only. The images are 16x16 bytes: blots of ellipses, and noise. Nothing here is
separable, cut off or in fixed point: the smoothed image is a sum over all pixels, derivatives
are those of the Gaussian, the span of the tangents comes from a QR decomposition and the
distance from numpy.linalg.lstsq on the stacked system of 14 unknowns.
"""

import json
import sys

import numpy as np

SIDE = 16
SETTINGS = [{"smoothing": 0.7, "ridge": 0.05}, {"smoothing": 1.0, "ridge": 0.01}]

centre = (SIDE - 1) / 2
row, column = np.mgrid[0:SIDE, 0:SIDE]
X, Y = (column - centre).ravel(), (row - centre).ravel()


def blot(rng):
    image = np.zeros(SIDE * SIDE)
    for _ in range(3):
        x, y = rng.uniform(-4, 4, 2)
        a, b = rng.uniform(0.5, 5, 2)
        turn = rng.uniform(0, np.pi)
        u = (X - x) * np.cos(turn) + (Y - y) * np.sin(turn)
        v = (Y - y) * np.cos(turn) - (X - x) * np.sin(turn)
        image = np.maximum(image, np.exp(-((u / a) ** 2) - (v / b) ** 2))
    return np.round(255 * image).astype(int)


def plane(image, sigma):
    """The smoothed image and its seven tangents, as columns."""
    offsets = np.arange(-40, 41)
    total = np.exp(-(offsets**2) / (2 * sigma**2)).sum() ** 2
    dx, dy = X[:, None] - X[None, :], Y[:, None] - Y[None, :]
    g = np.exp(-(dx**2 + dy**2) / (2 * sigma**2)) / total
    f = g @ image
    fx, fy = (-dx / sigma**2 * g) @ image, (-dy / sigma**2 * g) @ image
    tangents = [fx, fy, Y * fx - X * fy, X * fx + Y * fy, X * fx - Y * fy, Y * fx + X * fy]
    return f, np.stack([*tangents, fx**2 + fy**2], axis=1)


def squared_distance(a, b, ridge):
    (x, of_x), (y, of_y) = a, b
    qx, qy = np.linalg.qr(of_x)[0], np.linalg.qr(of_y)[0]
    system = np.vstack([np.hstack([qx, -qy]), np.sqrt(ridge) * np.eye(14)])
    target = np.concatenate([y - x, np.zeros(14)])
    solution = np.linalg.lstsq(system, target, rcond=None)[0]
    return float(np.sum((system @ solution - target) ** 2))


def main():
    rng = np.random.default_rng(1998)
    images = [blot(rng) for _ in range(5)] + [rng.integers(0, 256, SIDE * SIDE)]
    cases = []
    for setting in SETTINGS:
        planes = [plane(image / 255, setting["smoothing"]) for image in images]
        distances = [
            [squared_distance(a, b, setting["ridge"]) if a is not b else 0.0 for b in planes]
            for a in planes
        ]
        cases.append({**setting, "squared_distances": np.round(distances, 6).tolist()})
    json.dump({"images": [image.tolist() for image in images], "cases": cases}, sys.stdout)
    print()


main()
