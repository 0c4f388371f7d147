"""The stage map, the profile, and choosing another road."""

from __future__ import annotations

from collections.abc import Callable

from studyapp.domain.roadmaps import Pay
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.certification import CertificationScreen
from studyapp.tui.screens.roadmap import RoadmapScreen
from studyapp.tui.stage_map import amounts
from tests.tui.library.conftest import shown
from tests.waiting import screen_text, wait_until

Make = Callable[..., StudyApp]


async def test_the_followed_road_shows_each_stage_with_its_state_in_a_word(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 30)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail)
        text = screen_text(pilot)
        assert screen.headline == "Roadmap · AI/ML engineer, multi-cloud"
        assert screen.status == "you follow it"
        assert "○ Foundation" in text
        assert "◐ Core skills" in text
        assert "in progress" in text


async def test_a_retired_exam_of_the_source_is_shown_with_its_successor(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 30)) as pilot:
        await shown(pilot, "roadmap", lambda s: s.detail)
        assert "✕ AI-900 retired 30 June 2026 → AI-901" in screen_text(pilot)


async def test_the_next_step_is_marked_said_and_done_with_one_key(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 30)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail)
        assert screen.rows.current == "practitioner/aif-c01"
        assert "Next  Go on with AIF-C01" in screen_text(pilot)
        assert "! The source writes AIP-C01" in screen_text(pilot)
        await pilot.press("n")
        await wait_until(pilot, lambda: getattr(app.screen, "NAME", "") == "study")


async def test_alternatives_are_said_to_be_a_choice(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 30)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail)
        assert "one of" in screen_text(pilot)
        await pilot.press("down", "down")
        await wait_until(pilot, lambda: screen.rows.current == "engineer/tf-004")
        assert "Shows that you can run it." in screen_text(pilot)
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, CertificationScreen) and app.screen.detail)
        assert app.screen.certification_id == "tf-004"  # type: ignore[attr-defined]


async def test_the_profile_is_the_second_tab(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail)
        await pilot.press("p")
        await wait_until(pilot, lambda: "A day" in screen_text(pilot))
        text = screen_text(pilot)
        assert screen.headline.startswith("Role profile")
        for expected in (
            "1–3 years",
            "45,000–65,000 GBP",
            "from 200,000 USD",
            "12–30 lakh INR",
            "09:30",
            "Python",
        ):
            assert expected in text, expected
        assert "Foundation" not in text
        assert not screen.applies("open")
        await pilot.press("p")
        await wait_until(pilot, lambda: "Foundation" in screen_text(pilot))


async def test_a_wide_terminal_shows_both(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail)
        await pilot.press("p")
        await pilot.resize_terminal(160, 50)
        await wait_until(
            pilot, lambda: "○ Foundation" in screen_text(pilot) and "Job titles" in screen_text(pilot)
        )
        assert not screen.applies("profile")


async def test_another_road_can_be_looked_at_and_followed(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail)
        await pilot.press("m")
        await wait_until(pilot, lambda: getattr(app.screen, "found", None))
        assert "followed" in screen_text(pilot)
        await pilot.press("end")
        await wait_until(pilot, lambda: app.screen.rows.current == "short-road")  # type: ignore[attr-defined]
        assert "1 stage, 1 step. One exam and done." in screen_text(pilot)
        await pilot.press("enter")
        await wait_until(
            pilot, lambda: screen.detail is not None and screen.detail.roadmap.id == "short-road"
        )
        assert screen.status == "not followed; f follows it"
        await pilot.press("f")
        await wait_until(pilot, lambda: screen.status == "you follow it")


async def test_without_a_road_the_screen_offers_the_list(make_app: Make) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "roadmap", lambda s: "You follow no roadmap yet" in screen_text(pilot))
        await pilot.press("m")
        await wait_until(pilot, lambda: getattr(app.screen, "NAME", "") == "roadmaps")


def test_pay_says_what_is_missing() -> None:
    assert amounts(Pay("UK", "GBP", "entry", 45_000, 65_000)) == "45,000–65,000 GBP"
    assert amounts(Pay("UK", "GBP", "senior", 100_000)) == "from 100,000 GBP"
    assert amounts(Pay("UK", "GBP", "entry", None, 65_000)) == "up to 65,000 GBP"
    assert amounts(Pay("UK", "GBP", "entry")) == "not given"
