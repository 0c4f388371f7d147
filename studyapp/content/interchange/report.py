"""What became of each item of a source; the counts add up to the number of items."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


def _kind(loss: str) -> str:
    return re.sub(r" \(.*\)$", "", re.sub(r"'.*'|\".*\"", "…", loss))


class Fate(StrEnum):
    """How an item ended."""

    CONVERTED = "converted"
    WITH_LOSSES = "converted with losses"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item: where it stood, how it ended, and what it lost or why it was refused."""

    place: str
    name: str
    fate: Fate
    id: str = ""
    losses: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole conversion."""

    source: str
    source_format: str
    target: str
    target_format: str
    files: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def counts(self) -> dict[Fate, int]:
        """Items by how they ended; every fate is there."""
        counted = Counter(outcome.fate for outcome in self.outcomes)
        return {fate: counted[fate] for fate in Fate}

    @property
    def losses(self) -> Counter[str]:
        """Kinds of losses (without quotes and brackets), with the number of items that they befell."""
        kinds = (dict.fromkeys(map(_kind, outcome.losses)) for outcome in self.outcomes)
        return Counter(kind for each in kinds for kind in each)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """The items that did not come along."""
        return tuple(o for o in self.outcomes if o.fate is Fate.REFUSED)

    def as_data(self) -> dict[str, Any]:
        """The report for programs: a summary, then every item."""
        counts = {fate.name.lower(): count for fate, count in self.counts.items()}
        return {
            "source": {"path": self.source, "format": self.source_format},
            "target": {"files": list(self.files), "format": self.target_format},
            "summary": {"items": len(self.outcomes), **counts},
            "items": [
                {
                    "place": o.place, "name": o.name, "fate": o.fate.name.lower(), "id": o.id,
                    "losses": list(o.losses), "reason": o.reason,
                }
                for o in self.outcomes
            ],
        }  # fmt: skip
