"""Measures TenSEAL (Microsoft SEAL) on the outsourced setting: samples and question encrypted, distances back.

A feature is one ciphertext with a slot for each sample, and so is each number of the question, as many times as there
are samples: the way that costs the server the least. One ciphertext a sample is measured beside it.
"""

from importlib.metadata import version

import tenseal as ts

import knn_protocol

DEGREE = 4096
# The smallest prime above every distance of 30 features of 8 bits (1,950,750) for which SEAL has slots.
PLAIN_MODULUS = 1_990_657


def main():
    run = knn_protocol.Run("TenSEAL", f"{version('tenseal')} (Microsoft SEAL)")
    largest = run.task.features * (2**run.task.bits - 1) ** 2
    if largest >= PLAIN_MODULUS:
        raise SystemExit("the distances do not fit the modulus: nothing was measured")
    # No relinearisation: the owner decrypts the product as it is, and no evaluation key is sent.
    context = ts.context(ts.SCHEME_TYPE.BFV, DEGREE, PLAIN_MODULUS, n_threads=run.threads)
    context.auto_relin = False
    by_feature(run, context)
    by_sample(run, context)


def by_feature(run, context):
    """One ciphertext a feature, all samples in its slots, as many blocks as the samples need."""
    task, variant = run.task, "a ciphertext a feature"
    # The library's vectors keep their length and only go with those of the same one, so the last block is filled up.
    width = min(task.count, DEGREE)
    filled = task.samples + [[0] * task.features] * (-task.count % width)
    blocks = [filled[start : start + width] for start in range(0, len(filled), width)]

    def sealed():
        return [
            [ts.bfv_vector(context, [sample[f] for sample in block]) for f in range(task.features)]
            for block in blocks
        ]

    columns = run.once(variant, "seal_samples", sealed)

    def asked(question):
        return [ts.bfv_vector(context, [value] * width) for value in question]

    def answered(question):
        answers = []
        for block in columns:
            total = None
            for column, value in zip(block, question):
                difference = column - value
                square = difference * difference
                total = square if total is None else total + square
            answers.append(total)
        return answers

    def opened(answers):
        values = [value % PLAIN_MODULUS for answer in answers for value in answer.decrypt()]
        return values[: task.count]

    for question, expected in list(zip(task.questions, task.expected))[:3]:
        distances = opened(answered(asked(question)))
        knn_protocol.check("the distances", distances, task.distances(question))
        knn_protocol.check("the label", [task.label(distances)], [expected])

    question = task.questions[0]
    up = run.measure(variant, "question", lambda: asked(question))
    down = run.measure(variant, "server", lambda: answered(up))
    run.measure(variant, "open", lambda: task.label(opened(down)))
    run.bytes(
        variant,
        up=sum(len(part.serialize()) for part in up),
        down=sum(len(part.serialize()) for part in down),
        stored=sum(len(part.serialize()) for block in columns for part in block),
    )


def by_sample(run, context):
    """One ciphertext a sample with a slot a feature: as short as a question can be, and slow."""
    task, variant = run.task, "a ciphertext a sample"
    if task.count > 500:
        run.absent(variant, "a product for each sample: seconds a question already with 455")
        return
    rows = run.once(variant, "seal_samples", lambda: [ts.bfv_vector(context, sample) for sample in task.samples])
    question = task.questions[0]
    up = run.measure(variant, "question", lambda: ts.bfv_vector(context, question))

    def answered():
        differences = [row - up for row in rows]
        return [difference * difference for difference in differences]

    down = run.once(variant, "server", answered)

    def opened():
        return [sum(value % PLAIN_MODULUS for value in answer.decrypt()) for answer in down]

    distances = run.once(variant, "open", opened)
    knn_protocol.check("the distances", distances, task.distances(question))
    run.bytes(
        variant,
        up=len(up.serialize()),
        down=sum(len(part.serialize()) for part in down),
        stored=sum(len(row.serialize()) for row in rows),
    )


if __name__ == "__main__":
    main()
