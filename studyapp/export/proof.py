"""Data Integrity proofs with the cryptosuite eddsa-jcs-2022, and did:key.

W3C Recommendations "Verifiable Credential Data Integrity 1.0" and "Data Integrity EdDSA Cryptosuites v1.0",
section 3.3; did:key v0.9; JSON Canonicalization Scheme, RFC 8785. The checking half is `export/verifier.py`,
which is also for people without studyapp.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from studyapp.export.verifier import ALPHABET, Altered, check_signature, split

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519_PUBLIC = b"\xed\x01"
"""Multicodec prefix of an Ed25519 public key."""


def canonical(value: Any) -> bytes:
    """A JSON value in its canonical form (RFC 8785)."""
    import rfc8785

    return rfc8785.dumps(value)


def base58_encode(raw: bytes) -> str:
    """Multibase base58btc: z, then the digits."""
    number, digits = int.from_bytes(raw), ""
    while number:
        number, rest = divmod(number, 58)
        digits = ALPHABET[rest] + digits
    return "z" + "1" * (len(raw) - len(raw.lstrip(b"\0"))) + digits


def did_key(public: bytes) -> str:
    """The did:key of an Ed25519 public key of 32 bytes."""
    return "did:key:" + base58_encode(ED25519_PUBLIC + public)


def did_of(private: Ed25519PrivateKey) -> str:
    """The did:key of a private key's other half."""
    return did_key(private.public_key().public_bytes_raw())


def verification_method(did: str) -> str:
    """The one key of a did:key as a DID URL."""
    return f"{did}#{did.removeprefix('did:key:')}"


def hash_data(proof: dict[str, Any], document: dict[str, Any]) -> bytes:
    """What is signed: the hashes of the canonical proof options and of the canonical document."""
    return hashlib.sha256(canonical(proof)).digest() + hashlib.sha256(canonical(document)).digest()


def with_proof(
    document: dict[str, Any], private: Ed25519PrivateKey, method: str, created: str
) -> dict[str, Any]:
    """The document with its proof."""
    proof: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    if "@context" in document:
        proof["@context"] = document["@context"]
    value = base58_encode(private.sign(hash_data(proof, document)))
    return {**document, "proof": {**proof, "proofValue": value}}


def check_exact(content: bytes, data: Any) -> str:
    """The did:key that signed these very bytes; raises Altered for any other byte, be it a space.

    What was signed is cut out of the file instead of being canonicalised anew, which makes this a hundred
    times as fast: the proof in canonical form must stand in the file exactly once, and the rest of the file
    must be what the signature covers.
    """
    _document, proof, issuer, value = split(data)
    signed_part = b',"proof":' + canonical({**proof, "proofValue": value})
    if content.count(signed_part) != 1:
        raise Altered("the form of the file was changed")
    check_signature(issuer, value, canonical(proof), content.replace(signed_part, b"", 1))
    return issuer


def check_content(data: Any) -> str:
    """The did:key whose signature fits the content, whatever the spaces and the order of keys in the file."""
    document, proof, issuer, value = split(data)
    check_signature(issuer, value, canonical(proof), canonical(document))
    return issuer
