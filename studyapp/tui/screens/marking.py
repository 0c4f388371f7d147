"""What a learner does with the item of a session besides answering: undo, put off, set aside, flag, note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from studyapp.services.views import Changes, Showing
from studyapp.tui import session_calls
from studyapp.tui.actions import action
from studyapp.tui.bridge import NOTHING
from studyapp.tui.screens.disputing import DisputingScreen
from studyapp.tui.screens.note import NoteScreen
from studyapp.tui.session_calls import Upcoming
from studyapp.tui.session_modes import Mode
from studyapp.tui.widgets.card import CardView
from studyapp.tui.widgets.parts import heading
from studyapp.tui.widgets.question import QuestionView

if TYPE_CHECKING:
    from studyapp.services.facade import Services

T = TypeVar("T")


class MarkingScreen(DisputingScreen):
    """A session, as far as marks need to know it."""

    mode: Mode
    _cards_made = False

    async def _ask(self, ask: Callable[[Services], T], changes: Changes = NOTHING) -> T:
        """Ask the services; no other decision counts until they have answered."""
        raise NotImplementedError

    def _may_decide(self) -> bool:
        """Whether a deciding key counts."""
        raise NotImplementedError

    async def _show(self, upcoming: Upcoming, trail: str = "") -> None:
        """Show what comes next, and a sentence about what was before."""
        raise NotImplementedError

    def _tell(self, text: str) -> None:
        """One sentence, where the eye is."""
        raise NotImplementedError

    def _update_lines(self) -> None:
        """Head line and key line anew."""
        raise NotImplementedError

    async def action_undo(self) -> None:
        """Take the last answer back."""
        if not self._may_decide():
            return
        showing = await self._ask(session_calls.take_back, session_calls.UNDONE)
        if showing is None:
            self._tell("Nothing of today is left to take back.")
        else:
            await self._show(showing, "Taken back: answer it again.")

    async def action_bury(self) -> None:
        """Put the item off until tomorrow."""
        await self._put_away(until_tomorrow=True, said="Put off until tomorrow")

    async def action_suspend(self) -> None:
        """Take the item out of study."""
        await self._put_away(until_tomorrow=False, said="Set aside")

    async def _put_away(self, *, until_tomorrow: bool, said: str) -> None:
        showing = self.showing
        if showing is None or not self._may_decide():
            return
        card_id = showing.card_id
        step = await self._ask(lambda s: session_calls.put_away(s, card_id, until_tomorrow=until_tomorrow))
        told = f"{said}; {action('study.undo').shown_key} takes that back."
        self.app.say(told)  # the key may have been meant for something else, and the next item stands there
        await self._show(step.upcoming, told)

    async def action_flag(self) -> None:
        """Flag the item, or take the flag away."""
        showing = self.showing
        if showing is None:
            return
        flagged = not showing.flagged
        await self._ask(lambda s: s.study.flag(showing.card_id, flagged))
        # A grade that was clicked may have brought the next item meanwhile.
        if self.showing is not None and self.showing.token == showing.token:
            self.showing = replace(self.showing, flagged=flagged)
            self._update_lines()

    def action_note(self) -> None:
        """Write a note to the item."""
        showing = self.showing
        if showing is None:
            return
        title = heading(showing)

        def written(text: str | None) -> None:
            if text is not None and text.strip() != showing.note.strip():
                self.work(self._keep_note(showing, text.strip()))

        self.app.push_screen(NoteScreen(title, showing.note), written)

    async def _keep_note(self, showing: Showing, text: str) -> None:
        await self.app.bridge.call(lambda s: s.study.note(showing.card_id, text))
        if self.showing is None or self.showing.token != showing.token:
            return
        self.showing = replace(self.showing, note=text)
        self.query_one(QuestionView).retell(self.showing, cards_made=self._cards_made)
        self.query_one(CardView).retell(self.showing)
        told = "Your note is kept; it stands under the answer." if text else "The note is gone."
        (self._tell if self.mode in (Mode.QUESTION, Mode.CARD) else self.app.say)(told)

    def action_why(self) -> None:
        """Why is this due?"""
        if self.showing is not None:
            self.app.show("why", card_id=self.showing.card_id)
