"""Around an exam: what can be sat, quizzes, reports, and attempts side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.clock import ManualClock
from studyapp.domain.exams.rules import Mode
from studyapp.domain.questions import QuestionKind
from studyapp.paths import Home
from studyapp.services.exams.views import QuizChoice
from studyapp.services.facade import Services
from studyapp.tui import exam_lines as lines
from studyapp.tui.screens.exams import ExamsScreen
from tests.banks import CERTIFICATION, write_bank, write_yaml
from tests.kinds import file_of, written
from tests.services.exams.conftest import EXAM, Candidate, write_exam_bank
from tests.tui.exam_driver import Begin, at, sits, to_exam, to_exams, told
from tests.waiting import screen_text, wait_until


async def test_an_exam_of_another_certification_is_offered_first_too(
    home: Home, begin: Begin, services: Services
) -> None:
    write_bank(home.content, "oth-202", questions=40, exam=EXAM)
    assert not services.library.refresh().problems
    other = services.exams.start("oth-202")
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_exams(pilot, app)
        await wait_until(pilot, at("Go on: OTH-202 · Mock exam", pilot))
        assert app.screen.rows.current == f"open:{other.attempt_id}"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app, place=0))
        assert [line.id for line in services.exams.open_attempts()] == [other.attempt_id]


async def test_a_time_that_is_not_published_is_told_with_a_tilde(
    home: Home, begin: Begin, services: Services
) -> None:
    facts = {key: value for key, value in EXAM.items() if key != "minutes"}
    write_bank(home.content, CERTIFICATION, questions=40, terms=20, exam=facts)
    services.library.refresh()
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_exams(pilot, app)
        await wait_until(pilot, at("8 items, ~15 min", pilot))
        assert "~15 minutes." in screen_text(pilot)


async def test_what_was_not_scored_is_marked_in_the_list_of_items(
    begin: Begin, services: Services, clock: ManualClock
) -> None:
    sheet = Candidate(services, clock).sit(services.exams.start(CERTIFICATION, seed=3))
    app = begin()
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("examitems", attempt_id=sheet.attempt_id)
        await wait_until(pilot, lambda: screen_text(pilot).count("not scored") == 2)
        await pilot.resize_terminal(64, 24)
        await wait_until(pilot, lambda: screen_text(pilot).count("✓ unscored") == 2)


async def test_items_are_read_with_their_reasons_and_their_terms_made_due(
    begin: Begin, services: Services, clock: ManualClock
) -> None:
    over = Candidate(services, clock).sit(services.exams.start(CERTIFICATION, seed=1), right=6)
    app = begin()
    async with app.run_test(size=(80, 40)) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("examreport", attempt_id=over.attempt_id)
        await wait_until(pilot, at("By domain", pilot))
        await pilot.press("m")
        await wait_until(pilot, at("2 missed items", pilot))
        await pilot.press("enter")
        await wait_until(pilot, at("you, think so", pilot))
        assert "Not right" in screen_text(pilot)
        assert "Reason" in screen_text(pilot)
        await pilot.press("enter")
        await wait_until(pilot, at("2 of 2", pilot))
        await pilot.press("f")
        await wait_until(pilot, lambda: any(mark.flagged for mark in services.study.marked()))


async def test_attempts_stand_side_by_side_with_their_trend(
    begin: Begin, services: Services, clock: ManualClock
) -> None:
    for right in (3, 5, 8):
        Candidate(services, clock).sit(services.exams.start(CERTIFICATION), right=right)
        clock.advance(timedelta(days=3))
    app = begin()
    async with app.run_test(size=(80, 30)) as pilot:
        await to_exams(pilot, app)
        await pilot.press("a")
        await wait_until(pilot, at("pass mark of 70 %", pilot))
        text = screen_text(pilot)
        assert text.count("●") == 4
        assert "┄" in text
        assert "100 %" in text
        await pilot.press("enter")
        await wait_until(pilot, at("By domain", pilot))


async def test_a_task_in_an_exam_shows_its_rubric_and_its_solution_only_in_the_report(
    home: Home, begin: Begin, services: Services
) -> None:
    task = written(QuestionKind.HANDS_ON, 1)
    write_yaml(home.content / CERTIFICATION / "questions.yaml", file_of(task))
    services.library.refresh()
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, choice=QuizChoice(kinds=("hands-on",)))
    app = begin()
    async with app.run_test(size=(80, 40)) as pilot:
        await to_exam(pilot, app, sheet.attempt_id)
        await wait_until(pilot, at("then check your work", pilot))
        await pilot.press("enter")
        await wait_until(pilot, at("Mark what your work meets", pilot))
        assert "One way to do it" not in screen_text(pilot)
        services.exams.submit(sheet.attempt_id)
        app.show("examitem", attempt_id=sheet.attempt_id, place=0)
        await wait_until(pilot, at("One way to do it", pilot))


@given(st.integers(0, 12), st.integers(10, 160))
def test_the_table_of_attempts_shows_every_domain_or_says_how_many_more(domains: int, width: int) -> None:
    names = [f"dom-{n}" for n in range(domains)]
    head = lines.side_by_side_head(names, width).plain
    shown = sum(name[-5:] in head for name in names)
    assert shown == domains or width < 32 + 7 * domains
    if width >= 60 and shown < domains:
        assert f"{domains - shown} more in" in head


async def test_a_quiz_is_put_together_saved_and_sat(begin: Begin, services: Services) -> None:
    app = begin()
    async with app.run_test(size=(80, 40)) as pilot:
        await to_exams(pilot, app)
        await pilot.press("n")
        await wait_until(pilot, at("Finds 40 questions", pilot))
        await pilot.press("left", "left", "left")
        await wait_until(pilot, at("up to 5 items", pilot))
        await pilot.press("down", "right")
        await wait_until(pilot, at("5 minutes", pilot))
        await pilot.press("down", "down", "down", "space")
        await wait_until(pilot, at("Finds 0 questions", pilot))
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("space", "s")
        await wait_until(pilot, at("A name for this quiz", pilot))
        await pilot.press(*"short", "enter")
        await wait_until(pilot, told(app, "Saved as"))
        [quiz] = services.exams.offer(CERTIFICATION).quizzes
        assert (quiz.name, quiz.choice) == ("short", QuizChoice(items=5, minutes=5))
        await pilot.press("enter")
        await wait_until(pilot, at("5 items, 5 minutes.", pilot))
        assert "The clock can be stopped" in screen_text(pilot)
        assert not services.exams.open_attempts()
        await pilot.press("escape")
        await wait_until(pilot, at("Finds", pilot))
        await pilot.press("enter")
        await wait_until(pilot, at("enter begins", pilot))
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app, place=0))
        assert "Quiz: short" in screen_text(pilot)
        assert len(services.exams.open_attempts()) == 1
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, ExamsScreen))


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("placement", ("8 items, no time limit.", "go on later")),
        ("quiz:timed", ("5 items, 10 minutes.", "The clock can be stopped")),
    ],
)
async def test_a_placement_and_a_saved_quiz_say_what_counts_before_they_begin(
    begin: Begin,
    services: Services,
    clock: ManualClock,
    row: str,
    said: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    services.exams.save_quiz(CERTIFICATION, "timed", QuizChoice(items=5, minutes=10))
    app = begin()
    async with app.run_test(size=size) as pilot:
        await to_exams(pilot, app)
        app.screen.rows.highlighted = [o.id for o in app.screen.rows.options].index(row)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await wait_until(pilot, at(said[0], pilot))
        assert said[1] in " ".join(screen_text(pilot).split())
        assert not services.exams.open_attempts()
        clock.advance(timedelta(minutes=20))
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app, place=0))
        [attempt] = services.exams.open_attempts()
        assert attempt.used_s == 0


async def test_a_saved_quiz_is_forgotten_and_changed_from_the_list(begin: Begin, services: Services) -> None:
    services.exams.save_quiz(CERTIFICATION, "mine", QuizChoice(domain_ids=("2",)))
    app = begin()
    async with app.run_test(size=(80, 40)) as pilot:
        await to_exams(pilot, app)
        app.screen.rows.highlighted = [o.id for o in app.screen.rows.options].index("quiz:mine")  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press("e")
        await wait_until(pilot, at("Finds 13 questions. domain 2", pilot))
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, ExamsScreen))
        await pilot.press("x")
        await wait_until(pilot, lambda: services.exams.offer(CERTIFICATION).quizzes == ())


async def test_without_a_goal_the_screen_offers_the_certifications(begin: Begin, services: Services) -> None:
    services.goals.remove(CERTIFICATION)
    app = begin()
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("exams")
        await wait_until(pilot, at("Choose a certification first.", pilot))
        await pilot.press("c")
        await wait_until(pilot, at("Exams of which certification?", pilot))


async def test_a_small_bank_offers_its_largest_honest_form(
    home: Home, begin: Begin, services: Services
) -> None:
    write_exam_bank(home, questions=6)
    services.library.refresh()
    app = begin()
    async with app.run_test(size=(100, 30)) as pilot:
        await to_exams(pilot, app)
        assert "Mock exam, shortened" in screen_text(pilot)
        assert "too few" in screen_text(pilot)
        await pilot.press("enter")
        await wait_until(pilot, at("enter begins", pilot))
        await pilot.press("enter")
        await wait_until(pilot, lambda: sits(app))
        assert len(app.screen.sheet.marks) < 8  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (160, 50)])
async def test_every_screen_stands_at_every_size(
    begin: Begin, services: Services, clock: ManualClock, size: tuple[int, int]
) -> None:
    over = Candidate(services, clock).sit(services.exams.start(CERTIFICATION), right=5)
    open_now = services.exams.start(CERTIFICATION)
    app = begin()
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        for name, arguments in (
            ("exams", {}),
            ("examreport", {"attempt_id": over.attempt_id}),
            ("examitems", {"attempt_id": over.attempt_id}),
            ("examitem", {"attempt_id": over.attempt_id, "place": 7}),
            ("attempts", {"certification_id": CERTIFICATION}),
            ("quiz", {"certification_id": CERTIFICATION}),
            ("exam", {"attempt_id": open_now.attempt_id}),
        ):
            app.show(name, **arguments)
            await wait_until(pilot, lambda name=name: name == app.study_screen.NAME)  # type: ignore[misc,union-attr]
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert screen_text(pilot).strip()
            if name != "exam":
                app.go_back()
        await wait_until(pilot, lambda: sits(app))
        assert "left" in screen_text(pilot), "the time is never out of sight"
