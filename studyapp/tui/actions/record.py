"""Recording what happened with an exam."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("record.keep", ("enter",), "record it", "Keep what stands here.", rank=1),
)
