"""Measures Intel's Paillier library (`ipcl-python`), by whole arrays; its wheel is for CPython 3.8."""

from importlib.metadata import version

from ipcl_python import PaillierKeypair

import protocol

BATCH, ADDITIONS = 64, 256

# Its limits, from its own documentation; asking for more raises.
LARGEST = 2048


def main():
    run = protocol.Run("ipcl-python", version("ipcl-python"))
    if run.bits > LARGEST:
        refused(run)
        return
    public, secret = run.measure_key_generation(lambda: PaillierKeypair.generate_keypair(run.bits, True))
    protocol.check_bits(run, public.n)

    few, many = protocol.Numbers(BATCH), protocol.Numbers(ADDITIONS)
    x = public.encrypt(few.x)
    many_x, many_y = public.encrypt(many.x), public.encrypt(many.y)
    protocol.check("encrypt and decrypt", secret.decrypt(x), few.x)
    protocol.check("add", secret.decrypt(many_x + many_y), many.sums)
    protocol.check("multiply", secret.decrypt(x * few.k), few.products)

    # The wheel is built without OpenMP and uses one core.
    def timed(operation, work, batch):
        run.measure(operation, work, batch, processes=True)

    timed("encrypt_public", lambda: public.encrypt(few.x), BATCH)
    timed("decrypt", lambda: secret.decrypt(x), BATCH)
    timed("add", lambda: many_x + many_y, ADDITIONS)
    timed("multiply", lambda: x * few.k, BATCH)
    run.absent("encrypts with the public key alone", "encrypt_secret")


def refused(run):
    """Asks nevertheless, so that a version that learns it is noticed."""
    try:
        PaillierKeypair.generate_keypair(run.bits, True)
    except RuntimeError:
        run.absent(f"refuses keys of {run.bits} bits")
        return
    raise SystemExit(f"takes {run.bits} bits now: raise LARGEST")


if __name__ == "__main__":
    main()
