"""The simulated learner: deterministic, believable, and exactly what the log says."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import text

from studyapp.clock import ManualClock
from studyapp.content.load import load_file
from studyapp.domain.judging import judge, key_of
from studyapp.domain.questions import Confidence, Question, QuestionKind
from studyapp.domain.responses import Response
from studyapp.errors import InvalidInput
from studyapp.paths import Home
from studyapp.services.demo import bank
from studyapp.services.demo.making import GOAL_ID, DemoPlan, DemoReport, make_demo
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Showing
from tests.banks import roadmap, write_bank, write_yaml

TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
EXAM = date(2026, 7, 24)
PLAN = DemoPlan(TODAY, days=70, items=90, seed=3, exam_on=EXAM)

Connect = Callable[[Home, ManualClock], Services]


def made(folder: Path, connect_to: Connect, plan: DemoPlan = PLAN) -> tuple[Services, DemoReport]:
    """A demo over a small bank of the goal's certification; its clock then stands at noon of `TODAY`."""
    home = Home(folder)
    write_bank(home.content, GOAL_ID, questions=20, terms=10)
    write_yaml(home.content / "roadmaps" / "road.yaml", roadmap("road", ((GOAL_ID,),)))
    clock = ManualClock(NOW - timedelta(days=plan.days + 1))
    services = connect_to(home, clock)
    report = make_demo(services, plan)
    clock.set(NOW)
    return services, report


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> Callable[[DemoPlan], tuple[Path, DemoReport]]:
    """The home of a plan and its report, made once for all tests of this file."""
    from studyapp.bootstrap import connect

    known: dict[DemoPlan, tuple[Path, DemoReport]] = {}

    def history(plan: DemoPlan) -> tuple[Path, DemoReport]:
        if plan not in known:
            folder = tmp_path_factory.mktemp("history")
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr("studyapp.services.importing.bundled_content", lambda: ())
                services, report = made(folder, lambda home, clock: _in_utc(connect(home, clock)), plan)
                services.close()
            known[plan] = (folder, report)
        return known[plan]

    return history


def _in_utc(services: Services) -> Services:
    services.settings.update(timezone="UTC")
    return services


@pytest.fixture
def copy_of(
    histories: Callable[[DemoPlan], tuple[Path, DemoReport]], tmp_path: Path, connect_to: Connect
) -> Callable[[DemoPlan], Services]:
    """Opens a copy of a plan's home, at noon of `TODAY`."""

    def opened(plan: DemoPlan) -> Services:
        folder, _report = histories(plan)
        target = tmp_path / "copy"
        shutil.copytree(folder, target)
        return connect_to(Home(target), ManualClock(NOW))

    return opened


@pytest.fixture
def demo(copy_of: Callable[[DemoPlan], Services]) -> Services:
    return copy_of(PLAN)


@pytest.fixture
def long_demo(copy_of: Callable[[DemoPlan], Services]) -> Services:
    return copy_of(DemoPlan(TODAY, 90, 300, 3, EXAM))


def rows(services: Services, statement: str) -> list[Any]:
    with services.context.store.read() as session:
        return [tuple(row) for row in session.execute(text(statement))]


def test_doctor_finds_no_difference(demo: Services) -> None:
    demo.health.backup()
    assert [check for check in demo.health.check() if not check.ok] == []


def test_a_rebuild_from_the_log_changes_nothing(demo: Services) -> None:
    tables = ("card", "daily_total")
    before = [rows(demo, f"SELECT * FROM {table}") for table in tables]
    demo.health.rebuild()
    after = [rows(demo, f"SELECT * FROM {table}") for table in tables]
    assert [sorted(table, key=str) for table in before] == [sorted(table, key=str) for table in after]


def test_equal_plans_give_equal_histories(
    histories: Callable[[DemoPlan], tuple[Path, DemoReport]],
    demo: Services,
    tmp_path: Path,
    connect_to: Connect,
) -> None:
    first, report = demo, histories(PLAN)[1]
    second, same = made(tmp_path / "two", connect_to)
    assert report == same
    for table in ("device", "log_entry", "card", "daily_total", "goal", "break_day"):
        assert rows(first, f"SELECT * FROM {table}") == rows(second, f"SELECT * FROM {table}"), table


def test_another_seed_gives_another_history(demo: Services, tmp_path: Path, connect_to: Connect) -> None:
    second, _ = made(tmp_path / "two", connect_to, DemoPlan(TODAY, 70, 90, 4, EXAM))
    grades = "SELECT card_id, grade FROM log_entry WHERE kind = 'answer'"
    assert rows(demo, grades) != rows(second, grades)


def test_the_report_counts_what_is_there(
    histories: Callable[[DemoPlan], tuple[Path, DemoReport]], demo: Services
) -> None:
    services, report = demo, histories(PLAN)[1]
    counted = "SELECT count(*) FROM"
    assert report.items == PLAN.items
    assert rows(services, f"{counted} card WHERE phase <> 'new'") == [(report.cards,)]
    assert rows(services, "SELECT sum(answers) FROM daily_total") == [(report.answers,)]
    assert rows(services, f"{counted} log_entry") == [(report.entries,)]
    assert rows(services, "SELECT count(DISTINCT day) FROM daily_total") == [(report.days_studied,)]
    synthetic = rows(services, f"{counted} item WHERE certification_id LIKE 'synthetic-%'")
    assert synthetic == [(report.synthetic_items,)]


