"""The progress screen over a real history, and empty."""

from __future__ import annotations

from collections.abc import Callable

from studyapp.tui.app import StudyApp
from studyapp.tui.screens.progress import ProgressScreen
from studyapp.tui.widgets.forecast import DueForecast
from tests.tui.library.conftest import shown
from tests.waiting import screen_text, wait_until

Make = Callable[..., StudyApp]


async def test_all_sections_can_be_read_at_80_columns(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 60)) as pilot:
        screen: ProgressScreen = await shown(pilot, "progress", lambda s: s.found)
        await wait_until(pilot, lambda: "answers a day" in screen_text(pilot))
        text = screen_text(pilot)
        for title in (
            "Days",
            "What you remember",
            "Due in the days ahead",
            "Mastery by domain",
            "Time spent",
        ):
            assert title in text, title
        assert "Mastery by domain · AIF-C01" in text
        assert screen.found is not None
        assert f"{screen.found.total_answers} answers" in text
        assert max(len(line) for line in text.splitlines()) <= 80


async def test_bars_carry_their_numbers(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 60)) as pilot:
        screen: ProgressScreen = await shown(pilot, "progress", lambda s: s.found)
        await wait_until(pilot, lambda: "due in 30 days" in screen_text(pilot))
        assert screen.found is not None
        lines = screen_text(pilot).splitlines()
        domains = [line for line in lines if "Fundamentals of AI" in line or "Applications of" in line]
        assert len(domains) == 2
        assert all("%" in line and "seen" in line for line in domains)
        chart = screen.query_one(DueForecast)
        shown_days = screen.found.forecast[: (chart.size.width - 2) // 5]
        drawn = "\n".join(lines[chart.region.y : chart.region.bottom])
        assert all(str(day.due) in drawn for day in shown_days)


async def test_a_wide_terminal_gets_two_columns(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(160, 50)) as pilot:
        await shown(pilot, "progress", lambda s: s.found)
        await wait_until(pilot, lambda: "Time spent" in screen_text(pilot))
        text = screen_text(pilot)
        assert text.count("What you remember") == 1
        assert text.splitlines()[2].count("What you remember") == 1


async def test_the_domains_of_another_certification(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 60)) as pilot:
        screen: ProgressScreen = await shown(pilot, "progress", lambda s: s.found)
        await pilot.press("c")
        await wait_until(pilot, lambda: getattr(app.screen, "certifications", None))
        await pilot.press(*"mla")
        await wait_until(pilot, lambda: app.screen.rows.current == "mla-c02")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is screen and screen.certification_id == "mla-c02")
        await wait_until(pilot, lambda: "Mastery by domain · MLA-C02" in screen_text(pilot))


async def test_before_the_first_answer_it_says_what_will_be_here(make_app: Make) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, "progress", lambda s: s.found)
        await wait_until(pilot, lambda: "No answers yet." in screen_text(pilot))
        text = screen_text(pilot)
        assert "esc, then enter, starts today's plan." in text
        assert "against your target of 90 %" in " ".join(text.split())


async def test_a_small_terminal_and_a_resize_break_nothing(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(40, 10)) as pilot:
        await shown(pilot, "progress", lambda s: s.found)
        for width, height in ((160, 50), (20, 5), (80, 24), (40, 10)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
        await wait_until(pilot, lambda: "Days" in screen_text(pilot))
