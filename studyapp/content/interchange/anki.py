"""Anki's text files with their headers (`#separator`, `#guid column` …): cards to glossary terms, and back.

The guid column holds our ids, so that a second import updates the notes and keeps their schedule.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Mapping, Sequence

from studyapp.content.interchange.cards import asked_lines, key_lines, stem_lines
from studyapp.content.interchange.labels import CERTIFICATION, certification_in
from studyapp.content.interchange.markup import text_of
from studyapp.content.interchange.model import CannotConvert, Item, NotHeld, Read, Refused, Written, named
from studyapp.content.interchange.source import Source
from studyapp.domain.glossary import Term
from studyapp.domain.questions import Question

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_HEADER = re.compile(r"#([a-z ]+):(.*)")
BECOMES_A_CARD = "becomes a card that learners grade themselves"


def read(source: Source) -> Read:
    """Each note as a term: its first field is the term, its second the definition."""
    headers, body, first_line = _headers(source.text)
    separator = headers.get("separator", "").strip().casefold()
    delimiter = _SEPARATORS.get(separator, separator if len(separator) == 1 else "\t")
    special = {n: _column(headers, f"{n} column") for n in ("guid", "notetype", "deck", "tags")}
    is_html = headers.get("html", "false").strip().casefold() == "true"
    rows = csv.reader(io.StringIO(body), delimiter=delimiter)
    found: list[Item | Refused] = []
    line = first_line
    try:
        for row in rows:
            if row and any(cell.strip() for cell in row):
                found.append(_note(row, special, is_html, f"line {line}"))
            line = first_line + rows.line_num
    except csv.Error as error:
        raise CannotConvert(f"{source.name}:{line}: the table is broken: {error}.") from error
    return found


def _headers(text: str) -> tuple[dict[str, str], str, int]:
    headers: dict[str, str] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _HEADER.fullmatch(line)
        if not found:
            return headers, "\n".join(lines[number:]), number + 1
        headers[found[1]] = found[2]
    return headers, "", len(lines)


def _column(headers: Mapping[str, str], name: str) -> int:
    value = headers.get(name, "").strip()
    return int(value) - 1 if value.isascii() and value.isdigit() and len(value) < 4 else -1


def _note(row: Sequence[str], special: Mapping[str, int], is_html: bool, place: str) -> Item | Refused:
    fields = [cell for at, cell in enumerate(row) if at not in special.values()]
    given = special["guid"]
    guid = row[given].strip() if 0 <= given < len(row) else ""
    tags = row[special["tags"]] if 0 <= special["tags"] < len(row) else ""
    return card(fields, guid, tags, is_html=is_html, place=place)


def card(fields: Sequence[str], guid: str, tags: str, *, is_html: bool, place: str) -> Item | Refused:
    """A note as a term. Tags and further fields are losses; a note with one side is refused."""
    losses: list[str] = []
    texts = []
    for text in fields:
        try:
            told, lost = text_of(text, "html" if is_html else "plain")
        except NotHeld as error:
            return Refused(place, named(text[:60]), str(error))
        texts.append(told)
        losses += lost
    front, back, *rest = (*texts, "", "")
    name = named(front) or guid
    if not front or not back:
        return Refused(place, name, "a card needs two sides")
    if re.search(r"\{\{c\d+::", front):
        return Refused(place, name, "a cloze card, which has no counterpart here")
    if re.search(r"\[sound:[^\]]*\]", f"{front}{back}"):
        losses.append("sound left out")
        front, back = (re.sub(r"\[sound:[^\]]*\]", "", side).strip() for side in (front, back))
    losses += ["further fields left out"] if any(rest) else []
    ours = [tag for tag in tags.split() if certification_in(tag)]
    losses += [f"tag {tag!r} left out" for tag in tags.split() if tag not in ours[:1]]
    certification = certification_in(ours[0]) if ours else ""
    return Item(place, name, Term(guid, certification, front, back), tuple(dict.fromkeys(losses)))


def tags_of(content: Question | Term) -> list[str]:
    """The tag by which a card is known to belong to a certification."""
    return [f"{CERTIFICATION}{content.certification_id}"] if content.certification_id else []


def sides_of(content: Question | Term) -> tuple[str, str]:
    """Front and back of a card, as HTML."""
    if isinstance(content, Term):
        return as_html(content.term), as_html(content.definition)
    front = [*stem_lines(content), "", *asked_lines(content)]
    return as_html("\n".join(front).strip()), as_html("\n".join(key_lines(content)).strip())


def as_html(text: str) -> str:
    """Prose as HTML on one line: code in `pre`, line breaks as `br`."""
    parts = re.split(r"^```[^\n]*\n(.*?)\n?^```$", text, flags=re.MULTILINE | re.DOTALL)
    made = []
    for number, part in enumerate(parts):
        escaped = html.escape(part if number % 2 else part.strip("\n"), quote=False)
        broken = escaped.replace("\n", "<br>").replace("  ", " &nbsp;")
        made.append(f"<pre>{broken}</pre>" if number % 2 else broken)
    return "".join(made)


def write(items: Sequence[Item], certification: str) -> Written:
    """A file for Anki's import, with ids in the guid column and the certification as tag."""
    buffer = io.StringIO(newline="")
    buffer.write(
        "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n#columns:guid\tFront\tBack\tTags\n"
    )
    rows = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    outcomes = []
    for item in items:
        rows.writerow((item.content.id, *sides_of(item.content), " ".join(tags_of(item.content))))
        outcomes.append((BECOMES_A_CARD,) if isinstance(item.content, Question) else ())
    return Written({"": buffer.getvalue().encode()}, outcomes)
