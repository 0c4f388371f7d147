"""Terms: what a flashcard asks in either direction, and how a typed answer is compared."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contrast:
    """The neighbour that this term is confused with, and the difference in one sentence."""

    term_id: str
    because: str


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary; ids are unique over all certifications, so a term lives once."""

    id: str
    certification_id: str
    term: str
    definition: str
    also: tuple[str, ...] = ()
    objective_ids: tuple[str, ...] = ()
    example: str = ""
    contrast: Contrast | None = None
    references: tuple[str, ...] = ()
    verified_on: str = ""
    revision: int = 1


def normalised(text: str) -> str:
    """Casefolded, NFKC, without punctuation, spaces collapsed: the form in which answers compare."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(ch if ch.isalnum() else " " for ch in folded)
    return " ".join(kept.split())


def typed_answer_matches(term: Term, typed: str) -> bool:
    """Whether a typed answer names the term: any accepted spelling, one slip allowed in one long word."""
    given = normalised(typed)
    if not given:
        return False
    return any(_close_enough(given, normalised(accepted)) for accepted in (term.term, *term.also))


def one_slip_apart(one: str, other: str) -> bool:
    """Whether two words differ by one letter wrong, missing, too many, or swapped with its neighbour.

    Something put in front is no slip: "asynchronous" is the opposite of "synchronous".
    """
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if start == 0 and not (one and other):
        return False
    if len(one) <= 1 and len(other) <= 1:
        return True
    return len(one) == 2 and one == other[::-1]


def _close_enough(given: str, accepted: str) -> bool:
    if given == accepted:
        return True
    if len(accepted) < 8:
        return False
    if given.replace(" ", "") == accepted.replace(" ", ""):
        return True
    given_words, accepted_words = given.split(), accepted.split()
    if len(given_words) != len(accepted_words):
        return False
    slips = [pair for pair in zip(given_words, accepted_words, strict=True) if pair[0] != pair[1]]
    return len(slips) == 1 and _is_slip(*slips[0])


def _is_slip(given: str, accepted: str) -> bool:
    # In a short word or a number one other letter is another thing: top-k and top-p, version 10 and 11.
    long = len(accepted) >= 6 and not any(ch.isdigit() for ch in given + accepted)
    return long and one_slip_apart(given, accepted)
