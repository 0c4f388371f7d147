"""What the session asks of the services, one trip each. These run on the services' thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studyapp.domain.memory import Grade
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response
from studyapp.errors import NotFound, StaleShowing
from studyapp.services.readiness_views import Focus
from studyapp.services.views import Aspect, Changes, Feedback, Finished, Settings, Showing, Waiting

if TYPE_CHECKING:
    from studyapp.services.facade import Services

Upcoming = Showing | Waiting | Finished
"""What a session can put on the screen."""
UNDONE: Changes = frozenset({Aspect.CARDS, Aspect.PROGRESS, Aspect.PLAN})
"""What taking an answer back changes."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session has begun."""

    settings: Settings
    upcoming: Upcoming


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one item, and what comes next; `stale` says that it was answered elsewhere."""

    upcoming: Upcoming
    changes: Changes = frozenset()
    feedback: Feedback | None = None
    stale: str = ""


def begin(services: Services, scope: str, certification_id: str, only: Focus | None = None) -> Opened:
    """Start a session and fetch its first item."""
    settings = services.settings.get()
    services.study.start(scope, certification_id, only)
    return Opened(settings, services.study.next())


def answer(
    services: Services, token: str, response: Response, confidence: Confidence, elapsed_ms: int
) -> Feedback | Step:
    """Record an answer; where the item was answered elsewhere meanwhile, go on to the next."""
    try:
        return services.study.answer(token, response, confidence, elapsed_ms)
    except StaleShowing as stale:
        return Step(services.study.next(), stale=stale.message)


def grade(services: Services, token: str, given: Grade, elapsed_ms: int) -> Step:
    """Record a grade and go on; the grade is on disk before the next card is asked for."""
    try:
        feedback = services.study.grade(token, given, elapsed_ms)
    except StaleShowing as stale:
        return Step(services.study.next(), stale=stale.message)
    return Step(services.study.next(), feedback.changes, feedback)


def put_away(services: Services, card_id: str, *, until_tomorrow: bool) -> Step:
    """Bury or suspend a card and go on."""
    mark = services.study.bury if until_tomorrow else services.study.suspend
    changes = mark(card_id)
    return Step(services.study.next(), changes)


def take_back(services: Services) -> Showing | None:
    """Undo the last answer of today; None when nothing is left."""
    try:
        # The screen says that it was taken back; "Why now" has nothing to add to that.
        return replace(services.study.undo(), reason="")
    except NotFound:
        return None
