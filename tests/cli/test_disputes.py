"""`studyapp dispute` and `studyapp bank disputes`: from a learner's word to the author's list."""

from __future__ import annotations

from pathlib import Path

from studyapp.paths import Home
from tests.banks import CERTIFICATION
from tests.cli.conftest import Studyapp


def test_a_word_against_a_key_goes_all_the_way_to_the_author(
    studyapp: Studyapp, home: Home, tmp_path: Path
) -> None:
    assert "Nothing is disputed" in studyapp("dispute", "list").out
    ran = studyapp("dispute", "add", "tst-101-q02", "--reason", "The page says otherwise.")
    assert (ran.code, ran.err) == (0, "")
    assert "Because: The page says otherwise." in studyapp("dispute", "list").out
    assert studyapp("dispute", "list", "--json").json[0]["dispute"]["question_id"] == "tst-101-q02"
    file = tmp_path / "disputes.json"
    assert studyapp("dispute", "export", str(file)).code == 0

    bank = home.content / CERTIFICATION
    told = studyapp("bank", "disputes", str(bank), str(file))

    assert told.code == 0, told.err
    assert f"{bank / 'questions.yaml'}:" in told.out
    assert "tst-101-q02: 1 dispute" in told.out
    assert "Key: The silver harbour anchor answer c" in told.out
    assert "did not answer it" in told.out
    assert "The page says otherwise." in told.out
    assert f"studyapp bank quarantine {bank} tst-101-q02 --reason" in told.out
    listed = studyapp("bank", "disputes", str(bank), str(file), "--json").json
    assert listed["items"][0]["disputes"][0]["changed_since"] is False
    assert studyapp("dispute", "withdraw", "tst-101-q02").code == 0
    assert studyapp("dispute", "withdraw", "tst-101-q02").code == 1


def test_an_item_that_changed_since_is_marked(studyapp: Studyapp, home: Home, tmp_path: Path) -> None:
    studyapp("dispute", "add", "tst-101-q02", "--reason", "The page says otherwise.")
    file = tmp_path / "disputes.json"
    studyapp("dispute", "export", str(file))
    path = home.content / CERTIFICATION / "questions.yaml"
    path.write_text(
        path.read_text("utf-8").replace("silver harbour anchor answer c", "whole new answer"), "utf-8"
    )

    assert "the item has changed since" in studyapp("bank", "disputes", str(path), str(file)).out
    assert "the question has changed since" in studyapp("dispute", "list").out


def test_no_escape_of_a_learner_reaches_the_terminal(studyapp: Studyapp, home: Home, tmp_path: Path) -> None:
    studyapp("dispute", "add", "tst-101-q02", "--reason", "\x1b[31mred\x07 [b]bold[/b]")
    file = tmp_path / "disputes.json"
    studyapp("dispute", "export", str(file))
    text = file.read_text("utf-8").replace('"reason": "', '"reason": "\\u001b]0;owned\\u0007 ')
    file.write_text(text, "utf-8")

    out = studyapp("bank", "disputes", str(home.content), str(file)).out

    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[b]bold[/b]" in out


def test_an_unknown_question_and_an_empty_reason_are_refused(studyapp: Studyapp) -> None:
    assert studyapp("dispute", "add", "nobody", "--reason", "x").code == 1
    assert studyapp("dispute", "add", "tst-101-q02", "--reason", " ").code == 2
    assert studyapp("dispute", "export", "nowhere.json").code == 2
