"""The passport: signed, bound to its bytes, checkable without studyapp; and the badge beside it."""

from __future__ import annotations

import json
import os
import random
import stat
import subprocess
import sys
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.jwk import OKPKey

from studyapp.errors import InvalidInput
from studyapp.export import verifier
from studyapp.export.badge import to_badge
from studyapp.export.document import NotAnExport
from studyapp.export.keys import KeyFolder, KeyUnreadable, read_key
from studyapp.export.passport import to_passport
from studyapp.export.proof import canonical, did_of
from studyapp.export.verifying import Seal, open_export
from studyapp.export.view import Checkpoint, Evidence
from tests.export.examples import HOSTILE_NAMES, LEARNER_ID, full_export

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DID = did_of(KEY)
PASSPORT = to_passport(full_export(), KEY)
NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Ada", "", *HOSTILE_NAMES])
def test_a_passport_is_opened_by_whom_signed_it_and_holds_the_export(name: str) -> None:
    opened = open_export(to_passport(full_export(name), KEY), "ada.json")

    assert (opened.seal, opened.did) == (Seal.INTACT, DID)
    assert opened.export == full_export(name)


def test_equal_exports_are_equal_passports() -> None:
    assert to_passport(full_export(), KEY) == PASSPORT


def test_a_passport_is_a_verifiable_credential_in_canonical_form() -> None:
    said = json.loads(PASSPORT)

    assert canonical(said) == PASSPORT
    assert said["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert said["type"][0] == "VerifiableCredential"
    assert said["issuer"] == DID
    assert said["validFrom"] == "2026-11-27T18:30:15Z"
    assert said["credentialSubject"]["id"] == f"urn:uuid:{LEARNER_ID}"
    proof = said["proof"]
    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", "eddsa-jcs-2022")
    assert proof["@context"] == said["@context"]
    assert proof["verificationMethod"] == f"{DID}#{DID.removeprefix('did:key:')}"


def _seal_of(content: bytes) -> Seal | None:
    try:
        return open_export(content, "changed.json").seal
    except NotAnExport:
        return None


def test_a_thousand_single_byte_changes_are_all_detected() -> None:
    chance = random.Random(20261127)
    for place in chance.sample(range(len(PASSPORT)), 1000):
        changed = bytearray(PASSPORT)
        changed[place] = chance.choice([byte for byte in range(256) if byte != PASSPORT[place]])
        assert _seal_of(bytes(changed)) is not Seal.INTACT, place
        with pytest.raises(ValueError):  # noqa: PT011  the standalone verifier raises several kinds
            verifier.check(bytes(changed))


def test_removed_and_added_bytes_are_detected() -> None:
    chance = random.Random(7)
    for _number in range(200):
        place = chance.randrange(len(PASSPORT))
        for changed in (
            PASSPORT[:place] + PASSPORT[place + 1 :],
            PASSPORT[:place] + b" " + PASSPORT[place:],
            PASSPORT[:place],
        ):
            assert _seal_of(changed) is not Seal.INTACT


def test_a_reformatted_passport_is_altered_in_form_only() -> None:
    opened = open_export(json.dumps(json.loads(PASSPORT), indent=2).encode(), "ada.json")

    assert opened.seal is Seal.BROKEN
    assert "form of the file" in opened.reason


@pytest.mark.parametrize("extra", [b'"proof":1,', b'"name":"Study passport",'])
def test_a_key_that_stands_twice_is_no_passport(extra: bytes) -> None:
    with pytest.raises(NotAnExport, match="twice"):
        open_export(PASSPORT[:1] + extra + PASSPORT[1:], "ada.json")


def test_a_passport_signed_by_another_key_under_the_old_name_is_altered() -> None:
    forged = json.loads(to_passport(full_export("Eve"), Ed25519PrivateKey.generate()))
    forged["issuer"] = DID

    assert _seal_of(canonical(forged)) is Seal.BROKEN


def test_a_passport_about_somebody_else_than_it_holds_is_refused() -> None:
    from studyapp.export.passport import credential
    from studyapp.export.proof import verification_method, with_proof

    said = credential(full_export(), DID)
    said["credentialSubject"]["id"] = "urn:uuid:00000000-0000-4000-8000-000000000000"
    signed = with_proof(said, KEY, verification_method(DID), "2026-11-27T18:30:15Z")

    with pytest.raises(NotAnExport, match="another"):
        open_export(canonical(signed), "ada.json")


def test_a_credential_of_another_kind_is_named() -> None:
    foreign = {"@context": [], "type": ["VerifiableCredential", "AlumniCredential"], "proof": {}}

    with pytest.raises(NotAnExport, match="no passport of studyapp"):
        open_export(json.dumps(foreign).encode(), "degree.json")


# Without studyapp


def test_the_verifier_is_short_and_needs_only_two_libraries() -> None:
    source = Path(verifier.__file__).read_text("utf-8")

    assert len(source.splitlines()) < 100
    imported = {
        line.split()[1].partition(".")[0]
        for line in source.splitlines()
        if line.strip().startswith(("import ", "from "))
    }
    assert imported - set(sys.stdlib_module_names) - {"__future__"} == {"cryptography", "rfc8785"}


def _verified(tmp_path: Path, *contents: bytes) -> tuple[int, str]:
    """What the verifier says, copied to a folder from which studyapp cannot be imported."""
    script = tmp_path / "verifier.py"
    script.write_bytes(Path(verifier.__file__).read_bytes())
    paths = []
    for number, content in enumerate(contents):
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_bytes(content)
    ran = subprocess.run(
        [sys.executable, str(script), *map(str, paths)],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert not ran.stderr
    return ran.returncode, ran.stdout


def test_the_verifier_alone_tells_genuine_altered_and_extended(tmp_path: Path) -> None:
    before = full_export(evidence=Evidence(600, "cd" * 32, 500, 2))
    other = full_export(evidence=Evidence(600, "ee" * 32, 500, 2))

    assert _verified(tmp_path, PASSPORT) == (0, f"{tmp_path / '0.json'}: genuine, signed by {DID}\n")
    code, said = _verified(tmp_path, PASSPORT.replace(b"Certified", b"certified"))
    assert (code, "0.json: NOT GENUINE" in said) == (1, True)
    for contents in ((PASSPORT, to_passport(before, KEY)), (to_passport(before, KEY), PASSPORT)):
        code, said = _verified(tmp_path, *contents)
        assert (code, " extends " in said) == (0, True), "whichever is named first"
    code, said = _verified(tmp_path, PASSPORT, to_passport(other, KEY))
    assert (code, " DOES NOT EXTEND " in said) == (1, True)


def test_the_verifier_alone_accuses_nobody_of_what_it_can_not_tell(tmp_path: Path) -> None:
    earlier = full_export(evidence=Evidence(600, "cd" * 32, 500, 2))
    code, said = _verified(tmp_path, PASSPORT, to_passport(earlier, Ed25519PrivateKey.generate()))
    assert code == 2
    assert "can't be compared" in said
    code, said = _verified(tmp_path, PASSPORT, b"")
    assert (code, "1.json: NOT GENUINE" in said) == (1, True), "the file is named"
    (tmp_path / "verifier.py").unlink()
    assert verifier.main([str(tmp_path / "0.json"), str(tmp_path / "nothing.json")]) == 2


# Keys


def test_a_key_is_made_at_first_use_and_stays(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")

    assert keys.did() == ""
    made = did_of(keys.key())
    assert KeyFolder(tmp_path / "keys").did() == made


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_only_its_owner_can_read_a_key(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    keys.key()
    keys.export(tmp_path / "copy.pem")

    for path in (keys.path, tmp_path / "copy.pem"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700
    keys.path.chmod(0o644)
    keys.key()
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600


def test_a_key_can_be_replaced_and_brought_back(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "keys")
    first = did_of(keys.key())
    keys.export(tmp_path / "copy.pem")

    keys.replace(NOW)
    second = keys.did()
    keys.put(tmp_path / "copy.pem", NOW)

    assert second != first
    assert keys.did() == first
    assert len(list(keys.folder.glob("retired-*.pem"))) == 2, "no key is ever thrown away"


def test_an_export_of_a_key_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("dear diary", encoding="utf-8")

    with pytest.raises(InvalidInput, match="there already"):
        KeyFolder(tmp_path / "keys").export(tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text("utf-8") == "dear diary"


@pytest.mark.parametrize("content", [b"", b"not a key", b"\x00\xff" * 40])
def test_a_file_that_is_no_key_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key.pem").write_bytes(content)

    with pytest.raises(KeyUnreadable, match="key"):
        read_key(tmp_path / "key.pem")


# The badge


def test_the_badge_is_a_jwt_that_a_jose_library_verifies_by_the_key_in_its_head() -> None:
    (certification,) = full_export().certifications
    token = to_badge(full_export(), certification, KEY).decode()

    header = json.loads(urlsafe_b64decode(token.partition(".")[0] + "=="))
    assert header["typ"] == "JWT"
    assert set(header["jwk"]) == {"kty", "crv", "x"}, "the public half, nothing more"
    claims = jwt.decode(token, OKPKey.import_key(header["jwk"]), algorithms=[header["alg"]]).claims
    assert claims["iss"] == claims["issuer"]["id"] == DID
    assert claims["sub"] == claims["credentialSubject"]["id"] == f"urn:uuid:{LEARNER_ID}"
    assert claims["jti"] == claims["id"]
    assert claims["nbf"] == int(full_export().exported_at.timestamp())
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    achievement = claims["credentialSubject"]["achievement"]
    assert achievement["criteria"]["narrative"]
    assert "Not issued, checked or endorsed" in achievement["description"]


def test_an_altered_badge_is_refused() -> None:
    from joserfc.errors import JoseError

    (certification,) = full_export().certifications
    head, body, signature = to_badge(full_export(), certification, KEY).decode().split(".")
    other = to_badge(full_export(exported_at=full_export().exported_at + timedelta(1)), certification, KEY)

    with pytest.raises(JoseError):
        jwt.decode(
            f"{head}.{other.decode().split('.')[1]}.{signature}",
            OKPKey.import_key(json.loads(urlsafe_b64decode(head + "=="))["jwk"]),
            algorithms=["Ed25519"],
        )
    assert body != other.decode().split(".")[1]


def test_the_checkpoints_travel_with_the_passport() -> None:
    export = open_export(PASSPORT, "ada.json").export

    assert export.evidence is not None
    assert export.evidence.checkpoints == (Checkpoint(600, "cd" * 32),)
