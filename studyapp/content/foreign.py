"""Which YAML files are no content: what other programs keep in a repository of banks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode

from studyapp.content.formats import FORMATS
from studyapp.content.problems import Problem
from studyapp.content.reader import Document

_FIELDS_OF_OURS = frozenset({"certification", "questions", "terms", "domains", "stages", "old_names"})
"""Fields that hold content; a file with one of them has only lost its format line."""


def format_of(root: Node) -> str:
    """What a document says that it is, such as `questions/1`; empty where it says nothing."""
    if not isinstance(root, MappingNode):
        return ""
    for key, value in root.value:
        if key.value == "format" and isinstance(value, ScalarNode):
            return str(value.value)
    return ""


def unknown_format(document: Document) -> Problem | None:
    """What is wrong with the format that a document says; None where it is one of ours."""
    name = format_of(document.root)
    if name in FORMATS:
        return None
    mark = document.root.start_mark
    told = f"the format is {name[:60]!r}" if name else "the file does not say its format"
    hint = f"Begin the file with 'format:' and one of: {', '.join(FORMATS)}"
    return Problem(document.path, mark.line + 1, mark.column + 1, told, hint)


def is_foreign(root: Node) -> bool:
    """Whether a document belongs to another program: fields, but no format and none that holds content."""
    if not isinstance(root, MappingNode):
        return False
    fields = {key.value for key, _ in root.value}
    return "format" not in fields and not fields & _FIELDS_OF_OURS


def passed_over(foreign: Iterable[str], named: Collection[Path]) -> list[str]:
    """Foreign files that a walk through a folder met; who names a file wants to hear of it."""
    wanted = {str(path) for path in named}
    return [path for path in foreign if path not in wanted]


def passed_over_line(paths: Collection[str]) -> str:
    """One line that says how many files were passed over, and names the first."""
    if not paths:
        return ""
    count = f"{len(paths):,} file{'' if len(paths) == 1 else 's'}"
    more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
    return f"{count} passed over, without a format of ours: {', '.join(list(paths)[:3])}{more}"