def test_the_goal_its_exam_and_the_roadmap_are_set(demo: Services) -> None:
    assert demo.goals.all() == [Goal(GOAL_ID, EXAM, 25, "road")]
    assert demo.roadmaps.followed() == "road"
    today = demo.study.today()
    assert today.days_to_exam == 23
    assert today.aimed_at_exam
    assert today.parts


def test_the_goals_bank_is_not_all_met(demo: Services) -> None:
    progress = demo.progress.overview()
    assert sum(d.items for d in progress.domains) == 30
    assert 15 <= sum(d.seen for d in progress.domains) < 30


def test_an_exam_may_have_no_date(tmp_path: Path, connect_to: Connect) -> None:
    services, _ = made(tmp_path / "demo", connect_to, DemoPlan(TODAY, 20, 30, 1, None))
    goal = services.goals.current()
    assert goal is not None
    assert goal.exam_on is None
    assert not services.study.today().aimed_at_exam


def test_answers_are_logged_as_the_study_service_logs_them(demo: Services) -> None:
    """The same columns are filled, in the same form, by a real answer and by a simulated one."""
    demo.study.start("questions")
    showing = demo.study.next()
    assert isinstance(showing, Showing)
    assert showing.question is not None
    demo.study.answer(showing.token, key_of(showing.question), Confidence.SURE, 20_000)
    columns = [row[1] for row in rows(demo, "PRAGMA table_info(log_entry)")]
    newest = "SELECT * FROM log_entry WHERE kind = 'answer' AND card_id LIKE 'q:%' ORDER BY id DESC"
    real, *simulated = (dict(zip(columns, row, strict=True)) for row in rows(demo, newest))
    like = next(row for row in simulated if (row["phase"], row["correct"]) == (real["phase"], 1))
    different = {name for name in columns if bool(like[name]) != bool(real[name])}
    assert different <= {"confidence"}
    assert {type(like[name]) for name in columns} == {type(real[name]) for name in columns}
    assert set(like["before"].split('"')[1::2]) >= {"phase", "stability", "due_on"}
    assert [part.split(":")[0] for part in like["payload"].split(",")] == [
        part.split(":")[0] for part in real["payload"].split(",")
    ]


def test_the_days_before_today_are_studied_and_today_is_not(demo: Services) -> None:
    today = demo.study.today()
    assert today.streak >= 12
    assert today.answers_today == 0
    days = {day for (day,) in rows(demo, "SELECT DISTINCT day FROM daily_total")}
    assert max(days) == "2026-06-30"
    assert len(days) < 70
    breaks = demo.goals.breaks()
    assert len(breaks) == 6
    assert not {day.isoformat() for day in breaks} & days


def test_days_away_leave_a_backlog(tmp_path: Path, connect_to: Connect) -> None:
    rested, _ = made(tmp_path / "one", connect_to, DemoPlan(TODAY, 60, 90, 3, EXAM, away=14))
    there, _ = made(tmp_path / "two", connect_to, DemoPlan(TODAY, 60, 90, 3, EXAM))
    due = "SELECT count(*) FROM card WHERE due_on <= '2026-07-01'"
    assert rows(rested, due) > rows(there, due)
    assert rows(rested, "SELECT max(day) FROM daily_total") == [("2026-06-16",)]


