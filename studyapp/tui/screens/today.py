"""The first screen: what to do now, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.services.changes import Aspect
from studyapp.tui import plan_lines
from studyapp.tui.actions import action, bindings
from studyapp.tui.messages import ContentRead
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import READING_WIDTH, count, minutes, plain

if TYPE_CHECKING:
    from studyapp.services.views import Today


LOW = 16
"""Rows under which the reasons give way, so that the key to start stays in sight."""


class TodayScreen(StudyScreen):
    """The plan of the day; enter studies it."""

    NAME = "today"
    ABOUT = (
        "What to do now, and why. The plan fits into your minutes: what is due, what is new, and the "
        "questions that you are weakest in. Enter does it all in the best order."
    )
    BINDINGS = bindings("today")
    HAS_WIDGETS = False
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset(Aspect)

    def __init__(self) -> None:
        super().__init__()
        self.today: Today | None = None
        self.reading = ""

    def compose_main(self) -> ComposeResult:
        """Greeting, plan, the one key, then what lies further ahead."""
        yield Static("Opening your data …", id="greeting", markup=False)
        yield Static(id="plan", classes="empty", markup=False)
        yield Static(id="start", classes="empty", markup=False)
        yield Static(id="advice", classes="empty", markup=False)
        yield Static(id="facts", classes="empty", markup=False)
        yield Static(id="reading", classes="empty", markup=False)

    def compose_side(self) -> ComposeResult:
        """The week ahead and the road, where there is room for a second column."""
        yield Static(id="ahead", markup=False)

    async def load(self) -> None:
        """Fetch the plan and show it; until the store is open, the last one if it still holds."""
        if self.today is None:
            self.today = self.app.last_plan.today()
            self.show_today()
        self.today = await self.app.bridge.call(lambda s: s.study.today())
        self.show_today()
        from studyapp.tui import ahead  # the first frame does without

        self.work(ahead.answers(self), group="ahead", replace=True)

    def resized(self) -> None:
        """Lines are laid out for their width."""
        self.show_today()

    def applies(self, verb: str) -> bool:
        """Without a goal there is only choosing one, or trying."""
        today = self.today
        if verb == "start":
            return today is not None
        if verb in ("cards", "practice"):
            return today is not None and today.goal is not None and self._has_bank(today)
        if verb == "day_off":
            return today is not None and today.goal is not None
        return True

    # Showing

    def show_today(self) -> None:
        """Lay the plan out for the width that there is."""
        today = self.today
        if today is None:
            return
        width = min(READING_WIDTH, self.query_one("#main").scrollable_content_region.width or READING_WIDTH)
        self.status = plan_lines.countdown(today)
        now = self.app.clock.now().astimezone()
        self._tell("#greeting", plan_lines.first_line(today, now, width))
        self._tell("#plan", self._plan(today, width))
        label = self.start_label(today)
        self._tell("#start", plan_lines.start_line(label, action("today.start").shown_key, width))
        self._tell("#advice", plain(today.advice, "$dim") if today.goal else Content())
        self._tell("#facts", self._facts(today, width))
        self._tell("#ahead", self._ahead(today))
        self._tell("#reading", self._notices(today))
        self.refresh_bindings()

    def _tell(self, selector: str, text: Content) -> None:
        widget = self.query(selector)
        for found in widget.results(Static):
            found.update(text)
            found.set_class(not text, "empty")

    def start_label(self, today: Today) -> str:
        """What enter does now, in two or three words."""
        if today.goal is None:
            return "Choose a goal"
        if today.parts:
            return "Go on" if today.answers_today else "Start"
        if not self._has_bank(today):
            return "Choose another goal"
        return "Practice a little more" if today.more_available else "See your progress"

    def _plan(self, today: Today, width: int) -> Content:
        if today.goal is None:
            return plain(
                "Choose what you study for, and every day's plan will stand here: what is due, what is "
                "new, and why.",
                "$ink",
            )
        if today.parts:
            return plan_lines.plan(today.parts, width, with_reasons=self.app.size.height >= LOW)
        if today.answers_today:
            done = count(today.answers_today, "answer")
            left = next((day.due for day in today.week if day.day == today.today), 0)
            more = plan_lines.still_due(left) if left else "Rest is part of learning."
            return plain(f"✓ Done for today: {done} in {minutes(today.minutes_done)}. {more}", "$ink")
        if not self._has_bank(today):
            code = today.certification.code if today.certification else today.goal.certification_id
            return plain(f"There are no questions and no terms for {code} yet, only its facts.", "$ink")
        return plain("Nothing is due today.", "$ink")

    @staticmethod
    def _has_bank(today: Today) -> bool:
        return today.certification is None or today.certification.has_bank

    @staticmethod
    def _facts(today: Today, width: int) -> Content:
        lines = []
        if today.goal and today.readiness is not None:
            from studyapp.tui import readiness_lines  # what it rests on must not stand before the first frame

            told = readiness_lines.short(today.readiness)
            lines.append(plan_lines.fact("Readiness", told.head, width))
            if told.more:
                lines.append(plan_lines.fact("", plain(told.more, "$dim", keep_lines=False), width))
        if today.goal and any(day.due or day.is_break for day in today.week):
            lines.append(plan_lines.fact("Days ahead", plan_lines.week_line(today.week), width))
        if today.next_on_road:
            lines.append(plan_lines.fact("Next", plain(today.next_on_road, keep_lines=False), width))
        return Content("\n").join(lines)

    @staticmethod
    def _ahead(today: Today) -> Content:
        blocks = []
        if today.goal and today.readiness is not None:
            from studyapp.tui import readiness_lines  # what it rests on must not stand before the first frame

            told = readiness_lines.short(today.readiness)
            block = Content.styled("Readiness\n", "$dim") + told.head
            blocks.append(block + plain(f"\n{told.more}", "$dim") if told.more else block)
        if today.goal and any(day.due or day.is_break for day in today.week):
            blocks.append(Content.styled("Days ahead\n", "$dim") + plan_lines.week_bars(today.week, 30))
        if today.next_on_road:
            blocks.append(Content.styled("Next on your road\n", "$dim") + plain(today.next_on_road))
        return Content("\n\n").join(blocks)

    def _notices(self, today: Today) -> Content:
        lines = [plain("! " + notice, "$notice", keep_lines=False) for notice in today.notices]
        if self.reading:
            lines.append(Content.styled(self.reading, "$dim"))
        return Content("\n").join(lines)

    @on(ContentRead)
    def _content_read(self, message: ContentRead) -> None:
        message.stop()
        is_done = message.done >= message.total
        self.reading = "" if is_done else f"Reading the content: {message.done} of {message.total} files"
        self.show_today()

    @on(events.Click, "#start")
    def _start_clicked(self) -> None:
        self.action_start()

    # Actions

    def action_start(self) -> None:
        """Do the one thing that the screen offers."""
        today = self.today
        if today is None:
            return
        if today.goal is None or not (today.parts or self._has_bank(today)):
            self.app.show("welcome")
        elif today.parts or today.more_available:
            self.app.show("study", scope="today" if today.parts else "more")
        else:
            self.app.show("progress")

    def action_cards(self) -> None:
        """Study term cards."""
        self.app.show("study", scope="cards")

    def action_practice(self) -> None:
        """Answer questions."""
        self.app.show("study", scope="questions")

    def action_exam(self) -> None:
        """Choose an exam."""
        self.app.show("exams")

    def action_try_five(self) -> None:
        """Answer five questions, whatever the goal."""
        self.app.show("study", scope="try")

    def action_goal(self) -> None:
        """Change the goal."""
        self.app.show("welcome")

    async def action_day_off(self) -> None:
        """Plan today as a day off, or take that back."""
        today = self.today
        if today is None:
            return
        day = today.today
        is_off = day in await self.app.bridge.call(lambda s: s.goals.breaks())
        await self.app.bridge.call(
            lambda s: s.goals.set_break(day, not is_off), changes=frozenset({Aspect.PLAN})
        )
        self.app.say("Today is a study day again." if is_off else "Today is a day off. Your streak is safe.")
