"""docs/keys.md and the keys that the other pages name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studyapp.tui.actions import GROUP_TITLES, GROUPS, all_actions, key_label
from tests.docs.pages import DOCS, rows, text_of

TEXT = text_of(DOCS / "keys.md")


@pytest.mark.parametrize("group", GROUPS)
def test_every_action_of_a_group_stands_under_its_heading_with_its_keys(group: str) -> None:
    actions = [entry for entry in all_actions() if entry.group == group]
    parts = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", TEXT, re.MULTILINE))
    table = rows(parts[GROUP_TITLES[group]])
    assert [cells[1] for cells in table] == [entry.title for entry in actions]
    for cells, entry in zip(table, actions, strict=True):
        assert cells[2] == entry.help
        shown = re.findall(r"`([^`]+)`", cells[0])
        for key in entry.keys if not entry.display else ():
            assert key_label(key) in shown or key_label(key) in cells[0]


def test_the_keys_that_a_page_names_are_keys_of_the_app(page: Path) -> None:
    known = {key_label(key) for entry in all_actions() for key in entry.keys}
    named = set(re.findall(r"<kbd>([^<]+)</kbd>", text_of(page)))
    assert named <= known
