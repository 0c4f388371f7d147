"""What real answers say of an item (B04, B05). Without answers, these checks find nothing.

`Bank.measured` holds a `MeasuredItem` for each item that has answers; `studyapp bank lint --answers` and
`studyapp bank stats` fill it.
"""

from __future__ import annotations

from collections.abc import Iterator

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.cues import CHOICES
from studyapp.content.lint.registry import E, Hit, W, item_check
from studyapp.content.lint.source import Item
from studyapp.domain.item_analysis import EASY, HARD, WEAK_DISCRIMINATION


@item_check(
    "B04", "A distractor that nobody chooses", W,
    kinds=CHOICES,
    why="It costs reading time and makes the guess easier: the item has one option less than it shows.",
    do="Replace it with a misconception that learners have, or leave it out.",
)  # fmt: skip
def idle_distractor(item: Item, bank: Bank) -> Iterator[Hit]:
    """With 30 first attempts or more: a distractor chosen by under 5 %."""
    measured = bank.measured.get(item.id)
    if measured is None or not measured.is_measured:
        return
    for place in measured.rarely_chosen(len(item.options)):
        text = item.options[place].text
        share = measured.chosen.get(place, 0.0)
        yield Hit(f"{share:.0%} of {measured.attempts} learners chose this distractor", text, text.text)


@item_check(
    "B05", "Answers that speak against the item", W, E,
    kinds=("single", "multiple", "true-false"),
    why="Where the best learners prefer a distractor, the key is suspect; a wrong key is the worst fault.",
    do="Check the key against the documentation first; then the wording. Take the item out while you do.",
)  # fmt: skip
def suspect(item: Item, bank: Bank) -> Iterator[Hit]:
    """With 30 first attempts or more: the top third prefers a distractor (E); facility under .30 or over .90,
    point-biserial under .15 (W)."""
    measured = bank.measured.get(item.id)
    if measured is None or not measured.is_measured or item.quarantine:
        return
    rival = measured.rival
    if rival is not None and rival < len(item.options):
        text = item.options[rival].text
        shares = f"{measured.chosen_by_top[rival]:.0%} against {measured.best_key_by_top:.0%}"
        yield Hit(
            f"the best third of the learners prefers this distractor to the key ({shares})",
            text, text.text, level=E,
        )  # fmt: skip
    if not HARD <= measured.facility <= EASY:
        yield Hit(f"{measured.facility:.0%} of {measured.attempts} learners had it right", item.stem)
    correlation = measured.point_biserial
    if correlation is not None and correlation < WEAK_DISCRIMINATION:
        yield Hit(f"its point-biserial correlation with the other items is {correlation:.2f}", item.stem)
