"""Answers with weights, as Moodle has them: which are the key, and what our all-or-nothing key cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.content.interchange.model import NotHeld, named


@dataclass(frozen=True, slots=True)
class Weighed:
    """One answer with its weight in percent of the credit, and what is said to those who give it."""

    text: str
    weight: float
    feedback: str = ""


def chosen_key(weighed: Sequence[Weighed], *, one_only: bool) -> tuple[frozenset[int], tuple[str, ...]]:
    """Positions of the key, and the losses. Raises NotHeld where no key of ours means the same."""
    if one_only:
        full = [i for i, w in enumerate(weighed) if w.weight >= 100]
        if len(full) != 1:
            many = f"{len(full)} options are each right alone" if full else "no option is right in full"
            raise NotHeld(many)
        partial = [w for w in weighed if 0 < w.weight < 100]
        losses = tuple(f"{w.weight:g} % of the credit for {named(w.text)!r} left out" for w in partial)
        penalty = ("penalties for wrong options left out",) if any(w.weight < 0 for w in weighed) else ()
        return frozenset(full), (*losses, *penalty)
    key = frozenset(i for i, w in enumerate(weighed) if w.weight > 0)
    if not key:
        raise NotHeld("no option is right")
    losses = ()
    if len({round(weighed[i].weight, 1) for i in key}) > 1:
        losses = ("unequal weights of the right options left out",)
    if len(key) == 1:
        losses = (*losses, "several options could be marked, of which one is right: now single choice")
    wrong = {round(w.weight, 1) for w in weighed if w.weight <= 0}
    if len(wrong) > 1:
        losses = (*losses, "unequal penalties for wrong options left out")
    return key, losses


def single_quantity(weighed: Sequence[Weighed]) -> tuple[int, tuple[str, ...]]:
    """The position of the one right number, and the losses. Raises NotHeld."""
    full = [i for i, w in enumerate(weighed) if w.weight >= 100]
    if len(full) != 1:
        raise NotHeld(f"{len(full)} different numbers are right" if full else "no number is right in full")
    partial = [w for w in weighed if 0 < w.weight < 100]
    return full[0], tuple(f"number {w.text!r} for {w.weight:g} % of the credit left out" for w in partial)
