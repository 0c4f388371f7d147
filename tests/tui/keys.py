"""Keys that arrive together, and services that take their time."""

from __future__ import annotations

import threading
import unicodedata

from textual import events
from textual.app import App

from studyapp.tui.app import StudyApp

NAMES = {"solidus": "slash"}
"""What Textual calls a character otherwise than Unicode does."""


def type_at_once(app: App[None], *keys: str) -> None:
    """Have keys arrive in one packet: all of them before the first is looked at."""
    for key in keys:
        character = key if len(key) == 1 else None
        name = unicodedata.name(key).lower().replace(" ", "_") if character and not key.isalnum() else key
        app.post_message(events.Key(NAMES.get(name, name), character))


def hold_services(app: StudyApp) -> threading.Event:
    """Keep the services busy until the event is set."""
    release = threading.Event()
    app.run_worker(app.bridge.call(lambda _s: release.wait(20)))
    return release
