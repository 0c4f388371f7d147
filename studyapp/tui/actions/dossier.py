"""The competency dossier."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "dossier.add",
        ("enter", "a"),
        "add evidence",
        "Attach evidence to the marked responsibility or skill.",
        rank=1,
    ),
    Action("dossier.undo", ("u",), "take back", "Take back the newest evidence of the marked line.", rank=3),
    Action(
        "dossier.export",
        ("x",),
        "export",
        "Write the dossier as Markdown and as one printable HTML file.",
        rank=2,
    ),
    Action("dossier.job", ("j",), "job fit", "Hold a job description against your evidence.", rank=4),
)
