"""A field that filters a list: letters go into the field, arrows move in the list."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import OptionList

from studyapp.tui.widgets.field import Field

MAX_CHARS = 200
"""Nobody searches for more; a paste of a whole document is cut to it."""
_MOVES = frozenset({"cursor_up", "cursor_down", "page_up", "page_down"})


class SearchField(Field):
    """A field whose up, down and page keys act on a list."""

    def __init__(self, target: Callable[[], OptionList], placeholder: str, *, value: str = "") -> None:
        super().__init__(
            value=value[:MAX_CHARS],
            placeholder=placeholder,
            max_length=MAX_CHARS,
            select_on_focus=False,
            id="search",
        )
        self._target = target

    async def on_key(self, event: events.Key) -> None:
        """Hand the keys that move in a list to the list, whatever it binds them to."""
        target = self._target()
        bound = target._bindings.key_to_bindings.get(event.key, [])
        action = next((binding.action for binding in bound if binding.action in _MOVES), "")
        if action:
            event.prevent_default()
            event.stop()
            await target.run_action(action)

    def action_delete_left_all(self) -> None:
        """Empty the field, wherever the cursor stands: the next search is another one."""
        self.value = ""
