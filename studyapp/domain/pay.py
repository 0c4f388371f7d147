"""What a role pays, in words, and rows of two roles side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studyapp.domain.roadmaps import Pay

NOT_GIVEN = "not given"
"""What stands where the source has no figure."""
_SAME_REGION = {"us": "usa", "united states": "usa", "uk": "united kingdom"}


def amounts(entry: Pay) -> str:
    """`65,000–110,000 GBP`, `from 100,000 GBP`, `4–8 lakh INR`."""
    unit = f"{entry.unit} {entry.currency}".strip()
    low, high = entry.minimum, entry.maximum
    if low is None and high is None:
        return NOT_GIVEN
    if low is None:
        return f"up to {high:,.0f} {unit}"
    if high is None:
        return f"from {low:,.0f} {unit}"
    return f"{low:,.0f}–{high:,.0f} {unit}"


def side_by_side(one: Iterable[Pay], other: Iterable[Pay]) -> Iterator[tuple[str, str, str, str]]:
    """Region, level and both amounts, region by region; amounts are never converted or compared."""
    ours, theirs = {_key(row): row for row in one}, {_key(row): row for row in other}
    keys = list(dict.fromkeys((*ours, *theirs)))
    regions = list(dict.fromkeys(region for region, _level in keys))
    for region, level in sorted(keys, key=lambda key: regions.index(key[0])):
        left, right = ours.get((region, level)), theirs.get((region, level))
        named = left or right
        assert named is not None
        yield named.region, named.level, _amounts(left), _amounts(right)


def _amounts(row: Pay | None) -> str:
    return amounts(row) if row is not None else NOT_GIVEN


def _key(row: Pay) -> tuple[str, str]:
    region = row.region.casefold()
    return _SAME_REGION.get(region, region), row.level.casefold()
