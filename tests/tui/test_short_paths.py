"""Paths in little room, and notifications that hold one."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from studyapp.tui.short_paths import short_path, with_short_paths

LETTERS = string.ascii_letters + "-_ äあ."
WORDS = st.text(alphabet=LETTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
SHARED = "/home/ada/work/mentoring/2026/shared"
LONG_NAME = "a-very-long-name-of-a-report-2026-11-28.passport.json"


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ada"))


@pytest.mark.parametrize(
    ("path", "width", "said"),
    [
        ("/home/ada/out.html", 40, "~/out.html"),
        ("/home/ada", 40, "~"),
        ("/home/adam/out.html", 40, "/home/adam/out.html"),
        (f"{SHARED}/cohort-2026-11-28.html", 37, "~/…/shared/cohort-2026-11-28.html"),
        (f"{SHARED}/cohort-2026-11-28.html", 27, "~/…/cohort-2026-11-28.html"),
        ("/srv/data/groups/mentors/autumn/cohort.html", 32, "/…/mentors/autumn/cohort.html"),
        ("C:\\Users\\ada\\Documents\\shared\\cohort.html", 30, "C:\\…\\shared\\cohort.html"),
        (f"/home/ada/{LONG_NAME}", 30, "a-very-long-na…8.passport.json"),
        ("relative/out.html", 40, "relative/out.html"),
    ],
)  # fmt: skip
def test_a_path_keeps_what_tells_it_apart(path: str, width: int, said: str) -> None:
    assert len(said) <= width + 1
    assert short_path(path, width) == said


@given(st.lists(WORDS, min_size=1, max_size=8), st.integers(6, 60))
def test_a_path_is_never_wider_than_its_room_and_ends_as_it_ended(parts: list[str], width: int) -> None:
    path = "/" + "/".join(parts)
    short = short_path(path, width)

    assert cell_len(short) <= width
    assert short[-1] == path[-1]
    if cell_len(path) <= width:
        assert short == path


def test_only_paths_in_a_message_are_shortened() -> None:
    said = (
        "“/home/ada/a/b/c/d/e/f/g/out.html” is not there, and/or "
        "https://lrs.example.com/a/b/c/d/e/f/g/statements is; see /home/ada/x.log."
    )

    assert with_short_paths(said, 24) == (
        "“~/…/c/d/e/f/g/out.html” is not there, and/or "
        "https://lrs.example.com/a/b/c/d/e/f/g/statements is; see ~/x.log."
    )
    assert with_short_paths("Nothing\nto   see here / there.", 10) == "Nothing\nto   see here / there."


def test_no_escape_in_the_name_of_a_file_gets_through() -> None:
    assert short_path("/home/ada/\x1b[31mred\n.html", 40) == "~/[31mred .html"
