"""A learner's word against a key: one key wherever an answered question is, and a field for the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.screens.note import NoteScreen
from studyapp.tui.widgets.question import QuestionView

if TYPE_CHECKING:
    from studyapp.services.views import EarlierDispute, Showing

LONGEST = 2000
"""Characters that are kept of a reason."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """The question on the screen; of an exam also the attempt and the place in it, from 0."""

    question_id: str
    title: str
    attempt_id: str = ""
    place: int = 0


class DisputeScreen(NoteScreen):
    """Gives back the reason, or None when all is to stay as it was."""

    ABOUT = (
        "Why the key of this question is wrong. Your words are kept beside your answer; 'studyapp dispute "
        "export' writes them into a file for the author, and an export at the level items holds them. An "
        "empty field takes it back."
    )
    HEADLINE: ClassVar[str] = "The key is wrong because …"
    LONGEST: ClassVar[int] = LONGEST


class DisputingScreen(StudyScreen):
    """A screen that shows questions with their answers."""

    showing: Showing | None = None

    @property
    def disputed(self) -> Disputed | None:
        """The question that stands there; None where the key means nothing."""
        showing = self.showing
        if showing is None or showing.question is None:
            return None
        return Disputed(showing.question.id, showing.question.asked)

    async def action_dispute(self) -> None:
        """Ask why the key is wrong, and keep it."""
        at = self.disputed
        if at is None:
            return
        earlier = await self.app.bridge.call(lambda s: s.disputes.earlier(at.question_id))
        before = earlier.reason if earlier else ""

        def written(text: str | None) -> None:
            if text is not None and text.strip() != before:
                self.work(self._keep_dispute(at, text.strip()))

        self.app.push_screen(DisputeScreen(at.title, before), written)

    async def _keep_dispute(self, at: Disputed, reason: str) -> None:
        await self.app.bridge.call(
            lambda s: s.disputes.dispute(at.question_id, reason, at.attempt_id, at.place)
        )
        earlier = await self.app.bridge.call(lambda s: s.disputes.earlier(at.question_id))
        if (now := self.disputed) is not None and now.question_id == at.question_id:
            self.tell_dispute(earlier)
        told = "Kept. 'studyapp dispute export FILE' writes it for the author." if reason else "Taken back."
        self.app.say(told)

    def tell_dispute(self, disputed: EarlierDispute | None) -> None:
        """Show what stands against the key of the question that stands here."""
        if self.showing is not None:
            self.showing = replace(self.showing, disputed=disputed)
        for view in self.query(QuestionView):
            view.tell_dispute(disputed)
