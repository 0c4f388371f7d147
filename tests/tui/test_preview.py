"""The preview of an author's bank: items as a learner sees them, and their problems; it follows the files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studyapp.paths import Home
from studyapp.services.authoring import Authoring
from studyapp.tui.preview_app import PreviewApp
from tests.banks import questions_file, write_yaml
from tests.content.lint.banks import TODAY, spoil, write_bank
from tests.waiting import screen_text, wait_until

OWN_FIELDS: dict[str, dict[str, Any]] = {
    "matching": {
        "pairs": [
            {"prompt": "Peel", "match": "slides loaves", "reason": "It is flat."},
            {"prompt": "Lame", "match": "cuts crusts", "reason": "It is sharp."},
        ]
    },
    "numeric": {"answer": {"value": 96, "tolerance": 2, "unit": "°C", "reason": "It is done there."}},
    "hands-on": {
        "environment": "An oven.",
        "rubric": [{"text": "The oven is cold", "reason": "Nobody burns a hand."}],
        "solution": "Open its door and wait.",
    },
}


def kind_question(kind: str) -> dict[str, Any]:
    number = list(OWN_FIELDS).index(kind) + 1
    return {
        "id": f"tst-101-{number}", "objective": "1.1", "kind": kind, "depth": "recall", "difficulty": 2,
        "stem": f"What does a baker do, {number}?", **OWN_FIELDS[kind], "explanation": "Bakers know.",
        "references": ["https://docs.vendor.example/x"], "verified_on": "2026-11-20",
    }  # fmt: skip


SIZES = [(80, 24), (160, 50), (40, 10)]


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return write_bank(tmp_path / "bank")


@pytest.fixture
def app(bank: Path, tmp_path: Path) -> PreviewApp:
    return PreviewApp(Authoring([bank], TODAY), Home(tmp_path / "home"))


def shows(pilot: Pilot[Any], text: str) -> Callable[[], bool]:
    return lambda: text in screen_text(pilot)


async def test_it_walks_through_the_items_and_shows_the_reasons(app: PreviewApp) -> None:
    async with app.run_test(size=(100, 50)) as pilot:
        await wait_until(pilot, shows(pilot, "tst-101-0 · 1 of 2"))
        assert "✓ no problems" in screen_text(pilot)
        assert "It keeps people out" not in screen_text(pilot)
        await pilot.press("space")
        await wait_until(pilot, shows(pilot, "It keeps people out"))
        await pilot.press("n")
        await wait_until(pilot, shows(pilot, "tst-101-1 · 2 of 2"))
        await wait_until(pilot, shows(pilot, "right answer"))
        await pilot.press("n")
        await wait_until(pilot, shows(pilot, "tst-101-0 · 1 of 2"))


async def test_a_saved_file_is_read_again_and_a_new_problem_brought_up(app: PreviewApp, bank: Path) -> None:
    async with app.run_test(size=(100, 50)) as pilot:
        await wait_until(pilot, shows(pilot, "tst-101-0 · 1 of 2"))
        text = bank.read_text()
        first, second = text.split("tst-101-1")
        bank.write_text(first + "tst-101-1" + second.replace("A copy at the bank", "Often a copy there"))
        await wait_until(pilot, shows(pilot, "tst-101-1 · 2 of 2"))
        await wait_until(pilot, shows(pilot, "warning F05"))
        assert "1 of 2 items with problems" in screen_text(pilot)
        bank.write_text(text)
        await wait_until(pilot, shows(pilot, "✓ No problems in this item."))


async def test_an_item_that_does_not_load_still_has_its_place(app: PreviewApp, bank: Path) -> None:
    spoil(bank, "    depth: choice", "    deep: choice")
    async with app.run_test(size=(100, 50)) as pilot:
        await wait_until(pilot, shows(pilot, "error L00"))
        assert "tst-101-0 · 1 of 2" in screen_text(pilot)
        await pilot.press("space", "n", "p", "j")
        await wait_until(pilot, shows(pilot, "tst-101-0 · 1 of 2"))


async def test_a_broken_file_is_told_and_no_fault(app: PreviewApp, bank: Path) -> None:
    async with app.run_test(size=(100, 50)) as pilot:
        await wait_until(pilot, shows(pilot, "tst-101-0 · 1 of 2"))
        bank.write_text("questions: [")
        await wait_until(pilot, shows(pilot, "1 problem outside of the items"))
        text = screen_text(pilot)
        assert "no problems" not in text
        assert "tst-101-0 · 1 of 2 · as it was before: questions.yaml can't be read" in text


async def test_a_file_that_was_broken_from_the_begin_has_no_items(app: PreviewApp, bank: Path) -> None:
    bank.write_text("questions: [")
    async with app.run_test(size=(100, 50)) as pilot:
        await wait_until(pilot, shows(pilot, "No items yet."))
        await wait_until(pilot, shows(pilot, "1 problem outside of the items"))
        assert "no problems" not in screen_text(pilot)


async def test_the_right_answer_stands_in_its_place_for_every_kind(tmp_path: Path) -> None:
    path = tmp_path / "kinds.yaml"
    write_yaml(path, questions_file([*map(kind_question, ("matching", "numeric", "hands-on"))]))
    app = PreviewApp(Authoring([path], TODAY), Home(tmp_path / "home"))
    async with app.run_test(size=(100, 60)) as pilot:
        await wait_until(pilot, shows(pilot, "1 of 3"))
        await pilot.press("space")
        await wait_until(pilot, shows(pilot, "✓ Right"))
        assert "→ –" not in screen_text(pilot)
        await pilot.press("n")
        await wait_until(pilot, shows(pilot, "2 of 3"))
        await wait_until(pilot, shows(pilot, "✓ Right"))
        assert "96 ± 2" in screen_text(pilot)
        assert "94" not in screen_text(pilot)
        await pilot.press("n")
        await wait_until(pilot, shows(pilot, "3 of 3"))
        await wait_until(pilot, shows(pilot, "One way to do it"))
        await wait_until(pilot, shows(pilot, "✓ Right"))
        assert screen_text(pilot).count("The oven is cold") == 2, "in the rubric, and over its reason"
        await pilot.press("space")
        await wait_until(pilot, lambda: "One way to do it" not in screen_text(pilot))


async def test_its_help_says_what_it_is_for_and_lists_no_key_that_does_nothing(app: PreviewApp) -> None:
    async with app.run_test(size=(100, 60)) as pilot:
        await wait_until(pilot, shows(pilot, "tst-101-0 · 1 of 2"))
        await pilot.press("question_mark")
        await wait_until(pilot, shows(pilot, "follows your"))
        text = screen_text(pilot)
        assert "Go to the next item." in text
        assert "quit" in text.casefold()
        assert "Change the theme" not in text
        assert "stages of your roadmap" not in text


async def test_markup_of_a_bank_is_shown_as_text(app: PreviewApp, bank: Path) -> None:
    spoil(bank, "A copy at the bank", "A [red]copy[/red] at the bank.")
    async with app.run_test(size=(100, 50)) as pilot:
        await wait_until(pilot, shows(pilot, "A [red]copy[/red] at the bank."))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_it_looks_as_before(
    snap_compare: Callable[..., bool], app: PreviewApp, bank: Path, size: tuple[int, int]
) -> None:
    spoil(bank, "A copy at the bank", "Often a copy at a bank")

    async def ready(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: "problems" in str(pilot.app.screen.status))  # type: ignore[attr-defined]
        await pilot.app.workers.wait_for_complete()

    assert snap_compare(app, terminal_size=size, run_before=ready)
