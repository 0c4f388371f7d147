"""Anki packages (.apkg, .colpkg): notes to terms and our questions, and both to notes with stable guids.

A guid is our id, and the time of change comes from dates and revisions: a second import updates the notes of
the first, and keeps their schedule.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from studyapp.content.interchange.anki import FIELD, card, question_field, sides_of, tags_of
from studyapp.content.interchange.model import CannotConvert, Item, Read, Refused, Written, named
from studyapp.content.interchange.source import MAX_BYTES, Archive, Source, zipped
from studyapp.domain.questions import Question

MODEL_ID = 1_726_450_911
QUESTION_MODEL_ID = 1_726_450_912
"""Chosen once; Anki knows the note types by them."""
NEWEST = "collection.anki21b"
COLLECTIONS = (NEWEST, "collection.anki21", "collection.anki2")
"""Newest first: beside each an older Anki finds a stand-in that says that it is too old."""
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
_CLOZE = b"\x08\x01"
"""How the settings of a note type with gaps begin: field 1 (kind) is 1; a zero is never written."""
MOST_STEPS = 2_000
"""Of 100,000 virtual instructions each, after which a query of a foreign database is stopped."""


def read(source: Source) -> Read:
    """Every note of the collection as a term."""
    archive = Archive(source.data, source.name)
    name = next((n for n in COLLECTIONS if n in archive.entries), "")
    if not name:
        raise CannotConvert(f"{source.name} holds no collection of Anki.", "Is it an .apkg file?")
    data = archive.read(name)
    if name == NEWEST:
        data = decompressed(data, f"{source.name}: {name}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        path.write_bytes(data)
        try:
            return list(_notes(path))
        except (sqlite3.Error, ValueError, AttributeError, TypeError) as error:
            raise CannotConvert(
                f"{source.name}: its database is broken: {error}.", "Export it again."
            ) from error


def decompressed(data: bytes, name: str) -> bytes:
    """What was compressed with Zstandard (RFC 8878), within the limit of sources. Raises CannotConvert."""
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(data) as reader:
            found = reader.read(MAX_BYTES + 1)
    except zstandard.ZstdError as error:
        raise CannotConvert(f"{name} is damaged: {error}.", "Export it again.") from error
    if len(found) > MAX_BYTES:
        raise CannotConvert(f"{name} unpacks to more than {MAX_BYTES // 1_000_000} MB.", "Split it.")
    return bytes(found)


def _notes(path: Path) -> Iterator[Item | Refused]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.text_factory = lambda data: data.decode("utf-8", "replace")
        database.set_progress_handler(_limit(MOST_STEPS), 100_000)
        clozes = _clozes(database)
        rows = database.execute("SELECT guid, mid, tags, flds FROM notes ORDER BY id")
        for number, (guid, model, tags, fields) in enumerate(rows, 1):
            place = f"note {number}"
            parts = str(fields).split("\x1f")
            if str(model) in clozes:
                yield Refused(place, named(parts[0][:200]), "a cloze note, which has no counterpart here")
                continue
            yield card(parts, str(guid), str(tags or ""), is_html=True, place=place)


def _clozes(database: sqlite3.Connection) -> set[str]:
    """Ids of note types with gaps: in JSON up to schema 11, from 15 on in a table of protobuf messages."""
    listed = database.execute("SELECT name FROM sqlite_master WHERE name = 'notetypes'").fetchone()
    if listed:
        rows = database.execute("SELECT id, config FROM notetypes").fetchall()
        return {str(key) for key, config in rows if bytes(config or b"").startswith(_CLOZE)}
    models = json.loads(str(database.execute("SELECT models FROM col").fetchone()[0]) or "{}")
    return {key for key, model in models.items() if model.get("type") == 1}


def _limit(most: int) -> Callable[[], int]:
    """A progress handler that stops a query which goes on for too long."""
    steps = iter(range(most))
    return lambda: int(next(steps, None) is None)


def write(items: Sequence[Item], certification: str) -> Written:
    """A package with one deck; its bytes depend on the items only."""
    import genanki

    def model(number: int, name: str, *more: str) -> genanki.Model:
        fields = [{"name": field} for field in ("Front", "Back", *more)]
        back = '{{FrontSide}}<hr id="answer">{{Back}}'
        sides = [{"name": "Card", "qfmt": "{{Front}}", "afmt": back}]
        return genanki.Model(number, name, fields=fields, templates=sides)

    of_terms = model(MODEL_ID, "studyapp card")
    of_questions = model(QUESTION_MODEL_ID, "studyapp question", FIELD)
    deck = genanki.Deck(_number(certification), certification)
    outcomes: list[tuple[str, ...] | str] = []
    for item in items:
        front, back = sides_of(item.content)
        guid = item.content.id or genanki.guid_for(front)
        field, losses = question_field(item.content)
        is_question = isinstance(item.content, Question)
        made, kept = (of_questions, [field]) if is_question else (of_terms, [])
        tags = tags_of(item.content)
        deck.add_note(genanki.Note(model=made, fields=[front, back, *kept], guid=guid, tags=tags))
        outcomes.append(losses)
    buffer = io.BytesIO()
    genanki.Package(deck).write_to_file(buffer, timestamp=_time_of(items))
    archive = Archive(buffer.getvalue(), "the package")
    return Written({"": zipped({name: archive.read(name) for name in archive.entries})}, outcomes)


def _number(name: str) -> int:
    """A stable id for a deck."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % (1 << 30)


def _time_of(items: Sequence[Item]) -> float:
    """The newest date that an item was verified on, and a second for each revision, so that it only grows."""
    days: list[datetime] = [
        datetime.fromisoformat(i.content.verified_on) for i in items if _is_day(i.content.verified_on)
    ]
    newest = max((day.replace(tzinfo=UTC) for day in days), default=FIRST_DAY)
    return newest.timestamp() + sum(int(item.content.revision) for item in items)


def _is_day(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
