"""The bank against its certification: objectives, shares, numbers and dates (F28, F29)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.registry import E, Hit, W, also_of_bank, item_check
from studyapp.content.lint.source import Item

SHARE_POINTS = 10
FORMS = 2


@item_check(
    "F29", "The bank does not fit its blueprint", E, W,
    why="An item without an objective counts nowhere; a lopsided bank drills what the exam hardly asks.",
    do="Use an objective of certification.yaml; write items where the share or the number falls short.",
)  # fmt: skip
def unknown_objective(item: Item, bank: Bank) -> Iterator[Hit]:
    """The objective is not one of the certification's."""
    if bank.certification and item.objective and not bank.domain_of(item):
        yield Hit(
            f"{bank.certification_id} has no objective {item.objective.text}",
            item.objective, item.objective.text,
        )  # fmt: skip


@also_of_bank("F29")
def blueprint(bank: Bank) -> Iterator[Hit]:
    """A domain's share over 10 points off its weight; fewer items than two full forms need."""
    if not bank.certification or not bank.items:
        return
    counts = Counter(bank.domain_of(item) for item in bank.items)
    weights = bank.certification.weights()
    exam = bank.certification.exam
    asked = exam.questions or exam.questions_max or exam.questions_min or 0
    for domain in bank.certification.domains:
        share = 100 * counts[domain.id] / len(bank.items)
        weight = 100 * weights[domain.id]
        if abs(share - weight) > SHARE_POINTS:
            yield Hit(
                f"domain {domain.id} has {share:.0f} % of the items and {weight:.0f} % of the exam", level=W
            )
        needed = round(FORMS * asked * weights[domain.id])
        if counts[domain.id] < needed:
            yield Hit(
                f"domain {domain.id} has {counts[domain.id]} items; two full forms need {needed}", level=W
            )


def days_old(item: Item, today: date) -> int | None:
    """Days since an item was verified; None where the date is missing or no date."""
    try:
        return (today - date.fromisoformat(item.verified_on.text.strip())).days
    except ValueError:
        return None
