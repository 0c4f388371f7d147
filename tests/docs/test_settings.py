"""docs/settings.md: every setting, and examples that are accepted."""

from __future__ import annotations

import shlex
from dataclasses import fields
from pathlib import Path

import pytest

from studyapp.cli import run
from studyapp.services.views import Settings
from studyapp.tui.setting_fields import FIELDS
from tests.docs import made
from tests.docs.pages import DOCS, blocks, rows, text_of

TEXT = text_of(DOCS / "settings.md")
LINES = rows(TEXT.partition("## On the command line")[2].partition("Weekdays count")[0])


def test_every_setting_stands_in_both_tables() -> None:
    names = sorted(field.name for field in fields(Settings))
    assert sorted(field.name for field in FIELDS) == names
    assert sorted(cells[0].strip("`") for cells in rows(blocks(TEXT)["settings"])) == names
    assert sorted(cells[0].strip("`") for cells in LINES) == names


def test_first_values_are_those_of_the_code() -> None:
    expected = {name: f"`{value}`" if value else "nothing" for name, value in made.first_values().items()}
    assert {cells[0].strip("`"): cells[1] for cells in LINES} == expected


def test_every_example_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STUDYAPP_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-content").mkdir()
    for name, _first, example in LINES:
        words = shlex.split(example.strip("`"))
        assert words[:4] == ["studyapp", "settings", "set", name.strip("`")]
        assert run(words[1:]) == 0, capsys.readouterr().err
        assert run(["settings", "get", words[3]]) == 0
        assert words[4] in capsys.readouterr().out
