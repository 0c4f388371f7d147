"""The bank against its certification: objectives, shares, numbers and dates (F28, F29)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.guessing import needed_items
from studyapp.content.lint.registry import E, Hit, W, also_of_bank, item_check
from studyapp.content.lint.source import Item
from studyapp.domain.certifications import LifeEvent, Status

SHARE_POINTS = 10
REVIEW_MONTHS = 12
DAYS_A_MONTH = 30.44


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
    if not bank.certification or not bank.counted:
        return
    counts = Counter(bank.domain_of(item) for item in bank.counted)
    weights = bank.certification.weights()
    needed = needed_items(bank.certification)
    for number, domain in enumerate(bank.certification.domains, 1):
        place = _file_of(domain.id, number, bank)
        share = 100 * counts[domain.id] / len(bank.counted)
        weight = 100 * weights[domain.id]
        if abs(share - weight) > SHARE_POINTS:
            yield Hit(
                f"domain {domain.id} has {share:.0f} % of the items and {weight:.0f} % of the exam",
                level=W, path=place,
            )  # fmt: skip
        has = f"{counts[domain.id]} item{'' if counts[domain.id] == 1 else 's'}"
        if counts[domain.id] < needed.get(domain.id, 0):
            yield Hit(
                f"domain {domain.id} has {has}; two full forms need {needed[domain.id]}",
                level=W, path=place,
            )  # fmt: skip


def _file_of(domain_id: str, number: int, bank: Bank) -> str:
    """The file that holds most of a domain's items; where there are none, the one that is named after it."""
    held = {source.path: sum(bank.domain_of(i) == domain_id for i in source.items) for source in bank.sources}
    best = max(held, key=lambda path: held[path])
    if held[best]:
        return best
    named = (path for path in held if Path(path).name.startswith(f"{number}-"))
    ends = (path for path in held if path.endswith(f"-{domain_id}.yaml"))
    return (*named, *ends, best)[0]


@item_check(
    "F28", "Stale", W, E,
    why="Services are renamed, closed and changed; a key that was right last year may be wrong today.",
    do="Check every claim against the documentation, correct it, and set verified_on to today.",
)  # fmt: skip
def stale(item: Item, bank: Bank) -> Iterator[Hit]:
    """Verified longer ago than the review period (W), twice the period (E), or before the exam's version."""
    age = days_old(item, bank.today)
    if age is None or not item.verified_on:
        return
    months = bank.certification.review_months if bank.certification else REVIEW_MONTHS
    period = months * DAYS_A_MONTH
    if age < 0:
        yield Hit("the day lies in the future", item.verified_on, item.verified_on.text)
    elif age > period:
        level = E if age > 2 * period else W
        yield Hit(
            f"verified {age} days ago; the review period is {months} months",
            item.verified_on, item.verified_on.text, level=level,
        )  # fmt: skip
    elif (change := _version_since(item, bank)) is not None:
        yield Hit(
            f"verified before the exam's version changed on {change.on}",
            item.verified_on, item.verified_on.text,
        )  # fmt: skip


def _version_since(item: Item, bank: Bank) -> LifeEvent | None:
    """The last change of the exam's version, where the item is older and the change is past."""
    events = bank.certification.life_cycle if bank.certification else ()
    changes = [e for e in events if e.event == "version-change" and e.on <= bank.today]
    last = max(changes, key=lambda event: event.on, default=None)
    age = days_old(item, bank.today)
    return last if last and age is not None and (bank.today - last.on).days < age else None


@also_of_bank("F28")
def retired_exam(bank: Bank) -> Iterator[Hit]:
    """The whole bank is written for an exam that nobody can take any more."""
    certification = bank.certification
    if certification is None or certification.status is not Status.RETIRED or not bank.items:
        return
    after = ", ".join(certification.successors)
    yield Hit(
        f"{bank.certification_id} is retired", hint=f"Move what still holds to {after}." if after else ""
    )


def days_old(item: Item, today: date) -> int | None:
    """Days since an item was verified; None where the date is missing or no date."""
    try:
        return (today - date.fromisoformat(item.verified_on.text.strip())).days
    except ValueError:
        return None
