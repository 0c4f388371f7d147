"""Choosing what to sit: the mock exam, a section, a placement, a quiz; and what was sat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from studyapp.domain.exams.rules import Mode
from studyapp.exam_words import title_of
from studyapp.services.exams.views import AttemptLine, Briefing, ExamOffer, Quiz, Wanted
from studyapp.services.views import Aspect
from studyapp.tui import exam_lines as lines
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Drawing, indented, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.widgets.rows import Draw, Rows

Row = tuple[str, Draw]


class ExamsScreen(StudyScreen):
    """Everything that can be sat of one certification."""

    NAME = "exams"
    ABOUT = (
        "A mock exam has the items, the time and the blueprint of the real one; a section is one domain at "
        "that pace; a placement is short and shows where the plan should begin; a quiz is what you make it. "
        "Nothing is told before the end; then comes a report. What the vendor does not publish is assumed, "
        "and marked with ~."
    )
    BINDINGS = bindings("exams")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.EXAMS, Aspect.CONTENT, Aspect.GOAL, Aspect.CARDS})
    AUTO_FOCUS = "#list"
    CSS_PATH = ["../styles/lists.tcss", "../styles/exam.tcss"]  # noqa: RUF012 - declared by Textual

    def __init__(self, certification_id: str = "", briefing: Briefing | None = None) -> None:
        """Of a certification; `briefing` tells at once of what the command line was asked for."""
        super().__init__()
        self.certification_id = certification_id
        self.asked_for = briefing
        self.offer: ExamOffer | None = None
        self.open: list[AttemptLine] = []
        self._has_goal = True

    def compose_main(self) -> ComposeResult:
        """The list, and what is marked in it."""
        yield Rows(id="list")
        yield Static("Looking …", id="empty", classes="dim", markup=False)
        yield Static(id="about", markup=False)

    def compose_side(self) -> ComposeResult:
        """What is marked, where there is a second column."""
        yield Static(id="preview", markup=False)

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    async def load(self) -> None:
        """Fetch and show; without an id the goal's certification."""
        self.headline = "Exams"
        wanted = self.certification_id
        if not wanted:
            goal = await self.app.bridge.call(lambda s: s.goals.current())
            wanted = goal.certification_id if goal else ""
        self._has_goal = bool(wanted)
        if not wanted:
            self._say_empty("Choose a certification first.")
            return
        offer = await self.app.bridge.call(lambda s: s.exams.offer(wanted))
        known = {line.id for line in self.open}
        self.open = await self.app.bridge.call(lambda s: s.exams.open_attempts())
        # What this list is of comes first; then what waits elsewhere, for its clock may run.
        self.open.sort(key=lambda line: line.certification_id != offer.certification_id)
        new = next((line for line in self.open if line.id not in known), None)
        at = f"open:{new.id}" if new else "" if self.offer else "exam"
        self.offer = offer
        self.headline = f"Exams · {offer.code}"
        self.status = f"{offer.unseen} of {offer.usable} questions unseen" if offer.usable else ""
        self.query_one("#empty").display = False
        self.rows.fill(rows_of(offer, self.open), at)
        self._preview()
        self.refresh_bindings()
        if (asked_for := self.asked_for) is not None:
            self.asked_for = None
            self._tell(asked_for)

    def _say_empty(self, text: str) -> None:
        key = action("exams.certification").shown_key
        empty = self.query_one("#empty", Static)
        empty.display = True
        empty.update(
            Drawing(
                lambda width: stack(
                    [
                        indented(text, width, 0, "bold $ink"),
                        Content(""),
                        indented(
                            f"Mock exams, sections, placements and quizzes will stand here; {key} shows the "
                            "certifications.",
                            width,
                            0,
                            "$foreground",
                        ),
                    ]
                )
            )
        )
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._preview()
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    async def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.work(self.action_open())

    def _preview(self) -> None:
        draw = self._about()
        for pane in (self.query_one("#about", Static), *self.query("#preview").results(Static)):
            pane.update(Drawing(draw))

    def _about(self) -> Callable[[int], Content]:
        offer = self.offer
        kind, _, name = self.rows.current.partition(":")
        if offer is None:
            return lambda width: Content("")
        if kind == "placement":
            return lambda width: lines.about_placement(offer, width)
        if kind == "section":
            section = next(s for s in offer.sections if s.domain_id == name)
            return lambda width: lines.about_section(section, width)
        if kind == "new":
            return lambda width: indented(
                "Any mix of domain, objective, kind and difficulty; never seen, missed, sure and wrong, "
                "flagged, due. It can be saved under a name.",
                width,
                0,
                "$foreground",
            )
        quiz, attempt = self._quiz(), self._attempt()
        if quiz is not None:
            return lambda width: lines.about_quiz(quiz, width)
        if attempt is not None:
            return lambda width: lines.about_attempt(attempt, width)
        return lambda width: lines.about_exam(offer, width)

    def _quiz(self) -> Quiz | None:
        kind, _, name = self.rows.current.partition(":")
        quizzes = self.offer.quizzes if self.offer and kind == "quiz" else ()
        return next((quiz for quiz in quizzes if quiz.name == name), None)

    def _attempt(self) -> AttemptLine | None:
        kind, _, attempt_id = self.rows.current.partition(":")
        if self.offer is None or kind not in ("open", "attempt"):
            return None
        lines = self.open if kind == "open" else self.offer.past
        return next((line for line in lines if line.id == attempt_id), None)

    def applies(self, verb: str) -> bool:
        """Each key where it makes sense for the marked line."""
        if verb == "certification":
            return True
        if self.offer is None or not self.is_mounted:
            return False
        if verb in ("forget", "change"):
            return self._quiz() is not None
        if verb == "attempts":
            return bool(self.offer.past)
        return True

    async def action_open(self) -> None:
        """Begin, go on, or read the report."""
        offer, attempt, quiz = self.offer, self._attempt(), self._quiz()
        kind, _, name = self.rows.current.partition(":")
        if offer is None or not kind:
            return
        if attempt is not None:
            self.app.show("exam" if attempt.is_open else "examreport", attempt_id=attempt.id)
        elif kind == "new":
            self.app.show("quiz", certification_id=offer.certification_id)
        elif offer.open is not None:
            self._point_at_open(offer.open)
        elif quiz is not None:
            await self._brief(Wanted(Mode.CUSTOM, choice=quiz.choice, title=quiz.name))
        elif kind == "section":
            await self._brief(Wanted(Mode.SECTION, domain_id=name))
        elif kind == "placement":
            await self._brief(Wanted(Mode.DIAGNOSTIC))
        else:
            short = 0 < offer.largest < offer.rules.items
            await self._brief(Wanted(items=offer.largest if short else None))

    async def _brief(self, wanted: Wanted) -> None:
        """Say what it will be like before its clock runs."""
        assert self.offer is not None
        certification_id = self.offer.certification_id
        self._tell(await self.app.bridge.call(lambda s: s.exams.briefing(certification_id, wanted)))

    def _tell(self, briefing: Briefing) -> None:
        from studyapp.tui.screens.briefing import brief  # the list is shown first

        brief(self, briefing)

    def _point_at_open(self, attempt: AttemptLine) -> None:
        """Two at once of one certification there are not: show which, one key from going on."""
        title = title_of(attempt.mode, attempt.title)
        self.rows.highlighted = self.rows.get_option_index(f"open:{attempt.id}")
        key = action("exams.open").shown_key
        self.app.say(f"{title} is open. {key} goes on with it; there you can hand it in.")

    def action_quiz(self) -> None:
        """Put a quiz together."""
        if self.offer is not None:
            self.app.show("quiz", certification_id=self.offer.certification_id)

    def action_change(self) -> None:
        """Change the saved quiz under the cursor."""
        quiz = self._quiz()
        if self.offer is not None and quiz is not None:
            self.app.show("quiz", certification_id=self.offer.certification_id, saved_as=quiz.name)

    async def action_forget(self) -> None:
        """Forget the saved quiz under the cursor."""
        quiz = self._quiz()
        if self.offer is not None and quiz is not None:
            wanted = self.offer.certification_id
            await self.app.bridge.call(lambda s: s.exams.remove_quiz(wanted, quiz.name))

    def action_attempts(self) -> None:
        """See attempts side by side."""
        if self.offer is not None:
            self.app.show("attempts", certification_id=self.offer.certification_id)

    async def action_certification(self) -> None:
        """Choose another certification."""
        from studyapp.tui.screens.certifications import CertificationsScreen

        def chosen(certification_id: str | None) -> None:
            if certification_id:
                self.certification_id, self.offer = certification_id, None
                self.reload()

        self.app.push_screen(CertificationsScreen(picking="Exams of which certification?"), chosen)


