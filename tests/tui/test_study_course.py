"""The course of a study session: cards, undo, marks, its end, and input that nobody means."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.events import Paste
from textual.widgets import Input, Static, TextArea

from studyapp.domain.log import Direction
from studyapp.domain.memory import Grade
from studyapp.services.views import Finished, Showing, Waiting
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.note import NoteScreen
from studyapp.tui.screens.study import SessionScreen
from studyapp.tui.screens.why import WhyScreen
from studyapp.tui.session_modes import Mode
from studyapp.tui.widgets.card import CardView, Grades
from tests.tui.fake_data import NOW, QUESTIONS, TERMS
from tests.tui.fakes import FakeServices
from tests.tui.study_driver import SIZES, Driver, corner, session
from tests.waiting import screen_text, wait_until

pytestmark = pytest.mark.usefixtures("no_bounces")

# Cards


async def test_a_card_is_turned_and_graded_with_what_each_grade_gives(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.study.items = [TERMS[0], QUESTIONS[0]]
    async with session(fake_app, world) as s:
        await s.sees("What does this mean?", "retrieval-augmented generation")
        assert "Passages found" not in s.shown
        await s.press("3")  # no grade before the answer was seen
        assert s.log == []
        await s.press("space", then=Mode.REVEALED)
        await s.sees("Passages found", "1 min", "6 min", "10 min", "8 days", "did not know", "at once")
        await s.press("4", then=Mode.QUESTION)
        assert s.log == [("grade", "rag", Grade.EASY)]
        await s.sees("retrieval-augmented generation: easy, back in 8 days.")


@pytest.mark.parametrize("size", SIZES)
async def test_enter_gives_the_marked_grade(
    fake_app: StudyApp, world: FakeServices, size: tuple[int, int]
) -> None:
    world.study.items = [TERMS[0], TERMS[1]]
    async with session(fake_app, world, size) as s:
        await s.press("enter", "enter", then=Mode.CARD)
        assert s.log == [("grade", "rag", Grade.GOOD)]


@pytest.mark.parametrize("size", [(80, 24), (50, 24)])
async def test_a_click_on_a_grade_gives_it(
    fake_app: StudyApp, world: FakeServices, size: tuple[int, int]
) -> None:
    world.study.items = [TERMS[1], TERMS[0]]
    async with session(fake_app, world, size) as s:
        await s.press("enter", then=Mode.REVEALED)
        hard = (22, 0) if size[0] >= 72 else (3, 1)
        await s.pilot.click(Grades, offset=hard)
        await s.at(Mode.CARD)
        assert s.log == [("grade", "fine-tuning", Grade.HARD)]


def ask_for_terms(world: FakeServices) -> None:
    """Type-the-answer on, and the term asked for."""
    world.settings.update(type_answers=True)
    world.study.items = [TERMS[0], TERMS[1]]
    first = world.study.next
    world.study.next = lambda: (  # type: ignore[method-assign]
        replace(found, direction=Direction.TO_TERM) if isinstance(found := first(), Showing) else found
    )


@pytest.mark.parametrize(
    ("typed", "word", "grade"), [("RAG", "✓ Right", Grade.GOOD), ("raging", "✗ Not the same", Grade.AGAIN)]
)
async def test_a_typed_answer_is_compared_and_suggests_a_grade(
    fake_app: StudyApp, world: FakeServices, typed: str, word: str, grade: Grade
) -> None:
    ask_for_terms(world)
    async with session(fake_app, world) as s:
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, Input))
        await s.press(*typed)
        assert s.log == []
        await s.press("enter", then=Mode.REVEALED)
        await s.sees(word, "retrieval-augmented generation")
        assert s.app.focused is None
        await s.press("enter", then=Mode.CARD)
        assert s.log == [("grade", "rag", grade)]
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, Input) and s.app.focused.value == "")


async def test_a_definition_is_not_asked_to_be_typed(fake_app: StudyApp, world: FakeServices) -> None:
    world.settings.update(type_answers=True)
    world.study.items = [TERMS[0]]
    async with session(fake_app, world) as s:
        assert not s.screen.query_one(CardView).is_typed
        await s.press("enter", then=Mode.REVEALED)


# Undo and marks


async def test_undo_goes_back_over_any_number_of_answers(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world) as s:
        await s.press("a", "s", then=Mode.ANSWERED)
        await s.press("enter", then=Mode.CARD)
        await s.press("enter", "3", then=Mode.QUESTION)
        await s.press("u", then=Mode.CARD)
        await s.sees("Taken back: answer it again.")
        await s.press("u", then=Mode.QUESTION)
        assert s.screen.showing is not None
        assert s.screen.showing.card_id == "q:aif-q1"
        assert s.screen.answerer is not None
        assert not s.screen.answerer.response.chosen
        await s.press("u")
        await s.sees("Nothing of today is left to take back.")
        assert s.log.count(("undo",)) == 2


async def test_undo_straight_after_an_answer_asks_it_again(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world) as s:
        await s.press("a", "s", then=Mode.ANSWERED)
        await s.press("ctrl+z", then=Mode.QUESTION)
        assert "✗" not in s.shown
        assert "Reason 0" not in s.shown


@pytest.mark.parametrize(("key", "mark"), [("z", "bury"), ("x", "suspend")])
async def test_an_item_can_be_put_away(fake_app: StudyApp, world: FakeServices, key: str, mark: str) -> None:
    async with session(fake_app, world) as s:
        await s.press(key, then=Mode.CARD)
        assert s.log == [(mark, "q:aif-q1")]
        await s.sees("u takes that back")
        assert [told.endswith("; u takes that back.") for told in corner(s.app)] == [True]


async def test_a_flag_can_be_set_and_taken_away(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world) as s:
        await s.press("f")
        await s.sees("⚑ flagged")
        await s.press("f")
        await wait_until(s.pilot, lambda: "⚑" not in s.shown)
        assert s.log == [("flag", "q:aif-q1", True), ("flag", "q:aif-q1", False)]


async def test_leaving_the_note_keeps_it(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world, (80, 50)) as s:
        await s.press("a", "enter", then=Mode.ANSWERED)
        await s.press("n")
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, TextArea))
        await s.pilot.press("q", "?", "x")
        await s.pilot.press("escape")
        await s.sees("Your note", "q?x")
        assert corner(s.app) == ["Your note is kept; it stands under the answer."]
        assert s.log[-1] == ("note", "q:aif-q1", "q?x")
        await s.press("n")
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, TextArea))
        assert isinstance(s.app.focused, TextArea)
        assert s.app.focused.text == "q?x"
        await s.pilot.press("y", "ctrl+r")
        await wait_until(s.pilot, lambda: s.app.screen is s.screen)
        assert len([line for line in s.log if line[0] == "note"]) == 1


async def test_why_opens_over_the_item_and_goes_back_to_it(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world) as s:
        await s.press("b", "i")
        await wait_until(s.pilot, lambda: isinstance(s.app.screen, WhyScreen))
        await s.sees("Due by memory.", "83 % now", "Answers so far", "aim 90 %")
        await s.pilot.press("enter")
        await wait_until(s.pilot, lambda: s.app.screen is s.screen)
        assert s.screen.answerer is not None
        assert len(s.screen.answerer.response.chosen) == 1


async def test_time_stands_still_under_another_screen(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world) as s:
        hands = [0.0]
        s.screen.stopwatch._clock = lambda: hands[0]
        s.screen.stopwatch.reset()
        s.screen.stopwatch.resume()
        hands[0] = 4.0
        await s.press("i")
        await wait_until(s.pilot, lambda: isinstance(s.app.screen, WhyScreen))
        hands[0] = 300.0
        await s.pilot.press("escape")
        await wait_until(s.pilot, lambda: s.app.screen is s.screen)
        hands[0] = 301.0
        assert s.screen.stopwatch.elapsed_ms == 5000


# The end


async def test_waiting_counts_down_and_goes_on_by_itself(
    fake_app: StudyApp, world: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SessionScreen, "TICK_S", 0.01)
    real, until = world.study.next, NOW + timedelta(minutes=25)
    clock: Any = fake_app.clock
    world.study.next = lambda: real() if clock.now() >= until else Waiting(until, 2)  # type: ignore[method-assign]
    async with session(fake_app, world) as s:
        await s.at(Mode.PAUSE)
        await s.sees("2 cards come back in 25:00.")
        clock.advance(timedelta(minutes=20, seconds=5))
        await s.sees("in 4:55.")
        clock.advance(timedelta(minutes=5))
        await s.at(Mode.QUESTION)


async def test_waiting_can_be_ended(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.next = lambda: Waiting(NOW + timedelta(minutes=25), 2)  # type: ignore[method-assign]
    async with session(fake_app, world) as s:
        await s.at(Mode.PAUSE)
        await s.pilot.press("enter")
        await wait_until(s.pilot, lambda: not isinstance(s.app.screen, SessionScreen))


async def test_the_end_sums_up_offers_more_and_can_be_undone(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [QUESTIONS[2]]
    real = world.study.next
    more = Finished(1, 1, 100.0, 7, True)
    world.study.next = lambda: more if isinstance(found := real(), Finished) else found  # type: ignore[method-assign]
    async with session(fake_app, world) as s:
        await s.press("b", "s", "enter", then=Mode.END)
        await s.sees(
            "✓ Done for now.", "1 answer in 2 minutes, 1 of them right.", "7 reviews come back tomorrow."
        )
        await s.press("u", then=Mode.QUESTION)
        await s.press("b", "s", "enter", then=Mode.END)
        await s.press("m", then=Mode.QUESTION)
        assert world.study.log[-1] == ("start", "more", "")
        await s.sees("A few more")
        await s.press("b", "s", "enter", then=Mode.END)
        await s.pilot.press("enter")
        await wait_until(s.pilot, lambda: not isinstance(s.app.screen, SessionScreen))


async def test_nothing_due_says_what_would_be_here(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.next = lambda: Finished(0, 0, 0.0, 0, False)  # type: ignore[method-assign]
    async with session(fake_app, world) as s:
        await s.at(Mode.END)
        await s.sees("Nothing is due right now.", "Nothing comes back tomorrow yet.")
        await s.press("m")
        assert s.log == []


# Bad input


async def test_content_is_never_markup_nor_an_escape(fake_app: StudyApp, world: FakeServices) -> None:
    nasty = "[red]stem[/red] [@click=app.quit]x[/] \x1b[31m\x07\u202edone"
    world.study.items = [replace(QUESTIONS[0], stem=nasty), replace(TERMS[0], term=nasty, definition=nasty)]
    async with session(fake_app, world) as s:
        await s.sees("[red]stem[/red] [@click=app.quit]x[/] [31mdone")
        await s.press("a", "enter", "enter", then=Mode.CARD)
        await s.press("enter", then=Mode.REVEALED)
        assert s.shown.count("[red]stem[/red]") == 2
        assert "\x1b" not in s.shown
        assert "\u202e" not in s.shown


async def test_a_paste_of_ten_thousand_characters_breaks_nothing(
    fake_app: StudyApp, world: FakeServices
) -> None:
    ask_for_terms(world)
    async with session(fake_app, world) as s:
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, Input))
        field = s.screen.query_one("#typed", Input)
        field.post_message(Paste("retrieval " * 1000))
        await s.press("R", "A", "G")
        assert field.value == "RAG"  # what is longer than any term is not taken
        await s.sees("enter show answer")
        await s.press("enter", then=Mode.REVEALED)
        s.app.post_message(Paste("1" * 10_000))
        await s.pilot.pause()
        assert s.log == []
        await s.press("n")
        await wait_until(s.pilot, lambda: isinstance(s.app.focused, TextArea))
        assert isinstance(s.app.focused, TextArea)
        s.app.focused.post_message(Paste("long " * 2000))
        await wait_until(s.pilot, lambda: "characters too long" in s.shown)
        await s.pilot.press("escape")
        await wait_until(s.pilot, lambda: s.log and s.log[-1][0] == "note")
        assert len(s.log[-1][2]) <= 4000


async def test_a_resize_at_any_moment_keeps_the_item_and_its_choice(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.settings.update(type_answers=True)
    sizes = [(40, 10), (160, 50), (20, 5), (119, 24), (120, 24), (80, 24)]

    async def squeeze(s: Driver) -> None:
        for size in sizes:
            await s.pilot.resize_terminal(*size)
            await wait_until(s.pilot, lambda size=size: tuple(s.app.size) == size)

    async with session(fake_app, world) as s:
        await s.press("b")
        await squeeze(s)
        assert s.screen.answerer is not None
        assert len(s.screen.answerer.response.chosen) == 1
        await s.press("s", then=Mode.ANSWERED)
        await squeeze(s)
        await s.sees("Right" if "✓ Right" in s.shown else "Not right")
        await s.press("enter", then=Mode.CARD)
        await squeeze(s)
        await s.press("enter", then=Mode.REVEALED)
        await squeeze(s)
        await s.sees("Passages found")
        await s.press("i")
        await wait_until(s.pilot, lambda: isinstance(s.app.screen, WhyScreen))
        await squeeze(s)
        await s.pilot.press("escape")
        await s.press("3", then=Mode.QUESTION)
        assert len(s.log) == 2


@pytest.mark.parametrize("size", [(40, 10), (20, 6)])
async def test_on_a_small_screen_the_stem_comes_first_and_the_cursor_stays_visible(
    fake_app: StudyApp, world: FakeServices, size: tuple[int, int]
) -> None:
    async with session(fake_app, world, size) as s:
        assert "Question 1" in s.shown.splitlines()[0]
        await s.press("down", "down", "down", "down")
        await wait_until(s.pilot, lambda: "›● d" in s.shown)
        await s.press("home")
        assert "Question 1" in s.shown.splitlines()[0]
        await s.press("s", then=Mode.ANSWERED)
        await wait_until(s.pilot, lambda: "ight" in s.shown)


async def test_the_keyline_shows_only_keys_that_work_now(fake_app: StudyApp, world: FakeServices) -> None:
    async with session(fake_app, world, (160, 50)) as s:
        await s.sees("a-d choose", "enter think so", "s sure", "g guess", "z not today")
        assert "t terms" not in s.shown
        await s.press("a", "s", then=Mode.ANSWERED)
        await s.sees("enter next", "t add terms", "k wrong key", "n note", "? help")
        assert "s sure" not in s.shown
        await s.press("enter", then=Mode.CARD)
        await s.sees("enter show answer")
        await s.press("enter", then=Mode.REVEALED)
        await s.sees("1 again", "2 hard", "3 good", "4 easy")


async def test_note_screen_starts_with_the_note(fake_app: StudyApp, world: FakeServices) -> None:
    async with fake_app.run_test(size=(40, 10)) as pilot:
        fake_app.push_screen(NoteScreen("[b]A stem[/b]", "mine"))
        await wait_until(pilot, lambda: "mine" in screen_text(pilot))
        assert isinstance(fake_app.focused, TextArea)
        assert not fake_app.screen.query_one("#note-title", Static).display
