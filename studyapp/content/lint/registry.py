"""The register of checks: each is declared once, beside its code, with its documentation.

A check of items is a generator `check(item, bank)`; a check of banks is `check(bank)`. Both yield `Hit`s;
the runner adds what it knows: id, path and the item's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studyapp.content.lint.findings import Level

if TYPE_CHECKING:
    from studyapp.content.lint.bank import Bank
    from studyapp.content.lint.source import Item, Spot

E, W, I = Level.ERROR, Level.WARNING, Level.INFO  # noqa: E741


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found: the words that offend and where they stand, in `spot` if that is given.

    `item` is needed from a check of banks when the hit belongs to one item, `path` when it belongs to one of
    the files. An empty `level` or `hint` means the check's own.
    """

    message: str
    spot: Spot | None = None
    phrase: str = ""
    item: Item | None = None
    path: str = ""
    level: Level | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One check with its documentation; `levels` are those that it can report, the usual one first."""

    id: str
    title: str
    levels: tuple[Level, ...]
    why: str
    do: str
    of_item: Callable[[Item, Bank], Iterator[Hit]] | None = None
    of_bank: Callable[[Bank], Iterator[Hit]] | None = None
    kinds: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """What it looks for: the docstrings of its functions."""
        told = [f.__doc__ or "" for f in (self.of_item, self.of_bank) if f is not None]
        return " ".join(" ".join(text.split()) for text in told)


CHECKS: dict[str, Check] = {}
"""All checks by id, in the order of the ids once `load_checks` has run."""

ItemCheck = Callable[["Item", "Bank"], Iterator[Hit]]
BankCheck = Callable[["Bank"], Iterator[Hit]]


def item_check(
    check_id: str, title: str, *levels: Level, why: str, do: str, kinds: tuple[str, ...] = ()
) -> Callable[[ItemCheck], ItemCheck]:
    """Register a check that looks at one item; `kinds` are the question kinds it applies to, () for all."""

    def register(function: ItemCheck) -> ItemCheck:
        CHECKS[check_id] = Check(check_id, title, levels, why, do, of_item=function, kinds=kinds)
        return function

    return register


def bank_check(
    check_id: str, title: str, *levels: Level, why: str, do: str
) -> Callable[[BankCheck], BankCheck]:
    """Register a check that looks at the bank as a whole."""

    def register(function: BankCheck) -> BankCheck:
        CHECKS[check_id] = Check(check_id, title, levels, why, do, of_bank=function)
        return function

    return register


def also_of_bank(check_id: str) -> Callable[[BankCheck], BankCheck]:
    """Give a check of items a second part that looks at the bank as a whole."""

    def register(function: BankCheck) -> BankCheck:
        CHECKS[check_id] = replace(CHECKS[check_id], of_bank=function)
        return function

    return register


def load_checks() -> dict[str, Check]:
    """All checks, ordered by id; importing the families registers them."""
    from studyapp.content.lint import (  # noqa: F401
        blueprint,
        cues,
        guessing,
        history,
        housekeeping,
        measured,
        pairs,
        references,
        sets,
        stems,
        structure,
    )

    for check_id in sorted(CHECKS):
        CHECKS[check_id] = CHECKS.pop(check_id)
    return CHECKS