def rows_of(offer: ExamOffer, waiting: Sequence[AttemptLine] = ()) -> list[Row]:
    """The lines of the list, first the attempts that wait; those without an id are headings."""
    found: list[Row] = [(f"open:{line.id}", _open(line, offer)) for line in waiting]
    found += [_gap()] if found else []
    found.append(("exam", lambda width: lines.exam_row(offer, width)))
    if offer.diagnostic_items:
        told = f"{offer.diagnostic_items} items, no clock"
        found.append(
            ("placement", lambda width: lines.choice_row("Placement", told, width, "seeds the plan"))
        )
    found += [_gap(), _head("Sections")]
    found += [
        (f"section:{section.domain_id}", _drawn(lines.section_row, section)) for section in offer.sections
    ]
    found += [_gap(), _head("Quizzes")]
    found += [(f"quiz:{quiz.name}", _drawn(lines.quiz_row, quiz)) for quiz in offer.quizzes]
    found.append(("new", lambda width: lines.choice_row("New quiz …", "your own choice", width, " ")))
    if offer.past:
        found += [_gap(), _head("Past attempts")]
        found += [(f"attempt:{line.id}", _drawn(lines.attempt_row, line)) for line in offer.past[:30]]
    return found


def _open(attempt: AttemptLine, offer: ExamOffer) -> Draw:
    code = attempt.certification_code if attempt.certification_id != offer.certification_id else ""
    return lambda width: lines.open_row(attempt, width, code)


def _gap() -> Row:
    return ("", lambda width: Content(""))


def _head(text: str) -> Row:
    return ("", lambda width: lines.heading(text, width))


def _drawn(draw: Callable[..., Content], value: object) -> Draw:
    return lambda width: draw(value, width)
