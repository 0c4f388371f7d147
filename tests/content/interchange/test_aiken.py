"""Aiken: options with a dot or a bracket, and questions that never end."""

from __future__ import annotations

from pathlib import Path

from studyapp.content.interchange.model import Item, Refused
from studyapp.content.interchange.registry import FORMATS
from studyapp.content.interchange.source import Source
from studyapp.domain.questions import Question

TEXT = """\
What is the correct answer?
A. Is it this one?
B) Maybe this answer?
ANSWER: B

Which LMS?
On two lines?
A) ATutor
B) Moodle
Which has no answer?
A) x
ANSWER: Z
The end
"""


def test_each_question_ends_as_an_item_or_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "quiz.txt"
    path.write_text(TEXT, "utf-8")
    reader = FORMATS["aiken"].read
    assert reader is not None
    first, second, third, fourth = reader(Source(path))
    assert isinstance(first, Item)
    assert isinstance(first.content, Question)
    assert [(o.text, o.correct) for o in first.content.options] == [
        ("Is it this one?", False), ("Maybe this answer?", True),
    ]  # fmt: skip
    assert (first.place, second.place, third.place, fourth.place) == (
        "line 1",
        "line 6",
        "line 10",
        "line 13",
    )
    assert isinstance(second, Refused)
    assert "no line 'ANSWER: A'" in second.reason
    assert isinstance(third, Refused)
    assert "'Z' is none of the options A" in third.reason
    assert isinstance(fourth, Refused)
    assert "ends before" in fourth.reason
