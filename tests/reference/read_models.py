"""Reads kept models by NumPy alone, and compares what they say with what the Rust crates said.

    python tests/reference/read_models.py FOLDER [ROW...]
    python tests/reference/read_models.py --committed crates/baselines/tests/models

Needs numpy only, no safetensors: what the crates document of their files has to suffice.

FOLDER is filled by `cargo run --release -p experiments --example kept_models -- FOLDER`. A line
a model: row, kind, and for how many of the 10,000 test images another class wins. Tangent
distances are computed for the first 200 images only.

With `--committed`: the largest difference of the scores of 20 images, in the range of all
scores. The names that end in `-doubles` are models of floats around 1,000.

All is computed in double precision from the definitions. The crates take single precision in
many places, so images whose two best classes score nearly the same may differ.
"""

import argparse
import json
import math
import os
import pathlib

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

# What the files say, and what NumPy calls their types.
FORMAT = "fitted classifier"
TYPES = {"U8": "u1", "U32": "<u4", "F32": "<f4", "F64": "<f8"}
# Images at a time, and how many of them are compared by tangent distance.
BATCH = 250
FIRST = 200


class Model:
    """Settings, texts by their names, and tensors, arrays by their names."""

    def __init__(self, settings, tensors):
        self.settings, self.tensors = settings, tensors

    def __getitem__(self, setting):
        return self.settings[setting]

    def tensor(self, name):
        """In double precision; integers too, which doubles hold exactly."""
        return self.tensors[name].astype(np.float64)

    def labels(self, name):
        return self.tensors[name].astype(np.int64)

    def number(self, setting):
        return float(self[setting])

    def count(self, setting):
        return int(self[setting])

    def is_set(self, setting):
        return {"true": True, "false": False}[self[setting]]

    def within(self, name):
        """The model that has this name in front of its settings and tensors."""
        start = name + "."

        def inner(outer):
            keys = [key for key in outer if key.startswith(start)]
            return {key.removeprefix(start): outer[key] for key in keys}

        return Model(inner(self.settings), inner(self.tensors))

    def n_features(self):
        """Its own, or those of the first of the models that it is made of."""
        for name in ("n_features", "network.n_features", "member0.n_features"):
            if name in self.settings:
                return self.count(name)
        raise KeyError("n_features")


