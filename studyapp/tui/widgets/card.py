"""A term card on screen: prompt, answer, and the four grades with what each leads to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from studyapp.domain.glossary import Term, typed_answer_matches
from studyapp.domain.log import Direction
from studyapp.domain.memory import Grade
from studyapp.services.views import Showing
from studyapp.spans import interval_label
from studyapp.tui.drawing import Drawing, fitted, indented, line, stack
from studyapp.tui.text import READING_WIDTH, clean, plain
from studyapp.tui.widgets.feedback import GRADE_MEANINGS, GRADE_NAMES, changed_line, fact
from studyapp.tui.widgets.scrolling import show_lines

LONGEST_ANSWER = 200
"""Characters that a typed answer may have; no term is longer."""
BESIDE_FROM = 72
"""Columns from which on the four grades stand beside each other."""
QUESTIONS = {True: "Which term is this?", False: "What does this mean?"}
_GAP = 2


class Grades(Static):
    """The four grades with the interval that each gives and what each says; a click gives one."""

    class GradeChosen(Message):
        """The learner clicked a grade."""

        def __init__(self, grade: Grade) -> None:
            super().__init__()
            self.grade = grade

    def __init__(self) -> None:
        super().__init__("", id="grades", markup=False)
        self.suggested = Grade.GOOD
        self._intervals: Mapping[Grade, timedelta] = {}

    def show(self, intervals: Mapping[Grade, timedelta], suggested: Grade) -> None:
        """Show the grades of a card, with the one that enter gives marked."""
        self._intervals, self.suggested = intervals, suggested
        self.update(Drawing(self._draw))

    def _draw(self, width: int) -> Content:
        cells = [grade_lines(grade, self._intervals.get(grade), grade is self.suggested) for grade in Grade]
        width = min(width, READING_WIDTH)
        if width < BESIDE_FROM:
            return stack([_under_each_other(*cell, width) for cell in cells])
        each = (width - 3 * _GAP) // 4
        rows = zip(*([fitted(part, each) for part in cell] for cell in cells), strict=True)
        return stack([Content(" " * _GAP).join(row) for row in rows])

    def grade_at(self, x: int, y: int) -> Grade:
        """The grade drawn at a place of the widget."""
        width = min(self.content_size.width, READING_WIDTH)
        place = y if width < BESIDE_FROM else x // ((width - 3 * _GAP) // 4 + _GAP)
        return Grade(min(max(place, 0), 3) + 1)

    def on_click(self, event: events.Click) -> None:
        """A click is the grade's key."""
        event.stop()
        place = event.get_content_offset_capture(self)
        self.post_message(self.GradeChosen(self.grade_at(place.x, place.y)))


def grade_lines(
    grade: Grade, interval: timedelta | None, suggested: bool
) -> tuple[Content, Content, Content]:
    """Key and name, interval, meaning."""
    mark = "› " if suggested else "  "
    name = line((f"{mark}{int(grade)} ", "bold $accent"), (GRADE_NAMES[grade], "bold $ink"))
    span = interval_label(interval) if interval is not None else "–"
    return name, line((f"    {span}", "$foreground")), line((f"    {GRADE_MEANINGS[grade]}", "$dim"))


def _under_each_other(name: Content, interval: Content, meaning: Content, width: int) -> Content:
    return (fitted(name, 9) + fitted(interval[2:], 13) + meaning[3:]).truncate(width)


