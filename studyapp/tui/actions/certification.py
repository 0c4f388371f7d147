"""One certification: facts, domains, standing."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("certification.study", ("enter",), "study", "Study this certification now.", rank=1),
    Action(
        "certification.goal",
        ("m",),
        "set goal",
        "Aim at it, with an exam date and minutes a day.",
        rank=2,
    ),
    Action(
        "certification.successor",
        ("n",),
        "successor",
        "Go to the certification that replaces this one.",
        rank=3,
    ),
    Action(
        "certification.pick",
        ("1", "2", "3", "4"),
        "which successor",
        "Where there is a choice of successors, go to one of them.",
        display="1-4",
        passes_key=True,
        rank=4,
    ),
    Action(
        "certification.record",
        ("e",),
        "record exam",
        "Record an exam booked, passed or failed, or what you hold or have waived.",
        rank=3,
    ),
    Action("certification.undo", ("u",), "undo record", "Take back the newest record.", rank=6),
    Action("certification.choose", ("c",), "others", "See all certifications.", rank=5),
    Action("certification.terms", ("t",), "terms", "Show its terms in the glossary.", rank=4),
)
