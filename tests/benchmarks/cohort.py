"""A folder of a thousand passports with five thousand first answers each: the first look, and the second."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from studyapp.export import view
from studyapp.export.passport import credential
from studyapp.export.proof import base58_encode, did_of, verification_method
from tests.benchmarks.measure import Figure
from tests.export.examples import domain, full_export

ITEMS = 5_000
TODAY = date(2026, 11, 27)
LOOK = """
import json, resource, sys, time
from pathlib import Path
from studyapp.bootstrap import connect
from studyapp.paths import Home
services = connect(Home(Path(sys.argv[1])))
started = time.perf_counter()
found = services.cohort.look([Path(sys.argv[2])])
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(json.dumps({"seconds": seconds, "peak_mb": peak, "rows": len(found.rows), "answers": found.answers,
                  "set_aside": len(found.set_aside)}))
"""


def _passports(learners: int, *, first: int = 0, later: timedelta = timedelta()) -> Iterator[bytes]:
    """Passports of learners from a number on; those of `later` have other answers."""
    chance = random.Random(f"{first} {later}")
    names = tuple(f"bank-{n // 500:02}-item-{n:04}" for n in range(ITEMS))
    keys = tuple(str(n % 4) for n in range(ITEMS))
    for number in range(first, first + learners):
        ability = chance.uniform(0.3, 0.95)
        rights = tuple(chance.random() < ability for _n in range(ITEMS))
        table = view.Attempts(
            "tst-101", names, ("0123456789ab",) * ITEMS, ("1",) * ITEMS,
            tuple(TODAY - timedelta(n % 200) for n in range(ITEMS)), rights, ("sure",) * ITEMS,
            tuple(k if r else str((int(k) + 1) % 4) for k, r in zip(keys, rights, strict=True)), keys,
            (12.5,) * ITEMS,
        )  # fmt: skip
        made = full_export(f"Learner {number}", exported_at=datetime(2026, 11, 27, tzinfo=UTC) + later)
        (certification,) = made.certifications
        yield _signed(
            replace(
                made,
                learner=replace(made.learner, id=f"{number:08x}-6b1c-4b54-9d52-0c6c8f3e9d11"),
                activity=tuple(view.Day(TODAY - timedelta(n), 30, 20.0) for n in range(300, 0, -1)),
                certifications=(replace(certification, domains=tuple(domain(str(n)) for n in range(1, 6))),),
                attempts=(table,),
            ),
            Ed25519PrivateKey.from_private_bytes(number.to_bytes(32)),
        )


def _signed(export: view.ProgressExport, key: Ed25519PrivateKey) -> bytes:
    """As `to_passport` signs, but quicker: here the encoder of the standard library writes the same bytes."""
    did = did_of(key)
    document = credential(export, did)
    proof = {
        "@context": document["@context"], "created": "2026-11-27T00:00:00Z", "cryptosuite": "eddsa-jcs-2022",
        "proofPurpose": "assertionMethod", "type": "DataIntegrityProof",
        "verificationMethod": verification_method(did),
    }  # fmt: skip
    hashed = sha256(_canonical(proof)).digest() + sha256(_canonical(document)).digest()
    return _canonical({**document, "proof": {**proof, "proofValue": base58_encode(key.sign(hashed))}})


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def measure(folder: Path, *, quick: bool) -> Iterator[Figure]:
    """The first look, its memory, the second look, and looks after one file came or was written over."""
    learners = 100 if quick else 1_000
    shared = folder / "shared"
    shared.mkdir()
    for number, content in enumerate(_passports(learners)):
        (shared / f"{number:04}.passport.json").write_bytes(content)
    size = sum(path.stat().st_size for path in shared.iterdir()) / 1e6
    first = _look(folder, shared)
    assert first["rows"] == learners
    assert first["answers"] == learners * ITEMS
    assert not first["set_aside"]
    said = f"{learners:,} exports of {ITEMS:,} answers, {size:.0f} MB"
    yield Figure("cohort: first look at a folder", first["seconds"], "s", 60, said)
    yield Figure("cohort: memory of the first look", first["peak_mb"], "MB", 500, "peak of the process")
    yield Figure("cohort: second look, nothing new", _look(folder, shared)["seconds"], "s", 2, said)
    (shared / "new.passport.json").write_bytes(next(_passports(1, first=learners)))
    yield Figure("cohort: look with a learner who is new", _look(folder, shared)["seconds"], "s", 2, said)
    (later,) = _passports(1, later=timedelta(hours=1))
    (shared / "0000.passport.json").write_bytes(later)
    yield Figure("cohort: look with a file written over", _look(folder, shared)["seconds"], "s", 2, said)


def _look(folder: Path, shared: Path) -> dict[str, float]:
    command = [sys.executable, "-c", LOOK, str(folder / "mentor"), str(shared)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=1200)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
