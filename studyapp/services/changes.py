"""What a use case changed. Apart from the views, because the first frame needs only this."""

from __future__ import annotations

from enum import StrEnum


class Aspect(StrEnum):
    """What a use case changed, so that views know what to look at again."""

    CONTENT = "content"
    GOAL = "goal"
    PLAN = "plan"
    CARDS = "cards"
    PROGRESS = "progress"
    SETTINGS = "settings"
    EXAMS = "exams"


Changes = frozenset[Aspect]
RECORDED: Changes = frozenset({Aspect.GOAL, Aspect.PLAN, Aspect.PROGRESS})
"""What a record of an exam changes: the goal, the day's plan, and where the learner stands."""
