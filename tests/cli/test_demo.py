"""`studyapp demo`: a home beside the learner's own, made once, remade on request, never over real data."""

from __future__ import annotations

import json

import pytest

from studyapp.clock import SystemClock
from studyapp.paths import Home
from studyapp.services import last_plan
from tests.banks import write_bank
from tests.cli.conftest import Studyapp

SMALL = ("demo", "--days", "5", "--items", "8", "--today", "2026-07-01", "--no-run")


@pytest.fixture
def demo(home: Home) -> Home:
    """The demo's home, beside `home`; the goal's certification is in its content."""
    made = Home(home.root.with_name(f"{home.root.name}-demo"))
    write_bank(made.content, "aif-c01", questions=4, terms=2)
    return made


def test_a_demo_is_made_beside_the_real_home(home: Home, demo: Home, studyapp: Studyapp) -> None:
    ran = studyapp(*SMALL, "--exam", "2026-08-01")
    assert ran.code == 0
    assert "8 items synthetic" in ran.out
    assert f"studyapp --home {demo.root}" in ran.out
    assert not home.database.exists()
    [goal] = studyapp("--home", str(demo.root), "goal", "list", "--json").json
    assert (goal["certification_id"], goal["exam_on"]) == ("aif-c01", "2026-08-01")
    checks = studyapp("--home", str(demo.root), "doctor", "--json")
    assert checks.code == 0
    assert all(check["ok"] for check in checks.json)


def test_its_plan_stands_at_once_when_it_is_opened_first(demo: Home, studyapp: Studyapp) -> None:
    assert studyapp("demo", "--days", "5", "--items", "8", "--no-run").code == 0
    plan = last_plan.read(demo, SystemClock().now()).today()
    assert plan is not None
    assert plan.goal is not None
    assert plan.goal.certification_id == "aif-c01"


def test_an_exam_without_a_date(demo: Home, studyapp: Studyapp) -> None:
    studyapp(*SMALL, "--exam", "none")
    [goal] = studyapp("--home", str(demo.root), "goal", "list", "--json").json
    assert goal["exam_on"] is None


def test_a_second_run_keeps_the_demo_and_reset_makes_it_anew(demo: Home, studyapp: Studyapp) -> None:
    studyapp(*SMALL)
    before = demo.database.stat().st_mtime_ns
    kept = studyapp(*SMALL, "--seed", "7")
    assert "there already" in kept.out
    assert demo.database.stat().st_mtime_ns == before
    again = studyapp(*SMALL, "--seed", "7", "--reset")
    assert "A learner who studied on" in again.out
    assert json.loads((demo.root / "demo.json").read_text(encoding="utf-8"))["plan"]["seed"] == 7


def test_a_demo_that_was_cut_short_is_made_anew(
    demo: Home, studyapp: Studyapp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("studyapp.services.demo.making._simulate", cut_short)
        assert studyapp(*SMALL).code == 130
    assert demo.database.exists()
    assert "A learner who studied on" in studyapp(*SMALL).out


def test_a_home_with_real_data_is_never_emptied(demo: Home, studyapp: Studyapp) -> None:
    studyapp("--home", str(demo.root), "goal", "set", "aif-c01")
    for arguments in (SMALL, (*SMALL, "--reset")):
        ran = studyapp("--home", str(demo.root).removesuffix("-demo"), *arguments)
        assert ran.code == 2
        assert "holds data that no demo made" in ran.err
    assert "AIF-C01" in studyapp("--home", str(demo.root), "goal", "list").out


@pytest.mark.parametrize(
    "wrong",
    [["--days", "0"], ["--items", "-1"], ["--exam", "soon"], ["--exam", "2026-06-01"], ["--away", "5"]],
)
def test_an_impossible_demo_is_refused_before_anything_is_made(
    demo: Home, studyapp: Studyapp, wrong: list[str]
) -> None:
    assert studyapp(*SMALL, *wrong).code == 2
    assert not demo.database.exists()
