"""Messages between the app and its screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from studyapp.services.changes import Changes


class Changed(Message):
    """A use case changed something; screens look again at what they show of these aspects."""

    def __init__(self, aspects: Changes) -> None:
        self.aspects = aspects
        super().__init__()


class ContentRead(Message):
    """The content files were looked at: `done` of `total` files, and at the end done == total."""

    def __init__(self, done: int, total: int) -> None:
        self.done = done
        self.total = total
        super().__init__()


class Ticked(Message):
    """A minute, an hour or a reminder's time has come; posted from the scheduler's thread."""

    def __init__(self, reminder: str = "") -> None:
        self.reminder = reminder
        super().__init__()
