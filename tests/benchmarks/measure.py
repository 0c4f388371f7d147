"""A measured figure and its aim."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: `value` in `unit` against `aim` (at most)."""

    name: str
    value: float
    unit: str
    aim: float
    detail: str = ""

    @property
    def within(self) -> bool:
        """Whether the aim is met."""
        return self.value <= self.aim

    def as_dict(self) -> dict[str, object]:
        """Plain data."""
        return asdict(self) | {"within": self.within}

    def __str__(self) -> str:
        mark = "✓" if self.within else "✗"
        aim = f"aim {self.aim:g}" if self.aim < math.inf else "no aim"
        return f"{mark} {self.name:<58} {self.value:>9.2f} {self.unit:<6} {aim}  {self.detail}"


def quantile(values: Sequence[float], share: float) -> float:
    """The value under which a share of the sorted values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median_of(runs: int, once: Callable[[], float]) -> float:
    """Median of some runs, one run before them not counted."""
    once()
    return statistics.median(once() for _ in range(runs))


def timed_ms(work: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
