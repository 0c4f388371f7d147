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
    Action("certification.choose", ("c",), "others", "See all certifications.", rank=5),
    Action("certification.terms", ("t",), "terms", "Show its terms in the glossary.", rank=4),
)
