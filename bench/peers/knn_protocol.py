"""What the peers' programs for the sealed kNN have in common: the protocol that knn.md describes.

Runs on Python 3.8 and later; a program brings its own numpy.
"""

import argparse
import json
import statistics
import time


class Task:
    """The samples, their labels and the questions, all of them whole numbers, as the file has them."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            task = json.load(file)
        self.bits, self.k = task["bits"], task["k"]
        self.samples, self.labels = task["samples"], task["labels"]
        self.questions, self.expected = task["questions"], task["expected"]
        self.count, self.features = len(self.samples), len(self.samples[0])

    def distances(self, question):
        """The squared distances in the clear, to hold what decrypts against."""
        return [sum((x - q) ** 2 for x, q in zip(sample, question)) for sample in self.samples]

    def label(self, distances):
        """The majority of the k nearest, ties to the lower index and to the lower class."""
        nearest = sorted(range(self.count), key=lambda index: (distances[index], index))[: self.k]
        votes = [self.labels[index] for index in nearest]
        return min(set(votes), key=lambda label: (-votes.count(label), label))


class Run:
    """One run of a program: what it was asked for, and the lines it answers with."""

    def __init__(self, peer, version):
        parser = argparse.ArgumentParser(description=f"Measures {peer}; see knn.md.")
        parser.add_argument("--task", required=True, help="the file with samples and questions")
        parser.add_argument("--threads", type=int, default=1)
        parser.add_argument("--seconds", type=float, default=2.0)
        parser.add_argument("--test", action="store_true", help="everything once, to see that it runs")
        asked = parser.parse_args()
        self.task, self.threads = Task(asked.task), asked.threads
        self.test = asked.test
        self.seconds = 0.0 if asked.test else asked.seconds
        self.least = 1 if asked.test else 5
        self.common = {
            "peer": peer,
            "version": version,
            "n": self.task.count,
            "d": self.task.features,
            "threads": self.threads,
        }

    def measure(self, variant, phase, work):
        """Times `work`, a call without arguments, and hands its last result back."""
        result, times, start = work(), [], time.perf_counter()
        while len(times) < self.least or time.perf_counter() - start < self.seconds:
            before = time.perf_counter()
            result = work()
            times.append(time.perf_counter() - before)
        self.line(variant, phase=phase, median_ms=1000 * statistics.median(times), samples=len(times))
        return result

    def once(self, variant, phase, work):
        """Times one call, for what takes too long to be repeated."""
        before = time.perf_counter()
        result = work()
        self.line(variant, phase=phase, median_ms=1000 * (time.perf_counter() - before), samples=1)
        return result

    def bytes(self, variant, **counted):
        """Says how many bytes go up and down for a question, and how many are stored."""
        self.line(variant, bytes=counted)

    def absent(self, variant, reason):
        """Says what the library does not do, or not at this size."""
        self.line(variant, absent=reason)

    def line(self, variant, **more):
        print(json.dumps({**self.common, "variant": variant, **more}), flush=True)


def check(what, found, expected):
    """Ends the program when the library's results are not the right ones."""
    if list(found) != list(expected):
        raise SystemExit(f"wrong result of {what}: nothing was measured")
