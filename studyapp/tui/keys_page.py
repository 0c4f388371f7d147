"""Prints docs/keys.md from the registry: `python -m studyapp.tui.keys_page > docs/keys.md`."""

from __future__ import annotations

import sys

from studyapp.tui.actions import GROUP_TITLES, GROUPS, Action, actions_of

HEAD = """# Keys

Every key of every screen. This page is generated from the registry of actions
(`python -m studyapp.tui.keys_page > docs/keys.md`), as are the help screen (`?`) and the palette (`ctrl+p`).
The line at the bottom of each screen shows the keys that work at that moment. Everything can be clicked too.
"""
TABLE = "| key | action | what it does |\n|---|---|---|"


def keys_markdown() -> str:
    """The whole page."""
    parts = [HEAD]
    for group in GROUPS:
        entries = actions_of(group)
        if entries:
            rows = "\n".join(_row(entry) for entry in entries)
            parts.append(f"## {GROUP_TITLES[group]}\n\n{TABLE}\n{rows}\n")
    return "\n".join(parts)


def _row(entry: Action) -> str:
    keys = entry.shown_keys or "palette"
    shown = " or ".join(f"`{key}`" for key in keys.split(" or ")) if entry.keys else keys
    return f"| {shown} | {entry.title} | {entry.help} |".replace("`|`", "`\\|`")


if __name__ == "__main__":
    sys.stdout.write(keys_markdown())
