"""What a command leaves behind for the next start of the app."""

from __future__ import annotations

from studyapp.clock import SystemClock
from studyapp.paths import Home
from studyapp.services import last_plan
from tests.banks import CERTIFICATION
from tests.cli.conftest import Studyapp


def kept_goal(home: Home) -> str | None:
    """The goal of the plan that the next start of the app shows at once; None where there is no plan."""
    plan = last_plan.read(home, SystemClock().now()).today()
    return plan.goal.certification_id if plan and plan.goal else None


def test_a_command_that_writes_keeps_the_plan_anew(studyapp: Studyapp, home: Home) -> None:
    assert studyapp("goal", "set", CERTIFICATION, "--minutes", "30").code == 0
    assert kept_goal(home) == CERTIFICATION


def test_one_that_only_reads_leaves_it_as_it_is(studyapp: Studyapp, home: Home) -> None:
    studyapp("goal", "set", CERTIFICATION, "--minutes", "30")
    before = home.last_plan.stat()
    assert studyapp("plan", "--json").code == 0
    assert home.last_plan.stat().st_mtime_ns == before.st_mtime_ns
    assert kept_goal(home) == CERTIFICATION


def test_one_that_fails_keeps_none(studyapp: Studyapp, home: Home) -> None:
    assert studyapp("goal", "set", "no-such-certification").code != 0
    assert not home.last_plan.exists()
