"""Bad input in a roadmap: what, where, why and what to do; and the other roadmaps load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studyapp.content.load import load_file
from studyapp.domain.roadmaps import Gate, MoveOn

ROAD = """\
format: roadmap/1
id: tester
name: Tester
role: Tester
tagline: Tests.
version: 3
pay:
  - {region: UK, currency: GBP, level: entry, min: 1000, max: 2000}
stages:
  - id: one
    name: One
    purpose: Begin.
    move_on: Passed
    mastery_score: 0.7
    steps:
      - id: first
        certifications: [tst-101]
        why: Because.
        weight: 60
      - id: second
        certifications: [oth-201]
        why: Because.
        weight: 40
        move_on: Completed
  - id: two
    name: Two
    purpose: Go on.
    was: [second-stage]
    steps:
      - id: third
        certifications: [new-301, old-101]
        why: Because.
        source_certification: old-101
        was: [third-step]
checked_as_of: 2026-11-01
"""
Read = Callable[[str, str], list[str]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Problems of the road after an edit, as `line:column: message. hint`."""

    def problems(before: str, after: str) -> list[str]:
        assert before in ROAD
        path = tmp_path / "road.yaml"
        path.write_text(ROAD.replace(before, after, 1), encoding="utf-8")
        return [str(problem).removeprefix(f"{path}:") for problem in load_file(path).problems]

    return problems


def test_gates_names_and_places_are_read_as_they_stand(tmp_path: Path, read: Read) -> None:
    assert read("id: tester", "id: tester") == []
    loaded = load_file(tmp_path / "road.yaml")
    assert loaded.roadmap is not None
    one, two = loaded.roadmap.value.stages
    assert loaded.roadmap.value.version == 3
    assert [step.gate for step in one.steps] == [Gate(MoveOn.PASSED, 0.7), Gate(MoveOn.COMPLETED, 0.7)]
    assert two.steps[0].gate == Gate()
    assert (one.requires, two.requires, two.was, two.steps[0].was) == (
        (), ("one",), ("second-stage",), ("third-step",),
    )  # fmt: skip
    assert [(named.value, named.line) for named in loaded.leads_to] == [
        ("tst-101", 17), ("oth-201", 21), ("new-301", 31), ("old-101", 31), ("old-101", 33),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (
            "    purpose: Go on.",
            "    purpose: Go on.\n    requires: [three]",
            "28:16: error: there is no stage three. Name one of: one, two",
        ),
        (
            "    move_on: Passed",
            "    requires: [two]",
            "13:15: error: these stages wait for each other: one → two → one. Take one of them out of "
            "'requires'; 'requires: []' opens a stage from the start",
        ),
        (
            "  - id: two\n    name",
            "  - name",
            "25:5: error: stages[2] has no id. Add id: stable within the roadmap",
        ),
        ("id: two", "id: first", "25:9: error: the id first stands twice in the roadmap. Give one a new id"),
        (
            "weight: 40",
            "weight: 30",
            "16:7: error: the weights of the steps sum to 90. Change them so that they sum to 100",
        ),
        (
            "        weight: 40\n",
            "",
            "16:7: error: second has no weight and others do. Give each step of the stage one, or none",
        ),
        (
            "level: entry, min: 1000, max: 2000",
            "level: entry",
            "8:5: warning: this pay row has a currency (GBP) and no amount. Add min or max, or say in "
            "pay_note that the figure is missing",
        ),
        (
            "min: 1000, max: 2000",
            "min: 3000, max: 2000",
            "8:5: warning: the lower end of this pay row is above the upper. Exchange them",
        ),
        (
            "2026-11-01",
            "November",
            "35:16: error: checked_as_of is not a date. Write year-month-day, such as 2026-11-22",
        ),
        (
            "move_on: Passed",
            "move_on: passed",
            "13:14: error: move_on is 'passed'. Write one of: Passed, Completed, CompletedAndPassed, "
            "CompletedOrPassed, NotApplicable",
        ),
        (
            "mastery_score: 0.7",
            "mastery_score: 70",
            "14:20: error: mastery_score is not a number from 0 to 1. Write a number from 0 to 1",
        ),
        (
            "    move_on: Passed",
            "    needs: 3",
            "13:12: error: the stage needs 3 steps and has 2. Give at most the number of its steps",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place_and_what_to_do(
    read: Read, before: str, after: str, problem: str
) -> None:
    assert read(before, after) == [problem]


def test_a_stage_may_be_open_from_the_start(tmp_path: Path, read: Read) -> None:
    assert read("    purpose: Go on.", "    purpose: Go on.\n    requires: []") == []
    loaded = load_file(tmp_path / "road.yaml")
    assert loaded.roadmap is not None
    assert loaded.roadmap.value.stages[1].requires == ()
