"""Anki packages (.apkg): notes to glossary terms, and terms and questions to notes with stable guids.

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

from studyapp.content.interchange.anki import BECOMES_A_CARD, card, sides_of, tags_of
from studyapp.content.interchange.model import CannotConvert, Item, Read, Refused, Written
from studyapp.content.interchange.source import Archive, Source, zipped
from studyapp.domain.questions import Question

MODEL_ID = 1_726_450_911
"""Chosen once; Anki knows the note type by it."""
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
MOST_STEPS = 2_000
"""Of 100,000 virtual instructions each, after which a query of a foreign database is stopped."""


def read(source: Source) -> Read:
    """Every note of the collection as a term."""
    archive = Archive(source.data, source.name)
    name = next((n for n in ("collection.anki21", "collection.anki2") if n in archive.entries), "")
    if "collection.anki21b" in archive.entries:
        raise CannotConvert(
            f"{source.name} is in Anki's newest package format.",
            "Export it again with 'Support older Anki versions'.",
        )
    if not name:
        raise CannotConvert(f"{source.name} holds no collection of Anki.", "Is it an .apkg file?")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection"
        path.write_bytes(archive.read(name))
        try:
            return list(_notes(path))
        except (sqlite3.Error, ValueError, AttributeError, TypeError) as error:
            raise CannotConvert(
                f"{source.name}: its database is broken: {error}.", "Export it again."
            ) from error


def _notes(path: Path) -> Iterator[Item | Refused]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.text_factory = lambda data: data.decode("utf-8", "replace")
        database.set_progress_handler(_limit(MOST_STEPS), 100_000)
        models = json.loads(str(database.execute("SELECT models FROM col").fetchone()[0]) or "{}")
        clozes = {key for key, model in models.items() if model.get("type") == 1}
        rows = database.execute("SELECT guid, mid, tags, flds FROM notes ORDER BY id")
        for number, (guid, model, tags, fields) in enumerate(rows, 1):
            place = f"note {number}"
            if str(model) in clozes:
                yield Refused(place, str(guid), "a cloze note, which has no counterpart here")
                continue
            parts = str(fields).split("\x1f")
            yield card(parts, str(guid), str(tags or ""), is_html=True, place=place)


def _limit(most: int) -> Callable[[], int]:
    """A progress handler that stops a query which goes on for too long."""
    steps = iter(range(most))
    return lambda: int(next(steps, None) is None)


def write(items: Sequence[Item], certification: str) -> Written:
    """A package with one deck; its bytes depend on the items only."""
    import genanki

    model = genanki.Model(
        MODEL_ID,
        "studyapp card",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[
            {"name": "Card", "qfmt": "{{Front}}", "afmt": '{{FrontSide}}<hr id="answer">{{Back}}'},
        ],
    )
    deck = genanki.Deck(_number(certification), certification)
    outcomes: list[tuple[str, ...] | str] = []
    for item in items:
        front, back = sides_of(item.content)
        guid = item.content.id or genanki.guid_for(front)
        deck.add_note(genanki.Note(model=model, fields=[front, back], guid=guid, tags=tags_of(item.content)))
        outcomes.append((BECOMES_A_CARD,) if isinstance(item.content, Question) else ())
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
