"""LeNet in PyTorch, float64: what crates/lenet is checked against.

    pip install torch==2.2.2 "numpy<2"
    python tests/reference/lenet.py > crates/lenet/tests/pytorch.json

An implementation of its own: dense convolutions under a 0/1 mask, gradients by autograd. The
curvatures follow equations 25 and 27 with PyTorch's own transposed convolutions on squared
weights, and for the full connections they are checked here against the exact Gauss-Newton
diagonal, from the Jacobian. Parameters and images come from a linear congruential generator,
which the Rust test runs too.
"""

import json
import math

import torch
import torch.nn.functional as F
from torch.nn.grad import conv2d_weight

torch.set_default_dtype(torch.float64)
A, S = 1.7159, 2.0 / 3.0

# Twelve rows of seven bits, most significant bit leftmost: the digits of the paper's Figure 3.
CODES = """
3E 00 1C 36 63 63 63 63 36 1C 00 00
0C 1C 3C 0C 0C 0C 0C 0C 0C 3F 00 00
3E 00 3E 63 43 06 1C 30 60 7F 00 00
7F 03 06 0C 1E 03 03 03 63 3E 00 00
3E 00 00 33 33 73 63 63 67 3F 03 03
3E 00 7F 60 60 3C 1E 03 63 3E 00 00
1E 30 60 60 7E 73 63 63 73 3E 00 00
7F 03 03 06 0C 0C 18 18 18 18 00 00
3E 63 63 63 3E 63 63 63 63 3E 00 00
3E 67 63 63 67 3F 03 03 06 3C 00 00
"""
CENTRES = torch.tensor(
    [
        [1.0 if int(byte, 16) >> (6 - bit) & 1 else -1.0 for byte in line.split() for bit in range(7)]
        for line in CODES.strip().splitlines()
    ]
)
C3 = [
    [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
    [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
    [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
]
H3 = [[0], [0, 1], [0, 1], [1], [0, 1], [0, 1], [2], [2, 3], [2, 3], [3], [2, 3], [2, 3]]


def full(inputs, outputs):
    return [list(range(inputs))] * outputs


# (kind, ...): conv (table, side), pool (number of maps); the squashing function of the network.
LENET5 = [("conv", full(1, 6), 5), ("pool", 6), ("conv", C3, 5), ("pool", 16),
          ("conv", full(16, 120), 5), ("conv", full(120, 84), 1)]
LENET1 = [("conv", full(1, 4), 5), ("pool", 4), ("conv", H3, 5), ("pool", 12),
          ("conv", full(12, 10), 4)]
LUCID5 = [("conv", full(1, 6), 5), ("mean", 6), ("conv", full(6, 16), 5), ("mean", 16),
          ("conv", full(16, 120), 5), ("conv", full(120, 84), 1), ("conv", full(84, 10), 1)]


class Numbers:
    """The same generator as the Rust test's: uniform in [-0.5, 0.5)."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return (self.state >> 8) / 2**24 - 0.5

    def tensor(self, n, scale=1.0):
        # Rounded to single precision, which is what the Rust network starts from.
        return torch.tensor([self.next() * scale for _ in range(n)]).float().double()


class Network:
    def __init__(self, layers, squash, seed):
        numbers = Numbers(seed)
        self.layers, self.squash, self.parameters = layers, squash, []
        for layer in layers:
            if layer[0] == "conv":
                table, side = layer[1], layer[2]
                inputs = 1 + max(max(row) for row in table)
                weight = torch.zeros(len(table), inputs, side, side)
                for out, sources in enumerate(table):
                    for source in sources:
                        bound = 2 / math.sqrt(len(sources) * side * side)
                        kernel = numbers.tensor(side * side, 2 * bound)
                        weight[out, source] = kernel.reshape(side, side)
                bias = numbers.tensor(len(table), 0.2)
                self.parameters.append((weight.requires_grad_(), bias.requires_grad_()))
            elif layer[0] == "pool":
                coefficient = (numbers.tensor(layer[1], 0.5) + 1.0).float().double()
                bias = numbers.tensor(layer[1], 0.2)
                self.parameters.append((coefficient.requires_grad_(), bias.requires_grad_()))
            else:
                self.parameters.append(())

    def forward(self, image):
        """Inputs and states of each layer."""
        states, x = [], image
        for layer, own in zip(self.layers, self.parameters):
            before = x
            if layer[0] == "conv":
                a = F.conv2d(x, own[0], own[1])
            elif layer[0] == "pool":
                a = F.avg_pool2d(x, 2) * own[0][None, :, None, None] + own[1][None, :, None, None]
            else:
                a = F.avg_pool2d(x, 2)
            x = a if layer[0] == "mean" else self.squash(a)
            states.append((before, a, x))
        return states

    def declared(self, per_layer):
        """One flat list in the order of the declaration, from (weights, biases) a layer."""
        flat = []
        for layer, own in zip(self.layers, per_layer):
            if layer[0] == "conv":
                for out, sources in enumerate(layer[1]):
                    for source in sources:
                        flat += own[0][out, source].flatten().tolist()
                flat += own[1].tolist()
            elif layer[0] == "pool":
                flat += own[0].tolist() + own[1].tolist()
        return flat

    def gradient(self, loss):
        flat = [p for own in self.parameters for p in own]
        gradients = iter(torch.autograd.grad(loss, flat, retain_graph=True))
        return self.declared([tuple(next(gradients) for _ in own) for own in self.parameters])

    def curvature(self, image, h):
        """Gauss-Newton diagonal, from h = d2E/dx2 at the last layer."""
        per_layer = []
        for layer, own, (x, a, y) in reversed(
            list(zip(self.layers, self.parameters, self.forward(image)))
        ):
            if layer[0] != "mean":
                (slope,) = torch.autograd.grad(y.sum(), a, retain_graph=True)
                h = h * slope**2
            if layer[0] == "conv":
                per_layer.append((conv2d_weight(x**2, own[0].shape, h), h.sum((0, 2, 3))))
                h = F.conv_transpose2d(h, own[0] ** 2)
            else:
                c = own[0][None, :, None, None] if own else 1.0
                pooled = F.avg_pool2d(x, 2)
                per_layer.append(
                    ((h * pooled**2).sum((0, 2, 3)), h.sum((0, 2, 3))) if own else ()
                )
                h = F.interpolate(h * (c / 4) ** 2, scale_factor=2)
        return self.declared(per_layer[::-1])


def scaled_tanh(a):
    return A * torch.tanh(S * a)


def penalties(x, scale):
    return scale * ((x.flatten()[None] - CENTRES) ** 2).sum(1)


def equation_9(y, label, rubbish):
    j = torch.tensor([-math.log(rubbish)])
    return y[label] + torch.logsumexp(torch.cat([-j, -y]), 0)


def check_full_connections(network, image, scale):
    """The recursion is exact for C5 and F6: compare with the Jacobian of the last states."""
    x = network.forward(image)[-1][2].flatten()
    h = network.curvature(image, torch.full((1, 84, 1, 1), 2 * scale))
    n_c5 = 156 + 12 + 1516 + 32
    for own, k0, indices in [(4, n_c5, [0, 777, 40000]), (5, n_c5 + 48120, [0, 5000, 10079])]:
        weight = network.parameters[own][0]
        rows = torch.stack(
            [torch.autograd.grad(v, weight, retain_graph=True)[0].flatten() for v in x]
        )
        exact = 2 * scale * (rows**2).sum(0)
        for k in indices:
            assert abs(exact[k] - h[k0 + k]) <= 1e-12 * (1 + abs(exact[k])), (own, k)


def record(name, layers, squash, field, losses, curvature_seed):
    network = Network(layers, squash, seed=1998)
    image = Numbers(5).tensor(field * field, 1.275).reshape(1, 1, field, field) + 0.5
    image = image.float().double()
    label = 3
    x = network.forward(image)[-1][2]
    result = {"network": name, "label": label, "states": x.flatten().tolist()[:10], "losses": []}
    for what, loss in losses(x, label):
        gradient = network.gradient(loss)
        step = max(1, len(gradient) // 97)
        result["losses"].append(
            {
                "loss": what,
                "value": loss.item(),
                "gradient_norm": math.sqrt(sum(g * g for g in gradient)),
                "step": step,
                "gradient": gradient[::step],
            }
        )
    h = network.curvature(image, curvature_seed(x))
    step = max(1, len(h) // 97)
    result["curvature"] = {"sum": sum(h), "step": step, "values": h[::step]}
    if name == "LeNet-5":
        check_full_connections(network, image, 0.15)
    return result


def squared(x, label):
    target = torch.full((10,), -1.0)
    target[label] = 1.0
    return 0.5 * ((x.flatten() - target) ** 2).sum()


def main():
    def cross_entropy_curvature(x):
        p = torch.softmax(x.flatten(), 0)
        return (p * (1 - p)).reshape(1, 10, 1, 1).detach()

    results = [
        record(
            "LeNet-5", LENET5, scaled_tanh, 32,
            lambda x, label: [
                ("equation 8", penalties(x, 0.15)[label]),
                ("equation 9", equation_9(penalties(x, 0.15), label, 1.0)),
            ],
            lambda x: torch.full((1, 84, 1, 1), 2 * 0.15),
        ),
        record(
            "LeNet-1", LENET1, scaled_tanh, 28,
            lambda x, label: [("squared", squared(x, label))],
            lambda x: torch.ones(1, 10, 1, 1),
        ),
        record(
            "Lucid LeNet-5", LUCID5, torch.tanh, 32,
            lambda x, label: [
                ("cross-entropy", F.cross_entropy(x.reshape(1, 10), torch.tensor([label]))),
            ],
            cross_entropy_curvature,
        ),
    ]
    print(json.dumps(results, indent=1))


main()
