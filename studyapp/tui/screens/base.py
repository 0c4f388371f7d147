"""What all screens have in common.

A new screen
------------
1. A module of actions, `tui/actions/NAME.py` (see the docstring of `tui/actions/__init__.py`).
2. A class here in `screens/NAME.py`::

       class ProgressScreen(StudyScreen):
           NAME = "progress"                                  # group of actions, name for app.show()
           ABOUT = "Your days, what you remember ..."         # two or three sentences for the help screen
           BINDINGS = bindings("progress")
           SHOWS = frozenset({Aspect.PROGRESS, Aspect.CONTENT})   # when one of these changes: load()
           CSS_PATH = "../styles/progress.tcss"               # only what this screen alone needs

           def __init__(self, certification_id: str = "") -> None:   # from app.show(name, **arguments)
               super().__init__()
               self.certification_id = certification_id

           def compose_main(self) -> ComposeResult: ...       # the (scrolling) column, at most 88 wide
           def compose_side(self) -> ComposeResult: ...       # second column, from 120 columns on
           async def load(self) -> None:                      # fetch and show; also after Changed
               found = await self.app.bridge.call(lambda s: s.progress.overview(self.certification_id))
               self.headline, self.status = "Progress", found.certification_code
               self.query_one("#days", Static).update(...)
           def applies(self, verb: str) -> bool: ...          # which actions work now

3. The name in `tui/app.py: SCREENS` (they are all there).

Go elsewhere with `self.app.show("certification", certification_id="aif-c01")`, back with esc. `load()`
runs when the screen is shown first and after each `Changed` of an aspect in `SHOWS`: at once when it is
on top, else when it comes back. It must be safe to run again at any moment. A screen that opens is painted
first with its data, unless that takes longer than `HELD_S`: then with what `compose_main` has without it.

Layout: screens carry the classes `-narrow` (under 60 columns), `-normal`, `-wide` (from 120) and `-low`
(under 12 rows), `-short` (under 24), `-tall`. On `-low` the header goes and margins vanish. Mark what is
only furniture with the class `furniture`: it is not shown on `-low` or `-narrow`. `#side` is shown on
`-wide` only; `is_wide` says so (and `resized()` is called after each change of size).

Text: everything that authors or learners wrote goes through `studyapp.tui.text.plain` (or
`Static(..., markup=False)`). Colours come from the theme's variables alone: `$ink` (what is read),
`$foreground` (text), `$dim` (furniture), `$accent`, `$right`, `$wrong`, `$notice`, `$raised` (background
of the marked line); always beside a word or a symbol. In Content use them as styles: `("✓ right", "$right")`.

Calls: see `tui/bridge.py`. In actions and in `load` await them; elsewhere `self.work(coroutine)`. An action
whose next press goes by what this one changed (a switch, the next of some choices) awaits `self.change(...)`.
"""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.geometry import Region
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip

from studyapp.services.changes import Aspect, Changes
from studyapp.tui.bridge import NOTHING, CallFailed, mere_look
from studyapp.tui.messages import Changed
from studyapp.tui.widgets.furniture import HeaderLine, KeyLine
from studyapp.tui.widgets.ground import Column, Columns, blank_lines

if TYPE_CHECKING:
    from textual.worker import Worker

    from studyapp.services.facade import Services
    from studyapp.tui.app import StudyApp

T = TypeVar("T")
WIDGET_STYLES = Path(__file__).parents[1] / "styles" / "widgets.tcss"
WIDE = 120
"""Columns from which on there is a second column."""
HELD_S = 0.1
"""How long a screen that opens is kept unpainted for its data, in seconds."""


