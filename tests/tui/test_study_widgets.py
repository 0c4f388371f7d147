"""The pure parts of the study screens: what is drawn for which data and width."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from studyapp.domain.content_change import Change
from studyapp.domain.judging import Verdict, judge, key_of
from studyapp.domain.log import Direction, ItemKind
from studyapp.domain.memory import CardState, Grade, MemoryState, Phase
from studyapp.domain.questions import Confidence, QuestionKind
from studyapp.services.views import Feedback, Finished, HistoryLine, Settings, Showing, Waiting, Why
from studyapp.tui.screens import why as why_screen
from studyapp.tui.widgets import feedback as words
from studyapp.tui.widgets.answerers import ANSWERERS, answerer_for
from studyapp.tui.widgets.card import about_term, typed_line
from studyapp.tui.widgets.forgetting import bottom_of, day_ticks, tick_label
from studyapp.tui.widgets.options import OptionLine, option_lines
from studyapp.tui.widgets.session_end import done_text, nothing_due_text, pause_text
from tests.tui.fake_data import INTERVALS, NOW, QUESTIONS, TERMS

ROUND = ("○", "●")


def showing_of(number: int) -> Showing:
    question = QUESTIONS[number]
    return Showing(
        "t", "q:x", ItemKind.QUESTION, Direction.NONE, question, None, tuple(range(len(question.options))),
        "Because.", 1, 3, "AIF-C01", "Domain", "3.1 Objective", True, Change.NONE, CardState(), INTERVALS,
        {"rag": "retrieval-augmented generation"},
    )  # fmt: skip


def card_of(number: int, direction: Direction) -> Showing:
    return replace(
        showing_of(0), kind=ItemKind.TERM, direction=direction, question=None, term=TERMS[number], order=()
    )


# Options


def test_every_kind_of_question_has_a_widget() -> None:
    assert set(ANSWERERS) == set(QuestionKind)
    assert all(answerer_for(kind) for kind in QuestionKind)


@pytest.mark.parametrize("width", [20, 40, 50, 59, 60, 76, 88])
@pytest.mark.parametrize("chosen", [False, True])
@pytest.mark.parametrize("is_key", [False, True])
def test_an_answered_option_takes_the_same_lines_as_before(width: int, chosen: bool, is_key: bool) -> None:
    text = "Retrieve fitting passages from a knowledge base at query time and put them into the prompt. " * 2
    before = OptionLine("d", text)
    marked = replace(before, chosen=True, under_cursor=True)
    after = OptionLine("d", text, chosen=chosen, judged=True, is_key=is_key, said="think so")
    assert len({len(option_lines(line, ROUND, width)) for line in (before, marked, after)}) == 1


@pytest.mark.parametrize("width", [12, 20, 40, 60, 88])
def test_no_line_of_an_option_is_wider_than_its_place(width: int) -> None:
    line = OptionLine("a", "word " * 40 + "x" * 200, chosen=True, judged=True, said="think so")
    assert all(part.cell_length <= width for part in option_lines(line, ROUND, width))


def test_a_verdict_is_told_by_symbol_and_word_not_by_colour() -> None:
    wrong = option_lines(OptionLine("b", "No", chosen=True, judged=True, said="sure"), ROUND, 80)[0].plain
    missed = option_lines(OptionLine("c", "Yes", judged=True, is_key=True), ROUND, 80)[0].plain
    assert wrong.startswith("✗ ● b")
    assert wrong.endswith("you, sure")
    assert missed.startswith("✓ ○ c")
    assert missed.endswith("right answer")


def test_markup_and_escapes_in_an_option_are_only_text() -> None:
    line = option_lines(OptionLine("a", "[red]no[/red] \x1b[31mred\x07 \u202etxet"), ROUND, 80)[0]
    assert line.plain == "  ○ a  [red]no[/red] [31mred txet"


# Feedback


@pytest.mark.parametrize("confidence", list(Confidence))
def test_the_verdict_says_right_or_not_and_repeats_the_confidence(confidence: Confidence) -> None:
    right = words.verdict_line(Verdict(True, 1.0), confidence, "d").plain
    wrong = words.verdict_line(Verdict(False, 0.0), confidence, "bd").plain
    assert right.startswith("✓ Right")
    assert wrong.startswith("✗ Not right: the answers are b and d.")
    assert ("sure" in right) == ("sure" in wrong) == (confidence is Confidence.SURE)


def test_every_option_has_its_reason_the_key_and_the_choice_first() -> None:
    question = QUESTIONS[0]  # the key is stored at 2
    order = (3, 1, 2, 0)
    told = words.reasons(question, order, frozenset({3}), 80, as_on_screen=False).plain.splitlines()
    assert [line[:3] for line in told] == ["✓ c", "✗ a", "  b", "  d"]
    beside = words.reasons(question, order, frozenset({3}), 80, as_on_screen=True).plain.splitlines()
    assert [line[:3] for line in beside if line] == ["✗ a", "  b", "✓ c", "  d"]
    for option in question.options:
        assert any(option.reason in line for line in told)


def test_an_option_without_a_reason_says_so() -> None:
    question = replace(QUESTIONS[2], options=tuple(replace(o, reason=" ") for o in QUESTIONS[2].options))
    told = words.reasons(question, (0, 1), frozenset({0}), 60, as_on_screen=True).plain
    assert told.count("No reason is given in the bank.") == 2


@pytest.mark.parametrize(
    ("interval", "due_on", "sentence"),
    [
        (timedelta(minutes=10), date(2026, 7, 1), "Comes back in this session, in 10 min."),
        (timedelta(days=2), date(2026, 7, 3), "Comes back in 2 days, on Friday 3 Jul."),
        (timedelta(days=43), date(2026, 8, 13), "Comes back in 1.4 months, on 13 August 2026."),
        (timedelta(days=2), None, "Comes back in 2 days."),
    ],
)
def test_the_learner_hears_when_it_comes_back(
    interval: timedelta, due_on: date | None, sentence: str
) -> None:
    assert words.comes_back(interval, due_on) == sentence


def test_the_background_names_everything_the_item_rests_on() -> None:
    showing = replace(showing_of(0), note="Remember the library.\n[b]Not markup[/b]")
    told = words.background(showing, 80).plain
    for part in (
        "Retrieval keeps the model", "3.1 Objective", "retrieval-augmented generation, fine-tuning",
        "knowledge-base.html", "2026-06-20", "Because.", "Remember the library.", "[b]Not markup[/b]",
    ):  # fmt: skip
        assert part in told
    assert "cards now" not in told
    assert "✓ these are cards now" in words.background(showing, 80, cards_made=True).plain


def test_a_changed_item_says_what_changed() -> None:
    assert words.changed_line(Change.NONE) is None
    for change, part in ((Change.WORDING, "wording was edited"), (Change.MEANING, "meaning is new")):
        told = words.changed_line(change)
        assert told is not None
        assert "This item changed since you answered" in told.plain
        assert part in told.plain


def test_only_a_leech_is_told_that_it_slips_away() -> None:
    feedback = Feedback("e", None, Grade.AGAIN, timedelta(minutes=10), None, False, False, frozenset())
    assert words.leech_sentence(feedback, "suspend") == ""
    slipping = replace(feedback, leech=True)
    assert words.leech_sentence(slipping, "suspend").endswith("It is set aside for now.")
    assert "set aside" not in words.leech_sentence(slipping, "flag")


# Cards


def test_a_typed_answer_is_compared_and_both_cases_have_a_word() -> None:
    assert typed_line(TERMS[0], " rag ").plain == "✓ Right: you typed “rag”."
    assert typed_line(TERMS[0], "retrieval augmented generaton").plain.startswith("✓ Right")
    assert typed_line(TERMS[0], "[red]fine\x1b[0m").plain == "✗ Not the same: you typed “[red]fine[0m”."
    assert typed_line(TERMS[0], "  ").plain == "– You typed nothing."


def test_a_card_tells_what_the_term_is_not() -> None:
    told = about_term(card_of(0, Direction.TO_DEFINITION), 80).plain
    assert "RAG" in told
    assert "fine tuning: Fine-tuning changes the model" in told
    assert "RAG" not in about_term(card_of(0, Direction.TO_TERM), 80).plain  # it stands under the answer


# The end


def test_the_pause_counts_down_and_never_below_nothing() -> None:
    waiting = Waiting(NOW + timedelta(minutes=25), 3)
    assert "3 cards come back in 25:00." in pause_text(waiting, NOW, 60).plain
    assert "in 0:00." in pause_text(waiting, NOW + timedelta(hours=1), 60).plain
    assert "1 card comes back" in pause_text(replace(waiting, left=1), NOW, 60).plain


def test_the_end_says_what_was_done_and_what_comes() -> None:
    told = done_text(Finished(24, 19, 1260.0, 12, True), "", 80).plain
    assert "24 answers in 21 minutes, 19 of them right." in told
    assert "12 reviews come back tomorrow." in told
    assert "m goes on" in told
    told = done_text(Finished(24, 19, 1260.0, 13, True, 4), "", 120).plain
    assert "13 reviews come back tomorrow. 4 more are due beyond today's minutes; m on Today changes" in told


def test_an_empty_session_says_what_would_be_here_and_offers_a_key() -> None:
    told = nothing_due_text(Finished(0, 0, 0.0, 1, False), "", 80).plain
    assert told.startswith("Nothing is due right now.")
    assert "1 review comes back tomorrow." in told
    assert "enter goes back" in told
    assert "m goes on" not in told


# Why


def a_why(state: CardState, curve: tuple[tuple[float, float], ...]) -> Why:
    return Why("q:x", "A stem", "Due by memory.", state, 0.83, curve, (), Change.NONE)


def test_why_tells_state_recall_and_memory_in_words() -> None:
    state = CardState(
        Phase.REVIEW, memory=MemoryState(8.0, 5.5), due_on=date(2026, 7, 3), reps=6, lapses=1, recalled_days=3
    )
    curve = tuple((float(day), 0.9 ** ((day + 10) / 8)) for day in range(-10, 20))
    told = why_screen.facts(a_why(state, curve), Settings(), NOW, 88).plain
    assert "in long-term review; 6 answers, forgotten 1 time; learned" in told
    assert "3 July 2026" in told
    assert "83 % now; it fell under your 90 % 2 days ago" in told
    assert "stability 8 days" in told
    assert "difficulty 5.5 of 10" in told


def test_why_finds_the_day_on_which_recall_passes_another_aim() -> None:
    curve = ((0.0, 1.0), (2.0, 0.9), (4.0, 0.8))
    assert why_screen.crossing(curve, 0.85) == pytest.approx(3.0)
    assert why_screen.crossing(curve, 0.5) is None
    assert why_screen.crossing((), 0.9) is None


def test_an_item_in_its_steps_is_due_in_minutes() -> None:
    state = CardState(Phase.LEARNING, due_at=NOW + timedelta(minutes=9), due_on=date(2026, 7, 1))
    assert why_screen.due_words(state, NOW) == "in 9 min"
    assert why_screen.due_words(state, NOW + timedelta(hours=1)) == "now"


def test_the_history_lists_the_newest_first_and_says_what_was_taken_back() -> None:
    def item(day: int, grade: Grade, voided: bool = False) -> HistoryLine:
        at = datetime(2026, 6, day, 18, tzinfo=UTC)
        return HistoryLine(at, at.date(), grade, None, "guess", 4200, 86400, voided, "today")

    lines = (item(1, Grade.GOOD), item(2, Grade.AGAIN, voided=True), item(3, Grade.AGAIN))
    told = why_screen.history(lines, date(2026, 7, 1), 60).plain.splitlines()
    assert told[0] == "Answers so far"
    assert told[1].startswith("3 Jun")
    assert "✗ again, guess" in told[1]
    assert "taken back" in told[2]
    assert "✓ good, guess" in told[3]
    assert "→ 1 day" in told[3]
    assert "None yet" in why_screen.history((), date(2026, 7, 1), 60).plain


def test_the_curves_axes_have_round_numbers() -> None:
    assert bottom_of(((0.0, 1.0), (9.0, 0.71)), 0.9) == 60
    assert bottom_of(((0.0, 1.0), (9.0, 0.99)), 0.9) == 80
    assert bottom_of(((0.0, 1.0), (9.0, 0.001)), 0.9) == 0
    assert day_ticks(0.0, 7.0) == [0.0, 3.0, 6.0]
    assert day_ticks(-20.0, 10.0) == [-20.0, 0.0, 4.0, 8.0]
    assert [tick_label(day) for day in (-20.0, 0.0, 4.0)] == ["-20 d", "today", "+4 d"]


def test_judging_never_depends_on_what_is_drawn() -> None:
    question = QUESTIONS[1]
    assert judge(question, key_of(question)).correct
