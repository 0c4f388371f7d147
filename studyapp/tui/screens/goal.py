"""The form of a goal: when the exam is, how many minutes a day, and what these minutes will cover."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from studyapp.domain.days import long_date
from studyapp.services.views import Aspect, Goal
from studyapp.tui import words
from studyapp.tui.actions import bindings
from studyapp.tui.certification_facts import learners_day
from studyapp.tui.goal_lines import USUAL_MINUTES, read_day, read_minutes
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import plain
from studyapp.tui.widgets.field import Field

NO_DAY = frozenset({"", "none", "no", "-"})


class GoalScreen(StudyScreen):
    """Exam date (or none) and minutes a day for one certification."""

    NAME = "goal"
    ABOUT = (
        "A goal is a certification, the day of its exam if you have one, and the minutes a day that you "
        "have. What these minutes will cover is said before you decide."
    )
    BINDINGS = bindings("goal")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset()
    JUMPS = False
    AUTO_FOCUS = "#exam-on"

    def __init__(self, certification_id: str) -> None:
        super().__init__()
        self.certification_id = certification_id
        self.before: Goal | None = None
        self.roadmap_id = ""
        self.today: date | None = None

    def compose_main(self) -> ComposeResult:
        """Two fields, and how each was understood."""
        yield Static(id="name", classes="ink gap", markup=False)
        yield Static("Day of the exam", markup=False)
        yield Field(id="exam-on", placeholder="2027-03-31, 30 Sep, 6 weeks; or nothing", max_length=40)
        yield Static(id="day-said", classes="gap", markup=False)
        yield Static("Minutes a day", markup=False)
        yield Field(id="minutes", placeholder=str(USUAL_MINUTES), max_length=10)
        yield Static(id="minutes-said", classes="gap", markup=False)
        yield Static(id="advice", markup=False)

    async def load(self) -> None:
        """Show the goal as it is; what was typed into the fields already is kept."""
        wanted = self.certification_id
        detail, current = await self.app.bridge.call(
            lambda s: (s.library.certification(wanted), s.goals.current())
        )
        is_first = self.today is None
        self.before, self.today = detail.goal, learners_day(detail, self.app.clock.now())
        self.roadmap_id = (self.before or current or Goal("", None, 0)).roadmap_id
        it = detail.certification
        self.headline = f"Goal · {words.label(it.code, it.name)}"
        self.query_one("#name", Static).update(plain(it.name, keep_lines=False))
        if is_first:
            exam_on = self.before.exam_on if self.before else None
            usual = (self.before or current or Goal("", None, USUAL_MINUTES)).minutes_a_day
            first = {"#exam-on": exam_on.isoformat() if exam_on else "", "#minutes": str(usual)}
            for name, text in first.items():
                field = self.query_one(name, Input)
                field.value = field.value or text
        self._understand()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._understand()

    def _understand(self) -> Goal | None:
        """Say under each field how it was understood; the goal, where both were."""
        if self.today is None:
            return None
        day, said, day_is_good = self._day(self.today)
        self._say("#day-said", said, day_is_good)
        number, said, minutes_are_good = self._minutes()
        self._say("#minutes-said", said, minutes_are_good)
        is_good = day_is_good and minutes_are_good
        goal = Goal(self.certification_id, day, number, self.roadmap_id) if is_good else None
        if goal is None:
            self.query_one("#advice", Static).update("")
        else:
            self.work(self._ask_advice(goal), group="advice", replace=True)
        self.refresh_bindings()
        return goal

    def _day(self, today: date) -> tuple[date | None, str, bool]:
        typed = self.query_one("#exam-on", Input).value.strip().lower()
        if typed in NO_DAY:
            return None, "no date yet: items come back when you are about to forget them", True
        try:
            day = read_day(typed, today)
        except ValueError as error:
            return None, str(error), False
        return day, f"{long_date(day)}, {words.away(day, today)}", True

    def _minutes(self) -> tuple[int, str, bool]:
        try:
            number = read_minutes(self.query_one("#minutes", Input).value)
        except ValueError as error:
            return 0, str(error), False
        return number, f"{number * 7 / 60:.1f} hours a week", True

    def _say(self, where: str, text: str, is_good: bool) -> None:
        self.query_one(where, Static).update(
            plain(text, "$dim") if is_good else plain(f"! {text}", "$notice")
        )

    async def _ask_advice(self, goal: Goal) -> None:
        advice = await self.app.bridge.call(lambda s: s.goals.advice(goal))
        self.query_one("#advice", Static).update(plain(advice, "$ink"))

    def applies(self, verb: str) -> bool:
        """What is not a goal cannot be given up; what was not understood is said when it is kept."""
        return self.before is not None if verb == "remove" else self.today is not None

    async def action_keep(self) -> None:
        """Store the goal and go back; stays where a field was not understood."""
        goal = self._understand()
        if goal is not None:
            await self.app.bridge.call(lambda s: s.goals.set(goal))
            self.app.go_back()

    async def action_remove(self) -> None:
        """Give the goal up and go back."""
        wanted = self.certification_id
        await self.app.bridge.call(lambda s: s.goals.remove(wanted))
        self.app.go_back()
