"""Measures Concrete ML's nearest neighbours, which compare and select under TFHE, where it can run at all.

The real task is tried first; where no parameters are found for it, samples and features are taken away until some are.
"""

import signal
from importlib.metadata import version

import numpy as np
from concrete.ml.sklearn import KNeighborsClassifier

import knn_protocol

# Samples, features, bits and neighbours, the real task first. None stands for what the task has.
TRIED = [(None, None, 8, 5), (30, 5, 3, 3), (16, 3, 3, 3), (8, 2, 3, 3)]
PATIENCE_SECONDS = 420


def main():
    run = knn_protocol.Run("Concrete ML", version("concrete-ml"))
    for samples, features, bits, neighbours in TRIED:
        samples, features = samples or run.task.count, features or run.task.features
        variant = f"{samples} samples x {features} features, {bits} bits, k = {neighbours}"
        try:
            with patience():
                measured(run, variant, samples, features, bits, neighbours)
            return
        except Impatience:
            run.absent(variant, f"no answer within {PATIENCE_SECONDS} s")
        except Exception as error:  # whatever its compiler raises for parameters that do not exist
            run.absent(variant, f"{type(error).__name__}: {' '.join(str(error).split())[:160]}")


def measured(run, variant, samples, features, bits, neighbours):
    """Trains, compiles, and classifies one question while it is encrypted."""
    x = np.array([sample[:features] for sample in run.task.samples[:samples]], dtype=np.float64)
    y = np.array(run.task.labels[:samples])
    question = np.array([run.task.questions[0][:features]], dtype=np.float64)
    model = KNeighborsClassifier(n_bits=bits, n_neighbors=neighbours)
    model.fit(x, y)
    circuit = run.once(variant, "compile", lambda: model.compile(x))
    run.once(variant, "keys", circuit.keygen)
    found = run.once(variant, "whole", lambda: model.predict(question, fhe="execute"))
    knn_protocol.check("the label", found, model.predict(question))


class Impatience(Exception):
    """It took too long."""


class patience:
    """Ends what runs inside after a while."""

    def __enter__(self):
        def impatient(_signal, _frame):
            raise Impatience

        signal.signal(signal.SIGALRM, impatient)
        signal.alarm(PATIENCE_SECONDS)

    def __exit__(self, *_):
        signal.alarm(0)


if __name__ == "__main__":
    main()
