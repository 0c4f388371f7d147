"""The linter: a thousand items, against what loading them takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from studyapp.content.lint.run import chosen_checks, lint
from studyapp.content.load import load_file
from studyapp.paths import bundled_content
from tests.benchmarks.measure import Figure, median_of, timed_ms

ITEMS = 1000
LONG_WORD = re.compile(r"(?<=\s)[a-z]{6,}(?=[\s,.?])")


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Figures of the linter; a thousand items in both sizes, for it is one bank."""
    bank = folder / "lint-bank"
    write_bank(bank, ITEMS)
    files = sorted(bank.glob("*.yaml"))
    loading = timed_ms(lambda: [load_file(path) for path in files])
    checks = chosen_checks()
    today = date(2026, 11, 27)
    report = lint([bank], checks, today)
    assert report.items == ITEMS, report.items
    took = median_of(1 if quick else 3, lambda: timed_ms(lambda: lint([bank], checks, today)))
    yield Figure(f"lint of {ITEMS} items", took / 1000, "s", 5.0, f"{took / loading:.1f} times loading them")


def write_bank(folder: Path, count: int) -> None:
    """The shipped AIF-C01 items over and over; each copy has other long words, so none is a duplicate."""
    folder.mkdir(parents=True)
    source = bundled_content()[0] / "aif-c01"
    (folder / "certification.yaml").write_text((source / "certification.yaml").read_text())
    bodies = [
        p.read_text().split("questions:\n", 1)[1] for p in sorted((source / "questions").glob("*.yaml"))
    ]
    items = [item for body in bodies for item in body.split("\n\n") if item.strip()]
    written = []
    for n in range(count):
        copy, text = n // len(items), items[n % len(items)].rstrip()
        text = text.replace("- id: aif-c01-", f"- id: aif-c01-b{n}-", 1)
        written.append(LONG_WORD.sub(lambda found, copy=copy: f"{found[0]}{'x' * copy}", text))
    header = "format: questions/1\ncertification: aif-c01\nquestions:\n"
    (folder / "questions.yaml").write_text(header + "\n".join(written) + "\n")
