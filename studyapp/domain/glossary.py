"""Terms: what a flashcard asks in either direction, and how a typed answer is compared."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher


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
    """Whether a typed answer names the term: any accepted spelling, one slip allowed in long words."""
    given = normalised(typed)
    if not given:
        return False
    return any(_close_enough(given, normalised(accepted)) for accepted in (term.term, *term.also))


def _close_enough(given: str, accepted: str) -> bool:
    if given == accepted:
        return True
    return len(accepted) >= 8 and SequenceMatcher(None, given, accepted).ratio() >= 0.92
