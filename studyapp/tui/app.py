"""The app: paints first, opens the store behind the painted screen, routes between screens."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.filter import Monochrome, NoColor
from textual.notifications import Notify, SeverityLevel
from textual.reactive import Reactive

from studyapp.clock import Clock, SystemClock
from studyapp.errors import StudyappError
from studyapp.paths import Home
from studyapp.services import last_plan
from studyapp.services.changes import Aspect, Changes
from studyapp.tui import themes
from studyapp.tui.actions import bindings
from studyapp.tui.app_actions import AppActions
from studyapp.tui.bridge import Bridge, CallFailed
from studyapp.tui.messages import Changed, ContentRead, Ticked
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.screens.today import TodayScreen
from studyapp.tui.short_paths import short_path, with_short_paths
from studyapp.tui.toasts import LEAST_TOLD_S, Told

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.screen import Screen
    from textual.theme import Theme

    from studyapp.services.facade import Services

SCREENS: dict[str, str] = {
    "today": "today:TodayScreen",
    "welcome": "welcome:WelcomeScreen",
    "study": "study:SessionScreen",
    "exams": "exams:ExamsScreen",
    "briefing": "briefing:BriefingScreen",
    "exam": "exam:ExamScreen",
    "quiz": "quiz:QuizScreen",
    "examreport": "examreport:ExamReportScreen",
    "examitems": "examitems:ExamItemsScreen",
    "examitem": "examitem:ExamItemScreen",
    "attempts": "attempts:AttemptsScreen",
    "why": "why:WhyScreen",
    "glossary": "glossary:GlossaryScreen",
    "roadmap": "roadmap:RoadmapScreen",
    "roadmaps": "roadmaps:RoadmapsScreen",
    "role": "role:RoleScreen",
    "comparison": "comparison:ComparisonScreen",
    "dossier": "dossier:DossierScreen",
    "evidence": "evidence:EvidenceScreen",
    "job": "job:JobScreen",
    "certification": "certification:CertificationScreen",
    "certifications": "certifications:CertificationsScreen",
    "record": "record:RecordScreen",
    "readiness": "readiness:ReadinessScreen",
    "mistakes": "mistakes:MistakesScreen",
    "goal": "goal:GoalScreen",
    "term": "term:TermScreen",
    "problems": "problems:ProblemsScreen",
    "progress": "progress:ProgressScreen",
    "handover": "handover:HandoverScreen",
    "cohort": "cohort:CohortScreen",
    "learner": "learner:LearnerScreen",
    "common": "common:CommonScreen",
    "marked": "marked:MarkedScreen",
    "settings": "settings:SettingsScreen",
    "help": "help:HelpScreen",
    "trouble": "trouble:TroubleScreen",
    "checks": "checks:ChecksScreen",
}
"""Where `show(name)` finds a screen: module and class under `tui/screens`, imported when first shown."""

SWITCH_S = 0.0005
"""After so long a thread that waits gets its turn; Python's own 5 ms are as long as a frame takes to make."""
TOAST_WIDTH, TOAST_FRAME = 60, 3
"""Columns of a notification, unless half the screen is less, and of its bar and margins (styles/app.tcss)."""
READ_A_SECOND = 20
"""Characters that are read at ease in a second; what a word in the corner says stands for so long."""

JUMPS = frozenset({"roadmap", "glossary", "progress", "certification", "settings", "readiness", "mistakes"})
"""Actions of the app that a screen can switch off with `JUMPS = False`."""


