"""Items as their authors wrote them, broken ones included, with the place of every text.

The loader drops an item that can't be served; a linter has to look at just those. So this reader takes
what is there, never complains, and keeps line and column of each field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from studyapp.content.lint.words import content_stems, normalised, tokens

Place = tuple[int, int]
"""Line and column, both from 1."""


@dataclass(frozen=True)
class Spot:
    """A text of a file: what it says, and where it begins and ends (lines from 1)."""

    text: str
    line: int
    column: int
    end_line: int

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    @cached_property
    def normal(self) -> str:
        """Casefolded, without markup and punctuation, spaces collapsed."""
        return normalised(self.text)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Words of the normalised text, in order."""
        return tokens(self.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems of the content words."""
        return content_stems(self.text)


NOWHERE = Spot("", 1, 1, 1)


@dataclass(frozen=True)
class Choice:
    """One option with its texts; `column` and `line` are where the option begins."""

    text: Spot
    correct: bool
    reason: Spot
    excluded_by: Spot
    line: int
    column: int


@dataclass(frozen=True)
class Part:
    """A text of another kind of question: a step, a match, an accepted answer, a line of a rubric.

    `is_key` says whether it is right; `reason` is None where none belongs to it.
    """

    name: str
    text: Spot
    is_key: bool
    reason: Spot | None


@dataclass(frozen=True)
class Waiver:
    """Checks that an item is excused from, each with its place, and the reason."""

    ids: Mapping[str, Place]
    because: str


@dataclass(frozen=True)
class Item:
    """One question of a file as it stands there; absent fields are empty texts."""

    path: str
    line: int
    column: int
    end_line: int
    id: str
    certification_id: str
    kind: str
    depth: str
    difficulty: str
    objective: Spot
    stem: Spot
    scenario: Spot
    options: tuple[Choice, ...]
    parts: tuple[Part, ...]
    explanation: Spot
    references: tuple[Spot, ...]
    terms: tuple[Spot, ...]
    verified_on: Spot
    retired: bool
    waiver: Waiver
    quarantine: Spot
    """Why it is in quarantine; an empty text where it is not."""

    @cached_property
    def keys(self) -> tuple[Choice, ...]:
        """The correct options."""
        return tuple(option for option in self.options if option.correct)

    @cached_property
    def distractors(self) -> tuple[Choice, ...]:
        """The wrong options."""
        return tuple(option for option in self.options if not option.correct)

    @property
    def is_choice(self) -> bool:
        """Whether an answer is a choice of options that are shuffled when shown."""
        return self.kind in ("single", "multiple")

    @cached_property
    def reasons(self) -> tuple[Spot, ...]:
        """The reasons of all options and parts."""
        return (*(o.reason for o in self.options), *(part.reason for part in self.parts if part.reason))

    def named(self, *names: str) -> list[Part]:
        """The parts with one of these names, in order."""
        return [part for part in self.parts if part.name in names]

    @cached_property
    def shown(self) -> tuple[Spot, ...]:
        """The texts that stand side by side for the learner to choose from or to order."""
        return tuple(o.text for o in self.options) or tuple(
            part.text for part in self.named("step", "match", "distractor")
        )

    @cached_property
    def question(self) -> str:
        """The sentence that asks: the last one with a question mark, or else the last one."""
        sentences = re.split(r"(?<=[.!?])[\"')\]]*\s+", self.stem.text.strip())
        asking = [s for s in sentences if s.rstrip("\"') ").endswith("?")]
        return (asking or sentences)[-1]

    @cached_property
    def situation(self) -> str:
        """The stem without the sentence that asks."""
        return self.stem.text.replace(self.question, " ")


@dataclass
class Source:
    """One questions file: its lines, its certification and its items."""

    path: str
    lines: list[str]
    certification_id: str = ""
    place: Place = (1, 1)
    items: list[Item] = field(default_factory=list)

    def find(self, phrase: str, spot: Spot) -> Place:
        """Where a phrase stands inside a text of the file; the start of the text if it can't be found.

        A folded text runs over lines, so white space in the phrase matches a line break.
        """
        words = phrase.split()
        if not words:
            return spot.line, spot.column
        pattern = r"\s+".join(re.escape(word) for word in words)
        begin = spot.line - 1
        block = "\n".join(self.lines[begin : max(spot.end_line, spot.line)])
        skip = spot.column - 1
        for flags in (0, re.IGNORECASE):
            match = re.compile(rf"(?<!\w){pattern}(?!\w)", flags).search(block, skip)
            match = match or re.compile(pattern, flags).search(block, skip)
            if match:
                before = block[: match.start()]
                return begin + 1 + before.count("\n"), match.start() - (before.rfind("\n") + 1) + 1
        return spot.line, spot.column


def read_source(path: str, text: str, root: Node) -> Source:
    """The items of a parsed questions file."""
    source = Source(path, text.splitlines())
    fields = _fields(root)
    named = _spot(fields.get("certification"))
    source.certification_id, source.place = named.text, (named.line, named.column)
    listed = fields.get("questions")
    if isinstance(listed, SequenceNode):
        scenarios = _scenarios(fields.get("cases"))
        source.items = [_item(path, source.certification_id, node, scenarios) for node in listed.value]
    return source


def _scenarios(node: Node | None) -> dict[str, Spot]:
    return {_spot(entry.get("id")).text: _spot(entry.get("text")) for entry in _entries(node)}


def _fields(node: Node | None) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, ScalarNode)}


def _spot(node: Node | None) -> Spot:
    if not isinstance(node, ScalarNode):
        return NOWHERE
    begin, end = node.start_mark, node.end_mark
    # A block scalar ends at column 0 of the line after its last one.
    last = end.line if end.column == 0 and end.line > begin.line else end.line + 1
    return Spot(node.value, begin.line + 1, begin.column + 1, last)


def _spots(node: Node | None) -> tuple[Spot, ...]:
    return tuple(_spot(child) for child in node.value) if isinstance(node, SequenceNode) else ()


def _item(path: str, certification_id: str, node: Node, scenarios: Mapping[str, Spot]) -> Item:
    fields = _fields(node)
    options = fields.get("options")
    return Item(
        path=path,
        line=node.start_mark.line + 1,
        column=node.start_mark.column + 1,
        end_line=node.end_mark.line,
        id=_spot(fields.get("id")).text,
        certification_id=certification_id,
        kind=_spot(fields.get("kind")).text,
        depth=_spot(fields.get("depth")).text,
        difficulty=_spot(fields.get("difficulty")).text,
        objective=_spot(fields.get("objective")),
        stem=_spot(fields.get("stem")),
        scenario=scenarios.get(_spot(fields.get("case")).text, NOWHERE),
        options=tuple(_choices(options)),
        parts=tuple(_parts(fields)),
        explanation=_spot(fields.get("explanation")),
        references=_spots(fields.get("references")),
        terms=_spots(fields.get("terms")),
        verified_on=_spot(fields.get("verified_on")),
        retired="retired" in fields,
        waiver=_waiver(fields.get("lint")),
        quarantine=_quarantine(fields.get("quarantined")),
    )


def _choices(node: Node | None) -> Iterator[Choice]:
    if not isinstance(node, SequenceNode):
        return
    for child in node.value:
        fields = _fields(child)
        yield Choice(
            text=_spot(fields.get("text")),
            correct=_spot(fields.get("correct")).text == "true",
            reason=_spot(fields.get("reason")),
            excluded_by=_spot(fields.get("excluded_by")),
            line=child.start_mark.line + 1,
            column=child.start_mark.column + 1,
        )


def _parts(fields: Mapping[str, Node]) -> Iterator[Part]:
    for entry in _entries(fields.get("steps")):
        yield Part("step", _spot(entry.get("text")), True, _spot(entry.get("reason")))
    for entry in _entries(fields.get("pairs")):
        yield Part("prompt", _spot(entry.get("prompt")), True, None)
        yield Part("match", _spot(entry.get("match")), True, _spot(entry.get("reason")))
    for entry in _entries(fields.get("distractors")):
        yield Part("distractor", _spot(entry.get("text")), False, _spot(entry.get("reason")))
    answers = [_fields(fields["answer"])] if "answer" in fields else []
    for entry in (*answers, *_entries(fields.get("blanks"))):
        reason = _spot(entry.get("reason"))
        accepted = _spots(entry.get("accepted")) or (_spot(entry.get("value") or entry.get("min")),)
        yield Part("answer", accepted[0], True, reason)
        yield from (Part("spelling", spot, True, None) for spot in accepted[1:])
        for wrong in _entries(entry.get("wrong")):
            yield Part("wrong", _spot(wrong.get("text")), False, _spot(wrong.get("reason")))
    for entry in _entries(fields.get("rubric")):
        yield Part("rubric", _spot(entry.get("text")), True, _spot(entry.get("reason")))
    for name in ("environment", "solution"):
        if name in fields:
            yield Part(name, _spot(fields[name]), True, None)


def _entries(node: Node | None) -> list[dict[str, Node]]:
    return [_fields(child) for child in node.value] if isinstance(node, SequenceNode) else []


def _quarantine(node: Node | None) -> Spot:
    """The reason, at the place of the field; "?" where none is given."""
    if node is None:
        return NOWHERE
    told = _spot(_fields(node).get("because"))
    return Spot(told.text or "?", node.start_mark.line + 1, node.start_mark.column + 1, told.end_line)


def _waiver(node: Node | None) -> Waiver:
    fields = _fields(node)
    ids = {spot.text.strip(): (spot.line, spot.column) for spot in _spots(fields.get("waive"))}
    return Waiver(ids, _spot(fields.get("because")).text)
