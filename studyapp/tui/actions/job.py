"""A job description and your evidence."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("job.read", ("ctrl+s", "f5"), "read it", "See what the text asks for, and what you have.", rank=1),
    Action("job.template", ("ctrl+t",), "built-in text", "Put the built-in job description here.", rank=2),
    Action("job.clear", ("ctrl+u",), "empty", "Empty the field.", rank=4),
    Action("job.write", ("e",), "change the text", "Go back to the text.", rank=2),
    Action(
        "job.open",
        ("enter",),
        "add evidence",
        "Attach evidence to the marked responsibility or skill.",
        rank=1,
    ),
    Action(
        "job.export",
        ("x",),
        "export",
        "Write how you fit, and what was not recognised, as Markdown and HTML.",
        rank=3,
    ),
)