class StudyApp(AppActions):
    """studyapp in the terminal."""

    TITLE = "studyapp"
    CSS_PATH = ["styles/app.tcss", "styles/today.tcss"]  # noqa: RUF012 - declared by Textual
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")
    ENABLE_COMMAND_PALETTE = False  # ours opens the same palette with our provider; see action_palette

    def __init__(
        self,
        connect: Callable[[], Services],
        home: Home,
        *,
        clock: Clock | None = None,
        show_tracebacks: bool = False,
        first: tuple[str, dict[str, Any]] | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.last_plan = last_plan.read(home, self.clock.now())
        if self.last_plan.theme in themes.BY_NAME:
            # Before Textual sets up its styles, for a second theme would have them parsed twice.
            self.set_reactive(StudyApp.theme, self.last_plan.theme)
        super().__init__()
        # Textual's answer to NO_COLOR is greys, which are colours to a terminal.
        self._filters = [NoColor() if isinstance(f, Monochrome) else f for f in self._filters]
        self.first = first
        self.home = home
        self.show_tracebacks = show_tracebacks
        self.bridge = Bridge(connect, self._tell_changed, self._tell_failed, home.log_file)
        for theme in themes.THEMES:
            self.register_theme(theme)

    # Setting ours after Textual's own is in place would parse all styles twice before the first frame.
    theme: Reactive[str] = Reactive(themes.DEFAULT)

    def get_theme(self, theme_name: str) -> Theme | None:
        """One of ours, or of Textual's."""
        return themes.BY_NAME.get(theme_name) or super().get_theme(theme_name)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables, so that the styles also hold under one of Textual's own themes."""
        return dict(themes.THEMES[0].variables)

    # Starting and ending

    def get_driver_class(self) -> type[Driver]:
        """Textual's choice; on POSIX our own in its place."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from studyapp.tui.posix_driver import PosixDriver

        return PosixDriver

    def get_default_screen(self) -> Screen[Any]:
        """Today is the ground floor: painted before any data is there."""
        return TodayScreen()

    def on_mount(self) -> None:
        """Ask for the store once the first frame is on the screen."""
        if not self.home.database.exists():
            self.show("welcome")
        elif self.first is not None:
            self.show(self.first[0], **self.first[1])
        # A frame is written by a thread of Textual's, which must not wait until we pause by ourselves.
        sys.setswitchinterval(SWITCH_S)
        self._end_on_signals()
        self.call_after_refresh(self.open_store)

    @property
    def is_leaving(self) -> bool:
        """Whether the app ends: nothing new is begun, and a screen may have lost its widgets."""
        return self._exit

    def exit(self, result: Any = None, return_code: int = 0, message: Any = None) -> None:
        """As Textual does, once the screen has kept what was written in it.

        A fault that came first is not made a success by a key pressed after it.
        """
        if not self.is_leaving and (screen := self.study_screen) is not None:
            screen.before_exit()
        super().exit(result, return_code or int(self._exception is not None), message)

    def _end_on_signals(self) -> None:
        """Leave the terminal clean when the system ends us: a closed window, a kill, a shutdown."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                    loop.add_signal_handler(number, self.exit)

    def open_store(self, again: bool = False) -> None:
        """Open the learner's data in its thread, then read what changed in the content."""
        self.run_worker(self._open_store(again), group="store", exclusive=True)

    async def _open_store(self, again: bool) -> None:
        try:
            await self.bridge.open()
        except StudyappError as error:
            self.show("trouble", title=error.title, message=error.message, advice=error.advice)
            return
        except Exception as error:
            self.bridge.record(error)
            self.show("trouble", title="Your study data can't be opened", message=repr(error), advice="")
            return
        with contextlib.suppress(CallFailed):
            settings = await self.bridge.call(lambda s: s.settings.get())
            if settings.theme in themes.BY_NAME:
                self.theme = settings.theme
        if again:  # what the screens asked for the first time has failed
            self._tell_changed(frozenset(Aspect))
        with contextlib.suppress(CallFailed):
            # Behind what the first screen has asked for, with which reading would share the processor.
            await self.bridge.call(lambda _services: None)
            await self.bridge.read_content(self._content_progress)
        self._content_progress(0, 0)
        from studyapp.tui import ahead  # the first frame does without

        await ahead.screens(self, SCREENS)
        self._spare_the_collector()

    def _spare_the_collector(self) -> None:
        """Leave what was loaded at the start out of every later collection of garbage.

        A full one goes through all of it, a tenth of a second in which no key is answered. Not where many
        apps live in one process, as in tests: what is left out is never freed.
        """
        if not self.is_headless:
            gc.freeze()

    @on(Ticked)
    def _ticked(self, message: Ticked) -> None:
        """Another minute: what is due may have changed, by the clock or by a second program."""
        self._tell_changed(frozenset({Aspect.PLAN}))
        if message.reminder:
            self.say(message.reminder, title="Time to study", everywhere=True)

    def _content_progress(self, done: int, total: int) -> None:
        """Called on the reader's thread; posting a message is safe there."""
        for screen in self.screen_stack:
            screen.post_message(ContentRead(done, total))

    async def on_unmount(self) -> None:
        """Close the store after the call in hand."""
        await self.bridge.close()

    # Routing

    def show(self, name: str, **arguments: Any) -> None:
        """Go to a screen; to one that stands below with the same arguments by going back to it."""
        wanted = (name, arguments)
        stack = self.screen_stack
        for depth, screen in enumerate(reversed(stack)):
            if getattr(screen, "route", None) == wanted:
                self.go_back(depth)
                return
        if self.is_leaving:
            return
        module, _, class_name = SCREENS[name].partition(":")
        found: type[StudyScreen] = getattr(import_module(f"studyapp.tui.screens.{module}"), class_name)
        new = found(**arguments)
        new.route = wanted
        self.push_screen(new)

    def go_back(self, steps: int = 1) -> None:
        """Leave screens, but never the ground floor."""
        for _ in range(min(steps, len(self.screen_stack) - 1)):
            self.pop_screen()

    @property
    def study_screen(self) -> StudyScreen | None:
        """The topmost of our screens: under the palette, the one that it was opened over."""
        return next((s for s in reversed(self.screen_stack) if isinstance(s, StudyScreen)), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Jumps work where the screen lets them; there is no way back from the ground floor."""
        screen = self.study_screen
        if screen is None:
            return super().check_action(action, parameters)
        if action in JUMPS:
            return screen.JUMPS and action != screen.NAME
        if action == "back":
            return screen is not self.screen_stack[0] and screen.LEAVABLE
        if action == "help":
            return screen.NAME != "help"
        return super().check_action(action, parameters)

    async def run_action(self, *arguments: Any, **named: Any) -> bool:
        """As Textual does; a call to the services that failed has been shown and ends the action.

        Keys that were typed ahead of the end do nothing: the screens are being taken down.
        """
        if self.is_leaving:
            return True
        try:
            return await super().run_action(*arguments, **named)
        except CallFailed:
            return True

    # Telling

    def say(
        self,
        message: str,
        title: str = "",
        severity: SeverityLevel = "information",
        paths: Sequence[Path] = (),
        *,
        everywhere: bool = False,
    ) -> None:
        """One sentence in the corner, as plain text; it covers something, so it goes once it can be read.

        It goes with the screen that it was said on, unless it is a failure or is said `everywhere`.
        `paths` follow line by line; they and those in the message are shortened to what a line holds.
        """
        room = max(10, min(TOAST_WIDTH, self.size.width // 2) - TOAST_FRAME)
        message = with_short_paths(message, room)
        message = "\n".join(part for part in (message, *(short_path(path, room) for path in paths)) if part)
        at_ease_s = LEAST_TOLD_S + len(title + message) / READ_A_SECOND
        timeout = at_ease_s if severity == "information" else max(at_ease_s, self.NOTIFICATION_TIMEOUT)
        said_on = None if everywhere or severity != "information" else self.study_screen
        self.post_message(Notify(Told(message, title, severity, timeout, said_on=said_on)))

    def leave_behind(self, now_shown: StudyScreen) -> None:
        """Take away what was said on another screen: there it would cover something else."""
        for note in list(self._notifications):
            if isinstance(note, Told) and note.is_left_behind(now_shown):
                self._unnotify(note)

    def _tell_changed(self, aspects: Changes) -> None:
        for screen in self.screen_stack:
            screen.post_message(Changed(aspects))

    def _tell_failed(self, error: StudyappError | None) -> None:
        if error is None:
            self.say(
                "That did not work, and it should have. Nothing that you answered is lost; "
                f"details are in {self.home.log_file}.",
                title="Something went wrong",
                severity="error",
            )
            return
        self.say(f"{error.message}\n{error.advice}".strip(), title=error.title, severity="error")

    def _handle_exception(self, error: Exception) -> None:
        """A fault of the program: into the log, and one calm sentence after the terminal is restored."""
        self.bridge.record(error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        if self.show_tracebacks:
            super()._fatal_error()
            return
        self.panic(
            Content(
                "studyapp stopped because of a fault of its own. Every answer is saved.\n"
                f"Details are in {self.home.log_file}; `studyapp --debug` shows them here."
            ).plain
        )
