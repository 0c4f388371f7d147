"""The profile of a role."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("role.next", ("tab", "right"), "next part", "Go to the next part of the profile.", rank=1),
    Action("role.previous", ("shift+tab", "left"), "part before", "Go to the part before this one.", rank=9),
    Action(
        "role.pick",
        ("1", "2", "3", "4", "5", "6", "7", "8"),
        "part",
        "Go to a part: overview, pay, skills, tools, questions, a day, key terms, sources.",
        display="1-8",
        passes_key=True,
        rank=3,
    ),
    Action(
        "role.terms",
        ("t",),
        "study key terms",
        "Study the key terms of this role; whatever you answer becomes a card.",
        rank=2,
    ),
    Action(
        "role.cards",
        ("c",),
        "make cards",
        "Make cards of all key terms, so that they come up in the plan of each day.",
        rank=7,
    ),
    Action("role.dossier", ("d",), "dossier", "See and add your evidence for this role.", rank=4),
    Action("role.compare", ("v",), "compare", "Compare this role with another one.", rank=5),
    Action("role.job", ("j",), "job fit", "Hold a job description against your evidence.", rank=6),
)
