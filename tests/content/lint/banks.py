"""Banks on disk for tests of the linter: clean items, which a test spoils in one place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from studyapp.content.lint.run import Report, chosen_checks, lint
from tests.banks import certification

TODAY = date(2026, 11, 27)
BANK_CHECKS = ("F29", "B")
"""Checks of the bank as a whole, which a bank of two items can't pass."""

ITEM = """\
  - id: tst-101-{number}
    objective: '1.1'
    kind: single
    depth: choice
    difficulty: 2
    stem: >-
      {stem}
    options:
      - text: A lock on the drawer
        reason: It keeps people out; letters may still be thrown away by those inside.
        excluded_by: nobody may throw one away
      # the key
      - text: A ban on disposal
        correct: true
        reason: Nothing leaves while the ban holds.
      - text: A copy at the bank
        reason: It protects against fire.
        excluded_by: in one drawer
    explanation: Keeping is a rule, not a place.
    references:
      - https://docs.vendor.example/letters
    verified_on: 2026-11-20
"""
VENDOR = """\
format: vendor/1
vendor: Testing
hosts: [docs.vendor.example]
"""
STEMS = (
    "A baker keeps the letters of carpenters in one drawer for ten years, and nobody may throw one away.\n"
    "      Which rule meets the wish?",
    "Since the flood of last spring, each map of the harbour lies in one drawer of the town hall, where\n"
    "      nobody may throw one away. How are the maps protected?",
)


def write_bank(folder: Path, *, items: int = 2, extra: str = "") -> Path:
    """A certification, a vendor and one questions file of clean items; returns the questions file."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "certification.yaml", certification())
    (folder / "vendor.yaml").write_text(VENDOR, encoding="utf-8")
    path = folder / "questions.yaml"
    body = "\n".join(ITEM.format(number=n, stem=STEMS[n]) for n in range(items))
    head = "format: questions/1\ncertification: tst-101\nquestions:\n"
    path.write_text(head + body + extra, encoding="utf-8")
    return path


def write(path: Path, value: dict[str, Any]) -> None:
    """A YAML file."""
    path.write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True), encoding="utf-8")


def spoil(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in the file, in its first place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def linted(*paths: Path, select: tuple[str, ...] = (), ignore: tuple[str, ...] = BANK_CHECKS) -> Report:
    """The report of a run with all checks of items."""
    return lint(paths, chosen_checks(select, ignore), TODAY)


def found(report: Report) -> list[tuple[str, int, int, str]]:
    """Id, line, column and item of each finding."""
    return [(f.id, f.line, f.column, f.item) for f in report.findings]
