"""Measures Concrete ML's nearest neighbours, which compare and select under TFHE, where it can run at all.

The real task is tried first; where no parameters are found for it, samples and features are taken away until some are.
"""

import multiprocessing
from importlib.metadata import version

import numpy as np
from concrete.ml.sklearn import KNeighborsClassifier

import knn_protocol

# Samples, features, bits and neighbours, the real task first. None stands for what the task has.
TRIED = [(None, None, 8, 5), (30, 5, 3, 3), (16, 3, 3, 3), (8, 2, 3, 3)]
PATIENCE_SECONDS = 600
NO_PARAMETERS = 3
FORK = multiprocessing.get_context("fork")


def main():
    run = knn_protocol.Run("Concrete ML", version("concrete-ml"))
    # To see that it runs, what is known to.
    for samples, features, bits, neighbours in TRIED[-1:] if run.test else TRIED:
        samples, features = samples or run.task.count, features or run.task.features
        variant = f"{samples} samples x {features} features, {bits} bits, k = {neighbours}"
        # A process of its own can be ended while its compiler computes, and hands its gigabytes back.
        child = FORK.Process(target=tried, args=(run, variant, samples, features, bits, neighbours))
        child.start()
        child.join(PATIENCE_SECONDS)
        if child.is_alive():
            child.kill()
            child.join()
            run.absent(variant, f"no answer within {PATIENCE_SECONDS} s")
        elif child.exitcode < 0:
            run.absent(variant, f"ended by signal {-child.exitcode}")
        elif child.exitcode != NO_PARAMETERS:
            # Measured; or a wrong result, which it has said.
            raise SystemExit(child.exitcode)


def tried(run, variant, *sizes):
    """Measures, or says why it cannot."""
    try:
        measured(run, variant, *sizes)
    except Exception as error:  # whatever its compiler raises for parameters that do not exist
        run.absent(variant, f"{type(error).__name__}: {' '.join(str(error).split())[:160]}")
        raise SystemExit(NO_PARAMETERS) from None


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


if __name__ == "__main__":
    main()
