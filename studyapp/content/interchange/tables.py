"""CSV and TSV: a header that is read in the words that people use, one row for each question or term.

No cell that we write can run in a spreadsheet: an apostrophe stands before a text that could begin a formula,
and before one that begins with apostrophes and such a text, so that reading our own tables takes off exactly
what was put there. Tables of others keep their apostrophes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from studyapp.content.interchange.labels import CERTIFICATION, certification_in, labelled
from studyapp.content.interchange.model import (
    CannotConvert,
    Item,
    NotHeld,
    Read,
    Refused,
    Written,
    blank_question,
)
from studyapp.content.interchange.model import named as shortened
from studyapp.content.interchange.source import Source
from studyapp.domain.glossary import Term
from studyapp.domain.questions import Entry, Option, Question, QuestionKind
from studyapp.sanitiser import begins_a_formula

LETTERS = "ABCDEFGH"
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "identifier", "guid", "question id"),
    "certification": ("certification", "exam"),
    "objective": ("objective", "category", "topic", "domain", "section"),
    "kind": ("kind", "type", "question type"),
    "depth": ("depth",),
    "difficulty": ("difficulty", "level"),
    "stem": ("stem", "question", "question text", "prompt", "text"),
    "key": (
        "key",
        "correct",
        "correct answer",
        "correct answers",
        "correct option",
        "answer",
        "answers",
        "right",
    ),
    "explanation": ("explanation", "rationale", "feedback", "general feedback", "answer explanation", "why"),
    "terms": ("terms", "tags of terms"),
    "references": ("references", "reference", "source", "link", "url"),
    "verified_on": ("verified_on", "verified on", "verified", "checked"),
    "revision": ("revision", "version"),
    "term": ("term", "word", "front", "name"),
    "definition": ("definition", "meaning", "back", "description"),
}
_OPTION = re.compile(r"(?:option|choice|answer)?[ _-]*([a-h]|[1-8])", re.IGNORECASE)
_REASON = re.compile(r"(?:reason|feedback|explanation|rationale)[ _-]*([a-h]|[1-8])", re.IGNORECASE)

_WRONG = re.compile(
    r"(?:distractor|(?:incorrect|wrong)[ _-]*(?:answer|option|choice)?)[ _-]*([a-h]|[1-8])", re.IGNORECASE
)
_QUIZ_GAMES = frozenset({"?Time in seconds", "?Time Limit (sec)"})
"""Columns of Wayground (once Quizizz) and Blooket, whose answers are places."""
_TO_FILL_IN = frozenset({"fill-in-the-blank", "fill-in-the-blanks", "fill-in", "short-answer", "typed"})


class Reading(StrEnum):
    """What a name of an option that could be its place as well as its text is, in one table."""

    PLACE = "place"
    TEXT = "text"
    UNKNOWN = "unknown"


def read(source: Source) -> Read:
    """Every row below the header; a column that nobody knows is a loss of each row that fills it."""
    text = source.text
    first = text.partition("\n")[0]
    delimiter = max("\t;,", key=first.count)
    line = 1
    if told := re.fullmatch(r'"?sep=([,;|:\t])"?', first.strip("\r ")):  # for spreadsheets
        delimiter, text, line = told[1], text.partition("\n")[2], 2
    above = line - 1
    rows = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    header: list[str] = []
    is_ours = False
    listed: list[tuple[str, list[str]]] = []
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                if header:
                    cells = [cell.strip() for cell in row]
                    bare = [without_guard(cell) for cell in cells] if is_ours else cells
                    listed.append((f"line {line}", bare))
                else:
                    is_ours = set(_COLUMNS) - {"certification"} <= {name.strip() for name in row}
                    header = [column_of(name) for name in row]
                    _check(header, source.name)
            line = above + rows.line_num + 1
    except csv.Error as error:
        raise CannotConvert(
            f"{source.name}:{line}: the row that begins here is broken: {error}.",
            "Is a quote never closed? A quote inside of a quoted cell is written twice.",
        ) from error
    reading = _reading_of([dict(zip(header, row, strict=False)) for _place, row in listed])
    if is_ours or (reading is Reading.UNKNOWN and _QUIZ_GAMES & set(header)):
        reading = Reading.PLACE
    return [_row(row, header, place, reading) for place, row in listed]


def _reading_of(rows: Sequence[Mapping[str, str]]) -> Reading:
    """How the answers of a table are meant, by the rows in which only one way can be meant."""
    placed = told = False
    for cells in rows:
        given = _options(cells)
        by_text, by_place = _by_text(cells.get("key", ""), given), _by_place(cells.get("key", ""), given)
        placed = placed or bool(by_place and not by_text)
        told = told or bool(by_text and not by_place)
    return Reading.UNKNOWN if placed is told else Reading.PLACE if placed else Reading.TEXT


def column_of(name: str) -> str:
    """What a heading means: a field, `option A`, `wrong A`, `reason A`, or itself behind a `?`."""
    plain = re.sub(r"\s*\([^)]*\)$", "", " ".join(name.strip().casefold().split()))
    known = next((field for field, names in _ALIASES.items() if plain in names), "")
    if known:
        return known
    for what, pattern in (("reason", _REASON), ("option", _OPTION), ("wrong", _WRONG)):
        if found := pattern.fullmatch(plain):
            at = found[1].upper()
            return f"{what} {LETTERS[int(at) - 1] if at.isdigit() else at}"
    return f"?{name.strip()}"


def _check(header: Sequence[str], name: str) -> None:
    if "stem" not in header and not {"term", "definition"} <= set(header):
        raise CannotConvert(
            f"{name} has no column for the question.", "Name it 'question' (or 'term' and 'definition')."
        )
    twice = next((c for c in header if c[0] != "?" and header.count(c) > 1), "")
    if twice:
        raise CannotConvert(f"{name} has two columns that mean {twice!r}.", "Rename one of them.")


def _row(row: Sequence[str], header: Sequence[str], place: str, reading: Reading) -> Item | Refused:
    cells = dict(zip(header, row, strict=False))
    losses = [f"column {name[1:]!r} left out" for name, cell in cells.items() if name[0] == "?" and cell]
    if len(row) > len(header):
        losses.append("cells behind the last column left out")
    called = cells.get("id") or shortened(cells.get("stem") or cells.get("term", ""))
    try:
        if "stem" in cells:
            question, more = labelled(_question(cells, reading), _labels(cells))
            return Item(place, called, question, (*losses, *more))
        if not cells.get("term") or not cells.get("definition"):
            raise NotHeld("a term and its definition have to be there")
        certification = certification_in(f"{CERTIFICATION}{cells.get('certification', '')}")
        term = Term(cells.get("id", ""), certification, cells["term"], cells["definition"])
        return Item(place, called, term, tuple(losses))
    except NotHeld as error:
        return Refused(place, called, str(error))


def _labels(cells: Mapping[str, str]) -> Iterator[str]:
    for field in ("certification", "objective", "depth", "difficulty", "revision"):
        if cells.get(field):
            yield f"{field}:{cells[field]}"
    if cells.get("verified_on"):
        yield f"verified:{cells['verified_on']}"
    yield from (f"term:{name}" for name in cells.get("terms", "").split())
    yield from (f"reference:{address}" for address in cells.get("references", "").split())


def _options(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    """The options with their letters; where only wrong ones have columns, the answer is the first."""
    given = [(at, text) for at in LETTERS if (text := cells.get(f"option {at}", ""))]
    wrong = [text for at in LETTERS if (text := cells.get(f"wrong {at}", ""))]
    if given or not wrong:
        return given
    return list(zip(LETTERS, [cells.get("key", ""), *wrong], strict=False))


def _question(cells: Mapping[str, str], reading: Reading) -> Question:
    if not cells["stem"]:
        raise NotHeld("the question is empty")
    given = _options(cells)
    wanted = re.sub(r"[\s_/]+", "-", cells.get("kind", "").casefold())
    base = {"id": cells.get("id", ""), "explanation": cells.get("explanation", "")}
    if not given:
        return _without_options(cells, base)
    if not cells.get("key"):
        if wanted not in _TO_FILL_IN:
            raise NotHeld("no answer is given")
        entry = Entry("", tuple(text for _at, text in given))
        return blank_question(QuestionKind.TYPED, cells["stem"], entries=(entry,), **base)
    has_columns = any(f"option {at}" in cells for at, _text in given)
    key = key_of(cells["key"], given, reading if has_columns else Reading.TEXT)
    options = tuple(Option(text, at in key, cells.get(f"reason {at}", "")) for at, text in given)
    kind = QuestionKind.SINGLE if len(key) == 1 else QuestionKind.MULTIPLE
    if wanted == QuestionKind.TRUE_FALSE:
        kind = QuestionKind.TRUE_FALSE
    elif wanted in tuple(QuestionKind) and wanted != kind:
        raise NotHeld(f"it is called {wanted} and has {len(key)} right options")
    return blank_question(kind, cells["stem"], options=options, **base)


def _without_options(cells: Mapping[str, str], base: dict[str, str]) -> Question:
    answer = cells.get("key", "")
    if not answer:
        raise NotHeld("it has neither options nor an answer")
    if answer.casefold() in ("true", "false"):
        options = tuple(Option(word, word.casefold() == answer.casefold(), "") for word in ("True", "False"))
        return blank_question(QuestionKind.TRUE_FALSE, cells["stem"], options=options, **base)
    return blank_question(QuestionKind.TYPED, cells["stem"], entries=(Entry("", (answer,)),), **base)


def key_of(text: str, given: Sequence[tuple[str, str]], reading: Reading = Reading.UNKNOWN) -> frozenset[str]:
    """The letters of the right options: given as letters, numbers, or the text of one. Raises NotHeld."""
    by_text, by_place = _by_text(text, given), _by_place(text, given)
    if not by_text and not by_place:
        letters = ", ".join(at for at, _text in given)
        raise NotHeld(f"the answer {shortened(text)!r} is none of its options {letters}")
    if by_text and by_place and by_text != by_place and reading is Reading.UNKNOWN:
        told = f"the answer {shortened(text)!r} can be the place of an option or its text"
        raise NotHeld(f"{told}: name it by its letter")
    return by_text if by_text and (reading is Reading.TEXT or not by_place) else by_place


def _by_text(text: str, given: Sequence[tuple[str, str]]) -> frozenset[str]:
    return frozenset(at for at, option in given if option.casefold() == text.casefold())


def _by_place(text: str, given: Sequence[tuple[str, str]]) -> frozenset[str]:
    letters = {at for at, _text in given}
    named = [part.upper() for part in re.split(r"[\s,;|&+]+", text) if part]
    if len(named) == 1 and len(named[0]) > 1 and set(named[0]) <= letters:
        named = list(named[0])
    named = [LETTERS[int(part) - 1] if part in tuple("12345678") else part for part in named]
    return frozenset(named) if set(named) <= letters else frozenset()


# Writing

_COLUMNS = (
    *("id", "certification", "objective", "kind", "depth", "difficulty", "stem"),
    *(f"option {at}" for at in LETTERS),
    "correct",
    *(f"reason {at}" for at in LETTERS),
    *("explanation", "terms", "references", "verified_on", "revision"),
)


def write(items: Sequence[Item], certification: str, delimiter: str = ",") -> Written:
    """A table with a row for each question; the columns are those that `read` knows."""
    buffer = io.StringIO(newline="")
    table = csv.DictWriter(buffer, _COLUMNS, delimiter=delimiter, lineterminator="\n", restval="")
    table.writeheader()
    for item in items:
        assert isinstance(item.content, Question)
        table.writerow({name: guarded(cell) for name, cell in _cells(item.content).items()})
    return Written({"": buffer.getvalue().encode()}, [()] * len(items))


def guarded(text: str) -> str:
    """A text that no spreadsheet runs: with an apostrophe where it could."""
    return f"'{text}" if begins_a_formula(text.lstrip("'")) else text


def without_guard(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and begins_a_formula(text.lstrip("'")) else text


def write_tsv(items: Sequence[Item], certification: str) -> Written:
    """The same with tabs."""
    return write(items, certification, "\t")


def _cells(q: Question) -> dict[str, str]:
    cells = {
        "id": q.id,
        "certification": q.certification_id,
        "objective": q.objective_id,
        "kind": str(q.kind),
        "stem": q.stem,
    }
    if q.difficulty:
        cells |= {"depth": str(q.depth), "difficulty": str(q.difficulty)}
    for at, option in zip(LETTERS, q.options, strict=False):
        cells |= {f"option {at}": option.text, f"reason {at}": option.reason}
    cells["correct"] = ",".join(LETTERS[i] for i in sorted(q.key))
    cells |= {
        "explanation": q.explanation,
        "terms": " ".join(q.term_ids),
        "references": " ".join(q.references),
    }
    return cells | {"verified_on": q.verified_on, "revision": str(q.revision) if q.revision != 1 else ""}
