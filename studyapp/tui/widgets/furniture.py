"""The two lines that every screen has: where we are, and the keys that work now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.content import Content
from textual.widget import Widget

from studyapp.tui.actions import Action, actions_of, key_label
from studyapp.tui.text import clean

if TYPE_CHECKING:
    from textual.screen import Screen

_GAP = " · "
_KEPT = "app.help"


class HeaderLine(Widget):
    """One line: where we are on the left, one fact on the right; the fact gives way first."""

    def __init__(self) -> None:
        super().__init__()
        self._left = "studyapp"
        self._right = ""

    def tell(self, left: str, right: str) -> None:
        """Show other texts."""
        self._left, self._right = clean(left, keep_lines=False), clean(right, keep_lines=False)
        self.refresh()

    def render(self) -> Content:
        """Both texts, pushed to the sides."""
        width = self.content_size.width
        left, right = Content.styled(self._left, "bold"), Content.styled(self._right, "$dim")
        space = width - left.cell_length - right.cell_length
        if space < 2:
            return left.truncate(width, ellipsis=True)
        return left + Content(" " * space) + right


class KeyLine(Widget):
    """The keys that work now, most needed first; what does not fit is left out, `?` never is."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []
        self._shown: list[KeyHint] = []

    def on_mount(self) -> None:
        """Look again whenever Textual says that bindings changed."""
        self.screen.bindings_updated_signal.subscribe(self, self._look_again)

    def on_unmount(self) -> None:
        """Stop looking."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _look_again(self, _screen: Screen[object]) -> None:
        # What the keys are for is painted first.
        self.screen.call_after_refresh(self._show_changes)

    def _show_changes(self) -> None:
        if self.is_attached and self._fitting() != self._shown:
            self.refresh()

    def _fitting(self) -> list[KeyHint]:
        return fitting(working_actions(self.screen), self.content_size.width)

    def render(self) -> Content:
        """As many keys as fit, each with its title."""
        shown = self._shown = self._fitting()
        self._places = []
        parts: list[Content | tuple[str, str]] = []
        column = 0
        for index, hint in enumerate(shown):
            if index:
                parts.append((_GAP, "$dim"))
                column += len(_GAP)
            parts += [(hint.label, "bold $accent"), (" " + hint.action.title, "$dim")]
            self._places.append((column, column + hint.width, hint.key))
            column += hint.width
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        event.stop()
        column = event.x - self.styles.padding.left
        for start, end, key in self._places:
            if start <= column < end:
                self.app.simulate_key(key)


class KeyHint(NamedTuple):
    """An action in the key line, with the key of it that works now."""

    action: Action
    key: str
    shown: str = ""
    """What the screen itself says of the key (`shown_key(verb)`): a-d, where there are four options."""

    @property
    def label(self) -> str:
        """The key as a person reads it."""
        return self.shown or self.action.display or key_label(self.key)

    @property
    def width(self) -> int:
        """Columns of key and title."""
        return len(self.label) + 1 + len(self.action.title)


def working_actions(screen: Screen[object]) -> list[KeyHint]:
    """The ranked actions whose key would do something now on this screen, by rank."""
    focused = screen.focused
    active = {}
    for key, found in reversed(screen.active_bindings.items()):
        # Textual asks a field whether it takes a key, but does not know the character of "slash".
        if key == "slash" and focused is not None and focused.check_consume_key(key, "/"):
            continue
        if found.enabled:
            active[key] = found.binding.id
    name, shown_key = getattr(screen, "NAME", ""), getattr(screen, "shown_key", None)
    entries = [*(actions_of(name) if name else ()), *actions_of("app")]
    hints = []
    for entry in sorted((entry for entry in entries if entry.rank), key=lambda entry: entry.rank):
        key = next((key for key in entry.keys if active.get(key) == entry.id), "")
        if key:
            own = shown_key(entry.verb) if shown_key and entry.group == name else ""
            hints.append(KeyHint(entry, key, own))
    return hints


def fitting(hints: list[KeyHint], width: int) -> list[KeyHint]:
    """The first that fit into a line, with help always among them."""
    kept = list(hints)
    while kept and sum(hint.width for hint in kept) + len(_GAP) * (len(kept) - 1) > width:
        droppable = [place for place, hint in enumerate(kept) if hint.action.id != _KEPT]
        if not droppable:
            return []
        del kept[droppable[-1]]
    return kept
