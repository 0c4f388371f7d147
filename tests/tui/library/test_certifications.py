"""The list of certifications, one certification, and setting it as the goal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from textual.widgets import Input

from studyapp.tui.app import StudyApp
from studyapp.tui.screens.certification import CertificationScreen
from studyapp.tui.screens.certifications import CertificationsScreen
from studyapp.tui.screens.goal import GoalScreen
from tests.tui.library import content
from tests.tui.library.conftest import shown
from tests.waiting import screen_text, wait_until

Make = Callable[..., StudyApp]


async def test_every_certification_stands_in_the_list_with_its_status_in_words(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        screen: CertificationsScreen = await shown(pilot, "certifications", lambda s: s.certifications)
        assert len(screen.certifications) == len(content.CERTIFICATIONS)
        assert screen.status == f"{len(content.CERTIFICATIONS)} known, 2 of them retired"
        text = screen_text(pilot)
        assert "✕ retired → AI-901" in text
        assert "◑ beta" in text
        assert "● active" in text


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("azure", {"ai-900", "ai-901"}),
        ("retired", {"ai-900", "late"}),
        ("AIF-C01", {"aif-c01"}),
        ("aws beta", {"mla-c02"}),
    ],
)
async def test_typing_filters_by_any_word_of_the_facts(make_app: Make, typed: str, left: set[str]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: CertificationsScreen = await shown(pilot, "certifications", lambda s: s.certifications)
        screen.query_one("#search", Input).value = typed
        await wait_until(pilot, lambda: {option.id for option in screen.rows.options} == left)


async def test_what_can_be_studied_here_stands_apart_from_what_is_only_known(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: CertificationsScreen = await shown(pilot, "certifications", lambda s: s.certifications)
        await wait_until(pilot, lambda: "Facts only" in screen_text(pilot))
        ids = [option.id for option in screen.rows.options]
        assert ids[:2] == [None, "aif-c01"]
        assert screen.rows.current == "aif-c01"
        apart = ids.index(None, 1)
        assert ids[apart : apart + 2] == [None, None]
        by_id = {item.id: item for item in screen.certifications}
        assert all(by_id[i].has_bank for i in ids[1:apart] if i)
        assert not any(by_id[i].has_bank for i in ids[apart + 2 :] if i)
        screen.query_one("#search", Input).value = "azure"
        await wait_until(pilot, lambda: None not in [option.id for option in screen.rows.options])


async def test_a_filter_without_hits_says_so_and_opens_nothing(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: CertificationsScreen = await shown(pilot, "certifications", lambda s: s.certifications)
        screen.query_one("#search", Input).value = '*" AND'
        await wait_until(pilot, lambda: "No certification has these words" in screen_text(pilot))
        await pilot.press("enter")
        assert app.screen is screen


async def test_enter_opens_the_marked_one_and_its_successor_is_one_key_away(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        screen: CertificationsScreen = await shown(pilot, "certifications", lambda s: s.certifications)
        screen.query_one("#search", Input).value = "ai-900"
        await wait_until(pilot, lambda: screen.rows.current == "ai-900")
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, CertificationScreen) and app.screen.detail)
        text = screen_text(pilot)
        assert "✕ retired" in text
        assert "Replaced by AI-901" in text
        await pilot.press("n")
        await wait_until(pilot, lambda: app.screen.detail.certification.id == "ai-901")  # type: ignore[attr-defined]


async def test_old_facts_are_shown_with_check_before_you_book(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, "certification", lambda s: s.detail, certification_id="ai-900")
        text = screen_text(pilot)
        assert "! Check before you book" in text
        assert "1 July 2026, 144 days ago" in text
        assert "On weaker evidence: price" in text
        assert "https://example.org/ai-900/" in text
        assert "100 USD (check)" in text


async def test_fresh_facts_are_not_questioned(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, "certification", lambda s: s.detail, certification_id="aif-c01")
        assert "Check before you book" not in screen_text(pilot)


async def test_the_calendar_wins_over_a_file_that_is_behind(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        screen: CertificationScreen = await shown(
            pilot, "certification", lambda s: s.detail, certification_id="late"
        )
        assert "✕ retired on 10 November 2026" in screen_text(pilot)
        assert "Its facts still say retiring." in screen_text(pilot)
        assert not screen.applies("goal")


async def test_what_is_to_come_is_told_with_its_distance(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, "certification", lambda s: s.detail, certification_id="mla-c02")
        assert "14 January 2027, in 53 days   standard exam opens" in screen_text(pilot)


async def test_ranges_and_missing_weights_are_told_as_they_are(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, "certification", lambda s: s.detail, certification_id="ai-900")
        assert "15–20 %" in screen_text(pilot)
        await shown(
            pilot, "certification", lambda s: s.detail and s.detail.certification.id == "ai-901",
            certification_id="ai-901",
        )  # fmt: skip
        assert "~100 %" in screen_text(pilot)
        assert "the vendor publishes no weight" in screen_text(pilot)


async def test_a_goal_is_set_with_its_date_minutes_and_advice(make_app: Make) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 30)) as pilot:
        screen: CertificationScreen = await shown(
            pilot, "certification", lambda s: s.detail, certification_id="aif-c01"
        )
        assert "not your goal" in screen_text(pilot)
        await pilot.press("m")
        await wait_until(pilot, lambda: isinstance(app.screen, GoalScreen) and app.screen.today)
        form = app.screen
        form.query_one("#exam-on", Input).value = "3 weeks"
        form.query_one("#minutes", Input).value = "15"
        await wait_until(pilot, lambda: "13 December 2026, in 21 days" in screen_text(pilot))
        await wait_until(pilot, lambda: "At 15 minutes a day" in screen_text(pilot))
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is screen and screen.goal is not None)
        goal = await app.bridge.call(lambda s: s.goals.current())
        assert goal is not None
        assert (goal.exam_on, goal.minutes_a_day) == (date(2026, 12, 13), 15)
        await wait_until(pilot, lambda: "● your goal" in screen_text(pilot))
        assert screen.status == "exam in 21 days, 13 December 2026"


@pytest.mark.parametrize(
    ("day", "minutes", "said"),
    [
        ("2020-01-01", "20", "is over"),
        ("soon", "20", "Type a day such as"),
        ("", "0", "from 1 to 960"),
        ("", "many", "from 1 to 960"),
    ],
)
async def test_what_was_not_understood_is_said_and_not_stored(
    make_app: Make, day: str, minutes: str, said: str
) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GoalScreen = await shown(pilot, "goal", lambda s: s.today, certification_id="aif-c01")
        screen.query_one("#exam-on", Input).value = day
        screen.query_one("#minutes", Input).value = minutes
        await wait_until(pilot, lambda: said in screen_text(pilot))
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        assert app.screen is screen
        assert await app.bridge.call(lambda s: s.goals.current()) is None


async def test_a_goal_can_be_given_up(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GoalScreen = await shown(pilot, "goal", lambda s: s.today, certification_id="aif-c01")
        assert screen.query_one("#exam-on", Input).value == "2026-12-15"
        await pilot.press("f8")
        await wait_until(pilot, lambda: app.screen is not screen)
        assert await app.bridge.call(lambda s: s.goals.current()) is None


async def test_without_a_goal_the_screen_offers_the_list(make_app: Make) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "certification", lambda s: "not chosen" in screen_text(pilot))
        await pilot.press("c")
        await wait_until(pilot, lambda: isinstance(app.screen, CertificationsScreen))


async def test_enter_studies_it(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: CertificationScreen = await shown(pilot, "certification", lambda s: s.detail)
        assert screen.applies("study")
        await pilot.press("enter")
        await wait_until(pilot, lambda: getattr(app.screen, "NAME", "") == "study")


async def test_its_terms_are_one_key_away(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "certification", lambda s: s.detail)
        await pilot.press("t")
        await wait_until(pilot, lambda: app.screen.headline == "Glossary · AIF-C01")  # type: ignore[attr-defined]


async def test_enter_studies_a_certification_that_is_not_the_goal_too(make_app: Make) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "certification", lambda s: s.detail, certification_id="aif-c01")
        await pilot.press("enter")
        await wait_until(pilot, lambda: getattr(app.screen, "NAME", "") == "study")
        await wait_until(pilot, lambda: "a-c choose" in screen_text(pilot))
