"""Attaching evidence."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("evidence.keep", ("enter",), "keep it", "Keep what stands here.", rank=1),
)
