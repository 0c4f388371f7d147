"""The app: starting, routing, telling, ending; and what must not break it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from studyapp.clock import ManualClock
from studyapp.errors import DatabaseCorrupt, DiskFull
from studyapp.paths import Home
from studyapp.services.changes import Aspect
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Settings
from studyapp.tui.app import SCREENS, StudyApp
from studyapp.tui.messages import Ticked
from studyapp.tui.palette import Palette
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.screens.today import TodayScreen
from tests.banks import CERTIFICATION
from tests.tui.fakes import FakeServices
from tests.waiting import screen_text, wait_until

SIZES = [(80, 24), (160, 50), (40, 10), (20, 4), (1, 1)]


def top(app: StudyApp) -> str:
    return app.study_screen.NAME if app.study_screen else ""


def told(app: StudyApp) -> str:
    return "\n".join(f"{note.title}: {note.message}" for note in app._notifications)


async def ready(pilot: Pilot[Any]) -> None:
    await wait_until(pilot, lambda: "Start" in screen_text(pilot))


async def test_today_is_painted_before_the_store_is_open(fake_home: Home, world: FakeServices) -> None:
    may_open = threading.Event()

    def connect() -> Any:
        may_open.wait(10)
        return world

    app = StudyApp(connect, fake_home)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "Opening your data" in screen_text(pilot)
        assert "? help" in screen_text(pilot)
        may_open.set()
        await ready(pilot)
    assert world.closed


async def test_a_plan_that_still_holds_is_on_screen_before_the_store_is_open(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    before = connect_to(home, clock)
    before.library.refresh()
    before.goals.set(Goal(CERTIFICATION, None, 20))
    before.settings.update(theme="studyapp-light")
    planned, part = before.study.today().planned, before.study.today().parts[0]
    before.leave()
    may_open = threading.Event()

    def connect() -> Services:
        may_open.wait(10)
        return connect_to(home, clock)

    app = StudyApp(connect, home, clock=clock, show_tracebacks=True)
    async with app.run_test() as pilot:
        await ready(pilot)
        assert f"{part.count} {part.name}" in screen_text(pilot)
        assert app.theme == "studyapp-light"
        assert not app.bridge.is_open
        await pilot.press("enter")
        may_open.set()
        await wait_until(pilot, lambda: top(app) == "study" and f"1 of {planned}" in screen_text(pilot))


async def test_a_first_start_asks_for_a_goal(tmp_path: Path, world: FakeServices) -> None:
    app = StudyApp(lambda: world, Home(tmp_path))
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: "Where do you want to go?" in screen_text(pilot))
        await pilot.press("escape")
        await wait_until(pilot, lambda: top(app) == "today")


async def test_every_jump_goes_there_and_esc_comes_back(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        jumps = (
            ("r", "roadmap"),
            ("slash", "glossary"),
            ("g", "progress"),
            ("i", "certification"),
            ("comma", "settings"),
        )
        for key, name in (*jumps, ("question_mark", "help")):
            await pilot.press(key)
            await wait_until(pilot, lambda name=name: top(fake_app) == name)  # type: ignore[misc]
            await pilot.press("escape")
            await wait_until(pilot, lambda: top(fake_app) == "today")
            assert len(fake_app.screen_stack) == 1


async def test_esc_on_the_ground_floor_does_nothing(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("escape", "escape")
        assert top(fake_app) == "today"


async def test_a_screen_that_is_below_is_gone_back_to_not_stacked_again(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        fake_app.show("settings")
        await wait_until(pilot, lambda: top(fake_app) == "settings")
        fake_app.show("help", about="settings")
        await wait_until(pilot, lambda: top(fake_app) == "help")
        fake_app.show("settings")
        await wait_until(pilot, lambda: top(fake_app) == "settings")
        assert len(fake_app.screen_stack) == 2


@pytest.mark.parametrize("keys", [("q",), ("ctrl+q",), ("ctrl+p", "ctrl+q"), ("comma", "q")])
async def test_quitting_works_from_everywhere(
    fake_app: StudyApp, world: FakeServices, keys: tuple[str, ...]
) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
    assert world.closed
    assert fake_app.return_code in (0, None)


async def test_a_short_word_in_the_corner_goes_soon_and_a_failure_stays(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        fake_app.say("Kept.")
        fake_app.say("x" * 200)
        fake_app.say("Full.", severity="error")
        await wait_until(pilot, lambda: len(fake_app._notifications) == 3)
        short, long, failure = (note.timeout for note in fake_app._notifications)
        assert short < 3 < failure <= long


async def test_a_word_in_the_corner_goes_with_its_screen(
    fake_app: StudyApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studyapp.tui.toasts.LEAST_TOLD_S", 0.0)
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        fake_app.say("Of today.")
        fake_app.say("Time to study.", everywhere=True)
        fake_app.say("Full.", severity="error")
        await wait_until(pilot, lambda: "Of today." in told(fake_app))
        await pilot.press("ctrl+p", "escape")
        await wait_until(pilot, lambda: top(fake_app) == "today")
        assert "Of today." in told(fake_app), "the palette is no other screen"
        await pilot.press("g")
        await wait_until(pilot, lambda: "Of today." not in told(fake_app))
        assert top(fake_app) == "progress"
        assert "Time to study." in told(fake_app)
        assert "Full." in told(fake_app)


async def test_what_was_said_on_leaving_a_screen_is_read_on_the_next(
    fake_app: StudyApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studyapp.tui.toasts.LEAST_TOLD_S", 60.0)
    async with fake_app.run_test(notifications=True) as pilot:
        await ready(pilot)
        fake_app.say("On the way out. " * 8)  # long enough to stand there when the screen is ready
        fake_app.show("progress")
        await wait_until(pilot, lambda: top(fake_app) == "progress" and "On the way" in screen_text(pilot))


async def test_once_the_app_ends_nothing_new_is_begun(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        fake_app.exit()
        await fake_app.run_action("app.help")
        fake_app.show("progress")
        assert top(fake_app) == "today"


async def test_a_fault_is_not_made_a_success_by_quitting_after_it(fake_app: StudyApp) -> None:
    fake_app._exception = ZeroDivisionError()
    fake_app.exit()
    fake_app._exception = None
    assert fake_app.return_code == 1


async def test_ctrl_c_says_what_quits_instead(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("ctrl+c")
        await wait_until(pilot, lambda: "ctrl+q leaves studyapp" in told(fake_app))


async def test_a_damaged_database_is_explained_and_can_be_tried_again(
    fake_home: Home, world: FakeServices
) -> None:
    answers: list[Any] = [DatabaseCorrupt("It is torn.", "Run 'studyapp restore'."), world]

    def connect() -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    app = StudyApp(connect, fake_home)
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: "The database is damaged" in screen_text(pilot))
        assert "studyapp restore" in screen_text(pilot)
        await pilot.press("escape", "r")
        assert top(app) == "trouble"
        assert told(app) == ""
        await pilot.press("enter")
        await ready(pilot)


async def test_an_unexpected_fault_while_opening_is_explained_too(fake_home: Home) -> None:
    def connect() -> Any:
        raise RuntimeError("[red]surprise[/red]")

    app = StudyApp(connect, fake_home)
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: "can't be opened" in screen_text(pilot))
        assert "[red]surprise[/red]" in screen_text(pilot)
    assert "surprise" in fake_home.log_file.read_text("utf-8")


async def test_a_failed_call_is_told_and_the_screen_stays(fake_app: StudyApp, world: FakeServices) -> None:
    def full(*_arguments: object) -> Any:
        raise DiskFull("The [b]day off[/b] could not be saved.", "Free some space.")

    world.goals.set_break = full  # type: ignore[method-assign]
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("d")
        await wait_until(pilot, lambda: "The disk is full" in told(fake_app))
        assert "[b]day off[/b]" in told(fake_app)
        assert "Free some space." in told(fake_app)
        assert top(fake_app) == "today"


async def test_a_fault_of_ours_in_a_call_is_one_calm_sentence(
    fake_app: StudyApp, world: FakeServices
) -> None:
    world.goals.set_break = lambda *_a: 1 // 0  # type: ignore[method-assign,assignment,return-value]
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("d")
        await wait_until(pilot, lambda: "Nothing that you answered is lost" in told(fake_app))
        assert "ZeroDivisionError" not in told(fake_app)
        assert top(fake_app) == "today"
    assert "ZeroDivisionError" in fake_app.home.log_file.read_text("utf-8")


async def test_a_fault_of_a_screen_ends_the_app_with_a_sentence_and_a_log(
    fake_home: Home, world: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(TodayScreen, "action_cards", broken)
    app = StudyApp(lambda: world, fake_home)  # type: ignore[arg-type,return-value]
    printed: list[str] = []
    monkeypatch.setattr(app.error_console, "print", lambda thing, **_k: printed.append(rendered(app, thing)))

    async def press_it() -> None:
        async with app.run_test() as pilot:
            await ready(pilot)
            await pilot.press("c")
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await press_it()
    assert app.return_code == 1
    assert "ZeroDivisionError" in fake_home.log_file.read_text("utf-8")
    if printed:
        assert "Every answer is saved" in " ".join(printed)
        assert "Traceback" not in " ".join(printed)


def rendered(app: StudyApp, thing: Any) -> str:
    return "".join(segment.text for segment in app.console.render(thing))


async def test_changes_reload_the_screen_on_top_at_once_and_those_below_when_they_return(
    fake_app: StudyApp, world: FakeServices
) -> None:
    loads: list[str] = []
    original = world.study.today
    world.study.today = lambda: (loads.append("today"), original())[1]  # type: ignore[method-assign,func-returns-value]
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        await wait_until(pilot, lambda: not fake_app.workers._workers)
        loads.clear()
        await fake_app.bridge.call(lambda _s: frozenset({Aspect.PLAN}))
        await wait_until(pilot, lambda: loads == ["today"])
        fake_app.show("help", about="today")
        await wait_until(pilot, lambda: top(fake_app) == "help")
        await fake_app.bridge.call(lambda _s: frozenset({Aspect.PLAN}))
        await pilot.pause()
        assert loads == ["today"]
        await pilot.press("escape")
        await wait_until(pilot, lambda: loads == ["today", "today"])


async def test_a_tick_looks_again_and_a_reminder_is_told(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        fake_app.post_message(Ticked("18 reviews are waiting."))
        await wait_until(pilot, lambda: "18 reviews are waiting." in told(fake_app))


async def test_the_theme_of_the_settings_is_used(fake_app: StudyApp, world: FakeServices) -> None:
    world.settings.now = Settings(theme="studyapp-light")
    async with fake_app.run_test() as pilot:
        await wait_until(pilot, lambda: fake_app.theme == "studyapp-light")


async def test_an_unknown_theme_of_the_settings_is_ignored(fake_app: StudyApp, world: FakeServices) -> None:
    world.settings.now = Settings(theme="from-the-future")
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        assert fake_app.theme == "studyapp-dark"


async def test_the_palette_lists_what_works_now_and_does_it(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: "Study today's plan" in screen_text(pilot))
        await pilot.press(*"settings")
        # The list follows the typing; "search" goes with the second letter.
        await wait_until(
            pilot,
            lambda: "Change the theme" in screen_text(pilot) and "Search every" not in screen_text(pilot),
        )
        assert "Study today's plan" not in screen_text(pilot)
        await pilot.press("enter")
        await wait_until(
            pilot, lambda: top(fake_app) == "settings" and not isinstance(fake_app.screen, Palette)
        )


async def test_the_palette_finds_certifications_and_terms(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("ctrl+p", *"fine")
        await wait_until(pilot, lambda: "fine-tuning" in screen_text(pilot))
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: not isinstance(fake_app.screen, Palette))
        await pilot.press("ctrl+p", *"ai-900")
        await wait_until(pilot, lambda: "Azure AI Fundamentals" in screen_text(pilot))
        await pilot.press("enter")
        await wait_until(pilot, lambda: top(fake_app) == "certification")


async def test_what_does_not_work_now_is_not_in_the_palette(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        await pilot.press("ctrl+p", *"back")
        await wait_until(pilot, lambda: "Back up now" in screen_text(pilot))
        assert "(esc)" not in screen_text(pilot)


async def test_the_key_line_keeps_help_and_drops_from_its_end(fake_app: StudyApp) -> None:
    async with fake_app.run_test(size=(40, 10)) as pilot:
        await ready(pilot)
        last = screen_text(pilot).splitlines()[-1]
        assert "enter start" in last
        assert "? help" in last
        assert "settings" not in last
        await pilot.resize_terminal(160, 24)
        await wait_until(pilot, lambda: "settings" in screen_text(pilot).splitlines()[-1])


async def test_a_click_on_a_key_of_the_line_presses_it(fake_app: StudyApp) -> None:
    async with fake_app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        column = screen_text(pilot).splitlines()[-1].index("? help")
        await pilot.click(offset=(column + 3, 23))
        await wait_until(pilot, lambda: top(fake_app) == "help")


async def test_a_picture_is_saved_into_the_home(fake_app: StudyApp) -> None:
    async with fake_app.run_test() as pilot:
        await ready(pilot)
        fake_app.action_save_screenshot()
        assert list(fake_app.home.screenshots.glob("*.svg"))


ARGUMENTS: dict[str, dict[str, Any]] = {
    "exam": {"attempt_id": "none"},
    "examreport": {"attempt_id": "none"},
    "examitems": {"attempt_id": "none"},
    "examitem": {"attempt_id": "none", "place": 0},
    "quiz": {"certification_id": "aif-c01"},
    "trouble": {"title": "Broken", "message": "It is.", "advice": "Mend it."},
    "goal": {"certification_id": "aif-c01"},
    "record": {"certification_id": "aif-c01"},
    "evidence": {"competency_id": "python", "text": "Python"},
    "comparison": {"one_id": "ai-ml", "other_id": "other"},
    "term": {"term_id": "rag"},
    "certification": {"certification_id": "aif-c01"},
    "why": {"card_id": "q:aif-q1"},
}
HOSTILE = ("x" * 10_000, "many\nlines\n" * 1000, "\x1b[31m\x00" * 2000)


@pytest.mark.parametrize("share", range(4))
async def test_every_screen_survives_any_resize_and_any_paste(fake_app: StudyApp, share: int) -> None:
    """One start for a quarter of the screens: starting is what costs here."""
    async with fake_app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        for name in sorted(SCREENS)[share::4]:
            fake_app.go_back(len(fake_app.screen_stack))
            fake_app.show(name, **ARGUMENTS.get(name, {}))
            await wait_until(pilot, lambda name=name: top(fake_app) == name)  # type: ignore[misc]
            for width, height in ((120, 40), (39, 9), (1, 1), (80, 24), (3, 2), (200, 60), (40, 10)):
                await pilot.resize_terminal(width, height)
            await pilot.press("down", "up", "pagedown", "end")
            for text in HOSTILE:
                target = fake_app.screen.focused or fake_app.screen
                target.post_message(Paste(text))
                await pilot.pause()
            assert isinstance(fake_app.study_screen, StudyScreen), name
            assert fake_app.is_running, name


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_app_starts_at_every_size(app_at: Callable[[], StudyApp], size: tuple[int, int]) -> None:
    app = app_at()
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, TodayScreen) and app.screen.today)
        assert app.is_running


@pytest.mark.parametrize("size", SIZES[:3], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_without_colour_everything_is_still_said(
    app_at: Callable[[], StudyApp], monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_at()
    async with app.run_test(size=size) as pilot:
        await pilot.press("comma")
        await wait_until(pilot, lambda: "▌" in screen_text(pilot))
        for strip in app.screen._compositor.render_strips():
            for segment in strip.apply_filter(app.get_line_filters()[-1], app.screen.background_colors[0]):
                colour = segment.style.color if segment.style else None
                if colour is not None:
                    red, green, blue = colour.get_truecolor()
                    assert red == green == blue
