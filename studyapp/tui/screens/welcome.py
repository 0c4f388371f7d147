"""First run, and every later change of the goal: four questions, one at a time, or five to try."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from studyapp.domain.days import long_date, weekday
from studyapp.services.road_views import RoadmapDetail, RoadmapSummary
from studyapp.services.views import Aspect, CertificationSummary, Goal
from studyapp.tui import goal_lines
from studyapp.tui.actions import bindings
from studyapp.tui.goal_lines import NO_DATE, NO_ROADMAP, TRY_FIVE
from studyapp.tui.messages import ContentRead
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.rows import Rows
from studyapp.tui.widgets.search_field import ListField

STEPS = ("roadmap", "certification", "date", "minutes")
QUESTIONS = {
    "roadmap": "Where do you want to go?",
    "certification": "Which certification first?",
    "date": "When is your exam?",
    "minutes": "How many minutes a day?",
}
TYPED = {"date": "or type a day: 31 Mar, 2027-03-31, 6 weeks", "minutes": "or type a number"}
MAX_TYPED = 40


class Typed(ListField):
    """Typed in place of a marked line: whoever goes back to the lines leaves it."""

    def before_move(self) -> None:
        """A line counts again."""
        self.value = ""


class WelcomeScreen(StudyScreen):
    """Roadmap, certification, exam day, minutes: each a list with a preview of the marked line."""

    NAME = "welcome"
    ABOUT = (
        "Four short questions set your goal: a roadmap, a certification, the exam's day (or none), and the "
        "minutes that you have. All of it can be changed later; nothing that you learned is lost by it."
    )
    BINDINGS = bindings("welcome")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.CONTENT})
    JUMPS = False
    AUTO_FOCUS: ClassVar[str | None] = "#choices"
    CSS_PATH = "../styles/welcome.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.step = STEPS[0]
        self.goal: Goal | None = None
        self.today: date = date.min
        self.roadmap_id = ""
        self.certification_id = ""
        self.exam_on: date | None = None
        self._roadmaps: list[RoadmapSummary] = []
        self._certifications: Sequence[CertificationSummary] = []
        self._roads: dict[str, RoadmapDetail] = {}
        self._marked = ""
        self._refused = ""

    def compose_main(self) -> ComposeResult:
        """The question, its answers, a field to type, and the preview."""
        yield Static(id="question", markup=False)
        yield Rows(id="choices")
        yield Typed(lambda: self.query_one(Rows), id="typed", max_length=MAX_TYPED)
        yield Static(id="problem", markup=False)
        with VerticalScroll(id="below", can_focus=False, classes="furniture"):
            yield Static(classes="preview", markup=False)

    def compose_side(self) -> ComposeResult:
        """The preview again, where there is room beside the list."""
        yield Static(classes="preview", markup=False)

    async def load(self) -> None:
        """Fetch roadmaps, certifications and the goal of today; stays at the same question."""
        goal, today, self._roadmaps, self._certifications = await self.app.bridge.call(
            lambda s: (
                s.goals.current(),
                s.study.today().today,
                s.roadmaps.all(),
                s.library.certifications(),
            )
        )
        self._roads.clear()
        if self.today == date.min and goal is not None:
            self.roadmap_id, self.certification_id = goal.roadmap_id, goal.certification_id
            self.exam_on = goal.exam_on if goal.exam_on and goal.exam_on >= today else None
        self.goal, self.today = goal, today
        await self.ask(self.step)

    # Asking

    async def ask(self, step: str) -> None:
        """Show one of the four questions with its lines; asked again, it keeps mark and text."""
        before = self.step
        lines, at = await self._lines(step)
        if self.step != before:
            return  # asked again after a reading, while the learner went on
        choices, typed = self.query_one(Rows), self.query_one(Typed)
        is_other, self.step = step != self.step or not choices.options, step
        self.headline = "Welcome to studyapp" if self.goal is None else "Your goal"
        self.status = f"{STEPS.index(step) + 1} of {len(STEPS)}"
        self.query_one("#question", Static).update(plain(QUESTIONS[step], "bold $ink"))
        if is_other:
            self._say_problem("")
            typed.value = ""
        typed.display = step in TYPED
        typed.placeholder = TYPED.get(step, "")
        choices.can_focus = step not in TYPED
        choices.fill(lines, at=at if is_other else choices.current or self._marked)
        self._marked = choices.current
        self._mark()
        # At once: keys that came together with the one before must find who has the keyboard now.
        self.set_focus(typed if step in TYPED else choices)
        self.refresh_bindings()
        self._preview()

    async def _lines(self, step: str) -> tuple[list[goal_lines.Line], str]:
        if step == "roadmap":
            if not self._certifications:
                return [], ""
            followed = next((r.id for r in self._roadmaps if r.followed), "")
            return goal_lines.roadmap_lines(self._roadmaps), self.roadmap_id or followed
        if step == "certification":
            road = await self._road(self.roadmap_id)
            ordered = goal_lines.certification_order(self._certifications, road)
            at = self.certification_id or goal_lines.first_choice(ordered, road)
            draw = goal_lines.certification_line
            return [(c.id, partial(draw, c, self._codes)) for c in ordered], at
        if step == "date":
            current = self.exam_on
            return goal_lines.date_lines(self.today, current), current.isoformat() if current else NO_DATE
        minutes = self.goal.minutes_a_day if self.goal else 0
        return goal_lines.minutes_lines(minutes), str(minutes or goal_lines.USUAL_MINUTES)

    async def _road(self, roadmap_id: str) -> RoadmapDetail | None:
        if not any(roadmap.id == roadmap_id for roadmap in self._roadmaps):
            return None
        if roadmap_id not in self._roads:
            self._roads[roadmap_id] = await self.app.bridge.call(lambda s: s.roadmaps.roadmap(roadmap_id))
        return self._roads[roadmap_id]

    @property
    def _codes(self) -> dict[str, str]:
        return {summary.id: summary.code for summary in self._certifications}

    # The preview

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._preview()

    def _preview(self) -> None:
        self.work(self._show_preview(), group="preview", replace=True)

    async def _show_preview(self) -> None:
        text = await self._preview_text(self.query_one(Rows).current)
        for widget in self.query(".preview").results(Static):
            widget.update(text)

    async def _preview_text(self, marked: str) -> Content:
        if not self._certifications:
            return Content("The content is being read for the first time. This takes a moment.")
        if self.step == "roadmap" and marked == TRY_FIVE:
            return Content("No goal, no date: five questions with their reasons, to see what this is.")
        if self.step == "roadmap":
            road = await self._road(marked)
            fit = next((r.fit for r in self._roadmaps if r.id == marked), "")
            return goal_lines.roadmap_preview(road, fit) if road else Content("All certifications, one list.")
        if self.step == "certification" and marked:
            detail = await self.app.bridge.call(lambda s: s.library.certification(marked))
            return goal_lines.certification_preview(detail, self.today, self._codes)
        if self.step == "date" and (day := self._typed_day()) is not None:
            return Content(f"{weekday(day)} {long_date(day)}, in {count((day - self.today).days, 'day')}.")
        if self.step == "date":
            return Content(
                "With a date, each day's work is what raises your chance on that day most. "
                "Without one, items come back when you are about to forget them."
            )
        return await self._advice(marked)

    def _typed_day(self) -> date | None:
        try:
            return goal_lines.read_day(self.query_one(Typed).value, self.today)
        except ValueError:
            return None

    async def _advice(self, marked: str) -> Content:
        typed = self.query_one(Typed).value
        try:
            minutes = goal_lines.read_minutes(typed or marked)
        except ValueError:
            return Content()
        goal = Goal(self.certification_id, self.exam_on, minutes, self._road_or_none())
        return plain(await self.app.bridge.call(lambda s: s.goals.advice(goal)), "$ink")

    # Answering

    def applies(self, verb: str) -> bool:
        """There is a step back after the first question; trying needs content and no open field."""
        if verb == "previous":
            return self.step != STEPS[0]
        if verb == "try_five":
            return self.step == STEPS[0] and any(c.questions for c in self._certifications)
        return True

    async def action_next(self) -> None:
        """Take what was typed, else the marked line."""
        typed = self.query_one(Typed).value.strip() if self.step in TYPED else ""
        marked = self.query_one(Rows).current or self._marked
        try:
            await self._take(typed, marked)
        except ValueError as error:
            self._say_problem(str(error), refused=typed)

    async def _take(self, typed: str, marked: str) -> None:
        if not (typed or marked):
            return
        if self.step == "roadmap":
            if marked == TRY_FIVE:
                self.action_try_five()
                return
            self._set_road("" if marked == NO_ROADMAP else marked)
            await self.ask("certification")
        elif self.step == "certification":
            self.certification_id = marked
            await self.ask("date")
        elif self.step == "date":
            if typed:
                self.exam_on = goal_lines.read_day(typed, self.today)
            else:
                self.exam_on = None if marked == NO_DATE else date.fromisoformat(marked)
            await self.ask("minutes")
        else:
            await self._finish(goal_lines.read_minutes(typed or marked))

    def _set_road(self, roadmap_id: str) -> None:
        """Another road begins with its own first certification, not with that of the road before."""
        if roadmap_id != self.roadmap_id:
            self.certification_id = ""
        self.roadmap_id = roadmap_id

    async def _finish(self, minutes: int) -> None:
        goal = Goal(self.certification_id, self.exam_on, minutes, self._road_or_none())
        await self.app.bridge.call(lambda s: s.goals.set(goal))
        if goal.roadmap_id:
            await self.app.bridge.call(lambda s: s.roadmaps.follow(goal.roadmap_id))
        self.app.action_today()

    def _road_or_none(self) -> str:
        return self.roadmap_id if any(r.id == self.roadmap_id for r in self._roadmaps) else ""

    async def action_previous(self) -> None:
        """The question before."""
        await self.ask(STEPS[max(0, STEPS.index(self.step) - 1)])

    def action_try_five(self) -> None:
        """Five questions right now."""
        self.app.show("study", scope="try")

    @on(OptionList.OptionSelected)
    async def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.query_one(Typed).value = ""
        self.work(self.action_next())

    @on(Typed.Changed)
    def _typing(self, event: Typed.Changed) -> None:
        event.stop()
        if self.query_one(Typed).value.strip() != self._refused:
            self._say_problem("")
        self._mark()
        self._preview()

    def _mark(self) -> None:
        """While something is typed no line is marked: one answer counts, not two."""
        choices, typed = self.query_one(Rows), self.query_one(Typed).value
        if typed and choices.current:
            self._marked, choices.highlighted = choices.current, None
        elif not typed and not choices.current and self._marked:
            choices.highlighted = choices.get_option_index(self._marked)

    @on(ContentRead)
    def _content_read(self, message: ContentRead) -> None:
        message.stop()
        is_done = message.done >= message.total
        self._say_problem("" if is_done else f"Reading the content: {message.done} of {message.total} files")

    def _say_problem(self, text: str, refused: str = "") -> None:
        self._refused = refused
        problem = self.query_one("#problem", Static)
        problem.update(plain(text, "$notice"))
        problem.display = bool(text)
