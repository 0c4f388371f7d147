"""Keys that arrive together."""

from __future__ import annotations

import unicodedata

from textual import events
from textual.app import App

NAMES = {"solidus": "slash"}
"""What Textual calls a character otherwise than Unicode does."""


def type_at_once(app: App[None], *keys: str) -> None:
    """Have keys arrive in one packet: all of them before the first is looked at."""
    for key in keys:
        character = key if len(key) == 1 else None
        name = unicodedata.name(key).lower().replace(" ", "_") if character and not key.isalnum() else key
        app.post_message(events.Key(NAMES.get(name, name), character))
