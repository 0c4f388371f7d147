"""Check study passports without studyapp: python verifier.py PASSPORT.json ...

Needs Python 3.11, `cryptography` and `rfc8785`. Says whether each file is byte for byte what its key signed
(eddsa-jcs-2022), and whether it extends the one with the next shorter log. Exit code 0: yes, 1: no, 2: that
can't be told. Whose key it is, no file says: ask for the did:key.
"""

from __future__ import annotations

import hashlib
import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # base58btc


class Altered(ValueError):
    """The file is not what the key signed."""


def base58_decode(text: str) -> bytes:
    """Bytes of multibase base58btc."""
    if not text.startswith("z") or len(text) > 200 or not set(text[1:]) <= set(ALPHABET):
        raise Altered("not in base58btc")
    number: int = sum(ALPHABET.index(letter) * 58**place for place, letter in enumerate(reversed(text[1:])))
    return bytes(len(text[1:]) - len(text[1:].lstrip("1"))) + number.to_bytes((number.bit_length() + 7) // 8)


def check_signature(did: str, value: str, proof_bytes: bytes, document_bytes: bytes) -> None:
    """Raise Altered unless `value` is the key's signature over both parts in canonical form (JCS)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ed25519

    raw = base58_decode(did.removeprefix("did:key:"))  # multicodec 0xed 0x01, then the 32 bytes of the key
    if not did.startswith("did:key:") or raw[:2] != b"\xed\x01" or len(raw) != 34:
        raise Altered("the issuer is no Ed25519 did:key")
    hashed = hashlib.sha256(proof_bytes).digest() + hashlib.sha256(document_bytes).digest()
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(raw[2:]).verify(base58_decode(value), hashed)
    except (InvalidSignature, ValueError):
        raise Altered("the signature does not fit the content") from None


def split(data: Any) -> tuple[dict[str, Any], dict[str, Any], str, str]:
    """Document without proof, proof without its value, issuer, value; raises Altered for another shape."""
    proof = data.get("proof") if isinstance(data, dict) else None
    if not isinstance(proof, dict) or not isinstance(data.get("issuer"), str):
        raise Altered("there is no proof in it")
    issuer, method = data["issuer"], data["issuer"] + "#" + data["issuer"].removeprefix("did:key:")
    wanted = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "verificationMethod": method,
              "proofPurpose": "assertionMethod", "@context": data.get("@context")}  # fmt: skip
    if any(proof.get(name) != value for name, value in wanted.items()):
        raise Altered("the proof is not of the kind that studyapp makes")
    rest = {name: value for name, value in proof.items() if name != "proofValue"}
    document = {name: value for name, value in data.items() if name != "proof"}
    return document, rest, issuer, str(proof.get("proofValue"))


def check(content: bytes) -> dict[str, Any]:
    """The passport; raises Altered unless its bytes are the canonical form of what its key signed."""
    import rfc8785

    data = json.loads(content.decode("utf-8"))
    document, proof, issuer, value = split(data)
    check_signature(issuer, value, rfc8785.dumps(proof), rfc8785.dumps(document))
    if content != rfc8785.dumps(data):
        raise Altered("the content is signed, but the form of the file was changed")
    return document


def main(paths: list[str]) -> int:
    """Check passports, and whether each extends the one with the next shorter log."""
    genuine, codes = [], {0}
    for path in paths:
        try:
            genuine.append((path, check(Path(path).read_bytes())))
            print(f"{path}: genuine, signed by {genuine[-1][1]['issuer']}")
        except (OSError, ValueError, RecursionError) as error:
            codes.add(1 + isinstance(error, OSError))
            print(f"{path}: {'can not be read' if isinstance(error, OSError) else 'NOT GENUINE'}: {error}")
    genuine.sort(key=lambda one: one[1]["credentialSubject"]["evidence"]["entries"])
    for (earlier, before), (path, later) in pairwise(genuine):
        old, log = (one["credentialSubject"]["evidence"] for one in (before, later))
        heads = {point["entries"]: point["head"] for point in [*log["checkpoints"], log]}
        code, words = (0, "extends") if heads.get(old["entries"]) == old["head"] else (1, "DOES NOT EXTEND")
        if (before["issuer"], old.get("chain")) != (later["issuer"], log.get("chain")):
            code, words = 2, "can't be compared (another key or way of hashing) with"
        codes.add(code)
        print(f"{path} {words} {earlier}")
    return 1 if 1 in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) if sys.argv[1:] else __doc__)
