"""What goes wrong is told in words, with an exit code, and never with a traceback unless asked for."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from studyapp.paths import Home
from studyapp.services.library import LibraryService
from tests.banks import CERTIFICATION, question, questions_file, write_bank, write_yaml
from tests.cli.conftest import Studyapp

REPOSITORY = Path(__file__).parents[2]
EVERY = [
    ["today"], ["plan"], ["progress"], ["glossary", "x"], ["goal", "list"], ["cert", "list"],
    ["roadmap", "list"], ["settings", "list"], ["bank", "problems"], ["content", "import"], ["doctor"],
    ["backup"], ["study", "--plain"],
]  # fmt: skip
"""One command of each kind that opens the home."""


def damage(path: Path) -> None:
    path.write_bytes(b"this is no database at all" * 400)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@pytest.mark.parametrize("arguments", EVERY, ids=lambda arguments: arguments[0])
def test_every_command_offers_the_last_backup_for_a_damaged_database(
    home: Home, studyapp: Studyapp, arguments: list[str]
) -> None:
    studyapp("goal", "set", "tst-101")
    studyapp("backup")
    damage(home.database)
    ran = studyapp(*arguments)
    assert ran.code == 1
    assert ran.err.startswith("The database is damaged: ")
    assert f"run studyapp --home {home.root} restore" in ran.err
    [backup] = home.backups.glob("*.db")
    assert backup.name in ran.err
    assert "Traceback" not in ran.out + ran.err


def test_a_damaged_database_is_put_right_by_restore(home: Home, studyapp: Studyapp) -> None:
    studyapp("goal", "set", "tst-101")
    studyapp("backup")
    damage(home.database)
    restored = studyapp("restore")
    assert restored.code == 0
    assert "Restored studyapp-" in restored.out
    assert "What was there is kept as" in restored.out
    assert "TST-101" in studyapp("goal", "list").out
    assert list(home.root.glob("studyapp-replaced-*.db"))


def test_damage_inside_the_file_is_found_by_doctor(home: Home, studyapp: Studyapp) -> None:
    studyapp("content", "import")
    studyapp("backup")
    data = bytearray(home.database.read_bytes())
    page = 4096
    for start in range(page * 3, len(data), page):
        data[start : start + 64] = b"\xff" * 64
    home.database.write_bytes(bytes(data))
    for suffix in ("-wal", "-shm"):
        home.database.with_name(home.database.name + suffix).unlink(missing_ok=True)
    ran = studyapp("doctor")
    assert ran.code == 1
    assert "restore" in ran.out + ran.err
    assert "Traceback" not in ran.out + ran.err


def test_without_a_backup_that_is_said(home: Home, studyapp: Studyapp) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    damage(home.database)
    assert "There is no backup in" in studyapp("today").err
    assert studyapp("restore").code == 1


def test_a_backup_can_be_chosen_by_name_or_path_and_taken_back(home: Home, studyapp: Studyapp) -> None:
    studyapp("settings", "set", "retention", "0.8")
    studyapp("backup")
    [backup] = studyapp("backups", "--json").json
    studyapp("settings", "set", "retention", "0.9")
    assert studyapp("restore", Path(backup).name).code == 0
    assert studyapp("settings", "get", "retention").out == "0.8\n"
    [kept] = home.root.glob("studyapp-replaced-*.db")
    assert studyapp("restore", str(kept)).code == 0
    assert studyapp("settings", "get", "retention").out == "0.9\n"
    assert studyapp("restore", "no-such-file.db").code == 1
    assert Path(backup).name in studyapp("backups").out


def test_restoring_what_is_no_backup_changes_nothing(home: Home, studyapp: Studyapp, tmp_path: Path) -> None:
    studyapp("settings", "set", "retention", "0.8")
    (tmp_path / "notes.txt").write_text("not a database", encoding="utf-8")
    (tmp_path / "empty.db").write_bytes(b"")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE unrelated (x)")
        other.commit()
    for name in ("notes.txt", "empty.db", "other.db"):
        ran = studyapp("restore", str(tmp_path / name))
        assert ran.code == 1, name
        assert "Traceback" not in ran.err
    assert studyapp("settings", "get", "retention").out == "0.8\n"


def test_a_newer_database_is_refused(home: Home, studyapp: Studyapp) -> None:
    studyapp("settings", "list")
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute("PRAGMA user_version = 999")
    ran = studyapp("today")
    assert ran.code == 1
    assert ran.err.startswith("This database is from a newer studyapp: ")
    assert "Update studyapp" in ran.err


def test_a_home_that_cannot_be_made_is_said(studyapp: Studyapp, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    ran = studyapp("--home", str(tmp_path / "file" / "home"), "today")
    assert ran.code == 1
    assert ran.err.startswith("Your study data can't be written: ")


def test_a_fault_of_the_program_is_one_calm_sentence_and_a_log(
    home: Home, studyapp: Studyapp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(LibraryService, "certifications", broken)
    ran = studyapp("cert", "list")
    assert ran.code == 1
    assert "a secret detail" not in ran.err
    assert "Traceback" not in ran.err
    assert str(home.log_file) in ran.err
    assert "a secret detail" in home.log_file.read_text(encoding="utf-8")
    assert "a secret detail" in studyapp("--debug", "cert", "list").err


def test_expected_errors_show_a_traceback_only_with_debug(studyapp: Studyapp) -> None:
    assert "Traceback" not in studyapp("cert", "show", "nothing").err
    ran = studyapp("--debug", "cert", "show", "nothing")
    assert ran.code == 1
    assert "Traceback" in ran.err


@pytest.mark.parametrize("arguments", [["nonsense"], ["plan", "--nonsense"], ["goal", "set"], ["--home"]])
def test_a_wrong_command_line_is_exit_code_two(studyapp: Studyapp, arguments: list[str]) -> None:
    ran = studyapp(*arguments)
    assert ran.code == 2
    assert "Error: " in ran.err


def test_doctor_is_calm_about_a_new_home_and_finds_drift(home: Home, studyapp: Studyapp) -> None:
    new = studyapp("doctor")
    assert new.code == 0
    assert "backups: Run 'studyapp backup'." in new.out
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute(
            "INSERT INTO daily_total VALUES ('2026-01-01', 'tst-101', '1', 'question', 'new', 3, 5, 9, 0, 0)"
        )
        connection.commit()
    drift = studyapp("doctor")
    assert drift.code == 1
    assert "studyapp doctor --rebuild" in drift.out
    put_right = studyapp("doctor", "--rebuild")
    assert put_right.code == 0
    assert "from the log; a backup was made before" in put_right.out
    assert all(check["ok"] for check in studyapp("doctor", "--json").json)


def test_terminal_escapes_and_markup_of_content_are_printed_as_text(home: Home, studyapp: Studyapp) -> None:
    studyapp("content", "import")
    with closing(sqlite3.connect(home.database)) as connection:
        evil = "\x1b[2J\x9b31m\u202e[red]evil[/red]\n\x07"
        connection.execute("UPDATE certification SET body = json_set(body, '$.name', ?)", (evil,))
        connection.execute("UPDATE item SET title = ?", (evil,))
        connection.commit()
    studyapp("goal", "set", "tst-101", "--exam", "none")
    for arguments in (["cert", "list"], ["plan"], ["goal", "set", "tst-101"], ["cert", "list", "--json"]):
        printed = studyapp(*arguments).out
        assert "evil" in printed
        assert not {ch for ch in printed if (ord(ch) < 32 and ch != "\n") or ch in "\x9b\u202e"}
    assert "[red]evil[/red]" in studyapp("cert", "list").out


def test_questions_in_any_script_survive_a_terminal_without_a_locale(home: Home) -> None:
    write_bank(home.content)
    write_yaml(
        home.content / CERTIFICATION / "questions.yaml", questions_file([question(1, stem="日本 für?")])
    )
    env = os.environ | {"STUDYAPP_HOME": str(home.root), "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    command = [sys.executable, "-m", "studyapp", "plan", "--cert", CERTIFICATION]
    ran = subprocess.run(command, capture_output=True, env=env, cwd=REPOSITORY, check=False)
    assert ran.returncode == 0, ran.stderr
    assert b"f?r" in ran.stdout


@pytest.mark.skipif(os.name == "nt", reason="pipes as POSIX has them")
def test_a_reader_that_goes_away_is_no_fault(home: Home) -> None:
    write_bank(home.content)
    env = os.environ | {"STUDYAPP_HOME": str(home.root)}
    command = f"'{sys.executable}' -m studyapp plan --json --cert {CERTIFICATION} | true"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, env=env, cwd=REPOSITORY, check=False)
    assert b"Traceback" not in ran.stderr
    assert b"Exception ignored" not in ran.stderr
