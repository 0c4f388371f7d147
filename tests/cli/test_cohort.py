"""`studyapp cohort`."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Studyapp
from tests.moments import START
from tests.services.cohort.people import passport_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    for number, (name, idle) in enumerate((("Wanda", 1), ("Ida", 20)), 1):
        (made / f"{number}.json").write_bytes(passport_of(number, name=name, idle=idle))
    (made / "bad.json").write_bytes(b"{")
    return made


def test_the_list_says_who_and_why_and_what_was_set_aside(studyapp: Studyapp, folder: Path) -> None:
    ran = studyapp("cohort", str(folder))

    assert ran.code == 0
    assert ran.out.index("Ida") < ran.out.index("Wanda")
    assert "nothing for 20 days" in ran.out
    assert "bad.json" in ran.out
    assert "Domains that cost the cohort most" in ran.out
    assert "The weakest domain is the one that costs most points of the exam" in ran.out


def test_the_list_fits_into_80_columns_whoever_is_in_it(studyapp: Studyapp, folder: Path) -> None:
    (folder / "long.json").write_bytes(passport_of(3, name="Wolfeschlegelsteinhausenbergerdorff the Third"))
    rows = studyapp("cohort", str(folder)).out.split("P(pass) is the")[0].splitlines()

    assert [row for row in rows if row.startswith("Wolfeschlegels") and "TST-101" in row]
    assert max(len(row) for row in rows if not row.startswith(" ")) <= 80, "reasons are wrapped on a terminal"
    assert "Answers" in rows[2]


@pytest.mark.parametrize("name", ["山田太郎", "山田太郎" * 9, "👩🏽‍💻 Ada", "Ada 🦊" * 9])
def test_wide_letters_in_a_name_move_no_column(studyapp: Studyapp, folder: Path, name: str) -> None:
    (folder / "wide.json").write_bytes(passport_of(3, name=name))
    rows = studyapp("cohort", str(folder)).out.split("P(pass) is the")[0].splitlines()

    begins = {cell_len(row[: row.index("no forecast")]) for row in rows if "no forecast" in row}
    assert begins == {cell_len(rows[2][: rows[2].index("P(pass)")])}
    assert sum("no forecast" in row for row in rows) == 3
    assert max(cell_len(row) for row in rows if not row.startswith(" ")) <= 80


def test_a_row_says_all_that_a_mentor_looks_for(studyapp: Studyapp, folder: Path) -> None:
    out = studyapp("cohort", str(folder)).out.splitlines()
    first = next(place for place, said in enumerate(out) if said.startswith("Ida"))

    assert [" ".join(said.split()) for said in out[2:4]] == [
        "Learner P(pass), 90 % Answers Trend File",
        "Weakest domain Exam Plan kept Active Last active",
    ]
    assert " ".join(out[first].split()) == "Ida TST-101 no forecast 50 ▅ new key"
    assert "  1 Foundations 72 %" in out[first + 1]
    exam_on = START.date() + timedelta(60)
    assert f"  {exam_on.day} {exam_on:%b}, " in out[first + 1]
    assert " 0 of 12 " in out[first + 1]
    assert " 0/14 " in out[first + 1]
    last_active = START.date() - timedelta(20)
    assert out[first + 1].endswith(f"{last_active.day} {last_active:%b}")
    assert out[first + 2].startswith("    nothing for 20 days")


def test_a_learners_page_has_talking_points(studyapp: Studyapp, folder: Path) -> None:
    ran = studyapp("cohort", str(folder), "--learner", "ida")

    assert "Foundations" in ran.out
    assert "Ask what stood in the way" in ran.out
    nobody = studyapp("cohort", str(folder), "--learner", "zoe")
    assert nobody.code == 1
    assert "There are: Ida, Wanda" in nobody.err


def test_html_and_csv_are_written(studyapp: Studyapp, folder: Path, tmp_path: Path) -> None:
    assert studyapp("cohort", str(folder), "--format", "html", "-o", str(tmp_path / "c.html")).code == 0
    assert b"Who needs attention first" in (tmp_path / "c.html").read_bytes()
    assert studyapp("cohort", str(folder), "--format", "csv", "-o", str(tmp_path / "c.csv")).code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "c.csv").read_text("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Ida", "Wanda"]
    again = studyapp("cohort", str(folder), "--format", "csv", "-o", str(tmp_path / "c.csv"))
    assert again.code == 2, "nothing is overwritten unasked"
    items = studyapp("cohort", str(folder), "--format", "csv", "--items", "-o", str(tmp_path / "i.csv"))
    assert items.code == 0


def test_json_is_for_programs_and_items_for_authors(studyapp: Studyapp, folder: Path) -> None:
    found = studyapp("cohort", str(folder), "--format", "json").json

    assert [row["name"] for row in found["rows"]] == ["Ida", "Wanda"]
    assert found["items"][0]["item"].startswith("tst-101")
    said = studyapp("cohort", str(folder), "--items").out
    assert "Moodle" in said
    assert "tst-101-q00" in said


def test_files_can_be_named_one_by_one(studyapp: Studyapp, folder: Path) -> None:
    ran = studyapp("cohort", str(folder / "1.json"), str(folder / "2.json"))

    assert "2 learners, 2 files" in ran.out


def test_what_cannot_be_is_refused_in_words(studyapp: Studyapp, folder: Path) -> None:
    assert "is not there" in studyapp("cohort", str(folder / "nowhere")).err
    assert "no format 'docx'" in studyapp("cohort", str(folder), "--format", "docx").err


def test_no_escape_of_a_learner_reaches_the_terminal(studyapp: Studyapp, folder: Path) -> None:
    (folder / "3.json").write_bytes(passport_of(3, name="\x1b[31mEve\x07\u202e"))

    for arguments in ([], ["--learner", "Eve"]):
        out = studyapp("cohort", str(folder), *arguments).out
        assert "Eve" in out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
    assert "\x1b" not in json.dumps(studyapp("cohort", str(folder), "--format", "json").out)
