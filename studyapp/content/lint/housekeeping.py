"""The linter's own findings: files that do not load, and waivers (L00 to L02), and quarantine (L03)."""

from __future__ import annotations

from collections.abc import Iterator

from studyapp.content.lint.bank import Bank
from studyapp.content.lint.registry import CHECKS, E, Hit, I, W, bank_check, item_check
from studyapp.content.lint.source import Item, Spot


@bank_check(
    "L00", "The file does not load", E, W,
    why="What does not load reaches no learner; the rest of the checks may have missed it too.",
    do="Mend the file; `studyapp bank check` prints the same.",
)  # fmt: skip
def does_not_load(bank: Bank) -> Iterator[Hit]:
    """What the loader reports: YAML, unknown fields, ids that stand twice."""
    yield from ()  # the runner has the loader's problems at hand and reports them under this id


@bank_check(
    "L01", "A waiver that excuses nothing", W,
    why="A waiver that is no longer needed hides the next fault of that kind.",
    do="Take the id out of `waive`.",
)  # fmt: skip
def unused_waiver(bank: Bank) -> Iterator[Hit]:
    """The item would pass the check that its waiver names."""
    yield from ()  # only the runner knows what was waived


@item_check(
    "L02", "A waiver that names no check", W,
    why="It excuses the item from nothing, and its author believes that it does.",
    do="Name ids of checks, such as F10; errors of loading (L00) can't be waived.",
)  # fmt: skip
def unknown_waiver(item: Item, bank: Bank) -> Iterator[Hit]:
    """A waiver with an id that is none of ours, or that can't be waived."""
    for check_id, (line, column) in item.waiver.ids.items():
        if check_id not in CHECKS or check_id.startswith("L"):
            yield Hit(f"there is no check {check_id} to waive", Spot(check_id, line, column, line), check_id)


@item_check(
    "L03", "In quarantine", I,
    why="It is out of practice, exams and scores until its key is settled, and learners were told so.",
    do="Settle the key against the documentation; then `studyapp bank quarantine PATH ITEM --lift`.",
)  # fmt: skip
def in_quarantine(item: Item, bank: Bank) -> Iterator[Hit]:
    """The item has the field `quarantined`."""
    if item.quarantine:
        yield Hit(f"in quarantine: {item.quarantine.text}", item.quarantine)