class StudyScreen(Screen[Any]):
    """A screen with a header line, one or two columns, and a line of the keys that work now."""

    NAME: ClassVar[str] = ""
    ABOUT: ClassVar[str] = ""
    """What the screen is for, in a few plain sentences: the head of its help."""
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset()
    LEAVABLE: ClassVar[bool] = True
    """Whether esc leads back from here."""
    HAS_WIDGETS: ClassVar[bool] = True
    """Whether it has lists or fields: False spares the first frame the parsing of their styles."""
    JUMPS: ClassVar[bool] = True
    """Whether the app's one-letter jumps (r, g, /, i and the comma) work here."""
    AUTO_FOCUS: ClassVar[str | None] = "#main"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared by Textual
        (0, "-narrow"),
        (60, "-normal"),
        (WIDE, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (12, "-short"), (24, "-tall")]  # noqa: RUF012

    # The header line shows them; a repaint of the screen itself would draw every widget anew.
    headline: reactive[str] = reactive("studyapp", init=False, repaint=False)
    """Left side of the header: where we are."""
    status: reactive[str] = reactive("", init=False, repaint=False)
    """Right side of the header: one short fact."""

    if TYPE_CHECKING:

        @property
        def app(self) -> StudyApp:  # type: ignore[override]  # noqa: D102
            ...

    def __init__(self) -> None:
        super().__init__()
        if self.HAS_WIDGETS:
            self.css_path.append(WIDGET_STYLES)
        self.route: tuple[str, dict[str, Any]] = (self.NAME, {})
        self._is_stale = True
        self._held: contextlib.ExitStack | None = None
        """While it opens: what keeps it unpainted."""
        self._was_shown = False

    # What a screen overrides

    def compose_main(self) -> ComposeResult:
        """The widgets of the main column."""
        return iter(())

    def compose_side(self) -> ComposeResult:
        """The widgets of the second column, which stands on wide terminals only."""
        return iter(())

    async def load(self) -> None:
        """Fetch what the screen shows, and show it."""

    def applies(self, verb: str) -> bool:
        """Whether an action of this screen (its method's name without `action_`) works now."""
        return True

    def resized(self) -> None:
        """The terminal has another size now."""

    def before_exit(self) -> None:
        """The app ends, by a key or by the system: what would be kept on leaving is kept now."""

    # What a screen uses

    @property
    def is_wide(self) -> bool:
        """Whether the second column stands."""
        return self.app.size.width >= WIDE

    @property
    def is_on_top(self) -> bool:
        """Whether no other of our screens covers this one; `is_current` counts the next below, too."""
        return self.app.study_screen is self

    def work(self, job: Coroutine[Any, Any, Any], group: str = "work", replace: bool = False) -> None:
        """Run a coroutine beside the messages; a failed call ends it quietly (it has been shown).

        With `replace` it takes the place of what still runs in the same group: a search as you type. What
        such a coroutine asks the services is dropped when it is replaced or its screen is left; what others
        ask is done.
        """

        async def quietly() -> None:
            mere_look.set(replace)
            try:
                with contextlib.suppress(CallFailed):
                    await job
            except NoMatches:
                # A screen that is being taken down has no widgets to write into; else it is a fault.
                if self.is_running and not self.app.is_leaving:
                    raise

        worker: Worker[None] = self.run_worker(quietly, group=group, exclusive=replace)
        # One that is replaced before it began would leave a coroutine that nobody awaits.
        weakref.finalize(worker, job.close)

    async def change(self, ask: Callable[[Services], T], changes: Changes = NOTHING) -> T:
        """Have something changed, and show it: the next key may mean another thing then, or another value."""
        value = await self.app.bridge.call(ask, changes=changes)
        await self.load()
        return value

    def reload(self) -> None:
        """Run `load()` now."""
        self._is_stale = False
        self.work(self._load(), group="load", replace=True)

    async def _load(self) -> None:
        try:
            await self.load()
        finally:
            self._let_go()

    def _hold(self) -> None:
        """Paint nothing before the data is there, but wait no longer than HELD_S.

        A screen without its data takes as long to paint as one with it, and is looked at by nobody.
        """
        if not self.app.bridge.is_open:
            return
        self._held = contextlib.ExitStack()
        self._held.enter_context(self.app.batch_update())
        # The app's timer: those of a screen end with it, and then nothing would ever be painted again.
        self.app.set_timer(HELD_S, self._let_go)

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
            self.check_idle()

    def _compositor_refresh(self) -> None:
        # Textual draws also what it does not show as long as updates are held back.
        if self._held is None:
            super()._compositor_refresh()

    # The common behaviour

    def compose(self) -> ComposeResult:
        """Header, columns, keys."""
        self._take_size()
        yield HeaderLine()
        with Columns(id="columns"):
            with Column(id="main"):
                yield from self.compose_main()
            side = list(self.compose_side())
            if side:
                with Column(id="side"):
                    yield from side
        yield KeyLine()

    def _take_size(self) -> None:
        """Take the classes of the size at once: Textual does after the first layout, and styles all anew."""
        both = (
            (self.app.size.width, self.HORIZONTAL_BREAKPOINTS),
            (self.app.size.height, self.VERTICAL_BREAKPOINTS),
        )
        for size, breakpoints in both:
            last = [name for least, name in breakpoints if size >= least][-1]
            self.update_classes({name: name == last for _, name in breakpoints}, update=False)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The ground under the widgets."""
        return blank_lines(self, crop)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Textual's question whether an action works now."""
        if hasattr(StudyScreen, f"action_{action}"):
            return super().check_action(action, parameters)
        return self.applies(action)

    def watch_headline(self) -> None:
        """Show the new headline."""
        self._update_header()

    def watch_status(self) -> None:
        """Show the new status."""
        self._update_header()

    def _update_header(self) -> None:
        for line in self.query(HeaderLine):  # none before it is composed, and none when it is taken down
            line.tell(self.headline, self.status)

    def on_mount(self) -> None:
        """Show the header's first text."""
        self._update_header()

    @on(events.ScreenResume)
    def _shown(self, event: events.ScreenResume) -> None:
        if not self._was_shown:
            self._was_shown = True
            # Every widget has just got its styles when it was mounted.
            event.refresh_styles = False
            self._hold()
        self.app.leave_behind(self)
        if self._is_stale:
            self.reload()

    def on_unmount(self) -> None:
        """Let others paint."""
        self._let_go()

    @on(Changed)
    def _changed(self, message: Changed) -> None:
        message.stop()
        if not (message.aspects & self.SHOWS):
            return
        self._is_stale = True
        if self.is_on_top:
            self.reload()

    def on_resize(self) -> None:
        """Tell the screen of its new size once its classes are set."""
        self.call_after_refresh(self.resized)
