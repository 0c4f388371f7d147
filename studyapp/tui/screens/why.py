"""Why is this due? The reason, the state, the forgetting curve and every answer so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.domain.days import long_date
from studyapp.domain.memory import CardState, Phase
from studyapp.services.views import HistoryLine, Settings, Why
from studyapp.spans import interval_label
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Column, Drawing, indented, line, row, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, percent, plain
from studyapp.tui.widgets.feedback import GRADE_NAMES, changed_line, fact
from studyapp.tui.widgets.forgetting import ForgettingCurve, Point
from studyapp.tui.words import short_date

PHASES = {
    Phase.NEW: "not met yet",
    Phase.LEARNING: "in its first steps",
    Phase.REVIEW: "in long-term review",
    Phase.RELEARNING: "in steps again after it was forgotten",
}
_SAID = {"sure": "sure", "think-so": "think so", "guess": "guess"}


class WhyScreen(StudyScreen):
    """The scheduling of one item, laid open."""

    NAME = "why"
    ABOUT = (
        "How an item is spaced: why it comes now, how well you are likely to know it today, how that falls "
        "with the days, and every answer that you gave."
    )
    BINDINGS = bindings("why")
    JUMPS = False
    CSS_PATH = "../styles/study.tcss"

    def __init__(self, card_id: str) -> None:
        super().__init__()
        self.card_id = card_id

    def compose_main(self) -> ComposeResult:
        """Title, reason and state, curve, history."""
        yield Static("Looking …", id="why-title", classes="ink", markup=False)
        yield Static("", id="why-facts", markup=False)
        yield ForgettingCurve(id="why-curve")
        yield Static("", id="why-history-below", markup=False)

    def compose_side(self) -> ComposeResult:
        """The history, where there is room beside."""
        yield Static("", id="why-history-beside", markup=False)

    async def load(self) -> None:
        """Fetch and show."""
        card_id = self.card_id
        why, settings = await self.app.bridge.call(lambda s: (s.study.why(card_id), s.settings.get()))
        self.headline = "Why is this due?"
        now = self.app.clock.now()
        today = now.date()
        self.query_one("#why-title", Static).update(plain(why.title.strip()))
        self.query_one("#why-facts", Static).update(Drawing(lambda width: facts(why, settings, now, width)))
        curve = self.query_one(ForgettingCurve)
        curve.display = bool(why.curve)
        curve.show(why.curve, settings.retention)
        for name in ("#why-history-below", "#why-history-beside"):
            self.query_one(name, Static).update(Drawing(lambda width: history(why.history, today, width)))

    def action_close(self) -> None:
        """Back to the item."""
        self.app.go_back()


def facts(why: Why, settings: Settings, now: datetime, width: int) -> Content:
    """Reason, place in the schedule, and the curve in words."""
    state = why.state
    parts = [indented(why.reason, width, indent=0, style="$foreground"), Content("")]
    changed = changed_line(why.change)
    if changed is not None:
        parts.append(changed)
    named = [("Now", standing(state)), ("Due", due_words(state, now))]
    if why.recall_now is not None:
        named.append(("Recall", recall_words(why, settings.retention)))
    if state.memory is not None:
        named.append(("Memory", memory_words(state)))
    return stack([*parts, *(fact(name, text, width, "$foreground") for name, text in named if text)])


def standing(state: CardState) -> str:
    """Where the item is, with its answers and lapses."""
    told = PHASES[state.phase]
    if state.reps:
        told += f"; {count(state.reps, 'answer')}"
        told += f", forgotten {count(state.lapses, 'time')}" if state.lapses else ""
    return told + ("; learned (recalled on three days)" if state.learned else "")


def due_words(state: CardState, now: datetime) -> str:
    """When it comes back: a day, or minutes while it is in its steps."""
    if state.due_at is not None and state.phase in (Phase.LEARNING, Phase.RELEARNING):
        return "now" if state.due_at <= now else f"in {interval_label(state.due_at - now)}"
    return long_date(state.due_on) if state.due_on is not None else ""


def recall_words(why: Why, aim: float) -> str:
    """The curve in words, for who cannot see it."""
    assert why.recall_now is not None
    told = f"{percent(why.recall_now)} now"
    below = crossing(why.curve, aim)
    if below is not None and why.state.memory is not None and round(aim, 2) == 0.9:
        below = why.curve[0][0] + why.state.memory.stability  # stability is that day by definition
    if below is None:
        return told
    if below <= 0:
        return f"{told}; it fell under your {percent(aim)} {interval_label(timedelta(days=-below))} ago"
    return f"{told}; it falls under your {percent(aim)} in {interval_label(timedelta(days=below))}"


def crossing(curve: Sequence[Point], aim: float) -> float | None:
    """The day, counted from today, on which recall passes the aim; None where the curve stays above."""
    for (day, recall), (next_day, next_recall) in pairwise(curve):
        if next_recall < aim <= recall:
            return day + (next_day - day) * (recall - aim) / (recall - next_recall)
    return None


def memory_words(state: CardState) -> str:
    """Stability and difficulty in words."""
    assert state.memory is not None
    days = interval_label(timedelta(days=state.memory.stability))
    hard = f"difficulty {state.memory.difficulty:.1f} of 10"
    return f"stability {days} (recall falls to 90 % in that time); {hard}"


def history(lines: tuple[HistoryLine, ...], today: date, width: int) -> Content:
    """Every answer, the newest first; what was taken back says so."""
    head = line(("Answers so far", "bold $ink"))
    if not lines:
        return stack([head, line(("None yet: its history will stand here.", "$dim"))])
    return stack([head, *(_answer_line(item, today, width) for item in reversed(lines))])


def _answer_line(item: HistoryLine, today: date, width: int) -> Content:
    day = short_date(item.day) + (f" {item.day.year}" if item.day.year != today.year else "")
    mark, style = ("✓", "$right") if item.grade > 1 else ("✗", "$wrong")
    said = _SAID.get(item.confidence, "")
    told = f"{mark} {GRADE_NAMES[item.grade].lower()}" + (f", {said}" if said else "")
    if item.voided:
        told, style = f"– taken back ({GRADE_NAMES[item.grade].lower()})", "$dim"
    columns = [
        Column(Content.styled(day, "$dim"), 11),
        Column(line((told, style))),
        Column(Content.styled(f"{item.elapsed_ms / 1000:.0f} s", "$dim"), 6, from_width=44, right=True),
        Column(Content.styled("→ " + interval_label(timedelta(seconds=item.interval_s)), "$foreground"), 14),
    ]
    return row(columns, min(width, 64))
