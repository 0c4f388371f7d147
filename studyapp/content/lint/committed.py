"""A committed version of a file, where git is there and keeps it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from studyapp.content.lint.source import Item, read_source
from studyapp.content.reader import Document, parse_document

_PATIENCE_S = 10


def is_commit(folder: Path, since: str) -> bool:
    """Whether a name, such as HEAD or origin/main, is a commit of the repository around a folder."""
    return bool(_git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{since}^{{commit}}"))


def committed_items(paths: Iterable[Path], since: str = "HEAD") -> dict[str, Item]:
    """The items of a commit by id, for those files that differ from it.

    Without git, outside of a repository, or for a file that it does not know, there are none.
    """
    items: dict[str, Item] = {}
    by_folder: dict[Path, list[str]] = {}
    for path in paths:
        by_folder.setdefault(path.resolve().parent, []).append(path.name)
    for folder, names in by_folder.items():
        if not is_commit(folder, since):
            continue
        changed = _git(folder, "diff", "--name-only", "--relative", "-z", since, "--", *names)
        for name in filter(None, changed.decode("utf-8", "replace").split("\0")):
            text = _git(folder, "show", f"{since}:./{name}")
            document = parse_document(text, name) if text else None
            if isinstance(document, Document):
                source = read_source(name, text.decode("utf-8-sig"), document.root)
                items.update((item.id, item) for item in source.items if item.id)
    return items


def _git(folder: Path, *arguments: str) -> bytes:
    """What git prints, or nothing where it can't."""
    try:
        done = subprocess.run(  # noqa: S603 - git with arguments of ours; names follow a '--'
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git of the author's path is meant
            capture_output=True, timeout=_PATIENCE_S, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
