"""What is wrong in banks and roadmaps: where, what, and how to put it right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.services.views import Aspect, ContentProblem
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Drawing, hanging, line, stack
from studyapp.tui.messages import ContentRead
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain

SHOWN = 500
"""More than anybody reads at once; the rest is counted."""
_LEVELS = {"error": ("✗", "error", "$wrong"), "warning": ("!", "warning", "$notice")}


class ProblemsScreen(StudyScreen):
    """Every content problem with file, line and column, as an editor's jump list has it."""

    NAME = "problems"
    ABOUT = (
        "What is wrong in question banks, glossaries and roadmaps, with file, line and column. What is named "
        "here was left out; everything else works."
    )
    BINDINGS = bindings("problems")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.CONTENT})

    def __init__(self) -> None:
        super().__init__()
        self.problems: Sequence[ContentProblem] = ()
        self.is_reading = False

    def compose_main(self) -> ComposeResult:
        """One text that scrolls."""
        yield Static("Looking …", id="problems", markup=False)

    async def load(self) -> None:
        """Fetch and show them."""
        self.headline = "Content problems"
        self.problems = await self.app.bridge.call(lambda s: s.library.problems())
        self.status = summary(self.problems)
        found = self.problems
        self.query_one("#problems", Static).update(Drawing(lambda width: problem_list(found, width)))

    def on_content_read(self, message: ContentRead) -> None:
        """Say how far the reading is; show what it found at its end."""
        self.is_reading = message.done < message.total
        if self.is_reading:
            self.status = f"reading {message.done} of {message.total} files"
        else:
            self.reload()
        self.refresh_bindings()

    def applies(self, verb: str) -> bool:
        """One reading at a time."""
        return not self.is_reading

    def action_again(self) -> None:
        """Read the files again, beside everything else."""
        self.is_reading = True
        self.status = "reading …"
        self.refresh_bindings()
        self.work(self._read(), group="read")

    async def _read(self) -> None:
        try:
            await self.app.bridge.read_content(self._progress)
        finally:
            self.is_reading = False
            self.refresh_bindings()
        self.reload()

    def _progress(self, done: int, total: int) -> None:
        """Called on the reader's thread; posting a message is safe there."""
        self.post_message(ContentRead(done, total))


def summary(problems: Sequence[ContentProblem]) -> str:
    """`3 errors, 1 warning in 2 files`."""
    if not problems:
        return "none"
    errors = sum(problem.level != "warning" for problem in problems)
    parts = [count(errors, "error")] if errors else []
    if len(problems) > errors:
        parts.append(count(len(problems) - errors, "warning"))
    return f"{', '.join(parts)} in {count(len({problem.path for problem in problems}), 'file')}"


def problem_list(problems: Sequence[ContentProblem], width: int) -> Content:
    """File by file: place, what, and the hint."""
    if not problems:
        return stack(
            [
                line(("✓ ", "$right"), ("Every content file reads as it should.", "bold $ink")),
                line(
                    (
                        "What a bank or a roadmap has wrong will stand here, with file, line and column.",
                        "$dim",
                    )
                ),
            ]
        )
    lines: list[Content | str] = [
        line(("What is named here was left out; everything else works.", "$dim")),
    ]
    path = ""
    for problem in problems[:SHOWN]:
        if problem.path != path:
            path = problem.path
            lines += ["", plain(path, "bold", keep_lines=False)]
        symbol, word, style = _LEVELS.get(problem.level, _LEVELS["error"])
        lines.append(line(("  "), (f"{symbol} {word}", style), "  ", (place(problem), "$accent")))
        lines.append(hanging("    ", problem.message, width, "$ink"))
        if problem.hint:
            lines.append(hanging("    → ", problem.hint, width, "$dim"))
    if len(problems) > SHOWN:
        lines += ["", line((f"… and {len(problems) - SHOWN} more.", "$dim"))]
    return stack(lines)


def place(problem: ContentProblem) -> str:
    """`questions.yaml:12:7`, as editors and terminals understand it; only the file where no line is known."""
    name = problem.path.replace("\\", "/").rpartition("/")[2]
    return f"{name}:{problem.line}:{problem.column}" if problem.line else name
