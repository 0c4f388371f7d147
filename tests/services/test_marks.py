"""Suspend, resume, bury, flag, note, and terms made into cards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from studyapp.domain.memory import Phase
from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services.views import Aspect, Goal, Showing
from tests.banks import CERTIFICATION, write_bank
from tests.services import evidence
from tests.services.learner import Learner, ids

GOALS = pytest.mark.parametrize("goal_fixture", ["goal", "exam_goal"])


@GOALS
def test_a_suspended_card_stays_away_until_it_is_resumed(
    learner: Learner, goal_fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(goal_fixture)
    learner.study()
    card_id = "q:tst-101-q03"
    learner.services.study.suspend(card_id)
    for _day in range(3):
        learner.sleep(15)
        assert card_id not in ids(learner.study())

    learner.services.study.resume(card_id)
    learner.services.study.start("more")

    assert card_id in ids(learner.go_on())


@GOALS
def test_a_suspended_new_card_is_not_begun(
    learner: Learner, goal_fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(goal_fixture)
    for card_id in ("q:tst-101-q03", "t:tst-101-t02:definition"):
        learner.services.study.suspend(card_id)

    seen = ids(learner.study())

    assert not {"q:tst-101-q03", "t:tst-101-t02:definition"} & set(seen)


@GOALS
def test_a_buried_card_comes_back_tomorrow(
    learner: Learner, goal_fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(goal_fixture)
    learner.services.study.start()
    first = learner.shown()
    learner.services.study.bury(first.card_id)

    today = ids(learner.go_on()) + ids(learner.study("more"))
    learner.sleep()
    tomorrow = ids(learner.study())

    assert first.card_id not in today
    assert first.card_id in tomorrow


@GOALS
def test_a_buried_card_in_its_steps_stays_away_for_the_day(
    learner: Learner, goal_fixture: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(goal_fixture)
    learner.services.study.start()
    first = learner.shown()
    learner.answer(first, right=False)
    learner.services.study.bury(first.card_id)

    rest_of_the_day = ids(learner.go_on()) + ids(learner.study())
    learner.sleep()

    assert first.card_id not in rest_of_the_day
    assert first.card_id in ids(learner.study())


def test_a_mark_on_the_shown_card_moves_on_to_the_next(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.services.study.suspend(first.card_id)
    second = learner.shown()
    learner.services.study.bury(second.card_id)

    assert len({first.card_id, second.card_id, learner.shown().card_id}) == 3


def test_a_flag_and_a_note_are_shown_and_leave_the_card_on_screen(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.services.study.flag(first.card_id, True)
    learner.services.study.note(first.card_id, "  mixed up with the other one\n")

    again = learner.shown()

    assert again.card_id == first.card_id
    assert (again.flagged, again.note) == (True, "mixed up with the other one")
    assert again.is_new
    assert learner.answer(again).entry_id


def test_a_flag_and_a_note_can_be_removed(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.services.study.flag(first.card_id, True)
    learner.services.study.note(first.card_id, "something")
    learner.services.study.flag(first.card_id, False)
    learner.services.study.note(first.card_id, "   ")

    again = learner.shown()

    assert (again.flagged, again.note) == (False, "")


@pytest.mark.parametrize(
    "text", ["[red]bold[/]", "\x1b[31mred", 'it\'s "quoted"; DROP TABLE card', "日本語 🎓", "x" * 10_000]
)
def test_a_note_keeps_whatever_was_written(learner: Learner, goal: Goal, text: str) -> None:
    learner.services.study.start()
    first = learner.shown()

    learner.services.study.note(first.card_id, text)

    assert learner.shown().note == text[:4000]
    assert evidence.failures(learner.services) == []


def test_marks_survive_an_answer(learner: Learner, goal: Goal) -> None:
    learner.services.study.start()
    first = learner.shown()
    learner.services.study.flag(first.card_id, True)
    learner.services.study.note(first.card_id, "kept")
    learner.answer(learner.shown())

    assert evidence.rows(
        learner.services, "SELECT flagged, note FROM card WHERE id = ?", first.card_id
    ) == [(1, "kept")]  # fmt: skip


def test_every_mark_is_in_the_log(learner: Learner, goal: Goal) -> None:
    card_id = "q:tst-101-q01"
    study = learner.services.study
    for mark in (
        study.suspend, study.resume, study.bury, lambda c: study.flag(c, True), lambda c: study.note(c, "x"),
    ):  # fmt: skip
        assert mark(card_id) == {Aspect.CARDS, Aspect.PLAN}

    kinds = evidence.rows(
        learner.services, "SELECT kind FROM log_entry WHERE card_id = ? ORDER BY id", card_id
    )
    assert [kind for (kind,) in kinds] == ["suspend", "resume", "bury", "flag", "note"]


# The list of what is marked


def test_marked_lists_what_is_set_aside_flagged_and_noted(learner: Learner, goal: Goal) -> None:
    study = learner.services.study
    assert study.marked() == ()
    study.note("q:tst-101-q05", "mind the second option")
    study.flag("t:tst-101-t02:definition", True)
    study.suspend("q:tst-101-q03")
    study.bury("q:tst-101-q04")

    found = study.marked()

    assert [item.card_id for item in found] == [
        "q:tst-101-q03", "t:tst-101-t02:definition", "q:tst-101-q05",
    ]  # fmt: skip
    assert [(item.suspended, item.flagged, item.note) for item in found] == [
        (True, False, ""), (False, True, ""), (False, False, "mind the second option"),
    ]  # fmt: skip
    assert {item.certification_code for item in found} == {"TST-101"}
    assert all(item.title and not item.leech and not item.gone for item in found)
    assert found[1].item_id == "tst-101-t02"


def test_marked_forgets_what_lost_its_marks(learner: Learner, goal: Goal) -> None:
    study = learner.services.study
    for card_id in ("q:tst-101-q03", "q:tst-101-q04", "q:tst-101-q05"):
        study.suspend(card_id)
        study.flag(card_id, True)
        study.note(card_id, "x")
    study.resume("q:tst-101-q03")
    study.flag("q:tst-101-q03", False)
    study.note("q:tst-101-q03", "")
    study.resume("q:tst-101-q04")

    assert {item.card_id: item.suspended for item in study.marked()} == {
        "q:tst-101-q04": False, "q:tst-101-q05": True,
    }  # fmt: skip


def test_marked_names_a_leech(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(leech_lapses=1)
    learner.study()
    learner.sleep(30)
    learner.study(right=lambda showing: showing.card_id != "q:tst-101-q03")

    [item] = learner.services.study.marked()

    assert (item.card_id, item.suspended, item.leech) == ("q:tst-101-q03", True, True)


def test_marked_says_when_the_item_left_the_content(home: Home, learner: Learner, goal: Goal) -> None:
    learner.services.study.suspend("q:tst-101-q12")
    write_bank(home.content, questions=11)
    learner.services.library.refresh()

    [item] = learner.services.study.marked()

    assert item.gone


# Terms made into cards


def _added(learner: Learner, home: Home, exam_in: int | None = None) -> str:
    """A term of a second certification, which is not aimed at, made into a card."""
    write_bank(home.content, "oth-201", questions=2, terms=3)
    learner.services.library.refresh()
    today = learner.services.context.today()
    learner.services.goals.set(Goal(CERTIFICATION, today + timedelta(exam_in) if exam_in else None, 120))
    learner.services.study.add_terms(["oth-201-t02"])
    return "t:oth-201-t02:definition"


def test_a_term_of_another_glossary_can_be_made_a_card(home: Home, learner: Learner) -> None:
    card_id = _added(learner, home)
    assert learner.services.study.today().planned == 19

    assert card_id in ids(learner.study())


def test_an_added_term_comes_after_the_work_for_an_exam(home: Home, learner: Learner) -> None:
    card_id = _added(learner, home, exam_in=30)

    assert ids(learner.study())[18] == card_id


def test_an_added_term_comes_without_any_goal(learner: Learner) -> None:
    learner.services.study.add_terms(["tst-101-t02"])

    assert set(ids(learner.study())) == {"t:tst-101-t02:definition"}


def test_an_added_term_counts_as_a_new_card_of_the_day(home: Home, learner: Learner) -> None:
    card_id = _added(learner, home)
    learner.services.settings.update(new_cards_a_day=1)

    assert set(ids(learner.study())) == {card_id}


def test_an_added_term_comes_back_as_a_review(home: Home, learner: Learner) -> None:
    card_id = _added(learner, home)
    learner.study()
    learner.sleep(30)

    reviews = [s.card_id for s in learner.study() if s.state.phase is Phase.REVIEW]

    assert card_id in reviews


def test_adding_a_term_twice_makes_one_card(home: Home, learner: Learner) -> None:
    _added(learner, home)
    length = evidence.log_length(learner.services)

    learner.services.study.add_terms(["oth-201-t02", "oth-201-t02"])

    assert evidence.log_length(learner.services) == length


def test_the_glossary_says_which_terms_are_in_the_cards(home: Home, learner: Learner) -> None:
    _added(learner, home)

    in_cards = {hit.term_id for hit in learner.services.library.terms() if hit.in_cards}

    assert in_cards == {"oth-201-t02"}
    assert learner.services.library.term("oth-201-t02").in_cards


def test_an_unknown_term_among_others_adds_nothing(learner: Learner) -> None:
    with pytest.raises(NotFound, match="no-such-term"):
        learner.services.study.add_terms(["tst-101-t01", "no-such-term"])

    assert evidence.cards(learner.services) == []
    assert evidence.log_length(learner.services) == 0


def test_an_added_term_that_was_suspended_stays_away(home: Home, learner: Learner) -> None:
    card_id = _added(learner, home)
    learner.services.study.suspend(card_id)

    assert card_id not in ids(learner.study())


def test_a_flag_alone_makes_no_card_of_a_question(home: Home, learner: Learner) -> None:
    _added(learner, home)
    learner.services.study.flag("q:oth-201-q01", True)

    assert "q:oth-201-q01" not in ids(learner.study())


def test_the_session_goes_on_after_terms_were_added(
    learner: Learner, goal: Goal, connect_to: Callable[..., object]
) -> None:
    learner.services.study.start("questions")
    asked = learner.shown()
    learner.services.study.add_terms(["tst-101-t01"])

    learner.answer(asked)

    assert isinstance(learner.services.study.next(), Showing)
