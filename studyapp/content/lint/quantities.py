"""Numbers and ranges in options: 10 GB, $3, 5 %, 1-5, more than 10, up to 3 days."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from studyapp.content.lint.source import Choice, Item
from studyapp.content.lint.words import plain

_SCALE = {
    "": (1.0, ""),
    **{unit: (factor, "time") for units, factor in (
        ("µs microsecond microseconds", 1e-6), ("ns nanosecond nanoseconds", 1e-9),
        ("ms millisecond milliseconds", 0.001), ("s sec secs second seconds", 1.0),
        ("min mins minute minutes", 60.0), ("h hr hrs hour hours", 3600.0), ("d day days", 86_400.0),
        ("week weeks", 604_800.0), ("month months", 2_629_800.0), ("year years", 31_557_600.0),
    ) for unit in units.split()},
    **{unit: (factor, "bytes") for units, factor in (
        ("b byte bytes", 1.0), ("kb kib kilobyte kilobytes", 1e3), ("mb mib megabyte megabytes", 1e6),
        ("gb gib gigabyte gigabytes", 1e9), ("tb tib terabyte terabytes", 1e12),
        ("pb pib petabyte petabytes", 1e15),
    ) for unit in units.split()},
    **dict.fromkeys(("%", "percent"), (1.0, "%")),
}  # fmt: skip
"""Units that are converted into each other; any other word is a unit of its own."""

_NUMBER = r"(?P<{0}>[-−]?\d+(?:[ ,]\d{{3}})*(?:\.\d+)?)"
_UNIT = r"\s?(?P<{0}>%|percent|[a-zA-Zµ][\w/.-]*(?:\s[a-z][\w-]*){{0,2}})?"
_CURRENCY = r"(?:USD |EUR |[$€£]\s?)?"
_ONE = re.compile(_CURRENCY + _NUMBER.format("a") + _UNIT.format("unit") + r"\.?\Z")
_SPAN = re.compile(
    r"(?:from |between )?" + _CURRENCY + _NUMBER.format("a") + _UNIT.format("first")
    + r"\s?(?:-|–|—|to|and|through|up to)\s?" + _CURRENCY + _NUMBER.format("b") + _UNIT.format("unit")
    + r"\.?\Z",
    re.IGNORECASE,
)  # fmt: skip
_OPEN = re.compile(
    r"(?P<how>more than|over|above|greater than|at least|from|no less than|a minimum of|less than|"
    r"under|below|fewer than|up to|at most|"
    r"no more than|a maximum of|within|>=|<=|≥|≤|>|"
    r"<)\s?" + _CURRENCY + _NUMBER.format("a") + _UNIT.format("unit") + r"\.?\Z",
    re.IGNORECASE,
)  # fmt: skip
_AND_UP = re.compile(
    _CURRENCY + _NUMBER.format("a") + _UNIT.format("unit") + r"\s?(?P<how>"
    r"or more|and more|or over|and over|and above|or above|or less|or fewer|and below|or below|\+)\.?\Z",
    re.IGNORECASE,
)  # fmt: skip
_ABOVE = {"more than", "over", "above", "greater than", ">"}
_FROM = {
    "at least",
    "from",
    "no less than",
    "a minimum of",
    ">=",
    "≥",
    "or more",
    "and more",
    "or over",
    "and over",
    "and above",
    "or above",
    "+",
}
_BELOW = {"less than", "under", "below", "fewer than", "<"}


def _value(number: str, unit: str | None) -> tuple[float, str]:
    name = (unit or "").strip().casefold()
    factor, family = _SCALE.get(name, (1.0, name))
    return float(number.replace(",", "").replace(" ", "").replace("−", "-")) * factor, family


def is_unit(text: str) -> bool:
    """Whether a text is, or holds, a unit that we know."""
    return any(word in _SCALE for word in re.findall(r"[a-z%µ]+", text.casefold()))


def numbers(item: Item) -> list[float]:
    """The options as numbers, where all of them are plain numbers of one unit; else nothing."""
    values = [_number(option) for option in item.options]
    found = [value for value in values if value is not None]
    if len(found) < max(2, len(item.options)) or len({family for _, family in found}) > 1:
        return []
    return [value for value, _ in found]


def _number(option: Choice) -> tuple[float, str] | None:
    match = _ONE.match(plain(option.text.text))
    return _value(match["a"], match["unit"]) if match else None


@dataclass(frozen=True, slots=True)
class Range:
    """A range of numbers; the ends belong to it unless they are open."""

    option: Choice
    low: float
    high: float
    family: str
    low_open: bool = False
    high_open: bool = False

    def overlaps(self, other: Range) -> bool:
        """Whether some number lies in both."""
        if self.family != other.family:
            return False
        first, second = sorted((self, other), key=lambda r: (r.low, r.high))
        if first.high == second.low:
            return not (first.high_open or second.low_open)
        return second.low < first.high


def ranges(item: Item) -> list[Range]:
    """The options that are ranges."""
    return [found for option in item.options if (found := _range(option)) is not None]


def _range(option: Choice) -> Range | None:
    text = plain(option.text.text)
    if span := _SPAN.match(text):
        low, family = _value(span["a"], span["first"] or span["unit"])
        high, last = _value(span["b"], span["unit"] or span["first"])
        return Range(option, low, high, family) if family == last and low <= high else None
    if opened := _OPEN.match(text) or _AND_UP.match(text):
        value, family = _value(opened["a"], opened["unit"])
        how = opened["how"].casefold()
        if how in _ABOVE or how in _FROM:
            return Range(option, value, math.inf, family, low_open=how in _ABOVE)
        return Range(option, -math.inf, value, family, high_open=how in _BELOW)
    return None
