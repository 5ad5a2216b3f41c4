"""Training on strings on one thread: this workspace beside PyTorch.

    cargo build --release -p string-reader --example string_times
    python3 tests/reference/bench_strings.py DIRECTORY_OF_THE_EXAMPLES

Needs torch and numpy; with `--compiled` a C++ compiler too. In each round ours runs, then PyTorch:

* CTC, loss and gradient, microseconds a sequence: 5 labels of 11 classes on 20 positions, and 100
  of 28 on 1,000. Both take penalties, or logits, that are not normalised, and give the gradient
  with respect to these. PyTorch: log_softmax, torch.nn.functional.ctc_loss and backward(), of one
  sequence or 32, in single precision. Ours: `Ctc`, one by one or as a batch, in double precision.
  Both losses are compared.
* LeNet-5 swept over pictures of 32x108, which gives penalties of 11 classes at 20 positions: the
  penalties, and the gradient of CTC's loss with respect to all parameters, microseconds a picture.
  Ours goes picture by picture. PyTorch gets batches of several sizes, of which the best counts,
  too. It is the network of bench_lenet.py: partial connections as one dense convolution, without
  the mask of its gradient, which is left out in favour of PyTorch. Distances to the codes are a
  product of matrices. `--compiled` also times it after torch.compile, at a batch of 1 and the
  largest.

No side updates its weights. Each figure of a round is CPU time, the least of up to 100 blocks of
2 ms, and the median over the rounds counts: so whoever else uses the machine counts for little.
"""

import argparse
import pathlib
import time

import peers

peers.threads(1)

import torch
import torch.nn.functional as F

from bench_lenet import SCALE, LeNet5, squash

BATCH = 32
PICTURES = (1, 8, 16, 32, 64)
DIGITS, SPACE = [1, 1, 9, 9, 8], 10
LETTERS = [1 + i * 7 % 27 for i in range(100)]
# Positions, classes, blank, target.
SEQUENCES = {"ctc_20": (20, 11, SPACE, DIGITS), "ctc_1000": (1000, 28, 0, LETTERS)}


class Swept(LeNet5):
    """At each position of a wide picture; an eleventh code is the space's."""

    def __init__(self):
        super().__init__(split=False)
        # Any signs will do: seconds do not depend on them.
        self.codes = torch.where(torch.rand(11, 84) < 0.5, -1.0, 1.0)

    def penalties(self, x):
        """Of pictures `(n, 1, 32, width)`: `(positions, n, 11)`, as CTC takes them."""
        x = self.maps(x).squeeze(2).permute(2, 0, 1)
        x = squash(F.linear(x, self.f6, self.b6))
        squares = x.square().sum(2, keepdim=True) + 84
        return SCALE * (squares - 2 * F.linear(x, self.codes))


def ctc(penalties, blank, targets):
    """The sum of the losses of `(positions, n, classes)`."""
    positions, n, _ = penalties.shape
    return F.ctc_loss(torch.log_softmax(-penalties, 2), targets, (positions,) * n,
                      (targets.shape[1],) * n, blank=blank, reduction="sum")


def least_microseconds(job):
    """As in the Rust example, but for two seconds at most."""

    def seconds(calls):
        start = time.process_time()
        for _ in range(calls):
            job()
        return (time.process_time() - start) / calls

    seconds(1)
    calls = 1 + int(0.002 / seconds(1))
    end, blocks = time.perf_counter() + 2, []
    while not blocks or len(blocks) < 100 and time.perf_counter() < end:
        blocks.append(seconds(calls))
    return min(blocks) * 1e6


def time_ctc(report, found):
    for name, (positions, classes, blank, target) in SEQUENCES.items():
        report.add(f"{name}, ours: one by one µs", float(found[f"{name}_microseconds"]))
        report.add(f"{name}, ours: batch µs", float(found[f"{name}_batch_microseconds"]))
        i = torch.arange(positions * classes, dtype=torch.float32)
        wave = 3 + 3 * torch.sin(0.7 * i) + torch.cos(1.9 * i)
        for what, n in (("one by one", 1), ("batch", BATCH)):
            penalties = wave.reshape(positions, 1, classes).repeat(1, n, 1).requires_grad_()
            targets = torch.tensor([target] * n)

            def job():
                penalties.grad = None
                loss = ctc(penalties, blank, targets)
                loss.backward()
                return loss

            loss = job().item() / n
            assert abs(loss / float(found[f"{name}_loss"]) - 1) < 1e-4, (loss, found)
            report.add(f"{name}, PyTorch: {what} µs", least_microseconds(job) / n)


def time_swept(report, found, name, sizes, compiled):
    """The penalties, and the gradient of the parameters, of batches of these sizes."""
    torch.manual_seed(1)
    network = Swept()
    penalties = network.penalties

    def loss(x, targets):
        return ctc(network.penalties(x), SPACE, targets)

    if compiled:
        penalties = torch.compile(penalties, dynamic=False)
        loss = torch.compile(loss, dynamic=False)
    for n in sizes:
        x, targets = torch.rand(n, 1, 32, 108) * 1.275 - 0.1, torch.tensor([DIGITS] * n)

        def forward():
            with torch.inference_mode():
                return penalties(x)

        def step():
            for p in network.parameters:
                p.grad = None
            loss(x, targets).backward()

        report.add(f"{name}, batch of {n}: forward µs", least_microseconds(forward) / n)
        report.add(f"{name}, batch of {n}: with gradient µs", least_microseconds(step) / n)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("examples", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--compiled", action="store_true", help="time torch.compile, too")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    report = peers.Report(torch=torch.__version__, threads=1,
                          torch_level=torch.backends.cpu.get_cpu_capability())
    for _ in range(arguments.rounds):
        found = peers.named(peers.ours([arguments.examples / "string_times"])[0])
        report.about["level"] = found["level"]
        time_ctc(report, found)
        for name, ours in (("forward", "forward"), ("with gradient", "ctc"),
                           ("with the paper's gradient", "criterion")):
            report.add(f"swept, ours: {name} µs", float(found[f"sweep_{ours}_microseconds"]))
        time_swept(report, found, "swept, PyTorch", PICTURES, False)
        if arguments.compiled:
            time_swept(report, found, "swept, PyTorch compiled", (1, PICTURES[-1]), True)
    for name in SEQUENCES:
        for what in ("one by one", "batch"):
            report.ratio(f"{name}, {what}: PyTorch / ours", f"{name}, PyTorch: {what} µs",
                         f"{name}, ours: {what} µs")
    for what in ("forward", "with gradient"):
        of_peer = [name for name in report.rounds
                   if name.startswith("swept, PyTorch") and name.endswith(f": {what} µs")]
        single = [name for name in of_peer if "batch of 1:" in name]
        for kind, names in (("one by one", single), ("best batch", of_peer)):
            best = min(names, key=report.median)
            report.ratio(f"swept, {what}, {kind}: {best.split(':')[0].removeprefix('swept, ')} / ours",
                         best, f"swept, ours: {what} µs")
    report.show()


if __name__ == "__main__":
    main()
