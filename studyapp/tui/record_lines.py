"""What can be recorded, and how what was typed is understood. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.content import Content

from studyapp.domain.days import long_date
from studyapp.domain.lifecycle import opens_after
from studyapp.domain.records import PROOFS, RecordKind, expiry_after
from studyapp.services.views import CertificationDetail
from studyapp.tui import words
from studyapp.tui.goal_lines import read_day, read_past_day
from studyapp.tui.text import plain

OFFERED: dict[RecordKind, str] = {
    RecordKind.BOOKED: "I have booked the exam",
    RecordKind.PASSED: "I passed the exam",
    RecordKind.FAILED: "I did not pass this time",
    RecordKind.HELD: "I hold this certification already",
    RecordKind.WAIVED: "I leave it out, for a reason",
}
FIELDS: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.BOOKED: ("on",),
    RecordKind.PASSED: ("on", "score", "expires"),
    RecordKind.FAILED: ("on", "score"),
    RecordKind.HELD: ("on", "expires"),
    RecordKind.WAIVED: ("reason",),
}
"""Which fields each kind asks for."""
LABELS = {
    "on": "Day", "score": "Score (or nothing)", "expires": "Last day (as the facts say, unless you type one)",
    "reason": "Reason",
}  # fmt: skip
NEVER = frozenset({"none", "never", "no", "-"})


@dataclass(frozen=True, slots=True)
class Typed:
    """What the fields say, understood; `never_expires` is typed as none."""

    kind: RecordKind
    on: date
    score: float | None = None
    expires_on: date | None = None
    never_expires: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """For each field what to say under it, and whether it was understood; `typed` when all were."""

    said: dict[str, tuple[str, bool]]
    typed: Typed | None


def kind_lines() -> list[tuple[str, Content]]:
    """The kinds, to choose from."""
    return [(str(kind), plain(text)) for kind, text in OFFERED.items()]


def booking_notes(detail: CertificationDetail, on: date) -> list[str]:
    """What a booking of a day changes in the goal, and whether the standard exam is open by then."""
    notes = []
    before = detail.goal.exam_on if detail.goal else None
    if before is not None and before != on:
        notes.append(f"Your goal aims at this day then; now it is {long_date(before)}.")
    opens = opens_after(detail.certification, on)
    if opens is not None:
        notes.append(f"The standard exam opens on {long_date(opens)}; before that it is a beta or not open.")
    return notes


def understand(
    kind: RecordKind, fields: dict[str, str], today: date, validity_years: int | None
) -> Understood:
    """Read the fields of a kind."""
    said: dict[str, tuple[str, bool]] = {}
    found: dict[str, object] = {"on": today}
    for name in FIELDS[kind]:
        try:
            value, text = _read(kind, name, fields.get(name, ""), today, found, validity_years)
            found |= value
            said[name] = (text, True)
        except ValueError as error:
            said[name] = (str(error), False)
    is_good = all(good for _text, good in said.values())
    return Understood(said, Typed(kind, **found) if is_good else None)  # type: ignore[arg-type]


def _read(
    kind: RecordKind,
    name: str,
    typed: str,
    today: date,
    found: dict[str, object],
    validity_years: int | None,
) -> tuple[dict[str, object], str]:
    text = typed.strip()
    if name == "on":
        day = read_day(text, today) if kind is RecordKind.BOOKED else read_past_day(text, today)
        return {"on": day}, f"{long_date(day)}, {words.away(day, today)}"
    if name == "score":
        return _read_score(text)
    if name == "expires":
        return _read_expiry(kind, text, today, found["on"], validity_years)
    if not text:
        raise ValueError("Say why, so that it can be told from a pass.")
    return {"reason": text}, "a waiver opens the way and is not counted as passed"


def _read_score(text: str) -> tuple[dict[str, object], str]:
    if not text:
        return {}, ""
    try:
        return {"score": float(text.replace(",", "."))}, ""
    except ValueError:
        raise ValueError("Type a number, such as 812, or nothing.") from None


def _read_expiry(
    kind: RecordKind, text: str, today: date, on: object, validity_years: int | None
) -> tuple[dict[str, object], str]:
    assert kind in PROOFS
    assert isinstance(on, date)
    if text.casefold() in NEVER:
        return {"never_expires": True}, "it does not end"
    if text:
        day = _any_day(text, today)
        return {"expires_on": day}, f"{long_date(day)}, {words.away(day, today)}"
    day_of_facts = expiry_after(on, validity_years)
    if day_of_facts is None:
        return {}, "the facts name no end"
    return {}, f"{long_date(day_of_facts)}, as the facts say"


def _any_day(text: str, today: date) -> date:
    try:
        return read_day(text, today)
    except ValueError as error:
        if "over" not in str(error):
            raise ValueError("Type a day such as 2029-05-03, or none.") from None
        return read_past_day(text, today)
