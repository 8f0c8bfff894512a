"""What the peers' programs in Python have in common: the protocol that README.md describes.

Runs on Python 3.8 and later, with the standard library alone.
"""

import argparse
import json
import multiprocessing
import statistics
import time

SEED = 0x5345484154
MASK = 2**64 - 1

# The first x, y and k, to see that everybody draws the same.
FIRST = (3032006876914899, 2261457566076221, 11065078690820620019)


class Numbers:
    """The numbers that every program computes on."""

    def __init__(self, count):
        self.x, self.y, self.k = [], [], []
        outputs = split_mix_64(SEED)
        for _ in range(count):
            self.x.append((next(outputs) >> 11) - 2**52)
            self.y.append((next(outputs) >> 11) - 2**52)
            self.k.append(next(outputs) | 2**63)
        self.sums = [x + y for x, y in zip(self.x, self.y)]
        self.products = [x * k for x, k in zip(self.x, self.k)]


class Run:
    """One run of a program: what it was asked for, and the lines it answers with."""

    def __init__(self, peer, version):
        parser = argparse.ArgumentParser(description=f"Measures {peer}; see README.md.")
        parser.add_argument("--json", action="store_true", help="the only form there is")
        parser.add_argument("--bits", type=int, required=True)
        parser.add_argument("--threads", type=int, default=1)
        parser.add_argument("--seconds", type=float, default=0.7)
        parser.add_argument("--skip", action="append", default=[])
        parser.add_argument("--test", action="store_true")
        asked = parser.parse_args()
        first = Numbers(1)
        check("the frozen numbers", [first.x, first.y, first.k], [[value] for value in FIRST])
        self.bits, self.threads = asked.bits, asked.threads
        self.seconds = 0.0 if asked.test else asked.seconds
        self.skip = asked.skip
        self.least = 1 if asked.test else 3
        self.common = {
            "peer": peer,
            "version": version,
            "bits": self.bits,
            "threads": self.threads,
        }

    def measure(self, operation, work, batch, processes=False, **more):
        """Times `work`, a call without arguments that does `batch` operations.

        With `processes`, as many processes as there are threads do it at once, for libraries that use one core.
        """
        if operation in self.skip:
            return
        if processes and self.threads > 1:
            rate, samples = self._in_processes(work, batch)
        else:
            times = self._times(work)
            rate, samples = batch / statistics.median(times), len(times)
        self._print(operation, rate, samples, batch, more)

    def measure_key_generation(self, generate, **more):
        """Times `generate` and hands back the last pair; one key is enough where it takes long."""
        times, start = [], time.perf_counter()
        while not times or time.perf_counter() - start < self.seconds:
            before = time.perf_counter()
            keys = generate()
            times.append(time.perf_counter() - before)
        if "key_generation" not in self.skip:
            self._print("key_generation", 1 / statistics.median(times), len(times), 1, more)
        return keys

    def absent(self, reason, operation=None):
        """Says what the library does not do, or not at this size."""
        named = {"operation": operation} if operation else {}
        print(json.dumps({**self.common, **named, "absent": reason}), flush=True)

    def _times(self, work):
        # The warm-up; also what the first call alone sets up.
        work()
        times, start = [], time.perf_counter()
        while len(times) < self.least or time.perf_counter() - start < self.seconds:
            before = time.perf_counter()
            work()
            times.append(time.perf_counter() - before)
        return times

    def _in_processes(self, work, batch):
        # Forked, so that keys and numbers come along.
        context = multiprocessing.get_context("fork")
        # One that dies before must not keep the others waiting for ever.
        together, results = context.Barrier(self.threads, timeout=120), context.SimpleQueue()

        def measured():
            work()
            together.wait()
            times = self._times(work)
            results.put((batch / statistics.median(times), len(times)))

        children = [context.Process(target=measured) for _ in range(self.threads)]
        for child in children:
            child.start()
        for child in children:
            child.join()
            if child.exitcode != 0:
                raise SystemExit(f"a process of the measurement ended with {child.exitcode}")
        measured = [results.get() for _ in children]
        return sum(rate for rate, _ in measured), sum(samples for _, samples in measured)

    def _print(self, operation, rate, samples, batch, more):
        figures = {
            "operation": operation,
            "per_second": rate,
            "median_ns": 1e9 / rate,
            "samples": samples,
            "batch": batch,
        }
        print(json.dumps({**self.common, **figures, **more}), flush=True)


def split_mix_64(state):
    """The generator SplitMix64 by Steele, Lea and Flood (OOPSLA 2014)."""
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        yield mixed ^ (mixed >> 31)


def check(what, found, expected):
    """Ends the program when the library's results are not the right ones."""
    if list(found) != list(expected):
        raise SystemExit(f"wrong result of {what}: nothing was measured")


def check_bits(run, modulus, shorter=0):
    """Ends the program when the key is not of the length that was asked for; some may be a little shorter."""
    if not run.bits - shorter <= modulus.bit_length() <= run.bits:
        raise SystemExit(f"a key of {modulus.bit_length()} bits, not of {run.bits}: nothing was measured")
