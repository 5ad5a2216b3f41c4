"""LeNet online on one thread: this workspace beside PyTorch, layer for layer the same networks.

    cargo build --release -p lenet --example mnist_lenet
    cargo build --release -p kernels --example multiply_add_peak
    python3 tests/reference/bench_lenet.py DIRECTORY_OF_MNIST DIRECTORY_OF_THE_EXAMPLES

Needs torch and numpy; with `--compiled` a C++ compiler too, and with `--onnx` onnx, onnxscript and
onnxruntime. In each round ours runs, then PyTorch, on the same images:

* LeNet-5 of the paper (partial connections of Table I, trainable subsampling, A tanh(S a), the
  codes of the digits, equation 9), an update an image: microseconds a training image and a
  recognition, in batches and one by one. Of ours also with the paper's rate a weight (`lm`), on
  slower kernels, and what share of the core's multiply-adds it makes use of; these are counted
  from the declaration, three a connection and image in training.
* Lucid's networks (`--lucid 1 4 5`, with `--lucid-passes`, 0 for none): the same recipe on both
  sides, cross-entropy, an update an image, the rate along half a cosine; microseconds and test
  error. The comparison takes 20 passes, for which PyTorch needs five to ten minutes a network; a
  figure of fewer passes is no figure of the row.

PyTorch's partial connections are one dense convolution whose unused weights are held at 0: that
is faster there than sixteen small ones (`--split` times those). `--compiled` also times its loss
and its scores after torch.compile, and `--onnx` recognition by ONNX Runtime on one thread, in
batches and one by one.
"""

import math
import pathlib

import peers

peers.threads(1)

import numpy as np
import torch
import torch.nn.functional as F

import mnist

