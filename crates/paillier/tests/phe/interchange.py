"""python-paillier's side of the interchange test.

`interchange.py make SEED COUNT` reads private keys (a line of JSON each) and prints a line for each number: sealed by
phe, and what phe opens it to. `interchange.py open` reads a line for each number sealed elsewhere, and prints what
phe opens it to. Doubles are written as the 16 hexadecimal digits of their bits.
"""

import json
import random
import sys

import phe
from make_vectors import any_float, chains, number, rng
from phe.util import base64_to_int


def private_key(form):
    public = phe.PaillierPublicKey(base64_to_int(form["pub"]["n"]))
    return phe.PaillierPrivateKey(public, base64_to_int(form["p"]), base64_to_int(form["q"]))


def any_number(public):
    kind = random.random()
    if kind < 0.4:
        return any_float()
    if kind < 0.5:
        return random.choice([0.0, 1.0, -1.0, 5e-324, -2.2250738585072014e-308, 1.7976931348623157e308, 0.1])
    if kind < 0.6:
        return random.uniform(-1000, 1000)
    if kind < 0.8:
        return random.randint(-public.max_int, public.max_int)
    return random.randint(-(2 ** random.randint(1, 200)), 2 ** random.randint(1, 200))


def make(seed, count):
    random.seed(seed)
    rng.seed(seed)
    keys = [private_key(json.loads(line)) for line in sys.stdin]
    for place, private in enumerate(keys):
        # The first key is short and quick, the others see a few numbers.
        many = count if place == 0 else max(count // 100, 3)
        public = private.public_key
        for _ in range(many):
            sealed = public.encrypt(any_number(public))
            start = {"v": str(sealed.ciphertext(False)), "e": sealed.exponent}
            plain = number(private.decrypt(sealed))
            print(json.dumps({"key": place, "start": start, "steps": [], "end": start, "plain": plain}))
        for chain in chains(public, private, many // 4):
            print(json.dumps({"key": place, **chain}))


def open_all():
    keys = []
    for line in sys.stdin:
        form = json.loads(line)
        if "kty" in form:
            keys.append(private_key(form))
            continue
        private = keys[form["key"]]
        sealed = phe.EncryptedNumber(private.public_key, int(form["v"]), exponent=form["e"])
        try:
            print(json.dumps(number(private.decrypt(sealed))))
        except OverflowError:
            print(json.dumps(None))


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(int(sys.argv[2]), int(sys.argv[3]))
    else:
        open_all()
