"""A mentor's morning with fifty learners: the list, a page, what all have in common, what was set aside."""

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from studyapp.bootstrap import connect
from studyapp.clock import ManualClock
from studyapp.domain.forecasts import whole
from studyapp.paths import Home
from studyapp.services.cohort.view import Cohort
from studyapp.services.demo.making import GOAL_ID
from studyapp.services.facade import Services
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.cohort import CohortScreen
from studyapp.tui.screens.common import CommonScreen
from studyapp.tui.screens.learner import LearnerScreen
from tests.cli.conftest import Studyapp
from tests.mentor.conftest import (
    ALTERED,
    IDA,
    LATER,
    LEARNERS,
    NEWCOMER,
    NOW,
    UNSIGNED,
    Fifty,
    name_of,
    write_content,
)
from tests.waiting import screen_text, wait_until

MORNING = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _the_next_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.bootstrap.SystemClock", lambda: ManualClock(MORNING))


@pytest.fixture
def mentor(tmp_path: Path, connect_to: Callable[..., Services]) -> Services:
    """A mentor who has the bank, too."""
    home = Home(tmp_path / "mentor")
    write_content(home.content)
    services = connect_to(home, ManualClock(MORNING))
    services.library.refresh()
    return services


@pytest.fixture
def own(fifty: Fifty, tmp_path: Path, connect_to: Callable[..., Services]) -> Callable[[int], Services]:
    """A learner's own installation, as it was when they handed over."""

    def opened(number: int) -> Services:
        home = Home(tmp_path / f"own-{number}")
        shutil.copytree(fifty.home(number), home.root)
        return connect_to(home, ManualClock(NOW))

    return opened


