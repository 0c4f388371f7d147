"""`studyapp bank stats`, `bank quarantine`, and answers for `bank lint`."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.banks import write_bank
from tests.cli.conftest import Studyapp
from tests.services.items.classes import suspicious, write_class


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return write_bank(tmp_path / "banks")


@pytest.fixture
def answers(bank: Path, tmp_path: Path) -> list[str]:
    paths = write_class(
        tmp_path / "class", bank / "questions.yaml", choose=suspicious("tst-101-q02", rival=0)
    )
    return [str(path) for path in paths]


def test_a_suspect_key_is_listed_with_its_figures_and_what_to_do(
    bank: Path, answers: list[str], studyapp: Studyapp
) -> None:
    ran = studyapp("bank", "stats", str(bank), "--answers", *answers)

    assert ran.code == 0, ran.err
    assert "40 learners, 480 first answers to 12 items" in ran.out
    assert "tst-101-q02: suspect key" in ran.out
    assert "the best third" in ran.out
    assert f"studyapp bank quarantine {bank} tst-101-q02 --reason" in ran.out
    assert "error B05: tst-101-q02" in ran.out
    assert "warning B04: tst-101-q01" in ran.out, "two of its distractors were never chosen"


def test_the_json_has_every_figure(bank: Path, answers: list[str], studyapp: Studyapp) -> None:
    found = studyapp("bank", "stats", str(bank), "--answers", *answers, "--format", "json").json

    assert (found["learners"], found["answers"], found["set_aside"]) == (40, 480, [])
    item = found["items"][1]
    assert (item["item"], item["answers"], item["suspect"], item["rival"]) == ("tst-101-q02", 40, True, 0)
    assert item["discrimination"] == item["point_biserial"] < 0
    assert [option["is_key"] for option in item["options"]] == [False, False, True, False]
    assert {finding["id"] for finding in found["findings"]} == {"B04", "B05"}


def test_the_csv_has_a_row_for_each_item(bank: Path, answers: list[str], studyapp: Studyapp) -> None:
    ran = studyapp("bank", "stats", str(bank), "--answers", *answers, "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(ran.out.lstrip("\ufeff"))))
    assert [row["item"] for row in rows][:2] == ["tst-101-q01", "tst-101-q02"]
    assert rows[1]["suspect"] == "true"
    assert sum(float(rows[1][f"option_{n}"]) for n in range(1, 5)) == pytest.approx(1)
    assert rows[1]["key"] == "3"


def test_few_answers_are_said_to_be_few(bank: Path, answers: list[str], studyapp: Studyapp) -> None:
    ran = studyapp("bank", "stats", str(bank), answers[0], answers[1])
    assert "Below 30 first answers an item is not judged; the most here is 2." in ran.out


def test_files_that_do_not_count_are_named(
    bank: Path, answers: list[str], studyapp: Studyapp, tmp_path: Path
) -> None:
    (tmp_path / "notes.json").write_text("[]", encoding="utf-8")
    ran = studyapp("bank", "stats", str(bank), "--answers", *answers, str(tmp_path / "notes.json"))
    assert ran.code == 0
    assert "notes.json: set aside: notes.json is JSON of another kind" in ran.err


@pytest.mark.parametrize("given", [(), ("--answers", "nowhere.json")])
def test_without_answers_it_says_what_to_give(bank: Path, given: tuple[str, ...], studyapp: Studyapp) -> None:
    ran = studyapp("bank", "stats", str(bank), *given)
    assert ran.code == 2
    assert "nowhere.json is not there" in ran.err if given else "No answers are named" in ran.err


def test_lint_takes_answers_too(bank: Path, answers: list[str], studyapp: Studyapp) -> None:
    folder = str(Path(answers[0]).parent)
    ran = studyapp("bank", "lint", str(bank), "--select", "B05", "--answers", folder)
    assert ran.code == 1
    assert "error B05: tst-101-q02" in ran.out
    assert studyapp("bank", "lint", str(bank), "--select", "B05").code == 0


def test_quarantine_goes_in_and_out_and_stays_visible_to_the_author(
    bank: Path, answers: list[str], studyapp: Studyapp
) -> None:
    before = (bank / "questions.yaml").read_text(encoding="utf-8")
    ran = studyapp("bank", "quarantine", str(bank), "tst-101-q02", "--reason", "The docs say otherwise.")
    assert ran.code == 0, ran.err
    assert "is in quarantine" in ran.err

    assert studyapp("bank", "check", str(bank)).code == 0
    assert "In quarantine: 1 (tst-101-q02)" in studyapp("bank", "coverage", str(bank)).out
    linted = studyapp("bank", "lint", str(bank), "--select", "L03")
    assert "info L03: tst-101-q02: in quarantine: The docs say otherwise." in linted.out
    stats = studyapp("bank", "stats", str(bank), "--answers", *answers).out
    assert "in quarantine" in stats
    assert "suspect key" not in stats
    assert "B05: tst-101-q02" not in stats

    assert studyapp("bank", "quarantine", str(bank), "tst-101-q02", "--lift").code == 0
    assert (bank / "questions.yaml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("tst-101-q02",), "Say why, or lift it"),
        (("tst-101-q02", "--lift", "--reason", "x"), "Say why, or lift it"),
        (("tst-101-q02", "--lift"), "is not in quarantine"),
        (("nobody", "--reason", "x"), "has no sound question 'nobody'"),
    ],
)
def test_what_can_not_be_done_changes_nothing(
    arguments: tuple[str, ...], said: str, bank: Path, studyapp: Studyapp
) -> None:
    before = (bank / "questions.yaml").read_bytes()
    ran = studyapp("bank", "quarantine", str(bank), *arguments)
    assert ran.code in (1, 2)
    assert said in ran.err
    assert (bank / "questions.yaml").read_bytes() == before
