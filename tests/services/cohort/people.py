"""Learners who hand over something, by number."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from studyapp.export import view
from studyapp.export.passport import to_passport
from studyapp.export.view import ProgressExport
from tests.export.examples import domain, full_export
from tests.moments import START


def exported(
    number: int, *, name: str = "", at: datetime = START, mastery: float = 0.6, idle: int = 1
) -> ProgressExport:
    """The export of a learner who is well, unless told otherwise."""
    today = at.date()
    made = full_export(name or f"Learner {number}")
    (certification,) = made.certifications
    days = tuple(view.Day(today - timedelta(back), 30, 25.0) for back in range(40, idle - 1, -1))
    return replace(
        made,
        exported_at=at,
        as_of=today,
        learner=replace(made.learner, id=f"{number:08x}-6b1c-4b54-9d52-0c6c8f3e9d11"),
        totals=replace(made.totals, last_on=today - timedelta(idle)),
        activity=days,
        days_off=(),
        certifications=(
            replace(
                certification,
                mastery=mastery,
                exam_on=today + timedelta(60),
                readiness=None,
                forecast_tests=(),
                brier=None,
                records=(),
                domains=(domain("1", mastery=mastery), domain("2", mastery=0.9, weight=0.1)),
            ),
        ),
        confusions=(),
    )


def passport_of(
    number: int,
    *,
    key: int | None = None,
    name: str = "",
    at: datetime = START,
    mastery: float = 0.6,
    idle: int = 1,
) -> bytes:
    """The same, signed; each learner has a key of their own."""
    private = Ed25519PrivateKey.from_private_bytes((1000 + (number if key is None else key)).to_bytes(32))
    return to_passport(exported(number, name=name, at=at, mastery=mastery, idle=idle), private)
