"""F35 against a real repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from studyapp.content.lint.committed import committed_items
from studyapp.content.lint.run import chosen_checks, lint
from tests.content.lint.banks import TODAY, found, linted, spoil, write_bank

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = write_bank(tmp_path / "a bank")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    return path


def test_an_option_that_changed_without_its_reason_is_found(bank: Path) -> None:
    assert linted(bank).findings == []
    spoil(bank, "A copy at the bank", "A scan at the bank")
    report = linted(bank)
    assert [f[0] for f in found(report)] == ["F35"]
    assert "'A copy at the bank'" in report.findings[0].message
    spoil(bank, "It protects against fire.", "It protects against loss.")
    assert linted(bank).findings == []


def test_another_commit_can_be_named_to_count_from(bank: Path) -> None:
    spoil(bank, "A copy at the bank", "A scan at the bank")
    git(bank.parent, "commit", "-q", "-a", "-m", "second")
    assert lint([bank], chosen_checks(["F35"]), TODAY).findings == []
    assert [f.id for f in lint([bank], chosen_checks(["F35"]), TODAY, "HEAD~1").findings] == ["F35"]
    assert lint([bank], chosen_checks(["F35"]), TODAY, "--output=x").findings == []
    assert not (bank.parent / "x").exists()


def test_what_is_staged_counts_as_changed(bank: Path) -> None:
    spoil(bank, "A copy at the bank", "A scan at the bank")
    git(bank.parent, "add", "-A")
    assert [f[0] for f in found(linted(bank))] == ["F35"]


def test_a_file_that_git_does_not_know_has_no_past(bank: Path) -> None:
    new = bank.with_name("new.yaml")
    new.write_text(bank.read_text().replace("tst-101-", "tst-101-n"))
    assert committed_items([new]) == {}


def test_outside_of_a_repository_nothing_is_found(tmp_path: Path) -> None:
    assert committed_items([write_bank(tmp_path)]) == {}
