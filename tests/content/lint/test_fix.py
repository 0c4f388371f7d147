"""What `--fix` mends, and what it leaves as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.content.lint.fix import fix_files
from studyapp.content.lint.run import chosen_checks
from tests.content.lint.banks import TODAY, linted, spoil, write_bank


def fixed(folder: Path, *select: str) -> dict[str, int]:
    checks = chosen_checks(select, ("F29",))
    return {path.name: count for path, count in fix_files([folder], checks, TODAY)}


def test_nothing_to_mend_leaves_the_file_alone(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert fixed(tmp_path) == {}
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_mixed_full_stops_and_edge_spaces_go(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=1)
    spoil(path, "text: A ban on disposal", "text: 'A ban on disposal. '  # keep me")
    assert fixed(tmp_path) == {"questions.yaml": 1}
    assert "text: 'A ban on disposal'  # keep me" in path.read_text()
    assert linted(tmp_path).findings == []


def test_numbers_are_put_in_order_with_their_reasons_and_comments(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=1)
    for old, new in (
        ("A lock on the drawer", "30 days"),
        ("A ban on disposal", "7 days"),
        ("A copy at the bank", "9 days"),
    ):
        spoil(path, old, new)
    before = path.read_text()
    assert [f.id for f in linted(tmp_path, select=("F15",)).findings] == ["F15"]
    assert fixed(tmp_path, "F15") == {"questions.yaml": 1}
    after = path.read_text()
    assert sorted(after.splitlines()) == sorted(before.splitlines())
    assert after.index("# the key") < after.index("7 days") < after.index("9 days") < after.index("30 days")
    assert after.index("30 days") < after.index("It keeps people out") < after.index("explanation:")
    assert fixed(tmp_path, "F15") == {}


def test_a_locale_goes_out_of_official_addresses_only(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=1)
    spoil(
        path,
        "      - https://docs.vendor.example/letters\n",
        "      - https://docs.vendor.example/en-us/letters  # why\n      - https://elsewhere.example/de/x\n",
    )
    assert fixed(tmp_path, "F33") == {"questions.yaml": 1}
    text = path.read_text()
    assert "- https://docs.vendor.example/letters  # why\n" in text
    assert "https://elsewhere.example/de/x" in text


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("    lint: {waive: [F30], because: x}\n", ""),
        ("    lint:\n      waive: [F30]\n      because: x\n", ""),
        ("    lint: {waive: [F05, F30], because: x}\n", "    lint: {waive: [F05], because: x}\n"),
    ],
)
def test_a_waiver_that_excuses_nothing_goes(tmp_path: Path, written: str, left: str) -> None:
    path = write_bank(tmp_path, items=1)
    spoil(path, "A copy at the bank", "Often a copy at a bank")
    before = path.read_text()
    spoil(path, "    explanation:", written + "    explanation:")
    if "F05" not in written:
        spoil(path, "Often a copy at a bank", "A copy at the bank")
        before = before.replace("Often a copy at a bank", "A copy at the bank")
    assert fixed(tmp_path) == {"questions.yaml": 1}
    assert path.read_text() == before.replace("    explanation:", left + "    explanation:")


def test_stored_keys_that_crowd_are_shuffled_with_a_seed(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=0)
    items = "".join(
        f"  - id: tst-101-{n}\n    objective: '1.1'\n    kind: single\n    depth: recall\n    difficulty: 1\n"
        f"    stem: Which of them is thing number {n} of the long row?\n    options:\n"
        f"      - text: Right {n}\n        correct: true\n        reason: a\n"
        f"      - text: Wrong {n}\n        reason: b\n      - text: Other {n}\n        reason: c\n"
        f"    explanation: x\n    references: [https://docs.vendor.example/x]\n    verified_on: 2026-11-20\n"
        for n in range(40)
    )
    path.write_text("format: questions/1\ncertification: tst-101\nquestions:\n" + items)
    assert [f.id for f in linted(tmp_path, select=("B02",), ignore=()).findings] == ["B02"]
    [(name, count)] = fixed(tmp_path, "B02").items()
    assert (name, count > 20) == ("questions.yaml", True)
    once = path.read_text()
    assert linted(tmp_path, select=("B02",), ignore=()).findings == []
    path.write_text("format: questions/1\ncertification: tst-101\nquestions:\n" + items)
    fixed(tmp_path, "B02")
    assert path.read_text() == once, "the same seed gives the same order"


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=1)
    text = path.read_text().replace("A ban on disposal", "A ban on disposal.")
    path.write_bytes(("\ufeff" + text).replace("\n", "\r\n").encode())
    assert fixed(tmp_path) == {"questions.yaml": 1}
    assert (
        path.read_bytes() == ("\ufeff" + text.replace("disposal.", "disposal")).replace("\n", "\r\n").encode()
    )


def test_options_in_one_line_are_left_alone(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=1)
    text = path.read_text()
    begin, end = text.index("    options:"), text.index("    explanation:")
    options = ("9 days, correct: true", "3 days, excluded_by: one drawer", "7 days, excluded_by: one drawer")
    flow = f"    options: [{', '.join(f'{{reason: a, text: {o}}}' for o in options)}]\n"
    path.write_text(text[:begin] + flow + text[end:])
    before = path.read_text()
    assert fixed(tmp_path, "F15") == {}
    assert path.read_text() == before
