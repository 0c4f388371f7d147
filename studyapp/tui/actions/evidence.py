"""Attaching evidence."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "evidence.kind",
        ("up", "down"),
        "kind",
        "Choose what kind of evidence it is, from every field.",
        display="↑ ↓",
        passes_key=True,
        rank=2,
    ),
    Action("evidence.keep", ("enter",), "keep it", "Keep what stands here.", rank=1),
)
