"""Typed answers: which spellings are the same, and what number a text says.

Numbers are compared as decimals, so that 0.1 + 0.2 is 0.3 and a bound is a bound.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from studyapp.domain.questions import Entry, LetterCase, Quantity, Spacing

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?\Z", re.ASCII)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "−": "-", "‐": "-", "‑": "-"})
"""Signs that keyboards and word processors put in the place of the typed ones."""


def matches(entry: Entry, text: str) -> bool:
    """Whether a typed text is right, by the entry's own rules."""
    if entry.quantity is not None:
        number = number_of(text, entry.quantity.unit)
        return number is not None and within(entry.quantity, number)
    said = canonical(entry, text)
    return bool(said) and any(said == canonical(entry, accepted) for accepted in entry.accepted)


def canonical(entry: Entry, text: str) -> str:
    """A text as the entry compares it: by its rules for capitals and white space."""
    told = unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY).strip()
    if entry.spacing is Spacing.COLLAPSE:
        told = " ".join(told.split())
    elif entry.spacing is Spacing.IGNORE:
        told = "".join(told.split())
    return told.casefold() if entry.letter_case is LetterCase.IGNORE else told


def mistake_of(entry: Entry, text: str) -> str:
    """What a wrong answer is the answer to instead, where the author foresaw it; else empty."""
    for mistake in entry.mistakes:
        if entry.quantity is not None:
            number = number_of(text, entry.quantity.unit)
            if number is not None and number == number_of(mistake.text, entry.quantity.unit):
                return mistake.reason
        elif canonical(entry, text) == canonical(entry, mistake.text):
            return mistake.reason
    return ""


def number_of(text: str, unit: str = "") -> Decimal | None:
    """The number that a text says, with or without the unit behind it; None where it says none.

    `1,024` and `1 024` are thousands, `0,85` is a decimal comma, `1e-3` is 0.001.
    """
    told = unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY)
    told = "".join(told.split())
    written_unit = "".join(unicodedata.normalize("NFKC", unit).split())
    if written_unit and told.casefold().endswith(written_unit.casefold()):
        told = told[: -len(written_unit)]
    if _THOUSANDS.match(told):
        told = told.replace(",", "")
    elif told.count(",") == 1 and "." not in told:
        told = told.replace(",", ".")
    return Decimal(told) if _PLAIN.fullmatch(told) else None


def within(quantity: Quantity, number: Decimal) -> bool:
    """Whether a number is right; the bounds are."""
    least, most = bounds(quantity)
    return least <= number <= most


def bounds(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """The smallest and the largest number that is right."""
    if quantity.value is None:
        assert quantity.least is not None
        assert quantity.most is not None
        return _decimal(quantity.least), _decimal(quantity.most)
    value = _decimal(quantity.value)
    slack = max(_decimal(quantity.tolerance), abs(value) * _decimal(quantity.tolerance_percent) / 100)
    return value - slack, value + slack


def answer_text(entry: Entry) -> str:
    """The right answer as it is shown: `git stash`, `0.85`, `10 to 12 GB`, `3.1 ± 0.1`."""
    quantity = entry.quantity
    if quantity is None:
        return entry.accepted[0]
    if quantity.value is None:
        said = f"{shown(quantity.least)} to {shown(quantity.most)}"
    elif quantity.tolerance:
        said = f"{shown(quantity.value)} ± {shown(quantity.tolerance)}"
    elif quantity.tolerance_percent:
        said = f"{shown(quantity.value)} (± {shown(quantity.tolerance_percent)} %)"
    else:
        said = shown(quantity.value)
    return f"{said} {quantity.unit}".rstrip()


def problem_of(entry: Entry, text: str) -> str:
    """Why a text cannot be an answer to this entry, as a sentence; empty where it can.

    A number that cannot be read is a slip of the keyboard, not a wrong answer.
    """
    if not text.strip():
        return "Type an answer first."
    if entry.quantity is None or number_of(text, entry.quantity.unit) is not None:
        return ""
    unit = f" in {entry.quantity.unit}" if entry.quantity.unit else ""
    return f"That is no number{unit}: type digits, such as 12 or 0.85."


def shown(number: float | None) -> str:
    """A number as people write it: 3, 0.85, 1200000."""
    assert number is not None
    return f"{_decimal(number):f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


def _decimal(number: float) -> Decimal:
    return Decimal(repr(float(number)))
