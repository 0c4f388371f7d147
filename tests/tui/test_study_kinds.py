"""Every kind of question in a session: by keys, by mouse, and what the screen says of each part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.events import Key, Paste
from textual.widgets import Input

from studyapp.domain.judging import key_of
from studyapp.domain.questions import Confidence, Question, QuestionKind
from studyapp.domain.responses import Response, option_letter
from studyapp.services.views import Showing
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.study import SessionScreen
from studyapp.tui.session_modes import Mode
from studyapp.tui.widgets.answerers import ANSWERERS
from studyapp.tui.widgets.entry_fields import EntryField
from studyapp.tui.widgets.hands_on import Checklist
from studyapp.tui.widgets.matching import Matching
from studyapp.tui.widgets.ordering import Ordering
from studyapp.tui.widgets.question import QuestionView
from tests.kinds import FIELDS, built
from tests.tui.fakes import FakeServices
from tests.tui.study_driver import Driver, session
from tests.waiting import screen_text, wait_until

pytestmark = pytest.mark.usefixtures("no_bounces")

ORDERING, MATCHING, TYPED = QuestionKind.ORDERING, QuestionKind.MATCHING, QuestionKind.TYPED
NUMERIC, BLANKS, HANDS_ON = QuestionKind.NUMERIC, QuestionKind.BLANKS, QuestionKind.HANDS_ON
SIZES = [(40, 10), (80, 24), (160, 50)]


async def typed(s: Driver, text: str) -> None:
    for char in text:
        await s.pilot.press({" ": "space", "-": "minus", ".": "full_stop"}.get(char, char))


def showing(s: Driver) -> Showing:
    assert s.screen.showing is not None
    return s.screen.showing


def lines_with(s: Driver, *texts: str) -> list[str]:
    return [line for line in s.shown.splitlines() if any(text in line for text in texts)]


def test_every_kind_has_its_widget() -> None:
    assert set(ANSWERERS) == set(QuestionKind)


# Ordering


async def put_in_order(s: Driver, question: Question) -> None:
    """Carries each step to its place with shift and the arrows."""
    order = list(showing(s).order)
    at = None
    for place in range(len(order)):
        start = order.index(place)
        while at != start:
            step = 1 if at is None or at < start else -1
            await s.press("down" if step > 0 else "up")
            at = 0 if at is None else at + step
        for _ in range(start - place):
            await s.press("shift+up")
        order.insert(place, order.pop(start))
        at = place


async def test_steps_are_shifted_into_their_order(fake_app: StudyApp, world: FakeServices) -> None:
    question = built(ORDERING)
    world.study.items = [question]
    async with session(fake_app, world) as s:
        await s.press("enter")
        await s.sees("! Put the steps into their order first.")
        await put_in_order(s, question)
        await s.press("s", then=Mode.ANSWERED)
        assert s.log == [("answer", question.id, key_of(question), Confidence.SURE)]
        await s.sees("✓ Right, and you were sure.", "✓ 1  Save the file", "Only what lies on disk")


async def test_a_step_is_held_carried_and_put_down(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [built(ORDERING)]
    async with session(fake_app, world) as s:
        order = showing(s).order
        await s.press("down", "space")
        await s.sees("↕ 1", "Holding the step at 1")
        await s.press("down", "down")
        await s.sees("↕ 3")
        await s.press("space", "up", "g", then=Mode.ANSWERED)
        assert s.log[0][2] == Response.sequence((*order[1:3], order[0], order[3]))
        assert s.log[0][3] is Confidence.GUESS


async def test_a_click_takes_a_step_and_the_next_puts_it_down(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.study.items = [built(ORDERING)]
    async with session(fake_app, world) as s:
        order = showing(s).order
        await s.pilot.click(Ordering, offset=(8, 3))
        await s.sees("↕ 4")
        await s.pilot.click(Ordering, offset=(8, 0))
        await s.press("enter", then=Mode.ANSWERED)
        assert s.log[0][2] == Response.sequence((order[3], *order[:3]))


async def test_a_wrong_order_says_where_each_step_belongs(fake_app: StudyApp, world: FakeServices) -> None:
    question = built(ORDERING)
    world.study.items = [question]
    async with session(fake_app, world) as s:
        await put_in_order(s, question)
        await s.press("shift+up", "enter", then=Mode.ANSWERED)
        await s.sees("2 of 4 steps stand at their places")
        assert [line.split()[-1] for line in lines_with(s, "belongs at")] == ["4", "3"]


# Matching


async def match_all(s: Driver, right: bool = True) -> None:
    question, order = showing(s).question, showing(s).order
    assert question is not None
    choices = key_of(question).positions
    for position in choices if right else choices[::-1]:
        await s.press(option_letter(order.index(position)))


async def test_each_letter_matches_the_prompt_under_the_cursor_and_goes_on(
    fake_app: StudyApp, world: FakeServices
) -> None:
    question = built(MATCHING)
    world.study.items = [question]
    async with session(fake_app, world) as s:
        await s.press("enter")
        await s.sees("! Give each prompt a choice first, a to d: 0 of 3 matched.")
        await match_all(s)
        await s.press("enter", then=Mode.ANSWERED)
        assert s.log == [("answer", question.id, key_of(question), Confidence.THINK_SO)]
        await s.sees("✓ Right.", "Who changed each line → git blame", "It names commits by line.")


async def test_a_match_can_be_taken_back_and_given_anew(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [built(MATCHING)]
    async with session(fake_app, world) as s:
        await match_all(s, right=False)
        await s.sees("3 of 3 matched")
        await s.press("up", "space")
        await s.sees("2 of 3 matched")
        order = showing(s).order
        await s.press("d", "s", then=Mode.ANSWERED)
        assert s.log[0][2].positions[1] == order[3]


async def test_matching_works_by_mouse(fake_app: StudyApp, world: FakeServices) -> None:
    question = built(MATCHING)
    world.study.items = [question]
    async with session(fake_app, world) as s:
        order, key = showing(s).order, key_of(question).positions
        for prompt in (2, 0, 1):
            await s.pilot.click(Matching, offset=(8, prompt))
            await s.pilot.click(Matching, offset=(8, 4 + order.index(key[prompt])))
        await s.sees("3 of 3 matched")
        await s.press("enter", then=Mode.ANSWERED)
        assert s.log[0][2] == key_of(question)


async def test_a_wrong_match_says_what_the_choice_belongs_to(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [built(MATCHING)]
    async with session(fake_app, world, (80, 40)) as s:
        await match_all(s, right=False)
        await s.press("enter", then=Mode.ANSWERED)
        await s.sees(
            "1 of 3 prompts have their match", "You: git blame. It belongs to: Who changed each line"
        )


# Typing


async def test_a_typed_answer_is_left_with_enter_and_given_like_any_other(
    fake_app: StudyApp, world: FakeServices
) -> None:
    question = built(TYPED)
    world.study.items = [question]
    async with session(fake_app, world) as s:
        await s.sees("capitals count", "enter done typing")
        await s.press("enter")
        await s.sees("! Type an answer first.")
        await typed(s, "git stash")
        await s.press("enter")
        await s.sees("s sure", "space type again")
        await s.press("s", then=Mode.ANSWERED)
        assert s.log == [("answer", question.id, Response.typed("git stash"), Confidence.SURE)]
        await s.sees("✓ git stash   you, sure", "They wait on a stack.")


async def test_letters_in_a_field_are_text_and_do_nothing_else(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.study.items = [built(TYPED)]
    async with session(fake_app, world) as s:
        await typed(s, "sgufxzi123")
        assert s.screen.query(EntryField).first(Input).value == "sgufxzi123"
        assert s.log == []
        assert s.screen.mode is Mode.QUESTION


async def test_an_empty_field_can_be_left_for_other_keys_and_the_item_is_not_given(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.study.items = [built(TYPED)]
    async with session(fake_app, world) as s:
        await s.press("escape")
        await s.press("f")
        assert s.log == [("flag", "q:tst-101-q01", True)]
        await s.press("enter")
        await s.sees("! Type an answer first.")
        await typed(s, "sg")
        assert s.screen.query(EntryField).first(Input).value == "sg"
        await s.press("escape", "escape")
        await wait_until(s.pilot, lambda: not isinstance(s.app.screen, SessionScreen))


async def test_a_field_can_be_gone_back_to(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [built(TYPED)]
    async with session(fake_app, world) as s:
        await typed(s, "git stas")
        await s.press("enter", "space")
        await typed(s, "h")
        await s.press("enter", "g", then=Mode.ANSWERED)
        assert s.log[0][2] == Response.typed("git stash")


async def test_a_foreseen_mistake_gets_its_own_reason(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [built(TYPED)]
    async with session(fake_app, world) as s:
        await typed(s, "git reset --hard")
        await s.press("enter", "s", then=Mode.ANSWERED)
        await s.sees("✗ git reset --hard   you, sure   right: git stash", "It throws them away.")


async def test_what_is_no_number_is_no_answer(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [built(NUMERIC)]
    async with session(fake_app, world) as s:
        await typed(s, "x")
        await s.press("enter")
        await s.sees("! That is no number in files")
        await s.press("backspace")
        await typed(s, "1")
        await s.press("enter", "enter", then=Mode.ANSWERED)
        assert s.log[0][2] == Response.typed("1")
        await s.sees("✓ Right.")


async def test_blanks_are_filled_one_after_the_other(fake_app: StudyApp, world: FakeServices) -> None:
    question = built(BLANKS)
    world.study.items = [question]
    async with session(fake_app, world) as s:
        await s.sees("To look, use git __1__; to bring work in, git __2__.")
        await typed(s, "fetch")
        await s.press("enter")
        await typed(s, "merge")
        await s.press("up")
        await wait_until(s.pilot, lambda: s.screen.query(EntryField)[0].has_focus)
        await s.press("enter", "enter", then=Mode.ANSWERED)
        assert s.log[0][2] == Response.typed("fetch", "merge")
        await s.sees("✓ 1 fetch", "✗ 2 merge", "right: pull", "1 of 2 blanks are right", "It merges, too.")


async def test_keys_that_come_all_at_once_go_where_they_were_meant(
    fake_app: StudyApp, world: FakeServices
) -> None:
    """As over a slow line: text, on to the next field, text, out of it, and how sure."""
    world.study.items = [built(BLANKS)]
    async with session(fake_app, world) as s:
        for key in (*"fetch", "enter", *"pull", "enter", "s"):
            s.app.post_message(Key(key, key if len(key) == 1 else None))
        await s.at(Mode.ANSWERED)
        assert s.log[0][2:] == (Response.typed("fetch", "pull"), Confidence.SURE)


async def test_a_click_goes_into_a_field(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [built(BLANKS)]
    async with session(fake_app, world) as s:
        second = s.screen.query(EntryField)[1]
        await s.pilot.click(second)
        await wait_until(s.pilot, lambda: second.has_focus)


async def test_the_fields_of_one_item_are_empty_for_the_next(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [built(BLANKS), replace(built(TYPED), id="x-2")]
    async with session(fake_app, world) as s:
        await typed(s, "fetch")
        await s.press("enter")
        await typed(s, "pull")
        await s.press("enter", "enter", then=Mode.ANSWERED)
        await s.press("enter", then=Mode.QUESTION)
        await s.sees("Which command sets all edits aside?")
        shown = [field for field in s.screen.query(EntryField) if field.is_on_screen]
        assert [field.value for field in shown] == [""]
        assert shown[0].has_focus


# Hands-on


async def test_a_task_is_done_then_checked_against_its_rubric(
    fake_app: StudyApp, world: FakeServices
) -> None:
    question = built(HANDS_ON)
    world.study.items = [question]
    async with session(fake_app, world) as s:
        await s.sees("A clone with four commits.", "About 10 min.", "enter show solution")
        assert "git reset" not in s.shown
        await s.press("s")
        assert s.screen.mode is Mode.QUESTION
        await s.press("enter")
        await s.sees("git reset --soft HEAD~3", "0 of 2 met", "a-b choose")
        await s.press("a", "down", "space")
        await s.sees("2 of 2 met")
        await s.press("enter", then=Mode.ANSWERED)
        assert s.log == [("answer", question.id, Response.choice({0, 1}), Confidence.THINK_SO)]
        await s.sees("✓ Right.", "That was the wish.")


async def test_a_rubric_is_ticked_off_by_mouse(fake_app: StudyApp, world: FakeServices) -> None:
    world.study.items = [built(HANDS_ON)]
    async with session(fake_app, world) as s:
        await s.press("space")
        await s.pilot.click(Checklist, offset=(8, 1))
        await s.sees("1 of 2 met")
        await s.press("enter", then=Mode.ANSWERED)
        assert s.log[0][2] == Response.choice({1})
        await s.sees("✗ Not there yet: 1 of 2 lines of the rubric are met.", "not met")


# Stems, cases, credit


async def test_code_tables_and_the_case_stand_above_the_question(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.study.items = [built(NUMERIC, in_case=True)]
    async with session(fake_app, world) as s:
        await s.sees("A market stall", "Boxes are never opened.", "How many files", "  $ touch a.txt b.txt")
        assert "```" not in s.shown
        assert "|---" not in s.shown
        [head] = lines_with(s, "Newest")
        [row] = lines_with(s, "r9")
        assert head.index("Newest") == row.index("r9")


async def test_the_share_that_an_exam_gives_is_said(fake_app: StudyApp, world: FakeServices) -> None:
    question = built(QuestionKind.MULTIPLE)
    world.study.items = [question]
    real = world.study.next
    world.study.next = lambda: replace(real(), partial_credit=True)  # type: ignore[method-assign, type-var]
    real_judge = world.study.answer

    def answer(token: str, response: Response, confidence: Confidence, elapsed_ms: int) -> Any:
        from studyapp.domain.judging import judge

        feedback = real_judge(token, response, confidence, elapsed_ms)
        return replace(feedback, verdict=judge(question, response, True))

    world.study.answer = answer  # type: ignore[method-assign]
    async with session(fake_app, world) as s:
        await s.press(s.letter_of(0), s.letter_of(1), "enter", then=Mode.ANSWERED)
        await s.sees("✗ Not right", "The exam gives 50 % of the credit.")


# All of them


async def answer_rightly(s: Driver, question: Question) -> None:
    if question.kind is ORDERING:
        await put_in_order(s, question)
    elif question.kind is MATCHING:
        await match_all(s)
    elif question.kind is HANDS_ON:
        await s.press("enter", "a", "b")
    elif question.entries:
        for text in key_of(question).texts:
            await typed(s, text)
            await s.press("enter")
    else:
        for position in sorted(question.key):
            await s.press(s.letter_of(position))


@pytest.mark.parametrize("kind", list(QuestionKind))
@pytest.mark.parametrize("size", SIZES)
async def test_every_kind_is_answered_by_keys_alone_at_every_size(
    fake_app: StudyApp, world: FakeServices, kind: QuestionKind, size: tuple[int, int]
) -> None:
    question = built(kind)
    world.study.items = [question]
    async with session(fake_app, world, size) as s:
        await answer_rightly(s, question)
        await s.press("s", then=Mode.ANSWERED)
        assert s.log == [("answer", question.id, key_of(question), Confidence.SURE)]
        await s.sees("✓ Right, and you were sure.")


@pytest.mark.parametrize("kind", list(FIELDS))
async def test_kinds_may_follow_each_other_in_any_order(
    fake_app: StudyApp, world: FakeServices, kind: QuestionKind
) -> None:
    others = [other for other in QuestionKind if other is not kind]
    world.study.items = [replace(built(k), id=f"x-{k}") for k in (kind, *others[:4], kind)]
    async with session(fake_app, world) as s:
        for item in world.study.items:
            assert isinstance(item, Question)
            await answer_rightly(s, item)
            await s.press("s", then=Mode.ANSWERED)
            assert s.log[-1][2] == key_of(item)
            await s.press("enter")
        await s.at(Mode.END)


@pytest.mark.parametrize("kind", list(QuestionKind))
async def test_what_was_given_before_can_be_shown_again(
    fake_app: StudyApp, world: FakeServices, kind: QuestionKind
) -> None:
    """As an exam does, where answers may be changed later."""
    question = built(kind)
    world.study.items = [question]
    async with session(fake_app, world) as s:
        answerer = s.screen.query_one(QuestionView).answerer
        assert answerer is not None
        answerer.show(question, showing(s).order, key_of(question))
        await s.pilot.pause()
        assert answerer.response == key_of(question)
        assert answerer.missing == ""


async def test_control_characters_in_a_field_reach_neither_log_nor_screen(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.study.items = [built(TYPED)]
    async with session(fake_app, world) as s:
        field = s.screen.query(EntryField).first(Input)
        field.post_message(Paste("git \x1b[31mstash\x07\nand more"))
        await wait_until(s.pilot, lambda: field.value != "")
        assert field.value == "git [31mstash"
        assert "\x1b" not in screen_text(s.pilot)
