"""Questions that became cards and are read back: equal, or what they lost is named."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings

from studyapp.content.interchange.anki import BECOMES_A_CARD
from studyapp.content.interchange.anki_questions import CHANGED, MARK, packed
from studyapp.content.interchange.convert import convert, fitted_item
from studyapp.content.interchange.model import CannotConvert, Item, NotHeld
from studyapp.content.interchange.registry import FORMATS, detected
from studyapp.content.interchange.source import MAX_BYTES, Source
from studyapp.domain.glossary import Term
from studyapp.domain.questions import Question, QuestionKind
from tests.content.interchange.items import items
from tests.content.interchange.reading import losses, questions, read, reasons
from tests.kinds import built

BOTH = pytest.mark.parametrize("name", ["anki", "apkg"])


def _written(name: str, item: Item) -> tuple[bytes, tuple[str, ...] | str]:
    write = FORMATS[name].write
    assert write is not None
    done = write([fitted_item(item, FORMATS[name])], "x")
    return done.files[""], done.outcomes[0]


@BOTH
@given(item=items())
@settings(max_examples=60)
def test_what_is_not_named_as_lost_comes_back_equal(name: str, tmp_path: Path, item: Item) -> None:
    data, outcome = _written(name, item)
    (again,) = read(tmp_path, name, data)
    assert isinstance(again, Item)
    if not any(loss.startswith("the question does not come back") for loss in outcome):
        assert again.content == item.content
        assert again.losses == ()


@BOTH
@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_question_of_every_kind_comes_back_from_its_card(
    name: str, kind: QuestionKind, tmp_path: Path
) -> None:
    question = built(kind)
    data, outcome = _written(name, Item("line 1", "x", question))
    assert outcome == (BECOMES_A_CARD,)
    assert questions(read(tmp_path, name, data)) == [question]


@BOTH
def test_a_question_that_our_loader_would_refuse_stays_a_card_and_says_so(name: str, tmp_path: Path) -> None:
    question = built(QuestionKind.SINGLE)
    twins = replace(question, options=(question.options[0], *question.options), stem="Which?")
    data, outcome = _written(name, Item("line 1", "x", twins))
    assert any("does not come back from its card: our format cannot hold it" in loss for loss in outcome)
    (again,) = read(tmp_path, name, data)
    assert isinstance(again, Item)
    assert isinstance(again.content, Term)


def _row(question: Question, front: str = "", field: str = "", tags: str = "") -> str:
    text = _written("anki", Item("", "", question))[0].decode()
    head, row = text.rsplit("\n", 2)[0], text.rsplit("\n", 2)[1].split("\t")
    row[1], row[3], row[4] = front or row[1], field or row[3], tags or row[4]
    return head + "\n" + "\t".join(row) + "\n"


def test_a_card_that_was_changed_in_anki_is_told(tmp_path: Path) -> None:
    question = built(QuestionKind.TYPED)
    same = question.stem.replace(" ", "<br>&nbsp; ")
    assert losses(read(tmp_path, "anki", _row(question, front=f"<div>{same}</div>"))) == [()]
    found = read(tmp_path, "anki", _row(question, front="Another question?", tags="certification:a mine"))
    assert losses(found) == [(CHANGED, "tag 'mine' left out")]
    assert questions(found) == [question]


@pytest.mark.parametrize("field", [f"{MARK}!", f"{MARK}e30=", f"{MARK}eyJlbnRyeSI6W119", f"{MARK}AA=="])
def test_a_damaged_field_is_refused_and_nothing_is_guessed(tmp_path: Path, field: str) -> None:
    found = read(tmp_path, "anki", _row(built(QuestionKind.SINGLE), field=field))
    assert reasons(found) == ["the field that holds its question is damaged"]


def test_a_question_whose_stem_looks_like_a_gap_of_anki_comes_back(tmp_path: Path) -> None:
    question = replace(built(QuestionKind.SINGLE), stem="What does {{c1::x}} print?")
    data, _outcome = _written("apkg", Item("", "", question))
    assert questions(read(tmp_path, "apkg", data)) == [question]


def test_what_does_not_read_back_is_not_packed() -> None:
    with pytest.raises(NotHeld):
        packed(replace(built(QuestionKind.SINGLE), stem=""))


def test_a_bank_goes_to_anki_and_back_as_files(tmp_path: Path) -> None:
    question = built(QuestionKind.MULTIPLE)
    (tmp_path / "cards.apkg").write_bytes(_written("apkg", Item("", "", question))[0])
    source = Source(tmp_path / "cards.apkg")
    convert(source, detected(source), tmp_path / "bank.yaml", FORMATS["yaml"])
    read_yaml = FORMATS["yaml"].read
    assert read_yaml is not None
    assert questions(list(read_yaml(Source(tmp_path / "bank.yaml")))) == [question]


# Packages in Anki's newest format


def _newest(path: Path, *, cloze: bool = False) -> bytes:
    """A package as Anki writes it since 2.1.50: a stand-in for older ones and a compressed collection."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.executescript(
        "CREATE TABLE col (models TEXT); INSERT INTO col VALUES ('');"
        "CREATE TABLE notetypes (id INTEGER PRIMARY KEY, name TEXT, config BLOB);"
        "CREATE TABLE notes (id INTEGER, guid TEXT, mid INTEGER, tags TEXT, flds TEXT);"
        "INSERT INTO notes VALUES (1, 'g', 7, ' a ', 'VPC' || char(31) || 'A net.');"
    )
    database.execute("INSERT INTO notetypes VALUES (7, 'n', ?)", (b"\x08\x01\x1a" if cloze else b"\x1a\x05",))
    database.commit()
    database.close()
    return path.read_bytes()


def _package(collection: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("collection.anki2", b"a stand-in")
        archive.writestr("collection.anki21b", collection)
    return buffer.getvalue()


@pytest.mark.parametrize("size", [True, False])
def test_the_newest_packages_are_read(tmp_path: Path, size: bool) -> None:
    compressor = zstandard.ZstdCompressor(write_content_size=size)
    (item,) = read(tmp_path, "apkg", _package(compressor.compress(_newest(tmp_path / "c"))))
    assert isinstance(item, Item)
    assert (item.content, item.losses) == (Term("g", "", "VPC", "A net."), ("tag 'a' left out",))
    gaps = _package(compressor.compress(_newest(tmp_path / "c", cloze=True)))
    assert reasons(read(tmp_path, "apkg", gaps)) == ["a cloze note, which has no counterpart here"]


@pytest.mark.parametrize(
    ("collection", "said"),
    [
        (b"no frame", "is damaged"),
        (zstandard.ZstdCompressor().compress(b"x" * (MAX_BYTES + 1)), "unpacks to more than 32 MB"),
        (zstandard.ZstdCompressor().compress(b"x" * 5000)[:-3], "(is damaged|database is broken)"),
        (zstandard.ZstdCompressor().compress(b"SQLite format 3\0 broken"), "database is broken"),
    ],
    ids=["no frame", "bomb", "cut short", "no database"],
)
def test_newest_packages_that_are_broken_or_a_bomb_say_so(
    tmp_path: Path, collection: bytes, said: str
) -> None:
    with pytest.raises(CannotConvert, match=said):
        read(tmp_path, "apkg", _package(collection))


def test_a_whole_collection_is_read_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / "all.colpkg"
    path.write_bytes(_package(zstandard.ZstdCompressor().compress(_newest(tmp_path / "c"))))
    assert detected(Source(path)).name == "apkg"
    assert not any(".colpkg" in made.suffixes for made in FORMATS.values())
