"""What an author sees of items that are being written: plain frozen data, imported without any package."""

from __future__ import annotations

from dataclasses import dataclass

from studyapp.services.views import Showing


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """What loader or linter say of an author's item; `check` is the id of the check, `text` what offends."""

    level: str
    check: str
    path: str
    line: int
    column: int
    message: str
    hint: str
    text: str


@dataclass(frozen=True, slots=True)
class DraftItem:
    """An item as its author has saved it; `showing` is None where it can't be shown to a learner."""

    id: str
    path: str
    line: int
    showing: Showing | None
    problems: tuple[DraftProblem, ...]
    is_old: bool = False
    """Whether its file can't be read any more, so that it is shown as it was before."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The items of some files, and the problems that belong to none of them."""

    items: tuple[DraftItem, ...]
    loose: tuple[DraftProblem, ...]