def newest(folder: Path) -> dict[str, dict[str, Any]]:
    """What counts of each learner, read without the program: the newest file that nobody altered."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.json"), key=lambda path: path.name.replace("-", "~")):
        said = json.loads(path.read_text("utf-8"))
        said = said.get("credentialSubject", {}).get("progress", said)
        if "again" not in path.name:
            found[said["learner"]["id"]] = said
    return found


def rows_in(out: str) -> list[list[str]]:
    """The three lines of each learner in what the command prints."""
    lines = out.split("\nP(pass) is the", maxsplit=1)[0].splitlines()[4:]
    return [lines[place : place + 3] for place in range(0, len(lines) - 2, 3)]


def test_the_list_begins_with_who_needs_a_talk_most_and_says_why(studyapp: Studyapp, folder: Path) -> None:
    ran = studyapp("cohort", str(folder))

    assert ran.code == 0
    assert ran.out.startswith(f"{LEARNERS} learners, {LEARNERS + 2} files; as of 2 Jul 2026")
    rows = rows_in(ran.out)
    assert len(rows) == LEARNERS
    upper, lower, why = rows[0]
    assert upper.startswith(f"{name_of(IDA)}  AIF-C01")
    assert "5 Jul, 3 days" in lower
    assert lower.split()[-3:] == ["2/14", "18", "Jun"]
    assert "exam in 3 days" in why
    assert "nothing for 13 days" in why
    needs = [row["need"] for row in studyapp("cohort", str(folder), "--format", "json").json["rows"]]
    assert needs == sorted(needs, reverse=True)
    assert needs[0] > needs[1]


def test_a_page_says_what_the_learners_own_readiness_says(
    studyapp: Studyapp, folder: Path, own: Callable[[int], Services]
) -> None:
    for number in (IDA, 1, 30):
        page = studyapp("cohort", str(folder), "--learner", name_of(number)).out
        readiness = own(number).readiness.of(GOAL_ID)

        said = readiness.forecast
        assert said is not None
        if readiness.is_enough:
            assert f"P(pass) {whole(said.p_pass)} % ({whole(said.p_low)}–{whole(said.p_high)})" in page
        weakest = max(said.domains, key=lambda d: d.weight * (1 - d.expected))
        cost = whole(weakest.weight * (1 - weakest.expected))
        assert f"{whole(weakest.expected)} % right expected on the exam day, by " in page
        assert f"{weakest.evidence.answers} first answers. It costs most points, about {cost} of 100." in page


def test_weakest_domains_are_those_that_cost_all_of_them_most(mentor: Services, folder: Path) -> None:
    costs: defaultdict[str, float] = defaultdict(float)
    for export in newest(folder).values():
        (goal,) = [c for c in export["certifications"] if c["is_goal"]]
        for domain in goal["domains"]:
            costs[domain["id"]] += domain["weight"] * (1 - domain["expected"])

    found = mentor.cohort.look([folder])

    assert {d.id: d.cost for d in found.domains} == pytest.approx(dict(costs), abs=1e-3)
    assert [d.id for d in found.domains] == sorted(costs, key=lambda key: -costs[key])
    assert {d.learners for d in found.domains} == {LEARNERS}


def answers_in(folder: Path) -> dict[tuple[str, str], list[bool]]:
    """Every first answer by certification and item."""
    found: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for export in newest(folder).values():
        for table in export["attempts"]:
            for item, right in zip(table["item"], table["right"], strict=True):
                found[table["certification"], item].append(right)
    return found


def test_item_statistics_are_over_everybodys_first_answers(mentor: Services, folder: Path) -> None:
    answers = answers_in(folder)

    found = mentor.cohort.look([folder])

    assert found.answers == sum(map(len, answers.values())) > 2_000
    assert {(item.certification, item.item): item.attempts for item in found.items} == {
        at: len(rights) for at, rights in answers.items()
    }
    for item in found.items:
        rights = answers[item.certification, item.item]
        assert item.facility == pytest.approx(sum(rights) / len(rights), abs=1e-4)
        assert (item.discrimination is None) == (len(rights) < 30 or len(set(rights)) == 1)
    assert all(item.title for item in found.items), "the mentor has the bank, so each item has its words"


def test_what_is_signed_by_whom_is_said_and_an_altered_file_is_set_aside(
    studyapp: Studyapp, folder: Path
) -> None:
    first = studyapp("cohort", str(folder))
    second = studyapp("cohort", str(folder))

    def files(out: str) -> Counter[str]:
        words = ("verified", "new key", "not signed")
        return Counter(next(word for word in words if upper.endswith(word)) for upper, _l, _w in rows_in(out))

    # Who handed over twice is known since the first of both.
    assert files(first.out) == {"new key": LEARNERS - 2, "verified": 1, "not signed": 1}
    assert files(second.out) == {"verified": LEARNERS - 1, "not signed": 1}
    unsigned = next(row for row in rows_in(second.out) if row[0].startswith(name_of(UNSIGNED)))
    assert unsigned[0].endswith("not signed")
    aside = second.out.split("Set aside, 1 file")[1]
    assert f"{ALTERED:02}-again.passport.json: altered" in aside
    assert name_of(ALTERED) in second.out, "the file of the same learner that nobody altered counts"


def test_a_second_file_makes_a_trend_and_few_answers_no_forecast(mentor: Services, folder: Path) -> None:
    rows = {row.name: row for row in mentor.cohort.look([folder]).rows}

    assert len(rows[name_of(LATER)].trend) == 2
    assert {len(row.trend) for name, row in rows.items() if name != name_of(LATER)} == {1}
    newcomer = rows[name_of(NEWCOMER)]
    assert newcomer.p_pass is None
    assert newcomer.missing > 20
    assert sum(row.p_pass is not None for row in rows.values()) > LEARNERS / 2


async def test_the_same_morning_on_the_screen(mentor: Services, folder: Path) -> None:
    mentor.settings.update(cohort_folder=str(folder))
    home, clock = mentor.context.home, ManualClock(MORNING)
    mentor.close()
    app = StudyApp(lambda: connect(home, clock), home, clock=clock, show_tracebacks=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        await pilot.press("g")
        await wait_until(pilot, lambda: getattr(app.screen, "NAME", "") == "progress")
        await pilot.press("o")
        await wait_until(
            pilot, lambda: isinstance(app.screen, CohortScreen) and name_of(IDA) in screen_text(pilot)
        )
        lines = screen_text(pilot).splitlines()
        assert "50 learners, 1 file set aside" in lines[0]
        first = next(place for place, said in enumerate(lines) if "▌" in said)
        assert name_of(IDA) in lines[first]
        assert "• new key" in lines[first]
        assert "exam in 3 days" in lines[first + 2]
        assert "nothing for 13 days" in lines[first + 2]
        await pilot.press("enter")
        await wait_until(
            pilot, lambda: isinstance(app.screen, LearnerScreen) and "Talk about" in screen_text(pilot)
        )
        assert f"1 of {LEARNERS}" in screen_text(pilot)
        assert "right expected on the exam day" in " ".join(screen_text(pilot).split())
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, CohortScreen))
        await pilot.press("c")
        await wait_until(
            pilot, lambda: isinstance(app.screen, CommonScreen) and "Weakest domains" in screen_text(pilot)
        )
        text = screen_text(pilot)
        assert f"{ALTERED:02}-again.passport.json: altered" in text
        assert "50 learners" in text


# Questions that the mentor's bank holds in quarantine


def doubtful(folder: Path) -> str:
    """The item of the goal that most have answered, and of these the most wrong."""
    answers = {item: rights for (where, item), rights in answers_in(folder).items() if where == GOAL_ID}
    return max(answers, key=lambda item: (len(answers[item]) >= 30, answers[item].count(False), item))


def put_aside(services: Services, *items: str) -> Services:
    """The bank with these items in quarantine."""
    write_content(services.context.home.content, items)
    services.library.refresh()
    return services


def met_wrong(folder: Path, item: str) -> int:
    """The number of a learner with a forecast who answered it wrong."""
    for export in newest(folder).values():
        (goal,) = [c for c in export["certifications"] if c["is_goal"]]
        if goal["readiness"]["p_pass"] is None:
            continue
        for table in export["attempts"]:
            if (item, False) in zip(table["item"], table["right"], strict=True):
                return int(export["learner"]["name"].split()[1])
    raise AssertionError(item)


def test_an_item_in_quarantine_is_no_suspect_and_no_part_of_any_figure(
    mentor: Services, folder: Path, studyapp: Studyapp
) -> None:
    item = doubtful(folder)
    before = mentor.cohort.look([folder])

    after = put_aside(mentor, item).cohort.look([folder])

    line = after.items[-1]
    assert (line.item, line.quarantined) == (item, "The documentation says otherwise.")
    assert line.attempts >= 30
    assert not line.is_suspect
    assert [one.item for one in after.items if one.quarantined] == [item]
    domain = {d.id: d for d in after.domains}
    gone = {d.id: (d.first_answers - domain[d.id].first_answers, d.first_right - domain[d.id].first_right)
            for d in before.domains}  # fmt: skip
    rights = answers_in(folder)[GOAL_ID, item]
    assert sorted(gone.values()) == [(0, 0), (len(rights), sum(rights))]
    assert sum(row.left_out for row in after.rows) == len(rights)


def test_figures_without_an_item_are_those_of_a_learner_whose_bank_knows_of_it(
    mentor: Services, folder: Path, own: Callable[[int], Services]
) -> None:
    item = doubtful(folder)
    number = met_wrong(folder, item)
    readiness = put_aside(own(number), item).readiness.of(GOAL_ID)

    row = row_of(put_aside(mentor, item).cohort.look([folder]), number)

    said = readiness.forecast
    assert said is not None
    assert row.left_out == 1
    assert row.first_answers == said.answers
    assert {d.id: d.expected for d in row.domains} == pytest.approx(
        {d.domain_id: d.expected for d in said.domains}, abs=2e-4
    )
    assert readiness.is_enough
    assert (row.p_pass, row.low, row.high) == pytest.approx((said.p_pass, said.p_low, said.p_high), abs=5e-3)
    assert row.trend == (row.p_pass,)


def test_what_the_learners_own_installation_left_out_is_not_taken_out_again(
    mentor: Services, folder: Path, own: Callable[[int], Services]
) -> None:
    from tests.mentor.conftest import hand_over

    item = doubtful(folder)
    number = met_wrong(folder, item)
    learner = put_aside(own(number), item)
    learner.context.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]
    hand_over(learner, folder / "newer.passport.json")
    readiness = learner.readiness.of(GOAL_ID).forecast

    row = row_of(put_aside(mentor, item).cohort.look([folder]), number)

    assert readiness is not None
    assert row.path.endswith("newer.passport.json")
    assert row.left_out == 0
    assert row.first_answers == readiness.answers


def row_of(found: Cohort, number: int) -> Any:
    return next(row for row in found.rows if row.name == name_of(number))
