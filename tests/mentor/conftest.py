"""Fifty learners of `studyapp demo` with homes, keys and exports of their own, made once for all tests."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studyapp.bootstrap import connect
from studyapp.clock import ManualClock
from studyapp.export.view import Format, Privacy
from studyapp.paths import Home
from studyapp.services.demo.making import GOAL_ID, DemoPlan, make_demo
from studyapp.services.facade import Services
from studyapp.services.sharing.request import Request
from tests.banks import glossary_file, question, questions_file, roadmap, term, write_bank, write_yaml
from tests.cli.conftest import studyapp
from tests.conftest import move_paths

__all__ = ["studyapp"]
LEARNERS = 50
QUESTIONS, TERMS = 96, 4
NOW = datetime(2026, 7, 1, 18, tzinfo=UTC)
"""When all of them hand over; the mentor looks a day later."""
IDA, LATER, ALTERED, UNSIGNED, NEWCOMER = 7, 11, 19, 23, 31
"""Who was away before an exam, who hands over twice, whose second file is altered, who signs nothing, and who
has just begun."""


def name_of(number: int) -> str:
    return f"Learner {number:02}"


@dataclass(frozen=True)
class Fifty:
    """Where everything is: `shared` is what the mentor gets, `homes` are the learners' own."""

    root: Path
    shared: Path

    def home(self, number: int) -> Path:
        return self.root / f"{number:02}"


@pytest.fixture(scope="session")
def fifty(tmp_path_factory: pytest.TempPathFactory) -> Fifty:
    """The learners and what they handed over."""
    made = Fifty(tmp_path_factory.mktemp("fifty"), tmp_path_factory.mktemp("shared"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studyapp.services.importing.bundled_content", lambda: ())
        # Every kind of item is the matter of other tests, and would be one more bank to read, fifty times.
        patch.setattr("studyapp.services.demo.bank.EVERY_KIND", 10**6)
        write_content(made.root / "content")
        base = Home(made.root / "base")
        shutil.copytree(made.root / "content", base.content)
        services = connect(base, ManualClock(NOW - timedelta(60)))
        services.settings.update(timezone="UTC")
        services.library.refresh()
        services.close()
        for number in range(LEARNERS):
            _learner(made, number)
    altered = (made.shared / f"{ALTERED:02}.passport.json").read_bytes()
    (made.shared / f"{ALTERED:02}-again.passport.json").write_bytes(
        altered.replace(b'"first_right":', b'"first_right":1', 1)
    )
    return made


def write_content(folder: Path, quarantined: tuple[str, ...] = ()) -> None:
    """What they all learn by: a bank, half of it on each of two domains, and another beside it.

    Some items may be in quarantine.
    """
    write_bank(folder, "oth-201", questions=40, terms=0)
    write_bank(folder, GOAL_ID, questions=0, terms=0, code="AIF-C01")
    items = []
    for number in range(1, QUESTIONS + 1):
        item = question(number, GOAL_ID, objective="1.1" if number % 2 else "2.1")
        if item["id"] in quarantined:
            item["quarantined"] = {"on": "2026-06-30", "because": "The documentation says otherwise."}
        items.append(item)
    write_yaml(folder / GOAL_ID / "questions.yaml", questions_file(items, GOAL_ID))
    terms = [term(number, GOAL_ID) for number in range(1, TERMS + 1)]
    write_yaml(folder / GOAL_ID / "glossary.yaml", glossary_file(terms, GOAL_ID))
    write_yaml(folder / "roadmaps" / "road.yaml", roadmap("road", ((GOAL_ID,),)))


def _learner(made: Fifty, number: int) -> None:
    """Months of study in a fraction of a second, and what comes of them: a passport."""
    home, base = Home(made.home(number)), Home(made.root / "base")
    shutil.copytree(base.root, home.root)
    move_paths(home.database, str(base.root), str(home.root))
    days = 14 + number % 20
    items = 20 if number == NEWCOMER else 66 + number % 12
    exam_on = NOW.date() + timedelta(4 if number == IDA else 16 + number)
    away = 12 if number == IDA else 0
    clock = ManualClock(NOW - timedelta(days + 1))
    services = connect(home, clock)
    services.settings.update(learner_name=name_of(number))
    make_demo(services, DemoPlan(NOW.date(), days, items, seed=number + 1, exam_on=exam_on, away=away))
    clock.set(NOW)
    hand_over(services, made.shared / f"{number:02}.passport.json", signed=number != UNSIGNED)
    if number == LATER:
        clock.advance(timedelta(hours=20))
        hand_over(services, made.shared / f"{number:02}-later.passport.json")
    services.close()


def hand_over(services: Services, path: Path, *, signed: bool = True) -> None:
    """What a learner gives to a mentor who may see everything."""
    kind = Format.PASSPORT if signed else Format.JSON
    services.sharing.write(Request(Privacy.ITEMS), kind, path)


@pytest.fixture
def folder(fifty: Fifty, tmp_path: Path) -> Path:
    """A copy of what was handed over, for a test to change."""
    return Path(shutil.copytree(fifty.shared, tmp_path / "shared"))
