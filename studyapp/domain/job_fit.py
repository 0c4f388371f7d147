"""What a job description asks for: which competencies, terms and certifications its lines name.

Words are compared without case, punctuation and common endings, and only whole words count: what is listed
was really written there. A line in which nothing is recognised is given back as it is, for people to read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MOST_CHARS = 100_000
"""A text longer than this is no job description."""
_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s")
_SHORTEST_STEM = 4
_OF_HEADINGS = frozenset(
    """
    a about and are at benefits bring could department description do duties education environment essential
    experience for have home in is job join key kpis must nice offer our position preferred profile
    qualifications required requirements responsibilities role skills summary tasks the this to us we what
    who why will work would you your
    """.split()  # noqa: SIM905  words are read more easily than a list of them
)
"""Lines of these words alone are headings; nobody needs to hear that nothing was found in them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something to look for: its id, and every wording that names it."""

    id: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the text and the ids of what it names."""

    text: str
    competency_ids: tuple[str, ...] = ()
    term_ids: tuple[str, ...] = ()
    certification_ids: tuple[str, ...] = ()

    @property
    def is_unknown(self) -> bool:
        """Whether it says something and nothing of it was recognised."""
        found = self.competency_ids or self.term_ids or self.certification_ids
        return not found and not self._is_heading

    @property
    def _is_heading(self) -> bool:
        words = _WORD.findall(self.text.casefold())
        is_marked = self.text.endswith(":") or self.text.startswith("#")
        return is_marked or not words or _OF_HEADINGS.issuperset(words)


def stems(text: str) -> tuple[str, ...]:
    """The words of a text in the form in which they compare: `Deploying models` gives `deploy`, `model`."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return tuple(_stem(word) for word in _WORD.findall(folded))


def read_lines(
    text: str,
    competencies: Iterable[Wanted],
    terms: Iterable[Wanted],
    certifications: Iterable[Wanted],
) -> tuple[ReadLine, ...]:
    """Every line of a job description that is not empty, with what it names."""
    indexes = [_index(wanted) for wanted in (competencies, terms, certifications)]
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(ReadLine(line, *(_named(stems(line), index) for index in indexes)) for line in lines if line)


Index = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
"""First word of a wording -> all its words, and the id that it names."""


def _index(wanted: Iterable[Wanted]) -> Index:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for it in wanted:
        for wording in it.wordings:
            words = stems(wording)
            if words and (len(words) > 1 or len(words[0]) > 1):
                found.setdefault(words[0], []).append((words, it.id))
    return found


def _named(words: tuple[str, ...], index: Index) -> tuple[str, ...]:
    ids: dict[str, None] = {}
    for place, word in enumerate(words):
        for wording, wanted_id in index.get(word, ()):
            if words[place : place + len(wording)] == wording:
                ids[wanted_id] = None
    return tuple(ids)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _SHORTEST_STEM and word.endswith(("e", "y")) else word
