"""Measures SecretFlow's HEU (`sf-heu`), the scheme ZPaillier, by whole arrays."""

import re
from importlib.metadata import version

from heu import numpy as hnp
from heu import phe

import protocol

BATCH, ADDITIONS = 64, 256


def main():
    run = protocol.Run("sf-heu", f"{version('sf-heu')} (ZPaillier)")
    kit = run.measure_key_generation(lambda: hnp.setup(phe.SchemaType.ZPaillier, run.bits))
    protocol.check_bits(run, int(re.search(r"n=([0-9A-Fa-f]+)", str(kit.public_key())).group(1), 16))
    encryptor, decryptor, evaluator = kit.encryptor(), kit.decryptor(), kit.evaluator()

    few, many = protocol.Numbers(BATCH), protocol.Numbers(ADDITIONS)
    plain_x, plain_k = kit.array(few.x), kit.array(few.k)
    x = encryptor.encrypt(plain_x)
    many_x, many_y = encryptor.encrypt(kit.array(many.x)), encryptor.encrypt(kit.array(many.y))

    def decrypted(ciphertexts):
        return decryptor.decrypt(ciphertexts).to_numpy(kit.bigint_encoder())

    protocol.check("encrypt and decrypt", decrypted(x), few.x)
    protocol.check("add", decrypted(evaluator.add(many_x, many_y)), many.sums)
    protocol.check("multiply", decrypted(evaluator.mul(x, plain_k)), few.products)

    run.measure("encrypt_public", lambda: encryptor.encrypt(plain_x), BATCH)
    run.measure("decrypt", lambda: decryptor.decrypt(x), BATCH)
    run.measure("add", lambda: evaluator.add(many_x, many_y), ADDITIONS)
    run.measure("multiply", lambda: evaluator.mul(x, plain_k), BATCH)
    run.absent("encrypts with the public key alone", "encrypt_secret")


if __name__ == "__main__":
    main()
