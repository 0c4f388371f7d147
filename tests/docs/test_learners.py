"""docs/learners.md: plain mode, doctor, folders, and the screens' own words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studyapp import plain
from studyapp.bootstrap import connect
from studyapp.domain.memory import Grade
from studyapp.paths import Home, default_home, demo_home
from studyapp.services.goals import MAX_MINUTES
from studyapp.services.health import HealthService
from studyapp.tui.screens.note import LONGEST_NOTE
from studyapp.tui.screens.progress import SECTIONS
from studyapp.tui.screens.welcome import QUESTIONS
from studyapp.tui.widgets.feedback import GRADE_NAMES
from tests.docs.pages import DOCS, table_under, text_of

TEXT = text_of(DOCS / "learners.md")


def test_every_command_of_plain_mode_is_in_its_table() -> None:
    table = {
        cells[0].strip("`"): cells[1].strip("`") for cells in table_under(TEXT, "| Type | or the word |")
    }
    assert table == plain.COMMANDS


def test_every_check_of_the_doctor_is_in_its_table(tmp_path: Path) -> None:
    services = connect(Home(tmp_path))
    try:
        checks = HealthService(services.context).check()
    finally:
        services.close()
    table = {cells[0]: cells for cells in table_under(TEXT, "| Check | What it looks at |")}
    assert list(table) == [check.name for check in checks]
    for check in checks:
        for command in re.findall(r"'(studyapp [^']+)'", check.advice):
            assert f"`{command}`" in table[check.name][2]


def test_the_grades_stand_with_their_keys() -> None:
    table = {cells[1]: cells[0] for cells in table_under(TEXT, "| Key | Grade |")}
    assert table == {GRADE_NAMES[grade]: f"<kbd>{int(grade)}</kbd>" for grade in Grade}


def test_the_questions_of_the_first_run_are_those_of_the_screen() -> None:
    for question in QUESTIONS.values():
        assert f"**{question}**" in TEXT
    assert MAX_MINUTES >= 60


def test_every_section_of_the_progress_screen_is_explained() -> None:
    for title in SECTIONS.values():
        assert f"**{title}**" in TEXT


def test_the_folder_is_told_with_everything_in_it() -> None:
    home = Home(Path("x"))
    named = (home.database, home.backups, home.content, home.screenshots, home.log_file)
    for path in named:
        assert f"`{path.name}{'' if path.suffix else '/'}`" in TEXT
    assert f"up to {LONGEST_NOTE:,} characters" in TEXT


def test_the_folder_is_chosen_as_the_page_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STUDYAPP_HOME", str(tmp_path / "mine"))
    assert default_home().root == tmp_path / "mine"
    assert demo_home().root.parent == tmp_path
    assert "`STUDYAPP_HOME`" in TEXT
    assert "studyapp --home" in TEXT
