"""`roadmap compare`, `roadmap terms`, `dossier` and `job` on the command line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from studyapp.paths import Home
from tests.cli.conftest import Studyapp
from tests.roles import HOSTILE, write_roles


@pytest.fixture
def roles(studyapp: Studyapp, home: Home) -> Studyapp:
    """The command line over two roadmaps that share a competency."""
    write_roles(home)
    return studyapp


def test_two_roles_are_compared_in_words_and_as_json(roles: Studyapp) -> None:
    ran = roles("roadmap", "compare", "builder", "watcher")
    assert ran.code == 0
    assert "A  Builder" in ran.out
    assert "  B  the source does not say" in ran.out
    assert "45,000–65,000 GBP" in ran.out
    found = roles("roadmap", "compare", "builder", "watcher", "--json").json
    assert found["one"]["roadmap_id"] == "builder"
    assert [skill["id"] for skill in found["skills"] if skill["on"] == "both"] == ["python"]


def test_a_role_and_itself_is_a_clear_error(roles: Studyapp) -> None:
    ran = roles("roadmap", "compare", "builder", "builder")
    assert ran.code != 0
    assert "Name two roadmaps." in ran.err


def test_key_terms_are_listed_and_studied_as_lines(roles: Studyapp, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = roles("roadmap", "terms", "builder")
    assert "new  drift" in ran.out
    assert "3 terms, 0 met, 0 learned." in ran.out
    monkeypatch.setattr("sys.stdin", io.StringIO("q\n"))
    assert "Drift" in roles("study", "--plain", "--deck", "builder").out


def test_evidence_is_added_listed_exported_and_taken_back(roles: Studyapp, tmp_path: Path) -> None:
    added = roles(
        "dossier", "add", "python", "deploy", "--title", "A tool", "--kind", "project",
        "--on", "2026-05-03", "--link", "https://example.org/tool", "--json",
    ).json  # fmt: skip
    assert added["competency_ids"] == ["deploy", "python"]
    listed = roles("dossier", "list", "watcher")
    assert "  + [python] Good Python" in listed.out
    assert "  - [monitor] Monitor models." in listed.out
    assert "1 of 2 with evidence, 0 by a certification, 1 open" in listed.out
    page = tmp_path / "sub" / "dossier.html"
    assert roles("dossier", "export", "watcher", "--format", "html", "-o", str(page)).code == 0
    assert "A tool" in page.read_text("utf-8")
    assert roles("dossier", "export", "watcher").out.startswith("# Competency dossier")
    assert "Taken back" in roles("dossier", "remove", added["id"][-8:]).out
    assert "  - [python]" in roles("dossier", "list", "watcher").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("dossier", "add", "pyton", "--title", "x"), "Did you mean python?"),
        (("dossier", "add", "python", "--title", "x", "--kind", "wish"), "no kind of evidence"),
        (("dossier", "add", "python", "--title", "x", "--on", "yesterday"), "is not a day"),
        (("dossier", "export", "builder", "--format", "pdf"), "Write md or html."),
        (("dossier", "list"), "You follow no roadmap yet."),
        (("dossier", "export", "builder", "-o", "/dev/null/x"), "/dev/null/x"),
        (("job", "fit", "nowhere.txt"), "There is no file nowhere.txt."),
        (("job", "fit", "."), "can't be read"),
    ],
)
def test_bad_input_is_told_with_what_to_do(roles: Studyapp, arguments: tuple[str, ...], says: str) -> None:
    ran = roles(*arguments)
    assert ran.code != 0
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_a_job_description_is_read_from_a_file_and_from_stdin(
    roles: Studyapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "job.txt"
    path.write_text(f"You deploy models.\nPython.\n{HOSTILE} is here too\n", "utf-8")
    ran = roles("job", "fit", str(path))
    assert "Of 2 responsibilities and skills that are asked for, you have evidence for 0." in ran.out
    assert "[deploy] Deploy models." in ran.out
    assert "\x1b" not in ran.out
    assert "<script>alert('x')</script>" in ran.out
    stream = io.TextIOWrapper(io.BytesIO(b"Python wanted"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stream)
    assert [it["standing"]["id"] for it in roles("job", "fit", "-", "--json").json["asked"]] == ["python"]


def test_a_document_that_is_no_text_is_refused(roles: Studyapp, tmp_path: Path) -> None:
    path = tmp_path / "job.docx"
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    ran = roles("job", "fit", str(path))
    assert ran.code != 0
    assert "is not text in UTF-8" in ran.err


def test_a_job_description_is_made_from_the_template(roles: Studyapp) -> None:
    ran = roles("job", "template", "--roadmap", "builder")
    assert ran.out.startswith("# Builder")
    assert "## Why join us" in ran.out
    assert roles("job", "template", "--roadmap", "builder", "--format", "html").out.startswith(
        "<!DOCTYPE html>"
    )
