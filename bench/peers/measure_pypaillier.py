"""Measures pypaillier (Rust on GMP, bound to Python), by whole lists."""

from importlib.metadata import version

import paillier

import protocol

BATCH, ADDITIONS = 64, 256


def main():
    run = protocol.Run("pypaillier", version("pypaillier"))
    public, secret = run.measure_key_generation(lambda: paillier.generate_keypair(run.bits))
    # Its primes have half the bits each, and their product now and then one bit less than both together.
    protocol.check_bits(run, int.from_bytes(public.modulus_bytes(), "big"), shorter=1)

    few, many = protocol.Numbers(BATCH), protocol.Numbers(ADDITIONS)
    x, column = paillier.encrypt_integers(public, few.x), paillier.encrypt_integers(public, many.x)

    def decrypted(ciphertexts):
        return [numerator for numerator, _ in paillier.decrypt_exact_many(secret, ciphertexts)]

    # A sum of a column adds faster than two columns do; a part of it for each thread, as the sum itself uses one.
    part = ADDITIONS // run.threads
    parts = [list(range(start, start + part)) for start in range(0, part * run.threads, part)]

    def added():
        return paillier.add_blocks(public, column, parts) if run.threads > 1 else [paillier.add_many(public, column)]

    protocol.check("encrypt and decrypt", decrypted(x), few.x)
    protocol.check("add", decrypted(added()), [sum(many.x[i] for i in indices) for indices in parts])
    products = paillier.multiply_integers_public(public, x, few.k)
    protocol.check("multiply", decrypted(products), few.products)

    run.measure("encrypt_public", lambda: paillier.encrypt_integers(public, few.x), BATCH)
    run.measure("decrypt", lambda: paillier.decrypt_exact_many(secret, x), BATCH)
    run.measure("add", added, (part - 1) * run.threads, note="adds up a column")
    run.measure(
        "multiply",
        lambda: paillier.multiply_integers_public(public, x, few.k),
        BATCH,
        note="by a number declared public",
    )
    run.absent("encrypts with the public key alone", "encrypt_secret")


if __name__ == "__main__":
    main()
