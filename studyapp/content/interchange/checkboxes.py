"""Questions as Markdown checkbox lists: a heading or paragraph, then `- [ ]` and `- [x]`. Reading only.

What is indented under an option is its reason. A quote (`>`) or a line `Explanation:` behind the list begins
the explanation; where the question has a heading of its own, so does any text up to the next heading.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from studyapp.content.interchange.markup import text_of
from studyapp.content.interchange.model import Item, NotHeld, Read, Refused, blank_question, named
from studyapp.content.interchange.source import Source
from studyapp.domain.questions import Option, QuestionKind

_BOX = re.compile(r"\s{0,6}(?:[-*+]|\d+[.)])\s+[\[(]([ xX])[\])](?:\s+(.*))?")
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_EXPLANATION = re.compile(r"(?:>\s?|\**Explanation:?\**:?\s*)(.*)", re.IGNORECASE)
_NUMBER = re.compile(r"\A(?:[-*+]\s+)?(?:(?:\d+[.)]|Q(?:uestion)?\s*\d+[.:)])\s+)?", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+[.)]\s")
_REFERENCE = re.compile(
    r"\[(?:references?|sources?|link|docs?)\b[^\]\n]{0,300}\]\((https?://[^)\s]{1,2000})[^)\n]{0,300}\)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")
_FENCED = re.compile(
    r"(^[ \t]*```[^\n]*\n(?:(?![ \t]*```)[^\n]*\n)*[ \t]*```[ \t]*$)", re.MULTILINE
)  # no lazy dots: in a text of fences that are never closed those take time that grows with its square
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---[ \t]*(?=\n|\Z)", re.DOTALL)
_BLANK = " \t\u2800\u200b"


@dataclass(slots=True)
class _Block:
    """One question as it grows; `own` says that it has a heading or tags of its own."""

    line: int = 0
    own: bool = False
    heading: str = ""
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, bool, list[str]]] = field(default_factory=list)
    explanation: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    behind_line: int = 0


def read(source: Source) -> Read:
    """Every checkbox list with the text above it; text without a list is refused, a bare heading is none."""
    return _Reader().read(_without_asides(source.text))


def _without_asides(text: str) -> str:
    """The text with empty lines in the place of front matter and comments."""
    body = _FRONT_MATTER.sub(lambda found: "\n" * found[0].count("\n"), text)
    return "".join(part if at % 2 else _without_comments(part) for at, part in enumerate(_FENCED.split(body)))


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept += [text[at:begin], "\n" * text.count("\n", begin, end)]
        at = end + len("-->")
    return "".join([*kept, text[at:]])


class _Reader:
    """Goes through the lines; `_block` is the question that is open."""

    def __init__(self) -> None:
        self._found: list[Item | Refused] = []
        self._block = _Block()

    def read(self, text: str) -> list[Item | Refused]:
        fenced = False
        for number, line in enumerate(text.split("\n"), 1):
            begins_fence = line.lstrip().startswith("```")
            inside, fenced = fenced, fenced != begins_fence
            if inside or begins_fence:
                self._put(line, number)
            elif line.strip() in ("<quiz>", "</quiz>"):
                self._close()
                self._block = _Block(number, own=line.strip() == "<quiz>")
            elif heading := _HEADING.fullmatch(line):
                self._close()
                self._block = _Block(number, own=True, heading=heading[1].rstrip("# \t"))
            elif box := _BOX.fullmatch(line):
                self._option(box[2] or "", box[1] != " ")
            else:
                self._put(line, number)
        self._close()
        return self._found

    def _put(self, line: str, number: int) -> None:
        """A line of text where it belongs: the stem, the reason of the last option, or what stands behind."""
        block = self._block
        told = _EXPLANATION.fullmatch(line.strip())
        if not block.options:
            block.line = block.line or (number if line.strip() else 0)
            block.stem.append(line)
        elif line.startswith("  ") and not block.explanation and not any(block.behind):
            block.options[-1][2].append(line)
        elif told and not any(block.behind):
            block.explanation.append(told[1])
        else:
            block.behind_line = block.behind_line or (number if line.strip() else 0)
            block.behind.append(line)

    def _option(self, text: str, right: bool) -> None:
        """An option of the open question; behind a text that follows a list, the first of the next one."""
        block = self._block
        if any(line.strip() for line in block.behind):
            begun = _Block(block.behind_line, stem=block.behind)
            block.behind = []
            self._close()
            self._block = block = begun
        block.behind = []
        block.options.append((text.strip(_BLANK), right, []))

    def _close(self) -> None:
        """The open question is complete."""
        block = self._block
        behind = "\n".join(block.behind).strip()
        if block.own and block.options:
            block.explanation += ["", *block.behind]
            behind = ""
        self._found += _items_of(block)
        if behind:
            self._found.append(
                Refused(f"line {block.behind_line}", named(behind), "a text without checkboxes")
            )


def _items_of(block: _Block) -> list[Item | Refused]:
    """The question of a block; nothing where it is empty or a bare heading."""
    text = "\n".join(block.stem).strip()
    # A heading above a numbered question is the title of a section.
    heading = "" if _NUMBERED.match(text) else block.heading
    stem = _NUMBER.sub("", "\n\n".join(part for part in (heading, text) if part))
    place = f"line {block.line}"
    if not block.options:
        return [Refused(place, named(stem), "a text without checkboxes")] if text else []
    told = "\n".join(block.explanation).strip()
    losses: list[str] = []
    try:
        for long in (stem, told, *("\n".join([text, *why]) for text, _right, why in block.options)):
            text_of(long, "markdown")
    except NotHeld as error:
        return [Refused(place, named(stem[:100]), str(error))]
    options = tuple(_option_of(*option, losses) for option in block.options)
    key = sum(option.correct for option in options)
    if not stem:
        return [Refused(place, named(options[0].text), "there are options and no question")]
    if not key:
        return [Refused(place, named(stem), "no box is checked")]
    question = blank_question(
        QuestionKind.SINGLE if key == 1 else QuestionKind.MULTIPLE,
        _without_pictures(stem, losses),
        options=options,
        explanation=_without_pictures(_REFERENCE.sub("", told), losses),
        references=tuple(dict.fromkeys(_REFERENCE.findall(told))),
    )
    return [Item(place, named(stem), question, tuple(dict.fromkeys(losses)))]


def _option_of(text: str, right: bool, lines: Sequence[str], losses: list[str]) -> Option:
    why = textwrap.dedent("\n".join(lines)).strip()
    if not text:  # an option that is a block of code and nothing else
        return Option(why, right, "")
    reason = re.sub(r"^>[ \t]?", "", why, flags=re.MULTILINE)
    return Option(_without_pictures(text, losses), right, _without_pictures(reason, losses))


def _without_pictures(text: str, losses: list[str]) -> str:
    """Pictures leave their words; what is code stays as it is."""
    parts = _FENCED.split(text)
    if any(_PICTURE.search(part) for part in parts[::2]):
        losses.append("image left out")
    shown = "".join(part if at % 2 else _PICTURE.sub(r"\1", part) for at, part in enumerate(parts))
    return re.sub(r"\n{3,}", "\n\n", shown).strip() if shown != text else text.strip()
