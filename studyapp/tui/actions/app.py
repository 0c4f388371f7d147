"""What works everywhere."""

from __future__ import annotations

from studyapp.tui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "app.help",
        ("question_mark", "f1"),
        "help",
        "Explain this screen and list every key that works on it.",
        rank=90,
    ),
    Action(
        "app.back",
        ("escape",),
        "back",
        "Go back to the screen before this one; nothing that you answered is lost.",
        rank=80,
    ),
    Action(
        "app.palette",
        ("ctrl+p",),
        "find",
        "Find any action, certification or glossary term by typing a part of its name.",
        rank=95,
        priority=True,
        in_palette=False,
    ),
    Action("app.today", (), "today", "Go to today's plan."),
    Action(
        "app.roadmap", ("r",), "roadmap", "See the stages of your roadmap and where you stand on it.", rank=60
    ),
    Action(
        "app.glossary",
        ("slash",),
        "search",
        "Search every term of every certification.",
        rank=61,
    ),
    Action(
        "app.progress",
        ("g",),
        "progress",
        "See your days, what you remember, and where you stand in each domain.",
        rank=62,
    ),
    Action(
        "app.certification",
        ("i",),
        "certification",
        "See the facts of your certification and its exam, and your standing in each domain.",
        rank=63,
    ),
    Action(
        "app.readiness",
        ("y",),
        "readiness",
        "See how likely you are to pass, on which evidence, and what would raise it most.",
        rank=59,
    ),
    Action(
        "app.mistakes",
        ("e",),
        "mistakes",
        "See what you missed and have not recalled since, and work it off.",
        rank=60,
    ),
    Action(
        "app.settings",
        ("comma",),
        "settings",
        "Change the theme, how memory is spaced, the daily limits and the reminder.",
        rank=64,
    ),
    Action(
        "app.marked",
        (),
        "set aside and flagged",
        "List what you set aside, flagged or noted, and bring back what should be asked again.",
    ),
    Action("app.goal", (), "change goal", "Choose another certification, exam date or minutes a day."),
    Action("app.backup", (), "back up now", "Write a copy of all your data to the backups folder."),
    Action("app.check", (), "check my data", "Look for damage in the database and in the content files."),
    Action("app.content-problems", (), "content problems", "List what is wrong in banks and roadmaps."),
    Action(
        "app.save-screenshot",
        (),
        "save a screenshot",
        "Write a picture of this screen to the screenshots folder.",
    ),
    Action(
        "app.quit",
        ("q", "ctrl+q"),
        "quit",
        "Leave studyapp; every answer is already saved.",
        rank=85,
        priority=True,
    ),
)
