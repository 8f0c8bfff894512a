"""Measures python-paillier (`phe`) with gmpy2."""

from importlib.metadata import version

from phe import paillier, util

import protocol

BATCH, ADDITIONS = 8, 64


def main():
    run = protocol.Run("phe", f"{version('phe')} with gmpy2 {version('gmpy2')}")
    if not util.HAVE_GMP:
        raise SystemExit("phe runs without gmpy2")
    public, secret = run.measure_key_generation(lambda: paillier.generate_paillier_keypair(n_length=run.bits))
    protocol.check_bits(run, public.n)

    few, many = protocol.Numbers(BATCH), protocol.Numbers(ADDITIONS)
    x, y = [public.encrypt(value) for value in many.x], [public.encrypt(value) for value in many.y]
    protocol.check("decrypt", [secret.decrypt(value) for value in x[:BATCH]], few.x)
    sums = [secret.decrypt(a + b) for a, b in zip(x[:BATCH], y[:BATCH])]
    protocol.check("add", sums, few.sums)
    products = [secret.decrypt(a * k) for a, k in zip(x[:BATCH], few.k)]
    protocol.check("multiply", products, few.products)

    def timed(operation, work, batch):
        run.measure(operation, work, batch, processes=True)

    timed("encrypt_public", lambda: [public.encrypt(value) for value in few.x], BATCH)
    timed("decrypt", lambda: [secret.decrypt(value) for value in x[:BATCH]], BATCH)
    timed("add", lambda: [a + b for a, b in zip(x, y)], ADDITIONS)
    timed("multiply", lambda: [a * k for a, k in zip(x, many.k)], ADDITIONS)
    run.absent("encrypts with the public key alone", "encrypt_secret")


if __name__ == "__main__":
    main()
