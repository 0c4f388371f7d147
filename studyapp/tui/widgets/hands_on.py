"""A task that is done elsewhere: its environment, then the rubric to check the work, under one solution."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from studyapp.domain.judging import Verdict
from studyapp.domain.questions import Confidence, Question
from studyapp.domain.responses import Response, option_letter
from studyapp.tui.drawing import Drawing, line, prose, stack
from studyapp.tui.widgets.answering import GIVES, NOTHING, Answerer
from studyapp.tui.widgets.options import LetteredOptions, OptionLine


class Checklist(LetteredOptions):
    """The lines of a rubric; each is met or not."""

    MARKS = ("□", "■")

    def _marked(self, position: int) -> frozenset[int]:
        return self._chosen ^ {position}

    def line_at(self, place: int) -> OptionLine:
        """What is drawn at a place: judged, a met line is right and another one is not."""
        assert self._question is not None
        assert self._question.task is not None
        judged, chosen = self._said is not None, place in self._chosen
        return OptionLine(
            letter=option_letter(place),
            text=self._question.task.rubric[place].text,
            chosen=chosen,
            under_cursor=place == self._cursor and not judged,
            judged=judged,
            is_key=judged and chosen,
            word=("met" if chosen else "not met") if judged else "",
        )


class HandsOn(Vertical, Answerer):
    """First the environment; then the rubric is ticked off, under the solution where it may be seen."""

    VERBS: ClassVar[frozenset[str]] = frozenset({"choose", "mark"})

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self._is_covered = True
        self._checklist = Checklist()

    def compose(self) -> ComposeResult:
        """Environment, solution, rubric."""
        yield Static("", id="environment", markup=False)
        yield Static("", id="solution", markup=False)
        yield self._checklist

    def on_mount(self) -> None:
        """Show what was asked for before the parts were there."""
        self._fill()

    def show(self, question: Question, order: Sequence[int], given: Response = NOTHING) -> None:
        """Begin with another item; `given` is what an earlier visit left."""
        assert question.task is not None
        self._question, self._is_covered = question, given.is_empty
        self._checklist.show(question, range(len(question.task.rubric)), given)
        if self.is_mounted:
            self._fill()

    def _fill(self) -> None:
        task = self._question.task if self._question else None
        if task is None:
            return
        solution = self.query_one("#solution", Static)
        self._checklist.display = not self._is_covered
        solution.display = not self._is_covered and bool(task.solution)
        self.query_one("#environment", Static).update(
            Drawing(lambda width: _part("What you have", task.environment, width))
        )
        solution.update(Drawing(lambda width: _part("One way to do it", task.solution, width)))

    @property
    def response(self) -> Response:
        """The lines of the rubric that are met."""
        return self._checklist.response

    @property
    def verbs(self) -> frozenset[str]:
        """First only looking at the solution."""
        return frozenset({"uncover"}) if self._is_covered else self.VERBS | GIVES

    @property
    def letters(self) -> Collection[str]:
        """The letters of the rubric once it is shown."""
        return "" if self._is_covered else self._checklist.letters

    @property
    def missing(self) -> str:
        """Whether the rubric was looked at; that nothing is met is an answer."""
        return f"Do the task first, then {self._then}." if self._is_covered else ""

    @property
    def _then(self) -> str:
        """What comes after the work: an exam keeps the solution back, and not every task has one."""
        task = self._question.task if self._question else None
        return "look at the solution" if task is not None and task.solution else "check your work"

    @property
    def hint(self) -> str:
        """What is to be done now."""
        task = self._question.task if self._question else None
        if task is None:
            return ""
        if self._is_covered:
            about = f"About {task.minutes} min. " if task.minutes else ""
            return f"{about}Do it where you can try it, then {self._then}."
        met = len(self._checklist.chosen)
        return f"Mark what your work meets · {met} of {len(task.rubric)} met"

    def uncover(self) -> None:
        """Show the solution and the rubric."""
        self._is_covered = False
        self._fill()
        self.post_message(self.WorkChanged())
        self.post_message(self.AnswerMarked())

    def press(self, letter: str) -> None:
        """Tick a line off, or take the tick away."""
        self._checklist.press(letter)

    def move(self, step: int) -> bool:
        """Move the cursor in the rubric."""
        return not self._is_covered and self._checklist.move(step)

    def mark(self) -> None:
        """Tick the line under the cursor off, or take the tick away."""
        self._checklist.mark()

    def reveal(self, verdict: Verdict, confidence: Confidence) -> None:
        """Show in place what was met, beside the solution."""
        self._is_covered = False
        self._fill()
        self._checklist.reveal(verdict, confidence)


def _part(heading: str, text: str, width: int) -> Content:
    return stack([line((heading, "bold $dim")), prose(text, width, "$foreground")])
