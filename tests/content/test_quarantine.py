"""An item into quarantine and back: one field of the file, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.content.formatting import formatted
from studyapp.content.load import load_file
from studyapp.content.quarantine import CannotEdit, find_item, with_quarantine, without_quarantine
from studyapp.domain.questions import Quarantine

DAY = date(2026, 11, 27)
ITEM = """\
  - id: {id}
    objective: '1.1'
    kind: single
    depth: recall
    difficulty: 1
    stem: Which one?  # asked often
    # the options
    options:
      - text: this
        correct: true
        reason: It is so.
      - text: that
        reason: It is not so.
    explanation: So it is.
    references:
      - https://example.org/
    verified_on: 2026-01-02
"""
TEXT = f"""\
# a bank
format: questions/1
certification: x
questions:
{ITEM.format(id="x-1")}
  # between the two
{ITEM.format(id="x-2")}"""
FIELD = """\
    quarantined:
      'on': 2026-11-27
      because: The key is in doubt.
"""


def held(tmp_path: Path, text: str) -> dict[str, Quarantine | None]:
    path = tmp_path / "bank.yaml"
    path.write_bytes(text.encode())
    return {p.value.id: p.value.quarantined for p in load_file(path).questions}


@pytest.mark.parametrize("item_id", ["x-1", "x-2"])
def test_only_the_field_comes_and_goes(item_id: str, tmp_path: Path) -> None:
    inside = with_quarantine(TEXT, item_id, DAY, "The key is in doubt.")

    assert inside.replace(FIELD, "", 1) == TEXT
    assert held(tmp_path, inside)[item_id] == Quarantine("2026-11-27", "The key is in doubt.")
    assert sum(q is not None for q in held(tmp_path, inside).values()) == 1
    assert without_quarantine(inside, item_id) == TEXT


def test_a_formatted_file_stays_a_fixed_point_of_fmt() -> None:
    inside = with_quarantine(TEXT, "x-1", DAY, "Long words. " * 20)
    assert formatted(TEXT.encode(), "x") == TEXT
    assert formatted(inside.encode(), "x") == inside


def test_another_reason_takes_the_place_of_the_first_and_the_day_stays(tmp_path: Path) -> None:
    first = with_quarantine(TEXT, "x-1", date(2026, 1, 3), "One reason.")
    second = with_quarantine(first, "x-1", DAY, "Another one.")
    assert held(tmp_path, second)["x-1"] == Quarantine("2026-01-03", "Another one.")
    assert second.count("quarantined:") == 1


def test_comments_inside_the_field_outlive_it() -> None:
    inside = with_quarantine(TEXT, "x-1", DAY, "Doubt.").replace(
        "      because: Doubt.\n", "      # see ticket 7\n      because: Doubt.  # says Ada\n"
    )
    after = without_quarantine(inside, "x-1")
    assert "    # see ticket 7\n" in after
    assert "    # says Ada\n" in after
    assert "quarantined" not in after


def test_a_field_in_the_middle_of_an_item_is_taken_out(tmp_path: Path) -> None:
    text = TEXT.replace("    kind: single\n", FIELD + "    kind: single\n", 1)
    assert held(tmp_path, text)["x-1"] is not None
    assert without_quarantine(text, "x-1") == TEXT


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    text = TEXT.replace("\n", "\r\n")
    inside = with_quarantine(text, "x-2", DAY, "Doubt.")
    assert "\n" not in inside.replace("\r\n", "")
    assert held(tmp_path, inside)["x-2"] is not None
    assert without_quarantine(inside, "x-2") == text


@pytest.mark.parametrize("ending", ["", "\n\n# the end\n"])
def test_the_last_item_of_a_file_has_its_place_too(ending: str, tmp_path: Path) -> None:
    text = TEXT.rstrip("\n") + ending
    inside = with_quarantine(text, "x-2", DAY, "Doubt.")
    assert held(tmp_path, inside)["x-2"] == Quarantine("2026-11-27", "Doubt.")
    assert inside.rstrip("\n").endswith(ending.rstrip("\n"))


def test_an_item_in_braces_is_refused_before_anything_is_written() -> None:
    flow = (
        "format: questions/1\ncertification: x\nquestions:\n  - {id: x-1, objective: '1', kind: true-false, "
        "depth: recall, difficulty: 1, stem: 'Right?', options: [{text: 'True', correct: true, reason: r}, "
        "{text: 'False', reason: r}], explanation: e, references: ['https://example.org/'], "
        "verified_on: 2026-01-02}\n"
    )
    with pytest.raises(CannotEdit, match="line by line"):
        with_quarantine(flow, "x-1", DAY, "Doubt.")


@given(st.text(min_size=1).filter(lambda text: "".join(text.split()).isprintable() and text.strip()))
def test_any_reason_is_written_so_that_it_reads_back(reason: str) -> None:
    because = " ".join(reason.split())
    inside = with_quarantine(TEXT, "x-1", DAY, because)
    assert without_quarantine(inside, "x-1") == TEXT


def test_an_item_is_found_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "bank.yaml"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    (found,) = find_item([tmp_path], "x-2")
    assert (found.path, found.placed.line) == (path, 24)
    assert find_item([tmp_path], "x-3") == []