def read(path):
    """A safetensors file: the length of the header, the header, and the tensors' bytes."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + length])
    settings = header.pop("__metadata__")
    assert settings["format"] == FORMAT, path
    tensors = {}
    for name, about in header.items():
        start, end = about["data_offsets"]
        numbers = np.frombuffer(data[8 + length + start:8 + length + end], TYPES[about["dtype"]])
        tensors[name] = numbers.reshape(about["shape"])
    return Model(settings, tensors)


# What images are before a classifier sees them.


def intensities(images):
    return images / 255.0 if images.dtype == np.uint8 else images.astype(np.float64)


def origin(model):
    return 0.0 if model["origins"] == "zero" else model.tensor("origin")


def centred(model):
    """The function x -> (x - origin) / unit of images."""
    start, unit = origin(model), model.number("unit")
    return lambda images: (intensities(images) - start) / unit


def affine(model):
    weights, bias = model.tensor("weights"), model.tensor("bias")
    return lambda inputs: inputs @ weights.T + bias


def image_map(model):
    """An affine map of centred images less the mean, if there is one."""
    centre, outputs = centred(model), affine(model)
    mean = model.tensor("mean") if model.is_set("has_mean") else 0.0
    return lambda images: outputs(centre(images) - mean)


# A function a kind: from a model to a function from images to scores.


def pairwise_linear(model):
    n_classes, rule = model.count("n_classes"), model["rule"]
    for_i, for_j = np.triu_indices(n_classes, 1)
    units = image_map(model)
    slope = model.number("slope") if rule == "sigmoid" else None
    sides = np.zeros((len(for_i), n_classes))
    sides[np.arange(len(for_i)), for_i] = 1
    sides[np.arange(len(for_j)), for_j] = -1

    def scores(images):
        outputs = units(images)
        if rule == "sigmoid":
            return 1.7159 * np.tanh(slope * outputs) @ sides
        sums = outputs @ sides
        if rule == "sum":
            return sums
        votes = np.sign(outputs) @ (0.5 * sides) + 0.5 * np.abs(sides).sum(axis=0)
        return votes + sums / (4 + 4 * np.abs(sums))

    return scores


def pca_quadratic(model):
    components = image_map(model.within("projection"))
    polynomial = affine(model.within("polynomial"))

    def scores(images):
        z = components(images)
        i, j = np.triu_indices(z.shape[1])
        terms = [z[:, i] * z[:, j]] + ([z] if model["terms"] == "full" else [])
        return polynomial(np.hstack(terms))

    return scores


def squared_distances(images, rows, norms):
    return (images**2).sum(axis=1)[:, None] + norms - 2 * images @ rows.T


def nearest(distances, k):
    """The k least of each row, the nearest first, of equal ones the lowest index."""
    bounds = np.partition(distances, k - 1, axis=1)[:, k - 1]
    found = np.empty((len(distances), k), np.int64)
    for row, (own, bound) in enumerate(zip(distances, bounds)):
        within = np.flatnonzero(own <= bound)
        found[row] = within[np.argsort(own[within], kind="stable")][:k]
    return found


def knn(model):
    k, labels, n_classes = model.count("k"), model.labels("labels"), model.count("n_classes")
    rows = model.tensor("images")
    norms = (rows**2).sum(axis=1)
    centre = centred(model)
    of_bytes = model["pixel"] == "u8"
    widest = 255.0**2 * rows.shape[1] if of_bytes else 4 * norms.max() or 1.0

    def scores(images):
        if of_bytes:
            images = images.astype(np.float64)
        else:
            images = centre(images).astype(np.float32).astype(np.float64)
        distances = squared_distances(images, rows, norms)
        scores = np.zeros((len(images), n_classes))
        for own, distances, found in zip(scores, distances, nearest(distances, k)):
            for neighbour in found:
                label = labels[neighbour]
                if own[label] == 0:
                    own[label] = 0.5 * widest / (widest + distances[neighbour])
                own[label] += 1
        return scores

    return scores


def local_learning(model):
    k, ridge, n_classes = model.count("k"), model.number("ridge"), model.count("n_classes")
    rows = model.tensor("images")
    norms = (rows**2).sum(axis=1)
    targets = 2.0 * np.eye(n_classes)[model.labels("labels")] - 1
    centre = centred(model)

    def local(image, neighbours):
        mean, mean_target = rows[neighbours].mean(axis=0), targets[neighbours].mean(axis=0)
        z = rows[neighbours] - mean
        influence = np.linalg.solve(z @ z.T + ridge * np.eye(k), z @ (image - mean))
        return mean_target + influence @ (targets[neighbours] - mean_target)

    def scores(images):
        images = centre(images)
        found = nearest(squared_distances(images, rows, norms), k)
        return np.array([local(image, own) for image, own in zip(images, found)])

    return scores


def network_input(intensity):
    return 1.275 * intensity - 0.1


def scaled_tanh(sums):
    return 1.7159 * np.tanh(2 / 3 * sums)


def mlp(model):
    n_layers = len(model["layers"].split("-")) - 1
    layers = [affine(model.within(f"layer{index}")) for index in range(n_layers)]
    never_shown, centre = model.labels("never_shown"), centred(model)

    def scores(images):
        states = network_input(centre(images))
        for layer in layers:
            states = scaled_tanh(layer(states))
        states[:, never_shown] = -2
        return states

    return scores


def rbf_network(model):
    centres, scales = model.tensor("centres"), model.tensor("scales")
    norms, centre = (centres**2).sum(axis=1), centred(model)
    output = affine(model.within("output"))

    def scores(images):
        return output(np.exp(-squared_distances(centre(images), centres, norms) / scales))

    return scores


# Support vector machines.


def kernel(model):
    """The kernel of intensities, brought to unit length if the model wants them to be."""
    normalise = model.is_set("normalise")

    def ready(images):
        lengths = np.sqrt((images**2).sum(axis=1, keepdims=True))
        return images / np.where(lengths > 0, lengths, 1.0) if normalise else images

    def values(x, y):
        x, y = ready(x), ready(y)
        if model["kernel"] == "linear":
            return x @ y.T
        if model["kernel"] == "polynomial":
            powers = model.number("scale") * (x @ y.T) + model.number("offset")
            return powers ** model.count("degree")
        distances = squared_distances(x, y, (y**2).sum(axis=1))
        return np.exp(-model.number("gamma") * np.maximum(distances, 0))

    return values


def from_origin(model, values):
    """k(x, y) - k(x, o) - k(o, y) + k(o, o) for floats that have an origin o: to this the biases
    belong. A Gaussian of images that keep their lengths does not mind the origin."""
    minds = model["kernel"] != "gaussian" or model.is_set("normalise")
    if not minds or not np.any(origin(model)):
        return values

    def about(x, y):
        o = np.broadcast_to(origin(model), (1, x.shape[1]))
        return values(x, y) - values(x, o) - values(o, y) + values(o, o)

    return about


def svm(model):
    vectors = model.tensors["vectors"]
    if vectors.dtype == np.float64:
        vectors = vectors * model.number("unit") + origin(model)
    vectors = intensities(vectors)
    coefficients, biases = model.tensor("coefficients"), model.tensor("biases")
    values = from_origin(model, kernel(model))
    n_classes, positive = model.count("n_classes"), model.labels("positive")
    negative = model.labels("negative") if "negative" in model.tensors else None

    def scores(images):
        found = values(intensities(images), vectors) @ coefficients.T + biases
        scores = np.zeros((len(images), n_classes))
        known = positive if negative is None else np.union1d(positive, negative)
        if negative is None:
            scores[:, positive] = found
        else:
            favour = np.zeros_like(scores)
            for own, i, j in zip(found.T, positive, negative):
                scores[:, i] += own > 0
                scores[:, j] += own <= 0
                favour[:, i] += own
                favour[:, j] -= own
            scores += favour / (3 * (np.abs(favour) + 1))
        unknown = np.setdiff1d(np.arange(n_classes), known)
        scores[:, unknown] = scores[:, known].min(axis=1, keepdims=True) - 1
        return scores

    return scores


# Networks with shared weights.

PAPER, LUCID = scaled_tanh, np.tanh
# Side of the field, layers and squashing function. `pool` has coefficients and biases, `mean` has
# neither and is not squashed, and two maps in turn of `pool-twice` read the same map.
NETWORKS = {
    "LeNet-1": (28, "h1:conv h2:pool h3:conv h4:pool output:conv", PAPER),
    "LeNet-4": (32, "c1:conv s2:pool-twice c3:conv s4:pool c5:conv output:conv", PAPER),
    "LeNet-5": (32, "c1:conv s2:pool c3:conv s4:pool c5:conv f6:conv", PAPER),
    "Lucid LeNet-1": (28, "conv1:conv :mean conv2:conv :mean fc1:conv", LUCID),
    "Lucid LeNet-4": (28, "conv1:conv :mean conv2:conv :mean fc1:conv fc2:conv", LUCID),
    "Lucid LeNet-5": (32, "conv1:conv :mean conv2:conv :mean fc1:conv fc2:conv fc3:conv", LUCID),
}


def convolution(states, weight, bias):
    """(n, inputs, height, width) to (n, outputs, ...): places where the kernel fits."""
    n, _, height, width = states.shape
    outputs, _, side, _ = weight.shape
    patches = np.lib.stride_tricks.sliding_window_view(states, (side, side), axis=(2, 3))
    patches = patches.transpose(0, 2, 3, 1, 4, 5).reshape(-1, weight[0].size)
    sums = patches @ weight.reshape(outputs, -1).T + bias
    shape = (n, height - side + 1, width - side + 1, outputs)
    return sums.reshape(shape).transpose(0, 3, 1, 2)


def pooled(states, pooling):
    n, maps, height, width = states.shape
    sums = states.reshape(n, maps, height // 2, 2, width // 2, 2).sum(axis=(3, 5))
    return sums if pooling == "sum" else sums / 4


def lenet_states(model):
    """The function that gives the states of each layer for images."""
    field, layers, squash = NETWORKS[model["network"]]
    layers = [layer.split(":") for layer in layers.split()]
    side, centre = math.isqrt(model.count("n_features")), centred(model)
    margin = (field - side) // 2
    around = ((0, 0), (0, 0), (margin, margin), (margin, margin))

    def of_layer(name, kind, states):
        if kind == "mean":
            return pooled(states, model["pooling"])
        bias = model.tensor(f"{name}.bias")
        if kind == "conv":
            return squash(convolution(states, model.tensor(f"{name}.weight"), bias))
        if kind == "pool-twice":
            states = states.repeat(2, axis=1)
        sums = pooled(states, model["pooling"])
        coefficient = model.tensor(f"{name}.coefficient")
        return squash(coefficient[:, None, None] * sums + bias[:, None, None])

    def states(images):
        inputs = network_input(centre(images)).reshape(-1, 1, side, side)
        states = [np.pad(inputs, around, constant_values=network_input(0.0))]
        for name, kind in layers:
            states.append(of_layer(name, kind, states[-1]))
        return [own.reshape(len(own), -1) for own in states]

    return states


def lenet(model):
    states = lenet_states(model)
    if "output.centre" not in model.tensors:
        return lambda images: states(images)[-1]
    codes, scale = model.tensor("output.centre"), model.number("penalty_scale")
    norms = (codes**2).sum(axis=1)
    return lambda images: -scale * squared_distances(states(images)[-1], codes, norms)


def on_features(model):
    states, scores = lenet_states(model.within("network")), scorer(model.within("classifier"))
    return lambda images: scores(states(images)[-2])


def committee(model):
    members = [scorer(model.within(f"member{index}")) for index in range(model.count("n_members"))]
    return lambda images: sum(member(images) for member in members)


# Tangent distance.


def filters(sigma, side):
    """The Gaussian and minus its derivative as matrices that filter a line of pixels."""
    radius = int(np.ceil(4 * sigma))
    offsets = np.arange(-radius, radius + 1)
    values = np.exp(-0.5 * (offsets / sigma) ** 2)
    values /= values.sum()
    gaussian, slope = np.zeros((side, side)), np.zeros((side, side))
    for offset, value in zip(offsets, values):
        gaussian += value * np.eye(side, k=offset)
        slope += value * offset / sigma**2 * np.eye(side, k=offset)
    return gaussian, slope


def orthonormal(vectors):
    """Gram-Schmidt of (n, 7, pixels); what depends on earlier vectors becomes zero."""
    vectors = vectors.copy()
    for j in range(vectors.shape[1]):
        own = vectors[:, j]
        length = np.linalg.norm(own, axis=1)
        for i in range(j):
            along = (vectors[:, i] * own).sum(axis=1)
            own -= along[:, None] * vectors[:, i]
        left = np.linalg.norm(own, axis=1)
        own *= np.where(left > 1e-6 * length, 1 / np.where(left > 0, left, 1), 0)[:, None]
    return vectors


class Planes:
    """Smoothed images and their tangents, of images of one size."""

    def __init__(self, model):
        self.shape = model.count("height"), model.count("width")
        sigma = model.number("smoothing")
        (self.down, self.down_slope) = filters(sigma, self.shape[0])
        (self.across, self.across_slope) = filters(sigma, self.shape[1])
        y, x = np.mgrid[0:self.shape[0], 0:self.shape[1]]
        self.x = x.ravel() - (self.shape[1] - 1) / 2
        self.y = y.ravel() - (self.shape[0] - 1) / 2

    def filtered(self, images, down, across):
        return (down @ images.reshape(-1, *self.shape) @ across.T).reshape(len(images), -1)

    def points(self, images):
        return self.filtered(images, self.down, self.across)

    def directions(self, images):
        """Translations, rotation, scaling, squeezing, skewing and thickness."""
        dx = self.filtered(images, self.down, self.across_slope)
        dy = self.filtered(images, self.down_slope, self.across)
        x, y = self.x, self.y
        tangents = [dx, dy, y * dx - x * dy, x * dx + y * dy, x * dx - y * dy, y * dx + x * dy]
        return orthonormal(np.stack([*tangents, dx**2 + dy**2], axis=1))


def tangent_distances(point, directions, points, others, ridge):
    """The least |d + A a - B b|^2 + ridge (|a|^2 + |b|^2) for a plane and others."""
    d = point - points
    a, b = d @ directions.T, (others @ d[:, :, None])[:, :, 0]
    m = directions @ others.transpose(0, 2, 1)
    back = m.transpose(0, 2, 1)
    s = (1 + ridge) * np.eye(len(directions)) - back @ m / (1 + ridge)
    r = b - (back @ a[:, :, None])[:, :, 0] / (1 + ridge)
    solved = np.linalg.solve(s, r[:, :, None])[:, :, 0]
    left = (d**2).sum(axis=1) - (a**2).sum(axis=1) / (1 + ridge) - (r * solved).sum(axis=1)
    return np.maximum(left, 0)


def grey_levels(points):
    """The function that brings smoothed images to grey levels, those of the training."""
    low, high = np.sort(points.min(axis=1)), np.sort(points.max(axis=1))
    middle = len(points) // 2
    reach = np.float32(4) * (high[middle] - low[middle])
    least, most = max(low[0], low[middle] - reach), min(high[-1], high[middle] + reach)
    levels = np.float32(255) / (most - least) if most > least else np.float32(0)
    return lambda points: np.clip(np.floor((points - least) * levels + 0.5), 0, 255).astype(float)


def tangent_distance(model):
    planes, ridge, centre = Planes(model), model.number("ridge"), centred(model)
    images, labels = model.tensors["images"], model.labels("labels")
    images = intensities(images)
    points = planes.points(images)
    k = len(images) if model["candidates"] == "all" else min(model.count("candidates"), len(images))
    grey = grey_levels(points.astype(np.float32))
    rows = grey(points.astype(np.float32))
    norms = (rows**2).sum(axis=1)

    def of_image(point, directions, candidates):
        others = planes.directions(images[candidates])
        distances = tangent_distances(point, directions, points[candidates], others, ridge)
        scores = np.full(model.count("n_classes"), -2.0 * distances.max())
        np.maximum.at(scores, labels[candidates], -distances)
        return scores

    def scores(images):
        images = centre(images)
        queries = planes.points(images)
        levels = grey(queries.astype(np.float32))
        candidates = nearest(squared_distances(levels, rows, norms), k)
        of_all = zip(queries, planes.directions(images), candidates)
        return np.array([of_image(*own) for own in of_all])

    return scores


KINDS = {
    "committee": committee,
    "knn": knn,
    "lenet": lenet,
    "linear": image_map,
    "local-learning": local_learning,
    "mlp": mlp,
    "on-features": on_features,
    "pairwise-linear": pairwise_linear,
    "pca-quadratic": pca_quadratic,
    "rbf-network": rbf_network,
    "reduced-svm": svm,
    "svm": svm,
    "tangent-distance": tangent_distance,
}


def scorer(model):
    """The function from images to scores that a model is."""
    assert model["version"] == "1", model["kind"]
    return KINDS[model["kind"]](model)


def compare(path):
    """One model's classes with the answers that were kept."""
    model = read(path)
    kind, remark = model["kind"], ""
    if kind not in KINDS:
        print(f"{path.stem};{kind};skipped")
        return
    answers = np.loadtxt(path.with_suffix(".answers"), dtype=np.int64)
    images = np.fromfile(path.with_name(model["note.preparation"] + ".images"), np.uint8)
    images = images.reshape(len(answers), model.n_features())
    if kind == "tangent-distance":
        images, answers, remark = images[:FIRST], answers[:FIRST], f" (the first {FIRST})"
    scores = scorer(model)
    batches = range(0, len(images), BATCH)
    found = np.concatenate([scores(images[i:i + BATCH]).argmax(axis=1) for i in batches])
    print(f"{path.stem};{kind};{(found != answers).sum()} of {len(answers)}{remark}", flush=True)


def committed_images(n=20, seed=2, side=16):
    """Those of crates/baselines/tests/it/models.rs."""
    image, at = np.mgrid[0:n, 0:side * side]
    noise = (image * 7919 + at * 104_729 + seed * 1_299_709) % 97
    return (noise + 150 * (at // side == image % 10 + 3)).astype(np.uint8)


def compare_scores(path):
    """One model's scores with those that were kept."""
    model, images = read(path), committed_images()
    if path.stem.endswith("-doubles"):
        images = 1000 + images / 255.0
    kept = np.loadtxt(path.with_suffix(".scores"))
    difference = np.abs(scorer(model)(images) - kept).max() / (kept.max() - kept.min())
    print(f"{path.stem};{model['kind']};{difference:.1e}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("rows", nargs="*", help="some rows instead of all")
    parser.add_argument("--committed", action="store_true", help="compare the scores of 20 images")
    arguments = parser.parse_args()
    suffix, job = (".scores", compare_scores) if arguments.committed else (".answers", compare)
    for path in sorted(arguments.folder.glob("*.safetensors")):
        is_asked_for = not arguments.rows or path.stem in arguments.rows
        if is_asked_for and path.with_suffix(suffix).exists():
            job(path)


if __name__ == "__main__":
    main()
