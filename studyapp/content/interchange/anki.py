"""Anki's text files with their headers (`#separator`, `#guid column` …): cards to glossary terms, and back.

The guid column holds our ids, so that a second import updates the notes and keeps their schedule.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Mapping, Sequence

from studyapp.content.interchange.anki_questions import CHANGED, field_of, is_changed, packed, unpacked
from studyapp.content.interchange.cards import asked_lines, key_lines, stem_lines
from studyapp.content.interchange.labels import CERTIFICATION, certification_in
from studyapp.content.interchange.markup import text_of
from studyapp.content.interchange.model import CannotConvert, Item, NotHeld, Read, Refused, Written, named
from studyapp.content.interchange.source import Source
from studyapp.content.interchange.traits import LOST, Trait
from studyapp.domain.glossary import Term
from studyapp.domain.questions import Question

_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_HEADER = re.compile(r"#([a-z ]+):(.*)")
FIELD = "studyapp"
"""The field of our question cards that restores the question."""
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
                found.append(_note(row, special, headers.get("tags", ""), is_html, f"line {line}"))
            line = first_line + rows.line_num
    except csv.Error as error:
        raise CannotConvert(f"{source.name}:{line}: the table is broken: {error}.") from error
    return found


def _headers(text: str) -> tuple[dict[str, str], str, int]:
    headers: dict[str, str] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _HEADER.fullmatch(line)
        if not found and line.startswith("#"):
            continue  # a comment
        if not found:
            return headers, "\n".join(lines[number:]), number + 1
        headers[found[1]] = found[2]
    return headers, "", len(lines)


def _column(headers: Mapping[str, str], name: str) -> int:
    value = headers.get(name, "").strip()
    return int(value) - 1 if value.isascii() and value.isdigit() and len(value) < 4 else -1


def _note(
    row: Sequence[str], special: Mapping[str, int], for_all: str, is_html: bool, place: str
) -> Item | Refused:
    """A row as a note; `for_all` are the tags that all notes of the file have."""
    fields = [cell for at, cell in enumerate(row) if at not in special.values()]
    given = special["guid"]
    guid = row[given].strip() if 0 <= given < len(row) else ""
    tags = row[special["tags"]] if 0 <= special["tags"] < len(row) else ""
    return card(fields, guid, f"{for_all} {tags}", is_html=is_html, place=place)


def card(fields: Sequence[str], guid: str, tags: str, *, is_html: bool, place: str) -> Item | Refused:
    """A note as a term, or as the question that its further field holds.

    Tags and further fields are losses; a note with one side is refused.
    """
    if field := field_of(fields):
        return _question(field, fields, tags, is_html=is_html, place=place)
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
    certification, unknown = _tagged(tags)
    losses += unknown
    return Item(place, name, Term(guid, certification, front, back), tuple(dict.fromkeys(losses)))


def _tagged(tags: str) -> tuple[str, list[str]]:
    """The certification that the tags of a card name, and the losses of the other tags."""
    ours = [tag for tag in tags.split() if certification_in(tag)]
    unknown = [f"tag {tag!r} left out" for tag in tags.split() if tag not in ours[:1]]
    return (certification_in(ours[0]) if ours else "", unknown)


def _question(field: str, fields: Sequence[str], tags: str, *, is_html: bool, place: str) -> Item | Refused:
    """The question that a card of ours came from."""
    try:
        question = unpacked(field)
        shown = [text_of(side, "html" if is_html else "plain")[0] for side in fields[:2]]
        written = [text_of(side, "html")[0] for side in sides_of(question)]
    except NotHeld as error:
        return Refused(place, named(fields[0][:200]), str(error))
    losses = [CHANGED] if is_changed(shown, written) else []
    return Item(place, question.id or named(question.stem), question, (*losses, *_tagged(tags)[1]))


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


def question_field(content: Question | Term) -> tuple[str, tuple[str, ...]]:
    """What restores a question from its card, and what is said of the card; both empty for a term."""
    if isinstance(content, Term):
        return "", ()
    losses = [BECOMES_A_CARD]
    losses += [LOST[Trait.RETIRED]] if content.retired else []
    losses += [LOST[Trait.QUARANTINED]] if content.quarantined else []
    try:
        return packed(content), tuple(losses)
    except NotHeld as error:
        return "", (*losses, f"the question does not come back from its card: {error}")


def write(items: Sequence[Item], certification: str) -> Written:
    """A file for Anki's import: ids as guids, the certification as tag, and questions in a column of ours.

    Anki puts columns that bear the names of fields into these, and leaves a column out that no field has.
    """
    has_questions = any(isinstance(item.content, Question) for item in items)
    columns = ["guid", "Front", "Back", *([FIELD] if has_questions else []), "Tags"]
    buffer = io.StringIO(newline="")
    buffer.write(f"#separator:tab\n#html:true\n#guid column:1\n#tags column:{len(columns)}\n")
    buffer.write("#columns:" + "\t".join(columns) + "\n")
    rows = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    outcomes = []
    for item in items:
        field, losses = question_field(item.content)
        kept = [field] if has_questions else []
        rows.writerow((item.content.id, *sides_of(item.content), *kept, " ".join(tags_of(item.content))))
        outcomes.append(losses)
    return Written({"": buffer.getvalue().encode()}, outcomes)
