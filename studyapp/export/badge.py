"""A badge beside the passport: an Open Badges 3.0 achievement as VC-JWT, by joserfc.

After 1EdTech's Open Badges 3.0, section "JSON Web Token Proof Format": the payload is the credential itself
with the registered claims beside it, the header carries the public key. It is not certified by 1EdTech. The
issuer is the learner's own installation, and the badge says so: it is no diploma.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from studyapp.domain.days import medium_date
from studyapp.export.blocks import percent
from studyapp.export.passport import TERMS, VC_CONTEXT
from studyapp.export.proof import did_of, verification_method
from studyapp.export.shapes import instant_text
from studyapp.export.view import Certification, ProgressExport

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CONTEXT = [VC_CONTEXT, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]

ALGORITHM = "Ed25519"
"""RFC 9864; the name EdDSA of RFC 8037 is deprecated."""


def badge_credential(export: ProgressExport, certification: Certification, issuer: str) -> dict[str, Any]:
    """The credential of one certification's badge."""
    subject = f"urn:uuid:{export.learner.id}"
    told = f"{issuer} {subject} {certification.id} {export.exported_at.isoformat()}"
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, told)}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"Studied for {certification.code}",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "An installation of studyapp"},
        "validFrom": instant_text(export.exported_at),
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "achievement": {
                "id": f"{TERMS}studied-{certification.id}",
                "type": ["Achievement"],
                "name": f"Studied for {certification.code}",
                "description": f"Study for {certification.name} with studyapp, recorded by the learner's "
                "own installation. Not issued, checked or endorsed by the vendor of the exam.",
                "criteria": {"narrative": _narrative(export, certification)},
            },
        },
    }


def _narrative(export: ProgressExport, it: Certification) -> str:
    share = it.first_right / it.first_answers if it.first_answers else None
    said = (
        f"As of {medium_date(export.as_of)}: {it.met} of {it.items} items met, {it.learned} learned, mean "
        f"recall {percent(it.mastery)}; at first sight {it.first_right} of {it.first_answers} questions right"
    )
    return f"{said} ({percent(share)})." if share is not None else f"{said}."


def to_badge(export: ProgressExport, certification: Certification, private: Ed25519PrivateKey) -> bytes:
    """The badge as a compact JWS, in ASCII."""
    from joserfc import jwt
    from joserfc.jwk import OKPKey

    issuer = did_of(private)
    credential = badge_credential(export, certification, issuer)
    key = OKPKey.import_key(_pem(private))
    header = {
        "alg": ALGORITHM,
        "typ": "JWT",
        "kid": verification_method(issuer),
        "jwk": {name: key.as_dict(private=False)[name] for name in ("kty", "crv", "x")},
    }
    claims = {
        **credential,
        "iss": issuer,
        "jti": credential["id"],
        "nbf": int(export.exported_at.timestamp()),
        "sub": credential["credentialSubject"]["id"],
    }
    return jwt.encode(header, claims, key, algorithms=[ALGORITHM]).encode("ascii")


def _pem(private: Ed25519PrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
