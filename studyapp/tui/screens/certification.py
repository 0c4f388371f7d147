"""One certification: its facts, its life cycle as of today, its domains and where the learner stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from studyapp.domain.certifications import Status
from studyapp.domain.days import long_date
from studyapp.services.changes import RECORDED
from studyapp.services.readiness_views import ReadinessLine
from studyapp.services.views import Aspect, CertificationDetail, Goal
from studyapp.tui import certification_facts as facts
from studyapp.tui import words
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import plain
from studyapp.tui.widgets.page import Page

if TYPE_CHECKING:
    from studyapp.services.facade import Services

_SECTIONS = {
    "head": ("main", facts.head),
    "paper": ("main", facts.paper),
    "booking": ("main", facts.booking),
    "readiness": ("main", facts.readiness),
    "domains": ("main", facts.domains),
    "exam": ("side", facts.exam),
    "life": ("side", facts.life),
    "notes": ("side", facts.notes),
    "objectives": ("main", facts.objectives),
}
"""Each section, the column that it stands in on a wide terminal, and what draws it."""


ANY_WIDTH = 60
"""Whether a section has anything to show is the same at every width."""
ALL_KEY = action("certification.choose").shown_key


class Section(Page):
    """One of the sections, in one of the columns."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(classes=f"section {what} {where}", markup=False)
        self.what = what


class CertificationScreen(StudyScreen):
    """A certification; enter studies it."""

    NAME = "certification"
    ABOUT = (
        "The facts of a certification and its exam, its life cycle as of today, what you have on paper, and "
        "where you stand in each domain. Facts that are old or rest on weak evidence are named under “Check "
        "before you book”."
    )
    BINDINGS = bindings("certification")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset(
        {Aspect.CONTENT, Aspect.GOAL, Aspect.CARDS, Aspect.PROGRESS}
    )
    CSS_PATH = "../styles/certification.tcss"

    def __init__(self, certification_id: str = "") -> None:
        super().__init__()
        self.certification_id = certification_id
        self.detail: CertificationDetail | None = None
        self.goal: Goal | None = None
        self.readiness: ReadinessLine | None = None
        self.labels: dict[str, str] = {}

    def compose_main(self) -> ComposeResult:
        """Everything, for one column."""
        yield Static("Looking …", id="waiting", classes="dim", markup=False)
        for name, (column, _) in _SECTIONS.items():
            yield Section(name, "in-main" if column == "side" else "always")

    def compose_side(self) -> ComposeResult:
        """Facts and life cycle, where there is a second column."""
        for name, (column, _) in _SECTIONS.items():
            if column == "side":
                yield Section(name, "in-side")

    async def load(self) -> None:
        """Fetch the certification; without an id the one that the learner aims at."""
        self.headline = "Certification"
        self.goal, detail, self.readiness = await self.app.bridge.call(self._asked)
        if detail is None:
            self.query_one("#waiting", Static).update(
                plain(f"You have not chosen a certification yet. {ALL_KEY} shows all of them.")
            )
            self.refresh_bindings()
            return
        self.labels = {i: words.label(code, name) for i, code, name in detail.others}
        self.detail = detail
        certification = detail.certification
        self.headline = f"Certification · {words.label(certification.code, certification.name)}"
        self.status = self._countdown(detail.goal)
        self.query_one("#waiting").display = False
        self._draw(detail)
        self.refresh_bindings()

    def _asked(
        self, services: Services
    ) -> tuple[Goal | None, CertificationDetail | None, ReadinessLine | None]:
        goal = services.goals.current()
        wanted = self.certification_id or (goal.certification_id if goal else "")
        if not wanted:
            return goal, None, None
        return goal, services.library.certification(wanted), services.readiness.line(wanted)

    def _draw(self, detail: CertificationDetail) -> None:
        subject = facts.Subject(
            detail,
            facts.learners_day(detail, self.app.clock.now()),
            self.labels,
            self._is_focus(),
            self.readiness,
        )
        for section in self.query(Section):
            _, draw = _SECTIONS[section.what]
            drawing = Drawing(lambda width, draw=draw: draw(subject, width))  # type: ignore[misc]
            section.set_class(not drawing.at(self._width_for(section)), "-void")
            section.update(drawing)

    @staticmethod
    def _width_for(section: Section) -> int:
        """The width that a section will have where its column stands already: then it is drawn once."""
        column = section.parent
        return (column.content_size.width if isinstance(column, Widget) else 0) or ANY_WIDTH

    def _is_focus(self) -> bool:
        return (
            self.detail is not None
            and self.goal is not None
            and self.goal.certification_id == self.detail.certification.id
        )

    def _countdown(self, goal: Goal | None) -> str:
        if goal is None or self.detail is None:
            return ""
        if goal.exam_on is None:
            return f"{goal.minutes_a_day} minutes a day, no exam date"
        today = facts.learners_day(self.detail, self.app.clock.now())
        return f"exam {words.away(goal.exam_on, today)}, {long_date(goal.exam_on)}"

    def applies(self, verb: str) -> bool:
        """Studying needs items, a successor must be known."""
        if verb == "choose" or self.detail is None:
            return verb == "choose"
        detail = self.detail
        successors = detail.certification.successors
        needs = {
            "study": bool(detail.questions or detail.terms),
            "terms": bool(detail.terms),
            "goal": detail.goal is not None or detail.life.status is not Status.RETIRED,
            "successor": bool(successors),
            "pick": len(successors) > 1,
            "undo": bool(detail.records),
        }
        return needs.get(verb, True)

    def action_study(self) -> None:
        """Study: today's plan where this is the goal, else its questions and cards."""
        assert self.detail is not None
        if self._is_focus():
            self.app.show("study", scope="today")
        else:
            self.app.show("study", scope="questions", certification_id=self.detail.certification.id)

    def action_goal(self) -> None:
        """Set exam date and minutes."""
        assert self.detail is not None
        self.app.show("goal", certification_id=self.detail.certification.id)

    def action_successor(self) -> None:
        """Go to the certification that replaces this one; where there is a choice, to the first."""
        assert self.detail is not None
        self.app.show("certification", certification_id=self.detail.certification.successors[0])

    def action_pick(self, key: str) -> None:
        """Go to one of the certifications that replace this one."""
        assert self.detail is not None
        place, successors = facts.PICK_KEYS.index(key), self.detail.certification.successors
        if place < len(successors):
            self.app.show("certification", certification_id=successors[place])

    def action_record(self) -> None:
        """Record an exam booked, passed or failed, or what is held or waived."""
        assert self.detail is not None
        self.app.show("record", certification_id=self.detail.certification.id)

    async def action_undo(self) -> None:
        """Take back the newest record."""
        assert self.detail is not None
        wanted = self.detail.certification.id
        taken = await self.app.bridge.call(lambda s: s.records.undo(wanted), changes=RECORDED)
        self.app.say(f"Taken back: {words.record(taken)}")

    def action_terms(self) -> None:
        """Go to its terms."""
        assert self.detail is not None
        self.app.show("glossary", certification_id=self.detail.certification.id)

    def action_choose(self) -> None:
        """Go to the list of all."""
        self.app.show("certifications")