class TypedAnswer(Input, inherit_bindings=False):
    """One line to type a term into; enter stays the screen's key, so that its key line can say so."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding for binding in Input.BINDINGS if isinstance(binding, Binding) and binding.key != "enter"
    ]

    def __init__(self) -> None:
        super().__init__(id="typed", max_length=LONGEST_ANSWER, placeholder="type the term")


class CardView(Vertical):
    """Shows one card: first what it asks, then everything it answers."""

    def __init__(self) -> None:
        super().__init__(id="card")
        self._showing: Showing | None = None
        self._problem = ""
        self._trail = ""
        self._revealed = False

    def compose(self) -> ComposeResult:
        """Prompt, field, answer, grades, more about the term."""
        yield Static("", id="card-changed", markup=False)
        yield Static("", id="asks", classes="dim", markup=False)
        yield Static("", id="prompt", classes="ink", markup=False)
        yield TypedAnswer()
        yield Static("", id="before", markup=False)
        yield Static("", id="answer", markup=False)
        yield Grades()
        yield Static("", id="more", markup=False)

    @property
    def suggested(self) -> Grade:
        """The grade that enter gives."""
        return self.query_one(Grades).suggested

    @property
    def is_typed(self) -> bool:
        """Whether this card waits for a typed answer now."""
        return bool(self.query_one(TypedAnswer).display)

    def show(self, showing: Showing, *, typed: bool, trail: str = "") -> None:
        """Begin with another card; `typed` offers a field where the answer is a term."""
        term = showing.term
        assert term is not None
        self._showing, self._trail, self._problem, self._revealed = showing, trail, "", False
        changed = changed_line(showing.change)
        self.query_one("#card-changed", Static).display = changed is not None
        self.query_one("#card-changed", Static).update(changed or "")
        names_term = showing.direction is Direction.TO_TERM
        self.query_one("#asks", Static).update(QUESTIONS[names_term])
        prompt = plain(term.definition.strip()) if names_term else plain(term.term.strip(), "bold $ink")
        self.query_one("#prompt", Static).update(prompt)
        field = self.query_one(TypedAnswer)
        field.value = ""
        field.display = typed and names_term
        if field.display:
            field.focus()
        elif field.has_focus:
            field.screen.set_focus(None)
        for name in ("#answer", "#more", "#grades"):
            self.query_one(name).display = False
        self.query_one("#before", Static).display = True
        self.query_one("#before", Static).update(Drawing(self._draw_before))

    def tell(self, problem: str = "") -> None:
        """Say one sentence under the prompt."""
        self._problem = problem
        self.query_one("#before", Static).display = bool(problem) or not self._revealed
        self.query_one("#before", Static).update(Drawing(self._draw_before))

    def refresh_lines(self) -> None:
        """Lay out again what depends on more than the width: furniture goes on small screens."""
        if self._showing is not None:
            self.query_one("#before", Static).update(Drawing(self._draw_before))

    def _draw_before(self, width: int) -> Content:
        assert self._showing is not None
        lines = [line(("! " + self._problem, "$notice"))] if self._problem else []
        is_small = self.screen.has_class("-narrow") or self.screen.has_class("-low")
        if self._trail and not self._revealed and not is_small:
            lines.append(indented(self._trail, width, indent=0, style="$dim"))
        return stack(lines)

    def reveal(self) -> None:
        """Turn the card over; a typed answer is compared, and suggests a grade."""
        showing = self._showing
        assert showing is not None
        assert showing.term is not None
        self._revealed = True
        term, field = showing.term, self.query_one(TypedAnswer)
        typed = field.value if field.display else None
        if field.has_focus:
            field.screen.set_focus(None)
        field.display = False
        self.query_one("#before", Static).display = False
        self.query_one("#answer", Static).display = True
        self.query_one("#answer", Static).update(_answer(term, showing.direction, typed))
        self.query_one("#more", Static).display = True
        self.retell(showing)
        right = typed is None or typed_answer_matches(term, typed)
        grades = self.query_one(Grades)
        grades.display = True
        grades.show(showing.intervals, Grade.GOOD if right else Grade.AGAIN)
        self.call_after_refresh(self._keep_grades_visible)

    def retell(self, showing: Showing) -> None:
        """Show what belongs to the term again after the note changed."""
        self._showing = showing
        if self._revealed:
            self.query_one("#more", Static).update(Drawing(lambda width: about_term(showing, width)))

    def _keep_grades_visible(self) -> None:
        answer = self.query_one("#answer", Static)
        if self._revealed and answer.is_attached:
            show_lines(answer, 0, answer.size.height)


def _answer(term: Term, direction: Direction, typed: str | None) -> Content:
    """The other side, and how a typed answer compares."""
    answer = term.term if direction is Direction.TO_TERM else term.definition
    strong = "bold $ink" if direction is Direction.TO_TERM else "$ink"
    parts = [plain(answer.strip(), strong)]
    if direction is Direction.TO_TERM and term.also:
        parts.append(plain("also " + ", ".join(term.also), "$dim"))
    if typed is not None:
        parts.append(typed_line(term, typed))
    return stack(parts)


def typed_line(term: Term, typed: str) -> Content:
    """How a typed answer compares, as symbol and words."""
    if not typed.strip():
        return line(("– ", "$dim"), ("You typed nothing.", "$dim"))
    shown = clean(typed.strip(), keep_lines=False)
    if typed_answer_matches(term, typed):
        return line(("✓ Right: ", "bold $right"), (f"you typed “{shown}”.", "$foreground"))
    return line(("✗ Not the same: ", "bold $wrong"), (f"you typed “{shown}”.", "$foreground"))


def about_term(showing: Showing, width: int) -> Content:
    """Example, other names, the neighbour it is confused with, and the learner's note."""
    term = showing.term
    assert term is not None
    facts: list[tuple[str, str]] = []
    if term.also and showing.direction is not Direction.TO_TERM:
        facts.append(("Also", ", ".join(term.also)))
    if term.example:
        facts.append(("Example", term.example))
    if term.contrast is not None:
        other = showing.term_names.get(term.contrast.term_id, term.contrast.term_id.replace("-", " "))
        facts.append(("Unlike", f"{other}: {term.contrast.because}"))
    if showing.reason:
        facts.append(("Why now", showing.reason))
    if showing.note:
        facts.append(("Your note", showing.note))
    return stack([fact(name, text, width, "$foreground") for name, text in facts])
