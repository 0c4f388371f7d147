"""A field that stands by a list: letters go into the field, arrows move in the list."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import OptionList

from studyapp.tui.widgets.field import Field

MAX_CHARS = 200
"""Nobody searches for more; a paste of a whole document is cut to it."""
_MOVES = frozenset({"cursor_up", "cursor_down", "page_up", "page_down"})


class ListField(Field):
    """A field whose up, down and page keys act on a list.

    It has the keyboard itself: keys that are handed on from a list come too late when they come together.
    """

    def __init__(
        self, target: Callable[[], OptionList], *, id: str, max_length: int, value: str = ""
    ) -> None:
        super().__init__(value=value[:max_length], max_length=max_length, select_on_focus=False, id=id)
        self._target = target

    async def on_key(self, event: events.Key) -> None:
        """Hand the keys that move in a list to the list, whatever it binds them to."""
        target = self._target()
        bound = target._bindings.key_to_bindings.get(event.key, [])
        action = next((binding.action for binding in bound if binding.action in _MOVES), "")
        if action:
            event.prevent_default()
            event.stop()
            self.before_move()
            await target.run_action(action)

    def before_move(self) -> None:
        """What an arrow does to what was typed: nothing."""


class SearchField(ListField):
    """Filters the list."""

    def __init__(self, target: Callable[[], OptionList], placeholder: str, *, value: str = "") -> None:
        super().__init__(target, id="search", max_length=MAX_CHARS, value=value)
        self.placeholder = placeholder

    def action_delete_left_all(self) -> None:
        """Empty the field, wherever the cursor stands: the next search is another one."""
        self.value = ""
