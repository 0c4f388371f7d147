"""What an exam will be like, before its clock runs: what counts, the time, and what happens on leaving."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.exam_words import briefing_head, briefing_lines, title_of, waiting_words
from studyapp.services.exams.views import Briefing
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Drawing, hanging, indented, line, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.stopwatch import RepeatGuard


def brief(screen: StudyScreen, briefing: Briefing, *, leaves: bool = False) -> None:
    """Say on a page what it will be like, and sit it once it is begun; `leaves` ends the screen then."""

    def decided(attempt_id: str | None) -> None:
        if attempt_id:
            if leaves:
                screen.app.go_back()
            screen.app.show("exam", attempt_id=attempt_id)

    screen.app.push_screen(BriefingScreen(briefing), decided)


class BriefingScreen(StudyScreen):
    """Begins the attempt, and closes with its id; nobody else can begin another one meanwhile."""

    NAME = "briefing"
    ABOUT = "What the exam will be like. Nothing runs yet: the clock begins with the first item."
    BINDINGS = bindings("briefing")
    JUMPS = False

    def __init__(self, briefing: Briefing | None = None) -> None:
        super().__init__()
        self.briefing = briefing
        self._guard = RepeatGuard()

    def compose_main(self) -> ComposeResult:
        """One text."""
        yield Static(Drawing(self._text), id="briefing", markup=False)

    async def load(self) -> None:
        """Nothing is fetched."""
        about = self.briefing
        self.headline = (
            f"{title_of(about.wanted.mode, about.title)} · {about.certification_code}" if about else "Exam"
        )

    @on(events.ScreenResume)
    def _uncovered(self) -> None:
        # A held key that opened this page must not begin the exam with it.
        self._guard.allows()

    def applies(self, verb: str) -> bool:
        """There must be something to begin."""
        return self.briefing is not None

    def _text(self, width: int) -> Content:
        about = self.briefing
        if about is None:
            return Content("")
        told = [hanging("· ", sentence, width, "$foreground") for sentence in briefing_lines(about.rules)]
        told += [hanging("! ", waiting_words(one), width, "$notice") for one in about.waiting]
        assumed = [hanging("~ ", sentence, width, "$dim") for sentence in about.rules.assumptions]
        begin, back = action("briefing.begin").shown_key, action("app.back").shown_key
        return stack(
            [
                indented(briefing_head(about), width, 0, "bold $ink"),
                Content(""),
                *told,
                Content(""),
                line((f"{begin} begins, {back} goes back.", "bold $ink")),
                *([Content("")] if assumed else []),
                *assumed,
            ]
        )

    async def action_begin(self) -> None:
        """Begin."""
        about = self.briefing
        if about is not None and self._guard.allows():
            sheet = await self.app.bridge.call(lambda s: s.exams.begin(about))
            self.dismiss(sheet.attempt_id)
