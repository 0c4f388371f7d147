"""The passport: an export as a signed credential, after the W3C data model for verifiable credentials 2.0.

The file is the canonical form (RFC 8785) of the credential: one line, the same bytes for the same content,
and every byte of it counts. What the proof says: the installation that holds the key had recorded this, and
the file is as it wrote it. What it can't say: who sat at the keyboard, or that the installation was not
tampered with by the one who owns it.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from studyapp.export.document import NotAnExport, document, read_document
from studyapp.export.proof import canonical, did_of, verification_method, with_proof
from studyapp.export.shapes import NotOfShape, decode, instant_text
from studyapp.export.view import Evidence, ProgressExport

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VC_CONTEXT = "https://www.w3.org/ns/credentials/v2"
TERMS = "https://github.com/studyapp/studyapp/blob/main/docs/mentors.md#"
TYPE = "StudyProgressCredential"
CONTEXT: list[Any] = [
    VC_CONTEXT,
    {
        TYPE: TERMS + "passport",
        "progress": {"@id": TERMS + "json", "@type": "@json"},
        "evidence": {"@id": TERMS + "evidence", "@type": "@json"},
    },
]
"""The credential's terms; the progress itself is a JSON literal, described by its own JSON Schema."""


def credential(export: ProgressExport, issuer: str) -> dict[str, Any]:
    """The credential without its proof."""
    progress = document(export)
    evidence = progress.pop("evidence")
    subject = f"urn:uuid:{export.learner.id}"
    # Told by what it is about, so that the same export has the same id.
    told = f"{issuer} {subject} {export.exported_at.isoformat()} {evidence and evidence['head']}"
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, told)}",
        "type": ["VerifiableCredential", TYPE],
        "name": "Study passport",
        "description": "What one installation of studyapp recorded of a learner's study.",
        "issuer": issuer,
        "validFrom": instant_text(export.exported_at),
        "credentialSubject": {"id": subject, "progress": progress, "evidence": evidence},
    }


def to_passport(export: ProgressExport, private: Ed25519PrivateKey) -> bytes:
    """The signed credential as the bytes of its file."""
    did = did_of(private)
    signed = with_proof(
        credential(export, did), private, verification_method(did), instant_text(export.exported_at)
    )
    return canonical(signed)


def is_passport(data: Any) -> bool:
    """Whether parsed JSON is meant to be a passport, genuine or not."""
    kinds = data.get("type") if isinstance(data, dict) else None
    return isinstance(kinds, list) and TYPE in kinds


def read_passport(data: Any, name: str = "") -> ProgressExport:
    """The export in a passport, evidence included; raises NotAnExport. The proof is not looked at."""
    subject = data.get("credentialSubject") if isinstance(data, dict) else None
    if not isinstance(subject, dict) or not isinstance(subject.get("progress"), dict):
        raise NotAnExport(f"{name} is a passport without progress in it.", "It was changed.")
    export = read_document({**subject["progress"], "evidence": subject.get("evidence")}, name)
    if subject.get("id") != f"urn:uuid:{export.learner.id}":
        raise NotAnExport(
            f"{name} is about one learner and holds the progress of another.", "It was changed."
        )
    return export


def evidence_in(data: Any, name: str = "") -> Evidence:
    """The evidence alone, which is quick to read; raises NotAnExport."""
    try:
        found: Evidence = decode(Evidence, data["credentialSubject"]["evidence"], "evidence")
    except (KeyError, TypeError, NotOfShape) as error:
        raise NotAnExport(f"{name} holds no evidence: {error}.", "It was changed.") from None
    return found
