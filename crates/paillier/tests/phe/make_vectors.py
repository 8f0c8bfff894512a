"""Makes the frozen vectors beside it: `python make_vectors.py ../vectors`, with phe 1.5.0 installed.

Doubles are written as the 16 hexadecimal digits of their bits, integers as decimal text.
"""

import json
import random
import struct
import sys

import phe
from phe.util import int_to_base64

rng = random.Random(20240607)


def bits(x):
    return struct.pack(">d", x).hex()


def number(x):
    return {"real": bits(x)} if isinstance(x, float) else {"integer": str(x)}


def attempt(work):
    try:
        return work()
    except (ValueError, OverflowError):
        return None


def key(size, name):
    public, private = phe.generate_paillier_keypair(n_length=size)
    form = {
        "kty": "DAJ",
        "alg": "PAI-GN1",
        "key_ops": ["encrypt"],
        "n": int_to_base64(public.n),
        "kid": f"Paillier public key of {name}",
    }
    secret = {
        "kty": "DAJ",
        "key_ops": ["decrypt"],
        "p": int_to_base64(private.p),
        "q": int_to_base64(private.q),
        "pub": form,
        "kid": f"Paillier private key of {name}",
    }
    return public, private, secret


def any_float():
    return rng.choice([-1, 1]) * rng.uniform(1, 10) * 10.0 ** rng.randint(-300, 299)


def signed(public, significand):
    return significand if significand <= public.max_int else significand - public.n


def encodings(public):
    floats = [1.0, 0.1, -3.5, 1e300, -1e300, 1e-300, 5e-324, -5e-324, 2.2250738585072014e-308, 0.0, -0.0,
              8.0, 80.0, 1000.25, 1.7976931348623157e308, 2.0**-1074 * 3, 0.5, 1 / 3, 120.5, 16.0, 15.999999999999998]
    floats += [any_float() for _ in range(40)]
    most = public.max_int
    integers = [0, 1, -1, 2**53, 2**63, -(2**63), 2**64 - 1, most, -most, most + 1, -most - 1, most - 1]
    integers += [rng.randint(-(2**k), 2**k) for k in range(5, 1000, 103)]
    cases = [(x, None, None) for x in floats + integers]
    cases += [(x, None, e) for x in floats[:30] + integers[:12] for e in (-40, -14, 0, 3)]
    for x in floats[:24] + integers[:4]:
        cases += [(x, p, None) for p in (1e-3, 0.5, 16.0**-29, 1e-20, 1000.0)]
        cases += [(x, 0.01, -5)]
    cases += [(0.5 + k, 1.0, None) for k in range(-6, 7)]
    cases += [(x, 16.0**k, None) for k in range(-60, 60, 1) for x in (1.0,)]
    made = []
    for x, precision, most_exponent in cases:
        encoded = attempt(lambda: phe.EncodedNumber.encode(public, x, precision, most_exponent))
        case = {"x": number(x)}
        if precision is not None:
            case["precision"] = bits(precision)
        if most_exponent is not None:
            case["max_exponent"] = most_exponent
        case["out"] = encoded and [str(signed(public, encoded.encoding)), encoded.exponent]
        made.append(case)
    return made


def decodings(public):
    n, most = public.n, public.max_int
    cases = [(0, 0), (0, -5), (1, -13), (most, 0), (most + 1, 0), (n - most, 0), (n - most - 1, 0), (n - 1, 3), (n // 2, -2),
             (1, -268), (1, -269), (3, -269), (n - 1, -300), (most, -1), (most, 2), (2**53 + 1, -1), (2**54 + 3, -1),
             (2**53 + 1, -260), (2**54 - 1, -270), (2**54 + 1, -270)]
    for _ in range(60):
        small = rng.getrandbits(rng.randint(1, 1000))
        cases.append((rng.choice([small, n - small]), rng.randint(-290, 4)))
    made = []
    for significand, exponent in cases:
        out = attempt(lambda: phe.EncodedNumber(public, significand, exponent).decode())
        made.append({"significand": str(significand), "exponent": exponent,
                     "out": None if out is None else number(out)})
    return made


def chains(public, private, count):
    made = []
    while len(made) < count:
        x = rng.choice([any_float(), rng.uniform(-1000, 1000), rng.randint(-(2**60), 2**60)])
        if isinstance(x, float) and abs(x) > 1e60:
            continue
        # Exponents too far apart for the key are errors on both sides.
        chain = attempt(lambda: one_chain(public, private, x))
        if chain is not None:
            made.append(chain)
    return made


def one_chain(public, private, x):
    sealed = public.encrypt(x, r_value=rng.randrange(2, public.n))
    start = {"v": str(sealed.ciphertext(False)), "e": sealed.exponent}
    steps = []
    for _ in range(rng.randint(1, 4)):
        op = rng.choice(["add", "sub", "mul", "div", "addenc", "subenc", "lower"])
        if op in ("addenc", "subenc"):
            y = rng.choice([rng.uniform(-1e6, 1e6), rng.randint(-(2**40), 2**40)])
            other = public.encrypt(y, r_value=rng.randrange(2, public.n))
            sealed = sealed + other if op == "addenc" else sealed - other
            steps.append({"op": op, "v": str(other.ciphertext(False)), "e": other.exponent})
        elif op == "lower":
            to = sealed.exponent - rng.randint(0, 6)
            sealed = sealed.decrease_exponent_to(to)
            steps.append({"op": op, "to": to})
        else:
            y = rng.choice([rng.uniform(-100, 100), rng.randint(-(2**32), 2**32), 1 / rng.randint(1, 99)])
            sealed = {"add": lambda: sealed + y, "sub": lambda: sealed - y,
                      "mul": lambda: sealed * y, "div": lambda: sealed / (y or 1)}[op]()
            steps.append({"op": op, "x": number(y or 1 if op == "div" else y)})
    plain = number(private.decrypt(sealed))
    end = {"v": str(sealed.ciphertext(False)), "e": sealed.exponent}
    return {"start": start, "steps": steps, "plain": plain, "end": end}


def main(folder):
    def write(name, value):
        with open(f"{folder}/{name}.json", "w") as file:
            if isinstance(value, list):
                file.write("[\n" + ",\n".join(map(json.dumps, value)) + "\n]")
            else:
                json.dump(value, file)
            file.write("\n")

    small = key(1024, "1024 bits")
    large = key(3072, "3072 bits")
    write("phe-key-1024", small[2])
    write("phe-key-3072", large[2])
    write("phe-encodings", encodings(small[0]))
    write("phe-decodings", decodings(small[0]))
    write("phe-chains-1024", chains(small[0], small[1], 16))
    write("phe-chains-3072", chains(large[0], large[1], 3))


if __name__ == "__main__":
    main(sys.argv[1])
