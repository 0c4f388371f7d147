"""What authors are shown of answers and disputes: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from studyapp.domain.item_statistics import ItemStatistics
from studyapp.services.cohort.view import SetAside


@dataclass(frozen=True, slots=True)
class OptionShare:
    """How often an option was chosen at first sight: by all, and by the best third (shares of 1)."""

    position: int
    text: str
    is_key: bool
    share: float
    share_of_top: float


@dataclass(frozen=True, slots=True)
class ItemMeasure:
    """Statistics of one item as it stands in its file, over first answers to this very version.

    `discrimination` is Moodle's index as a share of 1; an item is right or wrong, so it is the (corrected)
    point-biserial correlation, too. Both and `efficiency` are None below 30 answers, or where all are alike.
    `rival` is the position of a distractor that the best third (`top` learners) prefers to the key: the key
    is suspect.
    """

    certification: str
    item: str
    title: str
    path: str
    line: int
    version: str
    answers: int
    older_answers: int
    facility: float | None
    discrimination: float | None
    point_biserial: float | None
    efficiency: float | None
    median_s: float | None
    options: tuple[OptionShare, ...] = ()
    rival: int | None = None
    top: int = 0
    quarantined: str = ""
    found: ItemStatistics | None = field(default=None, repr=False)

    @property
    def is_suspect(self) -> bool:
        """Whether the best prefer a distractor, and nothing was done about it yet."""
        return self.rival is not None and not self.quarantined


@dataclass(frozen=True, slots=True)
class BankStatistics:
    """Every item of a bank in the order of its files; answers to older versions are only counted."""

    learners: int
    answers: int
    older_answers: int
    items: tuple[ItemMeasure, ...]
    set_aside: tuple[SetAside, ...] = ()

    @property
    def suspects(self) -> tuple[ItemMeasure, ...]:
        """The items with a suspect key."""
        return tuple(item for item in self.items if item.is_suspect)


@dataclass(frozen=True, slots=True)
class DisputedItem:
    """The disputes of one item, and where it stands; `path` is "" where the bank does not have it."""

    certification: str
    item: str
    title: str
    path: str
    line: int
    key: str
    disputes: tuple[OneDispute, ...]
    measure: ItemMeasure | None = None
    quarantined: str = ""


@dataclass(frozen=True, slots=True)
class OneDispute:
    """What one learner objects to: their answer in words, and whether the item has changed since."""

    learner_id: str
    on: date
    answer: str
    right: bool | None
    reason: str
    changed_since: bool


@dataclass(frozen=True, slots=True)
class Disputes:
    """All disputes by item, the most disputed first, and the files that do not count."""

    items: tuple[DisputedItem, ...]
    set_aside: tuple[SetAside, ...] = ()
