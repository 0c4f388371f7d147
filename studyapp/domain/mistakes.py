"""The notebook of mistakes: what enters, in which order it is worked off, when it leaves, what was confused.

Errors made with confidence are the ones that are corrected best once they are shown (Butterfield & Metcalfe
2001), so they come first. A mistake leaves once its question was recalled on three different days after it
(successive relearning; Rawson & Dunlosky 2011); right on the day of the miss only repeats what was just read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from studyapp.domain.glossary import Term, normalised
from studyapp.domain.judging import Verdict
from studyapp.domain.questions import CHOICES, Question, QuestionKind

LEAVES_AFTER = 3
"""Days of recall after which a mistake is taken for corrected."""
LONGEST_NAME = 6
"""Words of a term's name that are looked for in a text."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question that was missed.

    `misses` counts all of them, `is_sure` says that one of this stay in the notebook was made with
    confidence; `chosen` is the last wrong response as the log has it, to the version `content_hash`.
    """

    misses: int
    is_sure: bool
    missed_on: date
    chosen: str
    content_hash: str
    recalled_days: int = 0
    recalled_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still in the notebook."""
        return self.recalled_days < LEAVES_AFTER

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Sorts confident errors first, then what was missed most often, then the newest."""
        return not self.is_sure, -self.misses, -self.missed_on.toordinal()


@dataclass(frozen=True, slots=True)
class Mixup:
    """What was given in the place of what, in words; `reason` is what the given one answers instead."""

    given: str
    instead_of: str
    reason: str = ""


def missed(before: Mistake | None, day: date, sure: bool, chosen: str, content_hash: str) -> Mistake:
    """The mistake after a wrong answer."""
    stays = before is not None and before.is_open
    return Mistake(
        misses=(before.misses if before else 0) + 1,
        is_sure=sure or (stays and before is not None and before.is_sure),
        missed_on=day,
        chosen=chosen,
        content_hash=content_hash,
    )


def recalled(before: Mistake, day: date) -> Mistake:
    """The mistake after a right answer: one day more, unless that day counted or is that of the miss."""
    if day <= (before.recalled_on or before.missed_on):
        return before
    return replace(before, recalled_days=before.recalled_days + 1, recalled_on=day)


def after_answer(
    before: Mistake | None, *, right: bool, sure: bool, day: date, chosen: str, content_hash: str
) -> Mistake | None:
    """The mistake of a question after an answer to it; None while it was never missed."""
    if not right:
        return missed(before, day, sure, chosen, content_hash)
    return None if before is None else recalled(before, day)


def mixups(question: Question, verdict: Verdict) -> tuple[Mixup, ...]:
    """What was given instead of what in a wrong response; parts that were left out mix nothing up."""
    if question.kind in (QuestionKind.TRUE_FALSE, QuestionKind.ORDERING, QuestionKind.HANDS_ON):
        return ()
    if question.kind in CHOICES:
        options = question.options
        instead = " / ".join(options[i].text for i in sorted(verdict.missed or question.key))
        return tuple(Mixup(options[i].text, instead, options[i].reason) for i in sorted(verdict.wrong))
    return tuple(
        Mixup(part.given, part.expected, part.mistake)
        for part in verdict.parts
        if not part.right and part.given
    )


def names_of(terms: Iterable[Term]) -> dict[str, str]:
    """The id of a term by each of its names, normalised; a name of two terms says nothing and is left out."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for term in terms:
        for name in {normalised(name) for name in (term.term, *term.also)} - {""}:
            if found.setdefault(name, term.id) != term.id:
                shared.add(name)
    return {name: term_id for name, term_id in found.items() if name not in shared}


def term_in(text: str, names: Mapping[str, str]) -> str:
    """The term that a text names, "" for none: the longest name, and of equally long ones the first."""
    words = normalised(text).split()
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            term_id = names.get(" ".join(words[start : start + length]))
            if term_id:
                return term_id
    return ""


def confused_terms(mixup: Mixup, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The term that was taken for another, and that other; None where the texts do not name two terms."""
    taken, right = term_in(mixup.given, names), term_in(mixup.instead_of, names)
    return (taken, right) if taken and right and taken != right else None
