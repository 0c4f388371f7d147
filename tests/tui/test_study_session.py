"""The study session, driven by keys and clicks over services without a store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from studyapp.domain.content_change import Change
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response
from studyapp.errors import DiskFull, StaleShowing
from studyapp.services.views import Showing
from studyapp.tui.app import StudyApp
from studyapp.tui.session_modes import Mode
from studyapp.tui.widgets.options import LetteredOptions
from tests.tui.fake_data import QUESTIONS
from tests.tui.fakes import FakeServices
from tests.tui.study_driver import SIZES, corner, session
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("no_bounces")

# Questions


async def test_a_letter_and_one_key_give_answer_and_confidence(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with session(fake_app, world) as s:
        await s.press(s.letter_of(2), "s", then=Mode.ANSWERED)
        assert s.log == [("answer", "aif-q1", Response.choice({2}), Confidence.SURE)]
        await s.sees("✓ Right, and you were sure.", "you, sure", "Comes back in this session, in 10 min.")


async def test_every_confidence_has_its_keys(fake_app: StudyApp, world: FakeServices) -> None:
    keys = {"enter": "think-so", "2": "think-so", "s": "sure", "3": "sure", "g": "guess", "1": "guess"}
    async with session(fake_app, world) as s:
        for key, confidence in keys.items():
            await s.press("a", key, then=Mode.ANSWERED)
            assert s.log[-1][3] == confidence
            await s.press("u", then=Mode.QUESTION)


async def test_a_letter_means_the_option_beside_it_whatever_the_order(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with session(fake_app, world) as s:
        showing = s.screen.showing
        assert showing is not None
        assert showing.order != tuple(sorted(showing.order))
        lines = [line for line in s.shown.splitlines() if "Option number" in line]
        assert [int(line.split("number ")[1][0]) for line in lines] == list(showing.order)
        await s.press("c", "enter", then=Mode.ANSWERED)
        assert s.log[0][2] == Response.choice({showing.order[2]})


async def test_the_arrows_choose_and_the_last_choice_counts(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world) as s:
        showing = s.screen.showing
        assert showing is not None
        await s.press("down", "down", "down", "up", "enter", then=Mode.ANSWERED)
        assert s.log[0][2] == Response.choice({showing.order[1]})


async def test_without_a_choice_nothing_is_given_and_the_screen_says_why(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with session(fake_app, world) as s:
        await s.press("s")
        await s.sees("Choose an answer first: a to d, or the arrow keys.")
        assert s.screen.mode is Mode.QUESTION
        assert s.log == []
        await s.press("b")
        assert "Choose an answer first" not in s.shown


async def test_multiple_choice_marks_with_letters_or_arrows_and_space(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.study.items = [QUESTIONS[1]]
    async with session(fake_app, world) as s:
        await s.sees("Choose 2 · 0 chosen")
        await s.press("down", "space", "enter")
        await s.sees("Choose 2; 1 chosen so far.")
        assert s.log == []
        await s.press("space")  # takes the mark back
        await s.press(s.letter_of(0), s.letter_of(3))
        await s.sees("Choose 2 · 2 chosen")
        await s.press("g", then=Mode.ANSWERED)
        assert s.log == [("answer", "aif-q2", Response.choice({0, 3}), Confidence.GUESS)]
        await s.sees("✓ Right, though a guess")


async def test_true_or_false_has_two_options_in_stored_order(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [QUESTIONS[2]]
    async with session(fake_app, world) as s:
        await s.press("c", "b", "enter", then=Mode.ANSWERED)
        assert s.log == [("answer", "aif-q3", Response.choice({1}), Confidence.THINK_SO)]


async def test_a_click_on_an_option_chooses_it(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world) as s:
        await s.pilot.click(LetteredOptions, offset=(10, 2))
        await s.press("enter", then=Mode.ANSWERED)
        showing = s.screen.showing
        assert showing is not None
        assert s.log[0][2] == Response.choice({showing.order[2]})


async def test_f_flags_unless_there_is_an_option_f(fake_app: StudyApp, world: FakeServices) -> None:
    question = QUESTIONS[0]
    many = replace(question, options=question.options + QUESTIONS[2].options)
    world.study.items = [many, question]
    async with session(fake_app, world) as s:
        await s.press("f")
        assert s.log == []
        assert s.screen.answerer is not None
        assert len(s.screen.answerer.response.chosen) == 1
        await s.press("enter", "f")
        assert s.log[-1] == ("flag", "q:aif-q1", True)
        await s.sees("⚑ flagged")


@pytest.mark.parametrize("size", SIZES)
async def test_answering_moves_nothing_that_stood_there(
    fake_app: StudyApp, world: FakeServices, size: tuple[int, int]
) -> None:
    async with session(fake_app, world, size) as s:
        main = s.screen.query_one("#main")

        def places() -> list[tuple[int, int, int]]:
            parts = (
                s.screen.query_one("#stem"),
                s.screen.query_one(LetteredOptions),
                s.screen.query_one("#verdict"),
            )
            return [
                (w.virtual_region.y, w.size.width, 0 if w.id == "verdict" else w.size.height) for w in parts
            ]

        before = places()
        scrolled = main.scroll_offset.y
        await s.press(s.letter_of(1), "s", then=Mode.ANSWERED)
        assert places() == before
        if size != (40, 10):
            assert main.scroll_offset.y == scrolled == 0
        await s.sees("✗ Not right")


@pytest.mark.parametrize("size", [(80, 60), (160, 50)])
async def test_every_option_gets_its_reason_with_reference_and_objective(
    fake_app: StudyApp, world: FakeServices, size: tuple[int, int]
) -> None:
    async with session(fake_app, world, size) as s:
        await s.press("a", "enter", then=Mode.ANSWERED)
        await s.sees(*(f"Reason {n}: because." for n in range(4)))
        assert all(s.shown.count(f"Reason {n}: because.") == 1 for n in range(4))
        await s.sees("Retrieval keeps the model", "3.1 Choose a customisation", "knowledge-base.html")


async def test_on_a_wide_screen_the_reasons_stand_beside_the_options(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with session(fake_app, world, (160, 50)) as s:
        await s.press("a", "enter", then=Mode.ANSWERED)
        await s.sees("Reason 0")
        option = next(line for line in s.shown.splitlines() if " a  Option number" in line)
        assert "Reason" in option


async def test_terms_become_cards_once(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world, (80, 50)) as s:
        await s.press("t")
        assert s.log == []  # the terms may name the answer: not before it is given
        await s.press("a", "enter", then=Mode.ANSWERED)
        await s.press("t")
        await s.sees("✓ these are cards now")
        assert corner(s.app) == ["2 cards made of the terms; they come up in your plan."]
        await s.press("t")
        assert [line for line in s.log if line[0] == "add_terms"] == [("add_terms", ("rag", "fine-tuning"))]


async def test_why_it_is_asked_waits_for_the_answer(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world, (80, 50)) as s:
        assert "28 % of the exam" not in s.shown
        await s.press("a", "enter", then=Mode.ANSWERED)
        await s.sees("Why now", "28 % of the exam")


async def test_a_changed_item_says_so(fake_app: StudyApp, world: FakeServices) -> None:
    first = world.study.next

    def changed() -> Any:
        found = first()
        return replace(found, change=Change.MEANING) if isinstance(found, Showing) else found

    world.study.next = changed  # type: ignore[method-assign]
    async with session(fake_app, world) as s:
        await s.sees("△ This item changed since you answered")
        await s.press("a", "enter", "enter", then=Mode.CARD)
        await s.sees("△ This item changed since you answered")


# Keys that must not count


async def test_a_second_press_answers_once_and_leaves_the_feedback(
    fake_app: StudyApp, world: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with session(fake_app, world) as s:
        hands = [100.0]
        monkeypatch.undo()
        monkeypatch.setattr(s.screen.guard, "_clock", lambda: hands[0])
        await s.press("a", "enter", then=Mode.ANSWERED)
        for _ in range(20):
            hands[0] += 0.03
            await s.press("enter")
        assert s.screen.mode is Mode.ANSWERED
        assert len(s.log) == 1
        hands[0] += 1
        await s.press("enter", then=Mode.CARD)


async def test_keys_pressed_before_the_item_was_painted_do_not_count(
    fake_app: StudyApp, world: FakeServices
) -> None:
    async with session(fake_app, world) as s:
        await s.press("a")
        s.screen.is_settled = False
        await s.pilot.press("s")
        assert s.screen.mode is Mode.QUESTION
        assert s.log == []
        s.screen.is_settled = True
        await s.press("s", then=Mode.ANSWERED)


async def test_two_answers_sent_at_once_are_one(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world) as s:
        await s.press("a")
        s.screen.work(s.screen.action_sure())
        s.screen.work(s.screen.action_guess())
        await s.at(Mode.ANSWERED)
        assert len(s.log) == 1


async def test_an_item_answered_elsewhere_is_not_answered_again(
    fake_app: StudyApp, world: FakeServices
) -> None:
    def stale(*_arguments: Any) -> Any:
        world.study.at += 1
        raise StaleShowing("Another window answered this one.")

    async with session(fake_app, world) as s:
        world.study.answer = stale  # type: ignore[method-assign]
        await s.press("a", "s", then=Mode.CARD)
        await s.sees("Another window answered this one.")
        assert s.log == []


async def test_an_answer_that_could_not_be_stored_stays_on_screen(
    fake_app: StudyApp, world: FakeServices
) -> None:
    real = world.study.answer

    def full(*_arguments: Any) -> Any:
        raise DiskFull("There is no space left.", "Free some and answer again.")

    async with session(fake_app, world) as s:
        world.study.answer = full  # type: ignore[method-assign]
        await s.press("a", "s")
        await wait_until(s.pilot, lambda: [n for n in s.app._notifications if n.title == "The disk is full"])
        assert s.screen.mode is Mode.QUESTION
        world.study.answer = real  # type: ignore[method-assign]
        await s.press("s", then=Mode.ANSWERED)
        assert len(s.log) == 1


async def test_a_session_that_cannot_begin_can_be_tried_again(
    fake_app: StudyApp, world: FakeServices
) -> None:
    real = world.study.start

    def full(*_arguments: Any) -> Any:
        raise DiskFull("There is no space left.")

    world.study.start = full  # type: ignore[method-assign]
    async with session(fake_app, world) as s:
        await s.at(Mode.TROUBLE)
        await s.sees("could not begin")
        world.study.start = real  # type: ignore[method-assign]
        await s.press("enter", then=Mode.QUESTION)
