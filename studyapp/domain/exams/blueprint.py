"""How many items of each domain a form has: the vendor's shares, by largest remainder.

The method is Hamilton's: each domain gets the whole part of its quota, and the seats that are left go to
the largest remainders; equal remainders in the order of the guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """One domain of a form: its weight (0 to 1) and its number of items that count and that do not."""

    domain_id: str
    name: str
    weight: float
    scored: int
    unscored: int = 0

    @property
    def items(self) -> int:
        """All items of the domain."""
        return self.scored + self.unscored


Blueprint = tuple[Share, ...]


def apportion(weights: Mapping[str, float], seats: int) -> dict[str, int]:
    """Whole seats for each key that sum to `seats`, none further than one from its exact quota.

    Raises ValueError for weights that are negative or all zero, and for a negative number of seats.
    """
    total = sum(weights.values())
    if seats < 0 or total <= 0 or min(weights.values()) < 0:
        raise ValueError("weights must be positive and seats not negative")
    quotas = {key: seats * weight / total for key, weight in weights.items()}
    given = {key: int(quota + 1e-9) for key, quota in quotas.items()}
    order = {key: place for place, key in enumerate(weights)}
    by_remainder = sorted(weights, key=lambda key: (round(given[key] - quotas[key], 9), order[key]))
    for key in by_remainder[: seats - sum(given.values())]:
        given[key] += 1
    return given


def blueprint(
    weights: Mapping[str, float], names: Mapping[str, str], items: int, unscored: int = 0
) -> Blueprint:
    """The domains of a form in the order of the guide.

    The published shares are shares of the items that count, so these are apportioned by themselves, and
    the unscored ones by themselves.
    """
    scored = apportion(weights, items - unscored)
    extra = apportion(weights, unscored)
    total = sum(weights.values())
    return tuple(
        Share(key, names.get(key, key), weight / total, scored[key], extra[key])
        for key, weight in weights.items()
    )


def missing(shares: Blueprint, available: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Domains that have too few items: how many are needed, how many there are."""
    return {
        share.domain_id: (share.items, available.get(share.domain_id, 0))
        for share in shares
        if share.items > available.get(share.domain_id, 0)
    }
