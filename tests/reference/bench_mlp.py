"""A perceptron 784-300-10, an update an image, on one thread: this workspace beside PyTorch.

    cargo build --release -p mlp --example recipe
    python3 tests/reference/bench_mlp.py DIRECTORY_OF_MNIST PATH_OF_THE_EXAMPLE

Needs torch and numpy. The same network on both sides: A tanh(S a), squared error to
±1, a rate for the first layer and a twentieth of it above. In each round ours makes a pass over
50,000 images, by one rate a layer and by a rate a weight (`lm`, the paper's), then PyTorch
a part of one. Ours skips pixels that are white, which changes nothing but the time.
"""

import math
import pathlib

import peers

peers.threads(1)

import numpy as np
import torch

import mnist

A, S = 1.7159, 2.0 / 3.0
RATE, ABOVE = 0.01, 0.05
TIMED = 5000


class Perceptron:
    def __init__(self, hidden):
        def layer(inputs, units, bound):
            bound /= math.sqrt(inputs)
            weights = (2 * torch.rand(inputs, units) - 1) * bound
            return weights.requires_grad_(), torch.zeros(units, requires_grad=True)

        self.lower, self.upper = layer(784, hidden, 2.4), layer(hidden, 10, 1.2)

    def outputs(self, x):
        for weights, biases in (self.lower, self.upper):
            x = A * torch.tanh(S * (x @ weights + biases))
        return x

    def train(self, x, targets):
        parameters = [*self.lower, *self.upper]
        rates = [-RATE, -RATE, -RATE * ABOVE, -RATE * ABOVE]
        for image, target in zip(x, targets):
            loss = 0.5 * (self.outputs(image) - target).square().sum()
            gradients = torch.autograd.grad(loss, parameters)
            with torch.no_grad():
                for parameter, gradient, rate in zip(parameters, gradients, rates):
                    parameter.add_(gradient, alpha=rate)


def main():
    parser = peers.arguments(__doc__, 5)
    parser.add_argument("example", type=pathlib.Path)
    parser.add_argument("--hidden", type=int, default=300)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    images, labels = mnist.train(arguments.data)
    x = torch.from_numpy(images[:TIMED].astype(np.float32) / 255)
    targets = torch.full((TIMED, 10), -1.0)
    targets[torch.arange(TIMED), torch.from_numpy(labels[:TIMED].astype(np.int64))] = 1.0

    report = peers.Report(torch=torch.__version__, threads=1, hidden=arguments.hidden)
    for _ in range(arguments.rounds):
        for name, flags in (("plain", []), ("lm", ["--lm=0.02"])):
            rate = RATE if name == "plain" else 2e-4
            text, _ = peers.ours(
                [arguments.example, arguments.hidden, 1, rate, ABOVE, "--passes=1", *flags],
                arguments.data)
            report.add(f"ours, {name}: train µs", float(text.splitlines()[-1].split()[0]))
        network = Perceptron(arguments.hidden)
        network.train(x[:200], targets[:200])
        elapsed, _ = peers.seconds(lambda: network.train(x, targets))
        report.add("PyTorch: train µs", elapsed / TIMED * 1e6)
    report.ratio("train: PyTorch / ours", "PyTorch: train µs", "ours, plain: train µs")
    report.ratio("train: lm / plain", "ours, lm: train µs", "ours, plain: train µs")
    report.show()


if __name__ == "__main__":
    main()
