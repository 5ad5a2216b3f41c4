"""Prints the checksums of mnist-io's named test strings, drawn a second time.

    python3 tests/reference/strings.py DIRECTORY_OF_MNIST [ORDER ...]

Needs Python alone. It follows the documentation of `mnist_io::strings`, and no code of the crate: a
checksum that both arrive at shows that the documentation says everything. The constants are in
crates/mnist-io/src/strings/named.rs. An order takes about 20 seconds, most of them for noise.
"""

import argparse
import gzip
import hashlib
import pathlib
import struct

# Least and largest gap, and the probability of a pixel to be inverted.
RECIPES = {"paper": (-1, 4, 0), "apart": (1, 4, 0), "tight": (-4, 0, 0), "noisy": (-1, 4, 0.1)}
LENGTH = 5
WORD = 0xFFFFFFFF


def quarter_round(state, a, b, c, d):
    for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        state[x] = (state[x] + state[y]) & WORD
        mixed = state[z] ^ state[x]
        state[z] = (mixed << turn | mixed >> (32 - turn)) & WORD


def words(seed, purpose, stream):
    """The words of a stream of ChaCha8."""
    key = (struct.pack("<Q", seed) + purpose.encode()).ljust(32, b"\0")
    counter = 0
    while True:
        block = b"expand 32-byte k" + key + struct.pack("<QQ", counter, stream)
        start = struct.unpack("<16I", block)
        state = list(start)
        for _ in range(4):
            for i in range(4):
                quarter_round(state, i, 4 + i, 8 + i, 12 + i)
            for i in range(4):
                quarter_round(state, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
        for mixed, first in zip(state, start):
            yield (mixed + first) & WORD
        counter += 1


def below(numbers, n):
    return next(numbers) * n >> 32


def permutation(seed, n):
    numbers = words(seed, "strings-order", 0)
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = below(numbers, i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def box(image):
    """First column of the box and the column after its last."""
    ink = [column for column in range(28) if max(image[column::28]) >= 64]
    return (ink[0], ink[-1] + 1) if ink else (0, 28)


def compose(images, gaps, invert, seed, string):
    """The width and the rows of the picture of these images."""
    numbers = words(seed, "strings-gap", string)
    digits = []  # image, column of the image's column 0, row of its row 0, start and end of the box
    for image in images:
        first, after = box(image)
        top = below(numbers, 5)
        start = 0
        if digits:
            *_, before_start, before_end = digits[-1]
            start = before_end + gaps[0] + below(numbers, gaps[1] - gaps[0] + 1)
            while 2 * start + after - first <= before_start + before_end:
                start += 1
        digits.append((image, start - first, top, start, start + after - first))
    leftmost = min(start for *_, start, _ in digits)
    ink = max(end for *_, end in digits) - leftmost
    left = 10 + below(numbers, 4)
    width = left + ink + next(r for r in range(10, 14) if (left + ink + r) % 4 == 0)
    if width < 32:
        left += (32 - width) // 2
        width = 32
    rows = [bytearray(width) for _ in range(32)]
    for image, column, top, *_ in digits:
        for i, pixel in enumerate(image):
            x = column - leftmost + left + i % 28
            if pixel and 0 <= x < width:
                row = rows[top + i // 28]
                row[x] = max(row[x], pixel)
    if invert > 0:
        numbers = words(seed, "strings-noise", string)
        bound = int(invert * 2**32)
        rows = [bytes(255 - p if next(numbers) < bound else p for p in row) for row in rows]
    return width, b"".join(rows)


def checksum(images, labels, recipe, order):
    *gaps, invert = recipe
    places = permutation(order, len(images))
    n = len(images) // LENGTH
    digest = hashlib.sha256(struct.pack(">II", n, LENGTH))
    for string in range(n):
        chosen = places[string * LENGTH : (string + 1) * LENGTH]
        width, picture = compose([images[i] for i in chosen], gaps, invert, order, string)
        digest.update(struct.pack(">I", width) + bytes(labels[i] for i in chosen) + picture)
    return digest.hexdigest()


def raw(directory, name):
    path = pathlib.Path(directory) / name
    return path.read_bytes() if path.exists() else gzip.open(f"{path}.gz").read()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", help="directory of the MNIST files, raw or gzipped")
    parser.add_argument("orders", nargs="*", type=int, default=[1, 2, 3, 4, 5])
    arguments = parser.parse_args()
    pixels = raw(arguments.data, "t10k-images-idx3-ubyte")[16:]
    images = [pixels[i : i + 784] for i in range(0, len(pixels), 784)]
    labels = raw(arguments.data, "t10k-labels-idx1-ubyte")[8:]
    for name, recipe in RECIPES.items():
        for order in arguments.orders:
            print(name, order, checksum(images, labels, recipe, order), flush=True)


if __name__ == "__main__":
    main()
