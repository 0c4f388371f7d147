"""`studyapp progress export` and `verify`, `studyapp key`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Studyapp


@pytest.fixture
def goal(studyapp: Studyapp) -> None:
    assert studyapp("goal", "set", "tst-101", "--exam", "none").code == 0


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        ("json", ".json"), ("csv", ".csv.zip"), ("md", ".md"), ("html", ".html"), ("pdf", ".pdf"),
        ("passport", ".passport.json"),
    ],
)  # fmt: skip
def test_each_format_is_written_under_a_telling_name(
    studyapp: Studyapp, goal: None, tmp_path: Path, kind: str, ending: str
) -> None:
    target = tmp_path / "out"
    target.mkdir()

    ran = studyapp("progress", "export", "--format", kind, "-o", str(target))

    (path,) = target.iterdir()
    assert ran.code == 0
    assert path.name.startswith("studyapp-")
    assert path.name.endswith(ending)
    assert str(path) in ran.out


def test_a_dry_run_says_what_would_leave_and_writes_nothing(
    studyapp: Studyapp, goal: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = studyapp("progress", "export", "--dry-run")

    assert "would hold" in ran.out
    assert "Stays here: Answers" in ran.out
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "docx"], "There is no format 'docx'"),
        (["--privacy", "all"], "There is no level 'all'"),
        (["--cert", "nope"], "no certification nope"),
        (["--since", "monday"], "is not a day"),
        (["--badge"], "passport only"),
        (["-o", "/nonexistent/x.json"], "No such file"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    studyapp: Studyapp, goal: None, arguments: list[str], said: str
) -> None:
    ran = studyapp("progress", "export", *arguments)

    assert ran.code in (1, 2)
    assert said in " ".join(ran.err.split("\n"))


def test_verify_ends_with_0_1_or_2(studyapp: Studyapp, goal: None, tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    studyapp("progress", "export", "--format", "passport", "-o", str(path))

    own = studyapp("progress", "verify", str(path))
    assert (own.code, "GENUINE" in own.out, "this installation" in own.out) == (0, True, True)

    studyapp("key", "replace")
    unknown = studyapp("progress", "verify", str(path), "--json")
    assert (unknown.code, unknown.json[0]["verdict"], unknown.json[0]["exit_code"]) == (2, "unknown key", 2)
    assert studyapp("progress", "verify", str(path)).code == 0, "known since it was seen"

    path.write_bytes(path.read_bytes().replace(b"TST", b"TTT"))
    altered = studyapp("progress", "verify", str(path))
    assert (altered.code, "ALTERED" in altered.out) == (1, True)


def test_keys_are_shown_exported_replaced_and_brought_back(
    studyapp: Studyapp, goal: None, tmp_path: Path
) -> None:
    assert "no key yet" in studyapp("key", "show").out
    studyapp("progress", "export", "--format", "passport", "-o", str(tmp_path / "p.json"))
    before = studyapp("key", "show", "--json").json["did"]

    assert studyapp("key", "export", str(tmp_path / "copy.pem")).code == 0
    assert studyapp("key", "replace").code == 0
    assert studyapp("key", "show", "--json").json["did"] != before
    assert before in studyapp("key", "import", str(tmp_path / "copy.pem")).out
    assert studyapp("key", "import", str(tmp_path / "p.json")).code == 1


def test_known_keys_are_listed_named_and_forgotten(studyapp: Studyapp, goal: None, tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    studyapp("progress", "export", "--format", "passport", "-o", str(path))
    studyapp("key", "replace")
    assert "No key was seen" in studyapp("key", "known").out
    studyapp("progress", "verify", str(path))
    (known,) = studyapp("key", "known", "--json").json

    assert studyapp("key", "name", known["did"], "Ada\x1b[31m").code == 0
    assert "Ada[31m" in studyapp("key", "known").out
    assert "Ada" in studyapp("progress", "verify", str(path)).out
    assert studyapp("key", "forget", "Ada[31m").code == 0
    assert studyapp("key", "known", "--json").json == [] or "No key" in studyapp("key", "known").out


def test_the_schema_is_printed(studyapp: Studyapp) -> None:
    from studyapp.export.document import json_schema

    assert json.loads(studyapp("progress", "schema").out) == json_schema()


def test_an_export_can_be_piped(goal: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from studyapp.cli import run

    piped = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", piped)
    assert run(["progress", "export", "-o", "-"]) == 0

    assert isinstance(piped.buffer, io.BytesIO)
    assert json.loads(piped.buffer.getvalue())["format"] == "studyapp-progress/1"


def test_a_folder_that_is_not_there_does_not_become_a_file(studyapp: Studyapp, tmp_path: Path) -> None:
    ran = studyapp("progress", "export", "-o", f"{tmp_path}/shared/")
    assert ran.code == 2
    assert "There is no folder" in ran.err
    assert not (tmp_path / "shared").exists()
