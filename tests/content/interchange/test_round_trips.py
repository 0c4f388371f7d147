"""What is written in a format and read back is what the format promised to hold, whatever the texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.content.formatting import formatted
from studyapp.content.interchange.convert import fitted_item, scrubbed_item
from studyapp.content.interchange.model import Item
from studyapp.content.interchange.registry import FORMATS, Format
from studyapp.content.interchange.source import Source
from studyapp.content.load import load_file
from studyapp.domain.questions import Question
from tests.content.interchange.items import KINDS, items, plain, terms

BOTH_WAYS = [f for f in FORMATS.values() if f.read and f.write and f.holds]


def _read_back(made: Format, written: bytes, tmp_path: Path) -> list[Item]:
    path = tmp_path / f"written{made.suffixes[0] if made.suffixes else '.txt'}"
    path.write_bytes(written)
    assert made.read is not None
    found = made.read(Source(path))
    assert all(isinstance(item, Item) for item in found), found
    return [scrubbed_item(item) for item in found if isinstance(item, Item)]


@pytest.mark.parametrize("made", BOTH_WAYS, ids=lambda made: made.name)
@given(data=st.data())
@settings(max_examples=40)
def test_what_is_written_is_read_back(made: Format, tmp_path: Path, data: st.DataObject) -> None:
    assert made.write is not None
    kinds = tuple(kind for kind in KINDS if kind in made.holds)
    item = fitted_item(data.draw(items(kinds)), made)
    assert isinstance(item.content, Question)

    written = made.write([item], "x")
    outcome = written.outcomes[0]
    if isinstance(outcome, str):
        return  # refused, with its reason

    (again,) = _read_back(made, written.files[""], tmp_path)
    assert isinstance(again.content, Question)
    if all(loss.startswith("to be written") for loss in outcome):
        assert plain(again.content) == plain(_as_written(made, item.content))


def _as_written(made: Format, question: Question) -> Question:
    if made.name != "yaml":
        return question
    return replace(
        question,
        difficulty=question.difficulty or 3,
        objective_id=question.objective_id or "To be written.",
    )


@given(item=items())
@settings(max_examples=40)
def test_yaml_that_is_written_loads_and_is_a_fixed_point_of_the_layout(tmp_path: Path, item: Item) -> None:
    write = FORMATS["yaml"].write
    assert write is not None
    written = write([item], "x")
    if isinstance(written.outcomes[0], str):
        assert b"questions: []" in written.files[""]
        return
    path = tmp_path / "bank.yaml"
    path.write_bytes(written.files[""])

    assert load_file(path).problems == []
    assert formatted(written.files[""], "bank.yaml") == written.files[""].decode()


@pytest.mark.parametrize(
    "made", [f for f in FORMATS.values() if f.terms and f.read and f.write], ids=lambda made: made.name
)
@given(item=terms())
@settings(max_examples=20)
def test_terms_come_back_as_they_were(made: Format, tmp_path: Path, item: Item) -> None:
    assert made.write is not None
    fitted = fitted_item(item, made)
    written = made.write([fitted], "x")
    if isinstance(written.outcomes[0], str):
        return
    (again,) = _read_back(made, written.files[""], tmp_path)
    assert replace(again.content, certification_id="") == replace(fitted.content, certification_id="")  # type: ignore[type-var]
