"""The palette: every action that works now, every certification, every term; by any part of a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from studyapp.tui.actions import Action, actions_of
from studyapp.tui.bridge import CallFailed
from studyapp.tui.text import clean, plain

if TYPE_CHECKING:
    from textual.screen import Screen

    from studyapp.tui.app import StudyApp

IN_HELP = 0.1
"""Score of an action whose help has the typed text, but whose title does not."""
TERMS = 12
"""At most so many terms stand below the actions."""


class Palette(CommandPalette):
    """Textual's palette with our two providers and our colours."""

    CSS_PATH = ["styles/widgets.tcss", "styles/palette.tcss"]  # noqa: RUF012 - declared by Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (14, "-roomy")]  # noqa: RUF012 - declared by Textual

    def __init__(self) -> None:
        super().__init__(providers=[ActionProvider, ContentProvider], placeholder="Type a part of a name …")


def working(screen: Screen[Any]) -> Iterator[tuple[Action, str]]:
    """The actions that would do something now, with the namespace that does them."""
    name = getattr(screen, "NAME", "")
    for entry in actions_of(name) if name else ():
        if entry.in_palette and not entry.passes_key and screen.check_action(entry.verb, ()):
            yield entry, "screen"
    for entry in actions_of("app"):
        if entry.in_palette and screen.app.check_action(entry.verb, ()):
            yield entry, "app"


class ActionProvider(Provider):
    """Actions of the screen and of the app."""

    def _commands(self) -> Iterator[tuple[str, str, str, Callable[[], Any]]]:
        """Title, keys, help, and what to run."""
        for entry, namespace in working(self.screen):
            title = entry.title[:1].upper() + entry.title[1:]
            keys = f"  ({entry.shown_keys})" if entry.keys else ""
            # The palette closes before the command runs: the action is looked up on the screen below.
            yield title, keys, entry.help, partial(self.app.run_action, f"{namespace}.{entry.verb}")

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for title, keys, about, command in self._commands():
            yield DiscoveryHit(plain(title + keys), command, text=title, help=about)

    async def search(self, query: str) -> Hits:
        """Those whose title matches, or, further down, whose help does."""
        matcher = self.matcher(query)
        for title, keys, about, command in self._commands():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title) + plain(keys), command, text=title, help=about)
            elif query.casefold() in about.casefold():
                yield Hit(IN_HELP, plain(title + keys), command, text=title, help=about)


class ContentProvider(Provider):
    """Certifications and glossary terms."""

    async def startup(self) -> None:
        """Fetch the certifications once for this opening of the palette."""
        app = self._study_app
        self._certifications = []
        if app.bridge.is_open:
            self._certifications = await app.bridge.call(lambda s: s.library.certifications())

    @property
    def _study_app(self) -> StudyApp:
        return self.app  # type: ignore[return-value]

    async def search(self, query: str) -> Hits:
        """Certifications by code or name, terms by the glossary's own search."""
        app = self._study_app
        matcher = self.matcher(query)
        for found in self._certifications:
            title = clean(f"{found.code}  {found.name}", keep_lines=False)
            if all(word in title.casefold() for word in query.casefold().split()):
                show = partial(app.show, "certification", certification_id=found.id)
                yield Hit(
                    matcher.match(title) * 0.9,
                    matcher.highlight(title),
                    show,
                    text=title,
                    help="Certification",
                )
        if len(query) < 2 or not app.bridge.is_open:
            return
        try:
            terms = await app.bridge.call(lambda s: s.library.terms(query, limit=TERMS))
        except CallFailed:
            return
        for place, hit in enumerate(terms):
            title = clean(hit.term, keep_lines=False)
            show = partial(app.show, "term", term_id=hit.term_id)
            yield Hit(0.4 - place / 100, plain(title), show, text=title, help="Term")
