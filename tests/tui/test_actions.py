"""The registry of actions: everything about keys comes from it, and it fits what the screens do."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from textual.keys import _character_to_key

from studyapp.tui import actions
from studyapp.tui.actions import GROUP_TITLES, GROUPS, Action, actions_of, all_actions
from studyapp.tui.app import SCREENS, StudyApp
from studyapp.tui.keys_page import keys_markdown
from studyapp.tui.screens.base import StudyScreen

ROOT = Path(__file__).parents[2]
TUI = ROOT / "studyapp" / "tui"


def screen_class(name: str) -> type[StudyScreen]:
    module, _, class_name = SCREENS[name].partition(":")
    found: type[StudyScreen] = getattr(import_module(f"studyapp.tui.screens.{module}"), class_name)
    return found


def test_every_module_of_actions_is_a_group_with_a_title() -> None:
    modules = {path.stem for path in (TUI / "actions").glob("*.py")} - {"__init__"}
    assert modules == set(GROUPS) == set(GROUP_TITLES)


def test_ids_are_unique_and_name_their_group() -> None:
    ids = [entry.id for entry in all_actions()]
    assert len(ids) == len(set(ids))
    for group in GROUPS:
        assert {entry.group for entry in actions_of(group)} <= {group}
    assert actions.action("app.quit").verb == "quit"


@pytest.mark.parametrize("unknown", ["app.nothing", "nobody.does", ""])
def test_an_unknown_id_is_an_error(unknown: str) -> None:
    with pytest.raises(KeyError):
        actions.action(unknown)


@pytest.mark.parametrize("entry", list(all_actions()), ids=lambda entry: entry.id)
def test_every_action_explains_itself(entry: Action) -> None:
    assert entry.title
    assert len(entry.title) <= 28
    assert entry.title == entry.title.lower() or not entry.title.isalpha()
    assert entry.help.endswith(".")
    assert len(entry.help) <= 120
    assert entry.keys or entry.in_palette, "nobody could reach it"


@pytest.mark.parametrize("entry", list(all_actions()), ids=lambda entry: entry.id)
def test_keys_are_names_that_textual_knows(entry: Action) -> None:
    for key in entry.keys:
        assert "," not in key
        last = key.split("+")[-1]
        assert len(last) > 1 or last == _character_to_key(last)


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_every_action_of_a_screen_has_its_method(name: str) -> None:
    screen = screen_class(name)
    assert name == screen.NAME
    for entry in actions_of(name):
        assert callable(getattr(screen, f"action_{entry.verb}", None)), entry.id


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_every_screen_says_what_it_is_for(name: str) -> None:
    assert screen_class(name).ABOUT.endswith(".")


def test_every_action_of_the_app_has_its_method() -> None:
    for entry in actions_of("app"):
        assert callable(getattr(StudyApp, f"action_{entry.verb}", None)), entry.id


def test_no_key_is_typed_outside_of_the_registry() -> None:
    offenders = [
        path.name
        for path in TUI.rglob("*.py")
        if "actions" not in path.parent.name
        and re.search(r"\bBinding\(|\.bind\(\s*[\"']", path.read_text("utf-8"))
    ]
    assert offenders == []


def test_a_key_that_takes_letters_from_a_field_is_never_a_priority() -> None:
    for group in GROUPS:
        for binding in actions.bindings(group):
            assert not isinstance(binding, tuple)
            if binding.priority:
                assert "+" in binding.key


@pytest.mark.parametrize(
    ("key", "label"),
    [("question_mark", "?"), ("ctrl+p", "ctrl+p"), ("escape", "esc"), ("comma", ","), ("a", "a")],
)
def test_keys_are_written_as_people_read_them(key: str, label: str) -> None:
    assert actions.key_label(key) == label


def test_the_page_of_keys_is_the_registry() -> None:
    page = ROOT / "docs" / "keys.md"
    assert page.read_text("utf-8") == keys_markdown(), "run: python -m studyapp.tui.keys_page > docs/keys.md"
