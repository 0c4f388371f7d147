"""The published test vectors of the standards, bit for bit; where each comes from stands in the files."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from studyapp.export.proof import base58_encode, canonical, did_of, hash_data, with_proof
from studyapp.export.verifier import Altered, base58_decode, check_signature

VECTORS = Path(__file__).parent / "vectors"
W3C: dict[str, Any] = json.loads((VECTORS / "eddsa-jcs-2022.json").read_text("utf-8"))
JCS: dict[str, Any] = json.loads((VECTORS / "jcs.json").read_text("utf-8"))

DID = "did:key:" + W3C["publicKeyMultibase"]
DOCUMENT = {name: value for name, value in W3C["signedJCS"].items() if name != "proof"}
PROOF = {name: value for name, value in W3C["signedJCS"]["proof"].items() if name != "proofValue"}


@pytest.fixture
def private() -> Ed25519PrivateKey:
    raw = base58_decode(W3C["privateKeyMultibase"])
    assert raw[:2] == b"\x80\x26", "multicodec of an Ed25519 private key"
    return Ed25519PrivateKey.from_private_bytes(raw[2:])


def test_the_key_pair_is_the_did_key(private: Ed25519PrivateKey) -> None:
    assert did_of(private) == DID


def test_the_canonical_document_and_its_hash_are_reproduced() -> None:
    assert canonical(DOCUMENT).decode() == W3C["canonDocJCS"]
    assert hash_data(PROOF, DOCUMENT)[32:].hex() == W3C["docHashJCS"]


def test_the_combined_hash_is_reproduced_for_a_did_key() -> None:
    proof = PROOF | {"verificationMethod": f"{DID}#{W3C['publicKeyMultibase']}"}

    assert canonical(proof).decode() == W3C["proofCanonJCS_did_key"]
    assert hash_data(proof, DOCUMENT).hex() == W3C["combinedHashJCS_did_key"]


def test_the_signed_credential_is_reproduced(private: Ed25519PrivateKey) -> None:
    signed = with_proof(DOCUMENT, private, PROOF["verificationMethod"], PROOF["created"])

    assert signed == W3C["signedJCS"]
    assert base58_decode(signed["proof"]["proofValue"]).hex() == W3C["sigHexJCS"]
    assert base58_encode(bytes.fromhex(W3C["sigHexJCS"])) == signed["proof"]["proofValue"]


def test_the_signature_checks_and_another_documents_does_not() -> None:
    value = W3C["signedJCS"]["proof"]["proofValue"]

    check_signature(DID, value, canonical(PROOF), canonical(DOCUMENT))
    with pytest.raises(Altered):
        check_signature(DID, value, canonical(PROOF), canonical(DOCUMENT | {"name": "Other"}))


@pytest.mark.parametrize("name", JCS["files"])
def test_jcs_files_are_reproduced(name: str) -> None:
    given, expected = JCS["files"][name]

    assert canonical(json.loads(given)) == expected.encode("utf-8")


@pytest.mark.parametrize(("bits", "expected"), JCS["numbers"])
def test_jcs_numbers_are_reproduced(bits: str, expected: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits.zfill(16)))

    assert canonical(number) == expected.encode()
