"""The one registry of what a person can do: keys, title and help of every action.

From it come the bindings of each screen, the key line at the bottom, the palette, the `?` screen and
docs/keys.md. **No key is typed anywhere else.** One module per group; a group is a screen's name
(`StudyScreen.NAME`), plus `app` for what works everywhere and `list` for moving in a list.

Conventions
-----------
- An action's id is `group.verb`. A key press calls `action_verb()` of the screen (dashes become
  underscores); actions of the group `app` are methods of the app.
- `keys` are Textual's names ("enter", "ctrl+z", "question_mark", "a"). Textual separates keys by
  commas, we use a tuple. The first one is the one that is shown, unless `display` says otherwise.
- `passes_key=True`: each key calls `action_verb(key)` with its name: one action for a-h or 1-4.
- `title` is two or three words, as the key line shows it ("suspend"); `help` is one plain sentence.
- `rank` orders the key line: 1 comes first, 0 stays out of it. What does not fit is dropped from the
  end, so give low numbers to what is needed most. `?` is always kept.
- Whether an action works *now* is the screen's word: `StudyScreen.applies(verb)`; False takes it out
  of the key line and the palette, and its key does nothing. Call `refresh_bindings()` when it changes.
- A screen says `BINDINGS = bindings("study")`. A modal does the same with a group of its own.
- An own binding of a screen wins over an `app` action on the same key. The jumps of the `app` group
  (r, g, /, `,` ...) are off where `StudyScreen.JUMPS` is False.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import Binding

GROUPS: tuple[str, ...] = (
    "app",
    "welcome",
    "today",
    "study",
    "exams",
    "briefing",
    "exam",
    "quiz",
    "quizname",
    "examreport",
    "examitems",
    "examitem",
    "attempts",
    "why",
    "note",
    "glossary",
    "term",
    "roadmap",
    "roadmaps",
    "role",
    "comparison",
    "dossier",
    "evidence",
    "job",
    "certification",
    "certifications",
    "record",
    "readiness",
    "mistakes",
    "goal",
    "progress",
    "handover",
    "cohort",
    "learner",
    "common",
    "marked",
    "settings",
    "problems",
    "checks",
    "help",
    "trouble",
    "preview",
    "list",
)
"""Every group, in the order of the help and of docs/keys.md; each is a module of this package."""

GROUP_TITLES: dict[str, str] = {
    "app": "Everywhere",
    "welcome": "First run, and your goal",
    "today": "Today",
    "study": "Study session",
    "exams": "Exams",
    "briefing": "Before an exam",
    "exam": "Sitting an exam",
    "quiz": "A quiz of your own",
    "quizname": "The name of a quiz",
    "examreport": "Report of an exam",
    "examitems": "Items of an exam",
    "examitem": "One item of an exam",
    "attempts": "Attempts side by side",
    "why": "Why an item is due",
    "note": "Your note to an item",
    "glossary": "Glossary",
    "term": "Term",
    "roadmap": "Roadmap",
    "roadmaps": "Choosing a roadmap",
    "role": "Role profile",
    "comparison": "Comparing two roles",
    "dossier": "Competency dossier",
    "evidence": "Adding evidence",
    "job": "Job description fit",
    "certification": "Certification",
    "certifications": "All certifications",
    "record": "Recording an exam",
    "readiness": "Readiness",
    "mistakes": "Mistakes",
    "goal": "Exam date and minutes",
    "progress": "Progress",
    "handover": "Handing over progress",
    "cohort": "Cohort",
    "learner": "A learner of the cohort",
    "common": "What the cohort has in common",
    "marked": "Set aside and flagged",
    "settings": "Settings",
    "problems": "Content problems",
    "checks": "Checking your data",
    "help": "Help",
    "trouble": "When the data cannot be opened",
    "preview": "Preview of a bank, for authors",
    "list": "Lists and long texts",
}
"""What a person reads as the heading of a group."""

_SHOWN = {
    "enter": "enter",
    "escape": "esc",
    "space": "space",
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "right": "→",  # a word would be read as "what is right"
    "left": "←",
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a person can do; see the module's docstring for what the fields mean."""

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    rank: int = 0
    display: str = ""
    passes_key: bool = False
    priority: bool = False
    in_palette: bool = True
    built_in: bool = False
    """Done by a widget of Textual; listed for the help, bound by nobody here."""

    @property
    def group(self) -> str:
        """The screen that it belongs to, or `app`, or `list`."""
        return self.id.partition(".")[0]

    @property
    def verb(self) -> str:
        """The name after `action_` of the method that does it."""
        return self.id.partition(".")[2].replace("-", "_")

    @property
    def shown_keys(self) -> str:
        """The keys as a person reads them: `enter`, `a-h`, `q or ctrl+q`."""
        return self.display or " or ".join(key_label(key) for key in self.keys)

    @property
    def shown_key(self) -> str:
        """The one key of the key line."""
        return self.display or (key_label(self.keys[0]) if self.keys else "")


def key_label(key: str) -> str:
    """A key's name as a person reads it."""
    *modifiers, last = key.split("+")
    return "+".join((*modifiers, _SHOWN.get(last, last)))


@cache
def actions_of(group: str) -> tuple[Action, ...]:
    """The actions of a group, in the order in which the help lists them."""
    found: tuple[Action, ...] = import_module(f"{__name__}.{group}").ACTIONS
    return found


def all_actions() -> Iterator[Action]:
    """Every action of every group."""
    for group in GROUPS:
        yield from actions_of(group)


def action(action_id: str) -> Action:
    """The action with this id; raises KeyError for an unknown one."""
    group = action_id.partition(".")[0]
    for candidate in actions_of(group) if group in GROUPS else ():
        if candidate.id == action_id:
            return candidate
    raise KeyError(action_id)


def bindings(group: str) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """What a screen of this group assigns to BINDINGS."""
    return [binding for entry in actions_of(group) if not entry.built_in for binding in _bindings(entry)]


def _bindings(entry: Action) -> Iterator[Binding]:
    from textual.binding import Binding

    for key in entry.keys:
        yield Binding(
            key,
            f"{entry.verb}({key!r})" if entry.passes_key else entry.verb,
            entry.title,
            show=entry.rank > 0,
            key_display=entry.shown_key,
            # A letter must never win over a field that is typed into.
            priority=entry.priority and "+" in key,
            tooltip=entry.help,
            id=entry.id,
        )
