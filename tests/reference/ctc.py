"""Writes ctc.json of the crate `graph-transformer`: losses and gradients that PyTorch computes.

    python3 tests/reference/ctc.py

Needs torch and numpy. Drawn penalties of sequences of several lengths, numbers of classes, blanks
and targets, among them empty ones, repeated characters, and targets that just fit. The loss is
torch.nn.functional.ctc_loss of the log-softmax of minus the penalties, in double precision; the
gradient is with respect to the penalties. The tests of the crate hold themselves to these numbers.
"""

import json
import pathlib

import numpy as np
import torch

# Positions, classes, blank, target, scale of the penalties.
CASES = [
    (1, 2, 0, [1], 1.0),
    (1, 3, 2, [], 1.0),
    (4, 3, 0, [], 2.0),
    (3, 3, 1, [0, 2, 0], 1.0),
    (5, 3, 0, [2, 2, 2], 1.0),
    (6, 4, 3, [0, 0, 1], 2.0),
    (9, 4, 0, [1, 2, 2, 1, 1], 2.0),
    (12, 5, 4, [0, 1, 2, 3, 0, 1], 3.0),
    (20, 11, 10, [1, 1, 9, 9, 8], 3.0),
    (20, 11, 0, [7, 7, 7, 7, 7, 7, 7], 1.0),
    (25, 11, 5, [0, 9, 4, 4], 30.0),
    (40, 6, 0, [1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 1], 5.0),
]


def case(rng, positions, classes, blank, target, scale):
    penalties = np.round(rng.normal(0, scale, (positions, classes)), 3).astype(np.float32)
    leaf = torch.tensor(penalties, dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.ctc_loss(
        torch.log_softmax(-leaf, 1).unsqueeze(1),
        torch.tensor([target], dtype=torch.long),
        torch.tensor([positions]),
        torch.tensor([len(target)]),
        blank=blank,
        reduction="sum",
    )
    loss.backward()
    return {
        "classes": classes,
        "blank": blank,
        "target": target,
        "penalties": [round(float(penalty), 3) for penalty in penalties.ravel()],
        "loss": loss.item(),
        "gradient": [round(derivative, 9) for derivative in leaf.grad.ravel().tolist()],
    }


def main():
    rng = np.random.default_rng(1998)
    numbers = {
        "torch": torch.__version__,
        "cases": [case(rng, *settings) for settings in CASES],
    }
    workspace = pathlib.Path(__file__).resolve().parents[2]
    path = workspace / "crates" / "graph-transformer" / "tests" / "it" / "ctc.json"
    path.write_text(json.dumps(numbers, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
