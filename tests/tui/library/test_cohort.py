"""The cohort's screens over real files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from studyapp.tui.app import TOAST_FRAME, StudyApp
from studyapp.tui.screens.cohort import CohortScreen
from studyapp.tui.screens.common import CommonScreen
from studyapp.tui.screens.learner import LearnerScreen
from studyapp.tui.screens.settings import SettingsScreen
from studyapp.tui.setting_fields import FIELDS
from tests.services.cohort.people import passport_of
from tests.tui.library.conftest import NOW, at_rest, shown
from tests.waiting import screen_text, wait_until

Make = Callable[..., StudyApp]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    for number, (name, idle) in enumerate((("Wanda", 1), ("Ida", 20), ("Eve\x1b[31m[red]", 3)), 1):
        at = NOW - timedelta(hours=2)
        (made / f"{number}.json").write_bytes(passport_of(number, name=name, idle=idle, at=at))
    (made / "bad.json").write_bytes(b"{")
    return made


async def cohort(pilot: object, app: StudyApp, folder: Path) -> CohortScreen:
    await wait_until(pilot, lambda: app.bridge.is_open)  # type: ignore[arg-type]
    await app.bridge.call(lambda s: s.settings.update(cohort_folder=str(folder)))
    return await shown(pilot, "cohort", lambda s: s.found)  # type: ignore[no-any-return, arg-type]


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 10)])
async def test_who_needs_attention_stands_first_with_the_reason(
    make_app: Make, folder: Path, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        screen = await cohort(pilot, app, folder)
        await wait_until(pilot, lambda: "Ida" in screen_text(pilot))
        assert screen.found is not None
        assert screen.found.rows[0].name == "Ida"
        text = screen_text(pilot)
        assert "nothing for 20 days" in text
        if size[0] >= 80:
            assert "1 file set aside" in text
            assert "\x1b" not in text
            assert "Eve[31m[red]" in text


async def test_a_learners_page_and_the_next_one(make_app: Make, folder: Path) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await cohort(pilot, app, folder)
        await wait_until(pilot, lambda: "Ida" in screen_text(pilot))
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.study_screen, LearnerScreen))
        await wait_until(pilot, lambda: "Talk about" in screen_text(pilot))
        assert "Ask what stood in the way" in screen_text(pilot)
        await pilot.press("n")
        await wait_until(pilot, lambda: "2 of 3" in screen_text(pilot))
        await pilot.press("p", "escape")
        await wait_until(pilot, lambda: isinstance(app.study_screen, CohortScreen))


async def test_what_all_have_in_common_can_be_written_as_a_page(
    make_app: Make, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a folder with a long name" / "and another one below it"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await cohort(pilot, app, folder)
        await pilot.press("c")
        await wait_until(pilot, lambda: isinstance(app.study_screen, CommonScreen))
        await wait_until(pilot, lambda: "Weakest domains" in screen_text(pilot))
        assert "Set aside" in screen_text(pilot)
        await pilot.press("w")
        await wait_until(pilot, lambda: list(deep.glob("cohort-*.html")))
        await wait_until(pilot, lambda: [n for n in app._notifications if "Written:" in n.message])
        (said,) = (n.message for n in app._notifications)
        (name,) = (path.name for path in deep.glob("cohort-*.html"))
        assert said.splitlines()[1].endswith(f"…/{name}"), "the name stands in one line, in whatever folder"
        assert max(map(len, said.splitlines())) <= 80 // 2 - TOAST_FRAME


async def test_a_file_that_comes_is_seen_when_looked_again(make_app: Make, folder: Path) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await cohort(pilot, app, folder)
        (folder / "4.json").write_bytes(passport_of(4, name="Newcomer", at=NOW))
        await pilot.press("u")
        await wait_until(pilot, lambda: screen.found and len(screen.found.rows) == 4)


async def test_without_a_folder_the_way_to_one_is_shown(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("cohort")
        await wait_until(pilot, lambda: "No folder yet" in screen_text(pilot))


@pytest.mark.parametrize("size", [(80, 24), (160, 50), (40, 10)])
async def test_the_key_for_the_folder_leads_to_its_row_in_the_settings(
    make_app: Make, folder: Path, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        screen = await cohort(pilot, app, folder)
        await pilot.press("f")
        await wait_until(pilot, lambda: "Folder of your learners" in screen_text(pilot))
        settings = app.screen
        assert isinstance(settings, SettingsScreen)
        assert settings.current is not None
        assert settings.current.name == "cohort_folder"

        other = folder.parent / "other"
        other.mkdir()
        await pilot.press("enter", "ctrl+u", *str(other), "enter")
        await wait_until(pilot, lambda: settings.edited is None)
        await pilot.press("home")
        await app.bridge.call(lambda s: s.settings.update(report_keep=3))
        await at_rest(pilot)
        assert settings.current.name == FIELDS[0].name, "what is filled again leaves the cursor alone"
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.screen is screen and screen.folder == str(other))


async def test_a_folder_that_is_gone_is_told_and_nothing_breaks(make_app: Make, folder: Path) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await cohort(pilot, app, folder)
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
        await pilot.press("u")
        await wait_until(pilot, lambda: [n for n in app._notifications if "is not there" in n.message])
