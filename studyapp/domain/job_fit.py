"""What a job description asks for: which competencies, terms and certifications its lines name.

Words are compared without case, punctuation and common endings, and only whole words count: what is listed
was really written there. A line in which nothing is recognised is given back as it is, for people to read.
"PyTorch or TensorFlow, MLflow" asks for two things: one of the first two, and the third.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

MOST_CHARS = 100_000
"""A text longer than this is no job description."""
_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
_PART = re.compile(rf"{_WORD.pattern}|[,;:()]|[.](?=\s|$)")
"""Words, and what stands between the things that a line asks for."""
_NEEDED = r"(?:needed|required|necessary|expected)\b"
_IS_NOT_ASKED = re.compile(rf"(?i)\bno\b[^,;:.]*\b{_NEEDED}|\bnot {_NEEDED}")
"""A line that says what is not asked for: `no Kubernetes experience needed`."""
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
    """A line of the text and the ids of what it names.

    `asks` has an entry for each thing that it asks for: the competencies of which any one is enough.
    """

    text: str
    asks: tuple[tuple[str, ...], ...] = ()
    term_ids: tuple[str, ...] = ()
    certification_ids: tuple[str, ...] = ()

    @property
    def competency_ids(self) -> tuple[str, ...]:
        """Every competency that it names."""
        return tuple(dict.fromkeys(i for ids in self.asks for i in ids))

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
    skills, *rest = (_index(wanted) for wanted in (competencies, terms, certifications))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(
        ReadLine(line, _asked(line, skills), *(_ids(_named(stems(line), index)) for index in rest))
        if not _IS_NOT_ASKED.search(line)
        else ReadLine(line, (), (), ())
        for line in lines
        if line
    )


def alternatives(text: str) -> tuple[tuple[int, int], ...]:
    """For each word of a line which thing it belongs to, and which of the alternatives for that thing.

    A comma and an "and" part things, an "or" parts alternatives; a comma before an "or" makes all that was
    listed before it alternatives, too: "AWS, Azure, or GCP".
    """
    found: list[list[int]] = []
    thing = way = run = 0
    parts = _PART.findall(unicodedata.normalize("NFKC", text).casefold())
    for part, before in zip(parts, ["", *parts], strict=False):
        if part == "or" and before == ",":
            way = _joined(found, run)
            thing = run
        elif part == "or":
            way += 1
        elif part in ("and", *",;:()."):
            thing, way = thing + 1, 0
            run = run if part == "," else thing
        if part[0].isalnum():
            found.append([thing, way])
    return tuple((thing, way) for thing, way in found)


def _joined(found: list[list[int]], first: int) -> int:
    """Makes one thing of those from `first` on; the number of the alternative that follows."""
    ways: dict[tuple[int, int], int] = {}
    for place in found:
        if place[0] >= first:
            way = ways.setdefault((place[0], place[1]), len(ways))
            place[:] = first, way
    return len(ways)


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


def _named(words: tuple[str, ...], index: Index) -> Iterator[tuple[int, str]]:
    """The place of its first word, and the id, of everything that is named."""
    for place, word in enumerate(words):
        for wording, wanted_id in index.get(word, ()):
            if words[place : place + len(wording)] == wording:
                yield place, wanted_id


def _ids(named: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wanted_id for _place, wanted_id in named))


def _asked(line: str, index: Index) -> tuple[tuple[str, ...], ...]:
    """Each thing that a line asks for; of alternatives that are all known, any one is enough."""
    places = alternatives(line)
    things: dict[int, dict[str, set[int]]] = {}
    for place, wanted_id in _named(stems(line), index):
        thing, way = places[place]
        things.setdefault(thing, {}).setdefault(wanted_id, set()).add(way)
    asks: dict[tuple[str, ...], None] = {}
    for ids in things.values():
        is_choice = len(set().union(*ids.values())) > 1
        asks |= dict.fromkeys([tuple(ids)] if is_choice else [(i,) for i in ids])
    return tuple(asks)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > _SHORTEST_STEM and word.endswith(("e", "y")) else word
