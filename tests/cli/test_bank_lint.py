"""`studyapp bank lint`: formats, levels and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studyapp.domain.guessers import BOTS
from tests.cli.conftest import Studyapp
from tests.content.lint.banks import spoil, write_bank

QUIET = ("--ignore", "F29,B,F28")  # of two items, and of a date that grows old


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return write_bank(tmp_path / "bank")


def test_a_clean_bank_exits_with_0_and_says_how_much_was_read(bank: Path, studyapp: Studyapp) -> None:
    ran = studyapp("bank", "lint", str(bank.parent), *QUIET)
    assert (ran.code, ran.err) == (0, "")
    assert "2 items in 3 files: 0 errors, 0 warnings, 0 infos, 0 waived" in ran.out


def test_the_exit_code_follows_the_level(bank: Path, studyapp: Studyapp) -> None:
    spoil(bank, "A copy at the bank", "Often a copy at a bank")
    assert studyapp("bank", "lint", str(bank), *QUIET).code == 1
    assert studyapp("bank", "lint", str(bank), *QUIET, "--fail-on", "error").code == 0
    spoil(bank, "        correct: true\n", "")
    assert studyapp("bank", "lint", str(bank), *QUIET, "--fail-on", "error").code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "No files or folders are named."),
        (("/nowhere/at/all",), "There is no /nowhere/at/all."),
        ((".", "--select", "F77"), "There is no check F77."),
        ((".", "--since", "--no-such-commit"), "git knows no commit --no-such-commit here."),
        (("--explain", "F77"), "There is no check F77."),
        ((".", "--format", "pdf"), "pdf"),
    ],
)
def test_what_cannot_run_exits_with_2(studyapp: Studyapp, arguments: tuple[str, ...], said: str) -> None:
    ran = studyapp("bank", "lint", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


def test_json_and_sarif_are_for_programs(bank: Path, studyapp: Studyapp) -> None:
    spoil(bank, "A copy at the bank", "Often a copy at a bank")
    data = studyapp("bank", "lint", str(bank.parent), "--format", "json").json
    assert "F05" in {finding["id"] for finding in data["findings"]}
    assert data["summary"]["banks"][0]["certification"] == "tst-101"
    assert studyapp("bank", "lint", str(bank), "--format", "sarif").json["version"] == "2.1.0"


def test_markup_and_escapes_of_a_bank_reach_no_terminal(bank: Path, studyapp: Studyapp) -> None:
    spoil(bank, "text: A ban on disposal", 'text: "A [red]ban\\e[31m."')
    for form in ("text", "github", "json", "sarif"):
        assert "\x1b" not in studyapp("bank", "lint", str(bank), "--format", form).out
    spoil(bank, "ban\\e[31m", "ban")
    assert "A [red]ban." in studyapp("bank", "lint", str(bank)).out


def test_a_check_explains_itself(studyapp: Studyapp) -> None:
    ran = studyapp("bank", "lint", "--explain", "b03")
    assert ran.code == 0
    assert "A guesser beats the bank" in ran.out
    assert "most words of the stem" in ran.out


def test_fix_mends_and_reports_the_rest(bank: Path, studyapp: Studyapp) -> None:
    spoil(bank, "text: A ban on disposal", "text: A ban on disposal.")
    spoil(bank, "A copy at the bank", "Often a copy at a bank")
    ran = studyapp("bank", "lint", str(bank), *QUIET, "--fix", "--format", "json")
    assert ran.code == 1
    assert [finding["id"] for finding in json.loads(ran.out)["findings"]] == ["F05"]
    assert "1 text mended" in ran.err


def test_the_bots_are_explained_one_by_one(studyapp: Studyapp) -> None:
    told = studyapp("bank", "lint", "--explain", "B03").out
    assert all(f"  {bot:<26}" in told for bot in BOTS)
    assert "the nearest to the median" in told
