"""`studyapp exam`: what each command prints, its JSON and its exit code."""

from __future__ import annotations

import io
import re
from dataclasses import fields

import pytest

from studyapp.paths import Home
from studyapp.services.exams import views
from tests.banks import CERTIFICATION
from tests.cli.conftest import Studyapp
from tests.services.exams.conftest import write_exam_bank


@pytest.fixture(autouse=True)
def _bank(home: Home) -> None:
    write_exam_bank(home)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing is typed: the input is at its end."""
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    return monkeypatch


def names(view: type) -> set[str]:
    return {field.name for field in fields(view)}


def first_items(out: str) -> str:
    return out.partition("Item 1 of")[2].partition("Answer:")[0]


def test_an_exam_is_sat_listed_and_reported(studyapp: Studyapp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n" + "a!\n" * 8 + "submit\nyes\n"))
    ran = studyapp("exam", CERTIFICATION, "--seed", "5", "--plain")
    assert ran.code == 0
    assert "Handed in." in ran.out
    [line] = studyapp("exam", "list", "--json").json
    assert set(line) == names(views.AttemptLine)
    assert (line["mode"], line["seed"], line["answered"], line["status"]) == ("exam", 5, 8, "submitted")
    assert "8 of 8 answered" in studyapp("exam", "list", "--cert", "TST-101").out
    report = studyapp("exam", "report", line["id"][:14], "--json").json
    assert set(report) == names(views.ExamReport)
    assert len(report["items"]) == 8
    assert report["result"]["score"] == line["score"]
    text = studyapp("exam", "report").out
    assert "By objective" in text
    assert text.count("Reference: ") == 8
    assert "Reference: " not in studyapp("exam", "report", "--brief").out


@pytest.mark.parametrize("typed_in", ["", "q\n", "what?\n:q\n"])
def test_nothing_runs_before_the_learner_says_so(
    studyapp: Studyapp, typed: pytest.MonkeyPatch, typed_in: str
) -> None:
    typed.setattr("sys.stdin", io.StringIO(typed_in))
    ran = studyapp("exam", CERTIFICATION, "--seed", "5", "--plain")
    assert ran.code == 0
    assert "8 items, 2 of them not scored, 12 minutes. Seed 5." in ran.out
    assert "- Every answer is kept at once. An item without an answer counts as wrong." in ran.out
    assert "Enter begins, q leaves:" in ran.out
    assert "Nothing was begun." in ran.out
    assert "Item 1 of" not in ran.out
    assert studyapp("exam", "list", "--json").json == []


def test_the_same_seed_asks_the_same(studyapp: Studyapp, typed: pytest.MonkeyPatch) -> None:
    shown = []
    for _time in range(2):
        typed.setattr("sys.stdin", io.StringIO("\n"))
        ran = studyapp("exam", CERTIFICATION, "--seed", "5")
        shown.append(re.sub(r"\d+:\d\d left", "", first_items(ran.out)))
        assert studyapp("exam", "submit").code == 0
    assert shown[0]
    assert shown[0] == shown[1]


def test_an_open_attempt_is_gone_on_with(studyapp: Studyapp, typed: pytest.MonkeyPatch) -> None:
    typed.setattr("sys.stdin", io.StringIO("\n"))
    assert studyapp("exam", "start", CERTIFICATION).code == 0
    second = studyapp("exam", CERTIFICATION)
    assert second.code == 1
    assert "open" in second.err
    [line] = studyapp("exam", "list", "--json").json
    assert "'studyapp exam resume'" in second.err
    assert "'studyapp exam submit'" in second.err
    typed.setattr("sys.stdin", io.StringIO("b\nq\n"))
    assert "Item 2 of 8" in studyapp("exam", "resume", line["id"]).out
    assert "running" in studyapp("exam", "list").out
    assert studyapp("exam", "report", line["id"]).code == 1
    assert "By domain" in studyapp("exam", "submit").out
    assert "No attempt is open" in studyapp("exam", "resume").err


def test_the_offer_tells_counts_and_assumptions(studyapp: Studyapp) -> None:
    out = studyapp("exam", "offer", CERTIFICATION).out
    assert "Mock exam: 8 items, 2 of them not scored, 12 minutes" in out
    assert "2 Practice: 4 scored, 1 not; 13 in the bank" in out
    assert "Assumed: " in out
    assert set(studyapp("exam", "offer", CERTIFICATION, "--json").json) == names(views.ExamOffer)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--mode", "section", "--domain", "2"), "Section: Practice · TST-101 · 5 items, 8 minutes"),
        (("--mode", "diagnostic"), "Placement · TST-101 · 8 items, no time limit"),
        (("--never-seen", "--items", "3", "--minutes", "4"), "Quiz · TST-101 · 3 items, 4 minutes"),
        (("--mode", "custom", "--difficulty", "2", "--kind", "single"), "Quiz · TST-101 · 20 items"),
        (("--items", "4"), "Mock exam · TST-101 · 4 items"),
    ],
)
def test_other_modes_are_sat(
    studyapp: Studyapp, typed: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    typed.setattr("sys.stdin", io.StringIO("\n"))
    ran = studyapp("exam", CERTIFICATION, *arguments)
    assert ran.code == 0
    assert said in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nobody",), 1, "no certification nobody"),
        ((CERTIFICATION, "--mode", "section"), 2, "A section is one domain"),
        ((CERTIFICATION, "--mode", "section", "--domain", "9"), 1, "no domain '9'"),
        ((CERTIFICATION, "--flagged"), 1, "no question for that"),
        ((CERTIFICATION, "--seed", "-4"), 2, "seed"),
        ((CERTIFICATION, "--items", "0"), 2, "0 items"),
        ((CERTIFICATION, "--quiz", "none"), 1, "no quiz 'none'"),
        (("report",), 1, "No attempt was handed in yet"),
        (("report", "zzz"), 1, "no attempt 'zzz'"),
        (("save", CERTIFICATION, " "), 2, "needs a name"),
        (("forget", CERTIFICATION, "none"), 1, "no quiz 'none'"),
    ],
)
def test_bad_input_is_told_without_a_trace(
    studyapp: Studyapp, typed: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = studyapp("exam", *arguments)
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_quiz_is_saved_listed_sat_and_forgotten(studyapp: Studyapp, typed: pytest.MonkeyPatch) -> None:
    saved = studyapp("exam", "save", CERTIFICATION, "weak", "--domain", "2", "--items", "4", "--minutes", "9")
    assert "It finds 13 questions now." in saved.out
    assert "finds 13 questions" in studyapp("exam", "quizzes", CERTIFICATION).out
    [quiz] = studyapp("exam", "quizzes", CERTIFICATION, "--json").json
    assert (quiz["name"], quiz["choice"]["domain_ids"]) == ("weak", ["2"])
    typed.setattr("sys.stdin", io.StringIO("\n"))
    sat = studyapp("exam", CERTIFICATION, "--quiz", "weak").out
    assert "Quiz: weak · TST-101 · 4 items, 9 minutes" in sat
    assert "Item 1 of 4" in sat
    assert studyapp("exam", "forget", CERTIFICATION, "weak").code == 0
    assert "No quizzes saved" in studyapp("exam", "quizzes", CERTIFICATION).err


def test_nothing_sat_yet_says_how_to_begin(studyapp: Studyapp) -> None:
    ran = studyapp("exam", "list")
    assert (ran.code, ran.out) == (0, "")
    assert "'studyapp exam CERT' sits a mock exam" in ran.err
