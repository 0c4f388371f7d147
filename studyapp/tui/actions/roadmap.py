"""The stage map of a role."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action("roadmap.open", ("enter",), "open", "See the certification under the cursor.", rank=1),
    Action("roadmap.next", ("n",), "next step", "Do the one thing that the road asks for now.", rank=2),
    Action("roadmap.read", ("space",), "read on", "Scroll what is said under the map.", rank=2),
    Action(
        "roadmap.profile",
        ("p", "tab"),
        "role profile",
        "Read about the role: work, skills, pay, key terms and a day in its life.",
        rank=3,
    ),
    Action("roadmap.compare", ("v",), "compare", "Compare this role with another one.", rank=5),
    Action("roadmap.dossier", ("d",), "dossier", "See and add your evidence for this role.", rank=6),
    Action("roadmap.choose", ("m",), "choose roadmap", "Look at the other roadmaps.", rank=5),
    Action("roadmap.follow", ("f",), "follow", "Follow this roadmap, beside those that you follow.", rank=4),
    Action("roadmap.leave", ("l",), "leave", "Follow it no longer; what you learned stays.", rank=80),
    Action(
        "roadmap.skip",
        ("s",),
        "step past",
        "Step past the gate before the marked stage: it opens, it shows, and it counts for nothing.",
        rank=6,
    ),
    Action(
        "roadmap.gate",
        ("s",),
        "gate again",
        "Let the gate before the marked stage count again.",
        rank=7,
    ),
    Action("roadmap.seen", ("x",), "read", "Acknowledge what an edit of the roadmap changed.", rank=3),
)