C3 = [
    [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
    [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
    [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
]
A, S = 1.7159, 2.0 / 3.0
SCALE = 0.15
TIMED = 4000
BATCH = 256


def uniform(bound, *shape):
    return ((2 * torch.rand(*shape) - 1) * bound).requires_grad_()


def squash(a):
    return A * torch.tanh(S * a)


class LeNet5:
    """Section II-B; what decides is the least penalty."""

    field = 32

    def __init__(self, split):
        def weight(outputs, inputs, side, fan_in=None):
            fan_in = fan_in or inputs * side * side
            return uniform(2.4 / math.sqrt(fan_in), outputs, inputs, side, side)

        def zeros(n):
            return torch.zeros(n, requires_grad=True)

        def ones(n):
            return torch.ones(n, 1, 1, requires_grad=True)

        self.split = split
        self.mask = torch.zeros(16, 6, 1, 1)
        for out, sources in enumerate(C3):
            self.mask[out, sources] = 1.0
        self.c1, self.b1 = weight(6, 1, 5), zeros(6)
        self.s2, self.d2 = ones(6), torch.zeros(6, 1, 1, requires_grad=True)
        self.s4, self.d4 = ones(16), torch.zeros(16, 1, 1, requires_grad=True)
        self.b3 = zeros(16)
        self.c5, self.b5 = weight(120, 16, 5), zeros(120)
        self.f6, self.b6 = uniform(2.4 / math.sqrt(120), 84, 120), zeros(84)
        if split:
            self.c3 = [weight(1, len(sources), 5) for sources in C3]
            c3 = self.c3
        else:
            self.c3 = weight(16, 6, 5, 100)
            with torch.no_grad():
                self.c3 *= self.mask
            c3 = [self.c3]
        self.parameters = [self.c1, self.b1, self.s2, self.d2, *c3, self.b3, self.s4, self.d4,
                           self.c5, self.b5, self.f6, self.b6]
        # Any signs will do: seconds do not depend on them.
        self.codes = torch.where(torch.rand(10, 84) < 0.5, -1.0, 1.0)

    def maps(self, x):
        """C5: `(n, 120, 1, 1)`, or wider for wider pictures."""
        x = squash(F.conv2d(x, self.c1, self.b1))
        x = squash(F.avg_pool2d(x, 2) * self.s2 + self.d2)
        if self.split:
            maps = [F.conv2d(x[:, sources], weight) for sources, weight in zip(C3, self.c3)]
            x = squash(torch.cat(maps, 1) + self.b3[:, None, None])
        else:
            x = squash(F.conv2d(x, self.c3, self.b3))
        x = squash(F.avg_pool2d(x, 2) * self.s4 + self.d4)
        return squash(F.conv2d(x, self.c5, self.b5))

    def penalties(self, x):
        x = squash(F.linear(self.maps(x).flatten(1), self.f6, self.b6))
        return SCALE * (x[:, None, :] - self.codes).square().sum(2)

    def scores(self, x):
        return -self.penalties(x)

    def loss(self, x, label):
        """Equation 9 with e^-j = 1."""
        y = self.penalties(x)[0]
        return y[label] + torch.logsumexp(F.pad(-y, (0, 1)), 0)

    def after_gradient(self):
        if not self.split:
            self.c3.grad *= self.mask


class Lucid:
    """Dense layers, plain tanh, plain averages, ten outputs with tanh."""

    # Field, maps, units and the rate of the first pass.
    KINDS = {
        1: (28, (4, 12), (10,), 0.02),
        4: (28, (4, 12), (84, 10), 0.02),
        5: (32, (6, 16), (120, 84, 10), 0.01),
    }

    def __init__(self, kind):
        def layer(outputs, inputs, side):
            bound = 1 / math.sqrt(inputs * side * side)
            return uniform(bound, outputs, inputs, side, side), torch.zeros(
                outputs, requires_grad=True)

        self.field, (first, second), units, self.rate = self.KINDS[kind]
        sides = [5 if self.field == 32 else 4] + [1] * (len(units) - 1)
        self.maps = [layer(first, 1, 5), layer(second, first, 5)]
        self.units = [layer(*shape) for shape in zip(units, (second, *units), sides)]
        self.parameters = [p for pair in self.maps + self.units for p in pair]

    def scores(self, x):
        for pair in self.maps:
            x = F.avg_pool2d(torch.tanh(F.conv2d(x, *pair)), 2)
        for pair in self.units:
            x = torch.tanh(F.conv2d(x, *pair))
        return x.flatten(1)

    def loss(self, x, label):
        return F.cross_entropy(self.scores(x), torch.tensor([label]))

    def after_gradient(self):
        pass


def inputs(images, field):
    """White -0.1, black 1.175, in the middle of the field."""
    x = torch.from_numpy(images.astype(np.float32)).reshape(-1, 1, 28, 28)
    return F.pad(x, [(field - 28) // 2] * 4) * (1.275 / 255) - 0.1


def train(network, x, labels, order, rate, loss=None):
    """An update an image, by the network's loss unless by a compiled one, whose label is a tensor."""
    labels = torch.from_numpy(labels.astype(np.int64)) if loss else labels.tolist()
    loss = loss or network.loss
    for index in order:
        loss(x[index : index + 1], labels[index]).backward()
        network.after_gradient()
        with torch.no_grad():
            torch._foreach_add_(network.parameters, [p.grad for p in network.parameters],
                                alpha=-rate)
        for p in network.parameters:
            p.grad = None


def classes(network, x):
    with torch.inference_mode():
        return torch.cat([network.scores(part).argmax(1) for part in x.split(BATCH)])


def microseconds(job, n):
    return peers.seconds(job)[0] / n * 1e6


def onnx_session(network):
    """The network for ONNX Runtime, on one thread."""
    import io

    import onnxruntime

    class Module(torch.nn.Module):
        def forward(self, x):
            return network.scores(x)

    file = io.BytesIO()
    batch = torch.export.Dim("batch")
    program = torch.onnx.export(Module(), (torch.zeros(2, 1, network.field, network.field),),
                                dynamic_shapes=({0: batch},), dynamo=True)
    program.save(file)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(file.getvalue(), options,
                                           providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda images: session.run(None, {name: images})[0]


def other_ways(report, x, unseen, labels, compiled, onnx):
    """PyTorch compiled, and ONNX Runtime, on the same network."""
    network = LeNet5(False)
    if compiled:
        loss, scores = torch.compile(network.loss), torch.compile(network.scores, dynamic=False)
        train(network, x, labels, range(200), 1e-4, loss)
        report.add("PyTorch, compiled: train µs", microseconds(
            lambda: train(network, x, labels, range(TIMED), 1e-4, loss), TIMED))
        with torch.inference_mode():
            parts = [part for part in unseen.split(BATCH) if len(part) == BATCH]
            scores(parts[0])
            report.add("PyTorch, compiled: batch µs", microseconds(
                lambda: [scores(part) for part in parts], len(parts) * BATCH))
            scores(unseen[:1])
            report.add("PyTorch, compiled: single µs", microseconds(
                lambda: [scores(unseen[i : i + 1]) for i in range(1000)], 1000))
    if onnx:
        run, images = onnx_session(network), unseen.numpy()
        theirs = network.scores(unseen[:BATCH]).detach().numpy()
        assert np.allclose(run(images[:BATCH]), theirs, rtol=1e-3, atol=1e-3)
        report.add("ONNX Runtime: batch µs", microseconds(
            lambda: [run(images[i : i + BATCH]) for i in range(0, len(images), BATCH)],
            len(images)))
        report.add("ONNX Runtime: single µs", microseconds(
            lambda: [run(images[i : i + 1]) for i in range(1000)], 1000))


def lenet5(report, examples, data, x, unseen, labels, arguments):
    level = None
    rounds, split = arguments.rounds, arguments.split
    for _ in range(rounds):
        for descent, kernels in (("plain", None), ("lm", None), ("plain", "avx2"),
                                 ("plain", "portable")):
            n = TIMED if kernels == "portable" else 60_000
            found = peers.named(peers.ours(
                [examples / "mnist_lenet", "lenet5", descent, n, 1], data, kernels)[0])
            level = level or found["level"]
            name = f"ours, {descent}, {found['level']}"
            for what in ("train", "batch", "single"):
                report.add(f"{name}: {what} µs", float(found[f"{what}_microseconds"]))
        for partial in (False, True) if split else (False,):
            network = LeNet5(partial)
            name = "PyTorch, sixteen convolutions" if partial else "PyTorch"
            train(network, x, labels, range(200), 1e-4)
            report.add(f"{name}: train µs", microseconds(
                lambda: train(network, x, labels, range(TIMED), 1e-4), TIMED))
            with torch.inference_mode():
                network.scores(unseen[:BATCH])
                report.add(f"{name}: batch µs", microseconds(
                    lambda: classes(network, unseen), len(unseen)))
                report.add(f"{name}: single µs", microseconds(
                    lambda: [network.scores(unseen[i : i + 1]) for i in range(1000)], 1000))
        other_ways(report, x, unseen, labels, arguments.compiled, arguments.onnx)
        peak = peers.named(peers.ours([examples / "multiply_add_peak"], data)[0])
        report.add("G multiply-adds a second, a core", float(peak[level].split()[0]))
    best = f"ours, plain, {level}"
    for what in ("train", "batch", "single"):
        report.ratio(f"LeNet-5, {what}: PyTorch / ours", f"PyTorch: {what} µs", f"{best}: {what} µs")
        for kernels in ("avx2", "portable"):
            report.ratio(f"LeNet-5, {what}: {kernels} / {level}",
                         f"ours, plain, {kernels}: {what} µs", f"{best}: {what} µs")
    report.ratio("LeNet-5, train: lm / plain", f"ours, lm, {level}: train µs", f"{best}: train µs")
    peak = report.median("G multiply-adds a second, a core") * 1e3
    for what, count in (("train", "train"), ("batch", "recognise")):
        adds = int(found[f"{count}_multiply_adds"])
        share = adds / report.median(f"{best}: {what} µs") / peak
        report.about[f"multiply-adds, {count}"] = adds
        report.about[f"percent of the peak, {count}"] = round(100 * share, 1)


def lucid(report, examples, data, images, labels, unseen, truth, kind, passes):
    n, name = len(images), f"Lucid {kind}"
    found = peers.named(peers.ours(
        [examples / "mnist_lenet", f"lucid-lenet{kind}", "plain", n, passes], data)[0])
    report.add(f"{name}, ours: train µs", float(found["train_microseconds"]))
    report.add(f"{name}, ours: errors", int(found["errors"]))
    torch.manual_seed(1)
    network = Lucid(kind)
    x, unseen = inputs(images, network.field), inputs(unseen, network.field)
    elapsed = 0.0
    for index in range(passes):
        done = index / (max(passes, 2) - 1)
        last = network.rate / 100
        rate = last + (network.rate - last) * (1 + math.cos(math.pi * done)) / 2
        order = torch.randperm(n).tolist()
        elapsed += peers.seconds(lambda: train(network, x, labels, order, rate))[0]
    report.add(f"{name}, PyTorch: train µs", elapsed / n / passes * 1e6)
    report.add(f"{name}, PyTorch: errors",
               int((classes(network, unseen).numpy() != truth).sum()))
    report.about["Lucid's passes"] = passes
    report.ratio(f"{name}, train: PyTorch / ours", f"{name}, PyTorch: train µs",
                 f"{name}, ours: train µs")


def main():
    parser = peers.arguments(__doc__, 3)
    parser.add_argument("examples", type=pathlib.Path)
    parser.add_argument("--lucid-passes", type=int, default=3)
    parser.add_argument("--lucid", type=int, nargs="*", choices=Lucid.KINDS, default=[1, 4, 5])
    parser.add_argument("--split", action="store_true", help="time partial connections both ways")
    parser.add_argument("--compiled", action="store_true", help="time torch.compile, too")
    parser.add_argument("--onnx", action="store_true", help="time ONNX Runtime, too")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    images, labels = mnist.train(arguments.data)
    unseen, truth = mnist.test(arguments.data)
    report = peers.Report(torch=torch.__version__, threads=1)
    if arguments.rounds:
        lenet5(report, arguments.examples, arguments.data, inputs(images[:TIMED], 32),
               inputs(unseen, 32), labels, arguments)
    for kind in arguments.lucid if arguments.lucid_passes else ():
        lucid(report, arguments.examples, arguments.data, images, labels, unseen, truth, kind,
              arguments.lucid_passes)
    report.show()


if __name__ == "__main__":
    main()
