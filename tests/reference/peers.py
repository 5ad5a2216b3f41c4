"""What the scripts that time our peers share: measuring in turns, and saying what came out."""

import json
import os
import pathlib
import platform
import resource
import statistics
import subprocess
import sys
import time


def threads(n):
    """The environment in which every library uses `n` threads, and OpenBLAS the best of its
    kernels; call it before importing any.

    OpenBLAS goes by a list of CPUs. On one that is newer than the list it takes a kernel without
    AVX-512, which is four times slower. An OPENBLAS_CORETYPE that is set already stays.
    """
    os.environ.pop("OPENBLAS_L2_SIZE", None)
    cpu = pathlib.Path("/proc/cpuinfo")
    if cpu.exists() and " avx512f " in cpu.read_text():
        os.environ.setdefault("OPENBLAS_CORETYPE", "SKYLAKEX")
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS",
                     "RAYON_NUM_THREADS"):
        os.environ[variable] = str(n)


def blas():
    """The BLAS libraries that this process has loaded, and their kernels."""
    import threadpoolctl

    keys = ("internal_api", "version", "architecture", "num_threads")
    return [{key: pool.get(key) for key in keys} for pool in threadpoolctl.threadpool_info()]


def seconds(job):
    """Wall clock of a job, and its result."""
    start = time.perf_counter()
    result = job()
    return time.perf_counter() - start, result


def ours(command, directory=None, level=None):
    """What one of our examples prints, and the most memory that it held, in MB."""
    environment = dict(os.environ)
    if directory:
        environment["MNIST_DIR"] = str(directory)
    if level:
        environment["KERNEL_LEVEL"] = level
    process = subprocess.Popen(
        [str(word) for word in command], env=environment, stdout=subprocess.PIPE, text=True
    )
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command}: exit code {os.waitstatus_to_exitcode(status)}")
    return text, usage.ru_maxrss / 1000


def named(text):
    """Lines of a name and a value as a dictionary."""
    return dict(line.split(maxsplit=1) for line in text.splitlines() if " " in line)


def peak_of_this_process():
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


class Report:
    """Figures by name: each of several rounds; their medians are what counts."""

    def __init__(self, **about):
        self.about = about | {
            "machine": f"{os.cpu_count()} cores, {platform.machine()}",
            "date": time.strftime("%Y-%m-%d"),
            "load": [round(os.getloadavg()[0], 2)],
        }
        self.rounds = {}

    def add(self, name, value):
        self.rounds.setdefault(name, []).append(value)

    def median(self, name):
        return statistics.median(self.rounds[name])

    def ratio(self, name, slower, faster):
        """Says how many times one median is another."""
        self.about.setdefault("ratios", {})[name] = round(
            self.median(slower) / self.median(faster), 2)

    def show(self):
        """Prints a table of medians for people, and then everything as one line of JSON."""
        self.about["load"].append(round(os.getloadavg()[0], 2))
        medians = {name: round(self.median(name), 4) for name in self.rounds}
        print("| | median | of |\n|:--|--:|:--|")
        for name, value in medians.items():
            each = ", ".join(f"{value:.4g}" for value in self.rounds[name])
            print(f"| {name} | {value:.4g} | {each} |")
        for name, ratio in self.about.get("ratios", {}).items():
            print(f"| {name} | {ratio:.4g}× | |")
        print(json.dumps(self.about | {"medians": medians}))


def arguments(doc, rounds):
    """A parser with the arguments that every script has."""
    import mnist  # which imports NumPy

    parser = mnist.arguments(doc)
    parser.add_argument("--rounds", type=int, default=rounds)
    return parser
