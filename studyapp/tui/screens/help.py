"""Help: what a screen is for, and every key of it. Generated from the registry of actions."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.tui.actions import GROUP_TITLES, GROUPS, Action, actions_of, bindings
from studyapp.tui.drawing import Drawing, hanging, indented, stack
from studyapp.tui.screens.base import StudyScreen

KEYS_WIDTH = 18
COMMON = ("app", "list")
"""Groups that work on every screen."""
NARROW = 50
"""Columns under which the explanation stands below its keys."""


class HelpScreen(StudyScreen):
    """The help of one screen, or of all."""

    NAME = "help"
    ABOUT = "This page. The line at the bottom of each screen shows the keys that work at that moment."
    BINDINGS = bindings("help")
    JUMPS = False

    def __init__(self, about: str = "today") -> None:
        super().__init__()
        self.about = about
        self.shows_all = False

    def compose_main(self) -> ComposeResult:
        """The screen's own keys; all the others too where there is one column."""
        yield Static(id="help", markup=False)

    def compose_side(self) -> ComposeResult:
        """What works everywhere, where there is room for a second column."""
        yield Static(Drawing(lambda width: _groups(COMMON, width, self._asleep())), id="common")

    async def load(self) -> None:
        """Write the text; nothing is fetched."""
        title = GROUP_TITLES.get(self.about, "studyapp")
        self.headline = "Help · every screen" if self.shows_all else f"Help · {title}"
        self.resized()

    def resized(self) -> None:
        """Two columns need other groups in the first."""
        self.query_one("#help", Static).update(Drawing(self._text))

    def _text(self, width: int) -> Content:
        if self.shows_all:
            return _groups(tuple(group for group in GROUPS if not (self.is_wide and group in COMMON)), width)
        asked = self._asked()
        about = asked.ABOUT if asked else about_screen(self.about)
        own = tuple(dict.fromkeys((self.about,) if self.is_wide else (self.about, *COMMON)))
        blocks = [indented(about, width, indent=0, style="$ink")] if about else []
        return Content("\n\n").join([*blocks, _groups(own, width, self._asleep())])

    def _asked(self) -> StudyScreen | None:
        """The screen from which help was asked for."""
        below = (screen for screen in reversed(self.app.screen_stack) if isinstance(screen, StudyScreen))
        return next((screen for screen in below if self.about == screen.NAME), None)

    def _asleep(self) -> Collection[str]:
        """Actions of the app that do nothing on that screen."""
        from studyapp.tui.app import JUMPS

        asked = self._asked()
        return () if self.shows_all or asked is None or asked.JUMPS else {f"app.{verb}" for verb in JUMPS}

    def action_all(self) -> None:
        """Every key, or only those of one screen."""
        self.shows_all = not self.shows_all
        self.query_one("#main").scroll_home(animate=False)
        self.reload()


def about_screen(name: str) -> str:
    """The sentences that a screen says of itself."""
    from studyapp.tui.app import SCREENS

    module, _, class_name = SCREENS.get(name, "").partition(":")
    if not module:
        return ""
    screen: type[StudyScreen] = getattr(import_module(f"studyapp.tui.screens.{module}"), class_name)
    return screen.ABOUT


def _groups(groups: tuple[str, ...], width: int, asleep: Collection[str] = ()) -> Content:
    return Content("\n\n").join(_group(group, width, asleep) for group in groups if actions_of(group))


def _group(group: str, width: int, asleep: Collection[str]) -> Content:
    lines = [Content.styled(GROUP_TITLES[group], "bold $ink")]
    lines += [_line(entry, width) for entry in actions_of(group) if entry.keys and entry.id not in asleep]
    return stack(lines)


def _line(entry: Action, width: int) -> Content:
    keys = Content.styled(entry.shown_keys, "bold $accent")
    if width < NARROW:
        return stack([keys, indented(entry.help, width, indent=2)])
    return hanging(keys.pad_right(max(2, KEYS_WIDTH - keys.cell_length)), entry.help, width)