def test_the_learner_forgets_and_gets_quicker(long_demo: Services) -> None:
    [(recalled,)] = rows(
        long_demo, "SELECT avg(grade > 1) FROM log_entry WHERE kind = 'answer' AND phase = 'review'"
    )
    assert 0.8 < recalled < 0.97
    times = [
        ms for (ms,) in rows(long_demo, "SELECT elapsed_ms FROM log_entry WHERE phase = 'new' ORDER BY id")
    ]
    assert median(times[: len(times) // 3]) > median(times[-len(times) // 3 :])
    taken_back = rows(long_demo, "SELECT count(*) FROM log_entry WHERE kind = 'undo'")
    assert taken_back > [(0,)]


def test_the_learner_knows_roughly_what_they_know(long_demo: Services) -> None:
    right = dict(
        rows(
            long_demo,
            "SELECT confidence, avg(correct) FROM log_entry WHERE correct IS NOT NULL GROUP BY confidence",
        )
    )
    assert right["guess"] < right["think-so"] < right["sure"] < 1.0


def test_the_two_directions_of_a_term_never_fall_on_one_day(demo: Services) -> None:
    directions: dict[tuple[str, str], set[str]] = defaultdict(set)
    for card_id, day in rows(demo, "SELECT card_id, day FROM log_entry WHERE card_id LIKE 't:%'"):
        _kind, term, direction = card_id.split(":")
        directions[term, day].add(direction)
    assert directions
    assert all(len(asked) == 1 for asked in directions.values())
    assert len({direction for asked in directions.values() for direction in asked}) == 2


def test_more_work_than_a_day_has_still_fits_into_its_days(tmp_path: Path, connect_to: Connect) -> None:
    services, _ = made(tmp_path / "demo", connect_to, DemoPlan(TODAY, 1, 1_200, 1, EXAM))
    assert {day for (day,) in rows(services, "SELECT DISTINCT day FROM log_entry")} == {"2026-06-30"}
    assert services.health.check()[3].ok


@pytest.mark.parametrize(
    "plan",
    [
        DemoPlan(TODAY, days=0),
        DemoPlan(TODAY, items=0),
        DemoPlan(TODAY, days=10, away=10),
        DemoPlan(TODAY, days=100_000),
        DemoPlan(TODAY, exam_on=TODAY - timedelta(days=1)),
    ],
)
def test_an_impossible_plan_is_refused(tmp_path: Path, connect_to: Connect, plan: DemoPlan) -> None:
    with pytest.raises(InvalidInput):
        make_demo(connect_to(Home(tmp_path), ManualClock(NOW)), plan)


def test_one_day_and_one_item_do(tmp_path: Path, connect_to: Connect) -> None:
    _, report = made(tmp_path / "demo", connect_to, DemoPlan(TODAY, 1, 1, 1, EXAM))
    assert (report.items, report.days_studied, report.synthetic_items) == (1, 1, 0)


def test_synthetic_banks_load_without_a_problem_and_say_what_they_are(tmp_path: Path) -> None:
    folder = bank.write_bank(tmp_path, 1, 40)
    loaded = [load_file(path) for path in sorted(folder.glob("*.yaml"))]
    assert [problem for file in loaded for problem in file.problems] == []
    questions = [placed.value for file in loaded for placed in file.questions]
    assert len({question.id for question in questions}) == 40
    assert all(question.stem.startswith("Synthetic item") for question in questions)
    facts = loaded[0].certification
    assert facts is not None
    assert "Synthetic" in facts.value.name


@pytest.mark.parametrize(
    ("items", "sizes"),
    [
        (0, []),
        (-5, []),
        (2, [1, 1]),
        (10, [4, 3, 3]),
        (6_000, [2_000] * 3),
        (6_001, [1_501, 1_500, 1_500, 1_500]),
    ],
)
def test_synthetic_questions_spread_over_banks(items: int, sizes: list[int]) -> None:
    assert bank.bank_sizes(items) == sizes


def test_every_key_of_a_synthetic_question_is_right(tmp_path: Path) -> None:
    loaded = [load_file(path) for path in bank.write_bank(tmp_path, 2, 400).glob("questions-*.yaml")]
    questions = [placed.value for file in loaded for placed in file.questions]
    assert len(questions) == 400
    assert {question.kind for question in questions} == set(QuestionKind) - {QuestionKind.TRUE_FALSE}
    for question in questions:
        assert _is_right(question), question


def _is_right(question: Question) -> bool:
    """Does the sum again."""
    asked = question.stem.partition(": ")[2].rstrip("?")
    return _right_option(question, asked) if question.options else _right_parts(question, asked)


def _right_option(question: Question, asked: str) -> bool:
    right = [int(option.text) for option in question.options if option.correct]
    if question.case is not None:
        return right == [int(re.findall(r"\d+", asked)[0]) // 12 * 6]
    if asked.startswith("what is "):
        return right == [_product(asked.removeprefix("what is "))]
    factor = int(asked.rpartition(" ")[2])
    return all((int(option.text) % factor == 0) is option.correct for option in question.options)


def _right_parts(question: Question, asked: str) -> bool:
    if question.kind is QuestionKind.ORDERING:
        products = [_product(step.text) for step in question.steps]
        return products == sorted(set(products))
    if question.kind is QuestionKind.MATCHING:
        return all(_product(pair.prompt) == int(pair.match) for pair in question.pairs)
    if question.kind is QuestionKind.NUMERIC:
        rounds, each = map(int, re.findall(r"range\((\d+)\).*\+= (\d+)", asked, re.DOTALL)[0])
        return judge(question, Response.typed(str(rounds * each))).correct
    if question.kind is QuestionKind.BLANKS:
        factor = int(re.findall(r"multiples of (\d+)", asked)[0])
        return judge(question, Response.typed(str(factor * 3), str(factor * 5))).correct
    if question.kind is QuestionKind.TYPED:
        value = {"XII": 12, "XV": 15, "XX": 20}[question.entries[0].accepted[0]]
        return str(value) in asked
    assert question.task is not None
    numbers = [int(number) for number in question.task.solution.split(", ")]
    return numbers == [numbers[0] * n for n in range(1, 6)]


def _product(text: str) -> int:
    result: int = eval(text.replace("×", "*"))
    return result


def test_the_database_of_a_demo_has_the_schema_of_any_other(
    demo: Services, tmp_path: Path, connect_to: Connect
) -> None:
    """The log's indexes are left out while it is filled, and made at the end."""
    schema = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    fresh = connect_to(Home(tmp_path / "fresh"), ManualClock(NOW))
    assert rows(demo, schema) == rows(fresh, schema)
