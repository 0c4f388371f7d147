"""Keys mean what they meant when they were pressed: each waits until the one before it has done all it does.

Textual forwards a key to what has the focus when the key arrives, and runs the actions that are bound to it
only after it went up from there to the app. Of keys that arrive together (a fast hand, a slow line, a busy
machine) the second is forwarded before the first has opened a screen, moved the focus or left a field: what
is typed ahead into a note would be lost, and its `q` would quit; a backspace would come behind the letters
that follow it; ctrl+q, whose binding has priority, would overtake the key that keeps what was written.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property
from time import monotonic

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.message_pump import MessagePump

LONGEST_S = 5.0
"""After so long a key counts as done, for the next ones must not wait for a widget that never answers."""


class Followed(Message, verbose=True):
    """Goes up behind a key; when it arrives at the app, the key was used or has arrived there before."""

    def __init__(self, event: events.Event | None) -> None:
        super().__init__()
        self.event = event


class KeysInOrder(App[None]):
    """An app that handles one key (or paste) after the other, from its arrival to the end of its action."""

    # Class attributes, for Textual may handle an event while the app is still being set up.
    _key_followed: Followed | None = None
    """What the keys that wait are waiting for."""
    _key_sent_to: MessagePump | None = None
    _key_sent_at = 0.0
    _keys_screen: MessagePump | None = None
    """The screen that was last seen to have its widgets and its focus."""

    @cached_property
    def _keys_waiting(self) -> deque[events.Key | events.Paste]:
        return deque()

    async def on_event(self, event: events.Event) -> None:
        """Keep a key that arrives until it is its turn."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            if self._key_followed is not None and event is self._key_followed.event:
                # It went all the way up, and its action has ended.
                self._key_done()
            return
        self._keys_waiting.append(event)
        if self._key_followed is None or self._is_key_lost:
            await self._next_key()

    @property
    def _is_key_lost(self) -> bool:
        """Whether what the keys wait for does not come any more: its way up is cut off."""
        is_cut_off = self._key_sent_to is None or not self._key_sent_to.is_attached
        return is_cut_off or monotonic() - self._key_sent_at > LONGEST_S

    def _follow_key(self, event: events.Event | None, target: MessagePump) -> Followed:
        self._key_followed = Followed(event)
        self._key_sent_to, self._key_sent_at = target, monotonic()
        return self._key_followed

    def _key_done(self) -> None:
        # Behind what the key itself asked for: a widget that is to have the focus gets it by such a call.
        self.call_later(self._next_key, self._follow_key(None, self))

    async def _next_key(self, after: Followed | None = None) -> None:
        if after is not None and after is not self._key_followed:
            return
        self._key_followed = None
        if not self._keys_waiting:
            return
        if self.screen is not self._keys_screen:
            # Behind its first events, after which it has what takes the key.
            target: MessagePump = self.screen
            self._keys_screen = self.screen
            target.post_message(self._follow_key(None, target))
            return
        event = self._keys_waiting.popleft()
        target = self.focused or self.screen
        await super().on_event(event)
        if event.is_forwarded:
            target.post_message(self._follow_key(event, target))
        else:
            self._key_done()

    def on_followed(self, message: Followed) -> None:
        """What was sent has been taken in."""
        if message is self._key_followed:
            self._key_done()

    def pop_screen(self) -> AwaitComplete:
        """As Textual does; what was on its way up from that screen does not arrive."""
        popped = super().pop_screen()
        self.call_later(self._look_for_key)
        return popped

    async def _look_for_key(self) -> None:
        if self._key_followed is not None and self._is_key_lost:
            await self._next_key()
