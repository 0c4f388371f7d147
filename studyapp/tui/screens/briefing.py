"""What an exam will be like, before its clock runs: what counts, the time, and what happens on leaving."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.domain.exams.rules import Mode, Rules
from studyapp.exam_words import briefing_lines, length_label, title_of
from studyapp.services.exams.views import AttemptLine
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Drawing, hanging, indented, line, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.stopwatch import RepeatGuard


class BriefingScreen(StudyScreen):
    """Closes with True to begin."""

    NAME = "briefing"
    ABOUT = "What the exam will be like. Nothing runs yet: the clock begins with the first item."
    BINDINGS = bindings("briefing")
    JUMPS = False

    def __init__(
        self,
        code: str = "",
        mode: Mode = Mode.EXAM,
        title: str = "",
        rules: Rules | None = None,
        waiting: Sequence[AttemptLine] = (),
    ) -> None:
        """Of an exam of a certification by its rules; `waiting` are attempts that are open already."""
        super().__init__()
        self.rules = rules
        self._code, self._mode, self._title, self._waiting = code, mode, title, tuple(waiting)
        self._guard = RepeatGuard()

    def compose_main(self) -> ComposeResult:
        """One text."""
        yield Static(Drawing(self._text), id="briefing", markup=False)

    async def load(self) -> None:
        """Nothing is fetched."""
        self.headline = f"{title_of(self._mode, self._title)} · {self._code}" if self._code else "Exam"

    @on(events.ScreenResume)
    def _uncovered(self) -> None:
        # A held key that opened this page must not begin the exam with it.
        self._guard.allows()

    def applies(self, verb: str) -> bool:
        """There must be something to begin."""
        return self.rules is not None

    def _text(self, width: int) -> Content:
        if self.rules is None:
            return Content("")
        told = [hanging("· ", sentence, width, "$foreground") for sentence in briefing_lines(self.rules)]
        told += [
            hanging(
                "! ", f"{title_of(one.mode, one.title)} of {one.certification_code} is open as well; its "
                f"clock {'stands still' if one.status == 'paused' else 'runs'}.", width, "$notice",
            )
            for one in self._waiting
        ]  # fmt: skip
        assumed = [hanging("~ ", sentence, width, "$dim") for sentence in self.rules.assumptions]
        begin, back = action("briefing.begin").shown_key, action("app.back").shown_key
        return stack(
            [
                indented(f"{length_label(self.rules)}.", width, 0, "bold $ink"),
                Content(""),
                *told,
                Content(""),
                line((f"{begin} begins, {back} goes back.", "bold $ink")),
                *([Content("")] if assumed else []),
                *assumed,
            ]
        )

    def action_begin(self) -> None:
        """Begin."""
        if self._guard.allows():
            self.dismiss(True)
