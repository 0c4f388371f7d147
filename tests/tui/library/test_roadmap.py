"""The stage map, the profile, and choosing another road."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from studyapp.domain.records import RecordKind
from studyapp.domain.road_changes import Outline
from studyapp.domain.roadmaps import Pay
from studyapp.services.facade import Services
from studyapp.services.road_views import RoadmapSummary
from studyapp.services.roadmaps import keep_outline
from studyapp.services.views import Aspect
from studyapp.tui import words
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.certification import CertificationScreen
from studyapp.tui.screens.roadmap import RoadmapScreen
from studyapp.tui.screens.roadmaps import roadmap_row, told_of
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
        assert screen.status == "0 of 3 steps done"
        assert "○ Foundation  open" in text
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


async def test_the_profile_is_one_key_away_and_a_wide_terminal_shows_it_beside_the_map(
    make_app: Make,
) -> None:
    app = make_app()
    async with app.run_test(size=(160, 50)) as pilot:
        await shown(pilot, "roadmap", lambda s: s.detail)
        assert "○ Foundation" in screen_text(pilot)
        assert "Job titles" in screen_text(pilot)
        await pilot.press("p")
        await wait_until(pilot, lambda: getattr(app.screen, "profile", None))
        assert app.screen.NAME == "role"  # type: ignore[attr-defined]


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
        await wait_until(pilot, lambda: screen.status == "0 of 1 step done · 1 other road followed")
        await pilot.press("l")
        await wait_until(pilot, lambda: screen.status.startswith("not followed"))


async def test_without_a_road_the_screen_offers_the_list(make_app: Make) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "roadmap", lambda s: "You follow no roadmap yet" in screen_text(pilot))
        await pilot.press("m")
        await wait_until(pilot, lambda: getattr(app.screen, "NAME", "") == "roadmaps")


async def test_from_the_map_to_the_first_question_in_two_keys(make_app: Make) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 24)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail, roadmap_id="short-road")
        assert screen.detail is not None
        assert screen.detail.next_certification_id == "aif-c01"
        await pilot.press("n")
        await wait_until(pilot, lambda: isinstance(app.screen, CertificationScreen) and app.screen.detail)
        await pilot.press("enter")
        await wait_until(pilot, lambda: getattr(app.screen, "NAME", "") == "study")
        await wait_until(pilot, lambda: "a-c choose" in screen_text(pilot))


async def test_the_exam_of_the_source_can_be_opened_and_its_successor_is_one_key_away(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 30)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail)
        while screen.rows.current != "azure/ai-900":
            await pilot.press("up")
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, CertificationScreen) and app.screen.detail)
        await wait_until(pilot, lambda: "It can no longer be taken" in screen_text(pilot))
        await pilot.press("n")
        await wait_until(pilot, lambda: app.screen.detail.certification.id == "ai-901")  # type: ignore[attr-defined]


GATED = """format: roadmap/1
id: gated
name: Road with a gate
role: Tester
tagline: Somebody who tests gates.
stages:
  - id: exam
    name: Exam first
    purpose: To have passed.
    move_on: Passed
    steps: [{id: pass, certifications: [aif-c01], why: It comes first.}]
  - id: practice
    name: Practice
    purpose: To go on.
    steps: [{id: learn, certifications: [aif-c01], why: It comes after.}]
"""


@pytest.fixture
def gated(make_app: Make) -> Make:
    """Makes an app with one more road, whose first stage can be studied and waits for its exam."""

    def make(which: str = "studied") -> StudyApp:
        app = make_app(which)
        folder = app.home.content / "roadmaps"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "gated.yaml").write_text(GATED, encoding="utf-8")
        return app

    return make


async def _the_road_is_read(pilot: Any) -> None:
    async def known() -> bool:
        return any(r.id == "gated" for r in await pilot.app.bridge.call(lambda s: s.roadmaps.all()))

    await wait_until(pilot, lambda: pilot.app.bridge.is_open)
    while not await known():
        await pilot.pause()


async def test_what_opens_a_stage_is_said_and_its_gate_can_be_stepped_past(gated: Make) -> None:
    app = gated("fresh")
    async with app.run_test(size=(80, 30)) as pilot:
        await _the_road_is_read(pilot)
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail, roadmap_id="gated")
        text = screen_text(pilot)
        assert "◌ Practice  locked" in text
        assert "Exam first has 1 step to go" in text
        while not screen.rows.current.startswith("learn/"):
            await pilot.press("down")
        assert screen.applies("skip")
        await pilot.press("s")
        await wait_until(pilot, lambda: "○ Exam first  open, skipped" in screen_text(pilot))
        assert "○ Practice  open" in screen_text(pilot)
        assert screen.status.startswith("not followed")
        await wait_until(pilot, lambda: screen.applies("gate"))
        await pilot.press("s")
        await wait_until(pilot, lambda: "◌ Practice  locked" in screen_text(pilot))


async def test_studying_behind_a_gate_shows(gated: Make) -> None:
    app = gated()
    async with app.run_test(size=(80, 30)) as pilot:
        await _the_road_is_read(pilot)
        await shown(pilot, "roadmap", lambda s: s.detail, roadmap_id="gated")
        assert "◐ Practice  in progress, past its gate" in screen_text(pilot)


async def test_nothing_waits_for_a_stage_without_questions_and_the_next_step_says_what_it_passes_over(
    make_app: Make,
) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(120, 40)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail, roadmap_id="multicloud")
        text = screen_text(pilot)
        assert "○ Foundation  open, facts only" in text
        assert "○ Core skills  open" in text
        assert screen.detail is not None
        assert screen.detail.next_certification_id == "aif-c01"
        assert "Passed over, for studyapp has no questions for Foundation: record" in screen.detail.next_step
        while not screen.rows.current.endswith("/ai-901"):
            await pilot.press("up")
        told = "studyapp has no questions for it."
        await wait_until(pilot, lambda: told in screen_text(pilot))


async def test_an_edit_of_the_road_is_told_until_it_was_read(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 30)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail)
        outline = Outline(1, {"foundation": "Foundation"}, {"gone": ("foundation", ("mla-c02",))})

        def edited(services: Services) -> None:
            with services.context.store.write() as session:
                keep_outline(session, "multicloud", outline)

        await app.bridge.call(edited, changes=frozenset({Aspect.CONTENT}))
        await wait_until(pilot, lambda: "! MLA-C02 has left this road" in screen_text(pilot))
        assert "nothing is lost" in screen_text(pilot)
        await pilot.press("x")
        await wait_until(pilot, lambda: "has left this road" not in screen_text(pilot))
        assert not screen.applies("seen")


@pytest.mark.parametrize(
    ("records", "shown_as"),
    [
        (((RecordKind.PASSED, {"on": date(2026, 5, 3)}),), "passed, until 3 May 2029"),
        (((RecordKind.HELD, {"never_expires": True}),), "held"),
        (((RecordKind.PASSED, {"on": date(2023, 12, 20)}),), "◔ AIF-C01"),
        (((RecordKind.PASSED, {"on": date(2023, 11, 1)}),), "↺ AIF-C01"),
        (((RecordKind.WAIVED, {"reason": "ten years of it"}),), "◇ AIF-C01"),
        (((RecordKind.BOOKED, {"on": date(2026, 12, 12)}),), "exam on 12 December 2026"),
    ],
)
async def test_what_is_on_paper_shows_as_a_symbol_and_a_word(
    make_app: Make, records: tuple[tuple[RecordKind, dict[str, Any]], ...], shown_as: str
) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(88, 30)) as pilot:
        await shown(pilot, "roadmap", lambda s: s.detail, roadmap_id="short-road")
        for kind, more in records:
            await app.bridge.call(lambda s, kind=kind, more=more: s.records.put("aif-c01", kind, **more))  # type: ignore[misc]
        await wait_until(pilot, lambda: shown_as in screen_text(pilot))


def test_pay_says_what_is_missing() -> None:
    assert amounts(Pay("UK", "GBP", "entry", 45_000, 65_000)) == "45,000–65,000 GBP"
    assert amounts(Pay("UK", "GBP", "senior", 100_000)) == "from 100,000 GBP"
    assert amounts(Pay("UK", "GBP", "entry", None, 65_000)) == "up to 65,000 GBP"
    assert amounts(Pay("UK", "GBP", "entry")) == "not given"


def test_a_road_counts_the_same_steps_in_its_list_and_on_its_map() -> None:
    road = RoadmapSummary("r", "Road", "Role", "", 4, 7, followed=True, done=1, of=4)
    assert "1 of 4 steps done" in roadmap_row(road, 88).plain
    assert "7" not in roadmap_row(road, 88).plain
    assert "4 stages, 4 steps, and 3 that ask for no proof." in told_of(road, 88).plain
    assert words.steps_done(1, 4) == "1 of 4 steps done"


async def test_what_is_told_of_a_step_can_be_read_to_its_end_on_a_small_terminal(make_app: Make) -> None:
    app = make_app()
    why = "It is long to tell. " * 40 + "THE END"
    async with app.run_test(size=(80, 24)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail)
        assert not screen.applies("read")
        assert screen.detail is not None
        screen.detail = replace(screen.detail, next_step=why)
        screen.resized()
        await wait_until(pilot, lambda: "space read on" in screen_text(pilot))
        assert "THE END" not in screen_text(pilot)
        assert "AIF-C01" in screen_text(pilot)
        await pilot.press("space")
        await wait_until(pilot, lambda: "THE END" in screen_text(pilot))
        await pilot.press("space")
        await wait_until(pilot, lambda: "THE END" not in screen_text(pilot))


async def test_of_another_step_than_the_next_all_is_told_and_of_the_next_one_line(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: RoadmapScreen = await shown(pilot, "roadmap", lambda s: s.detail)
        assert screen.detail is not None
        screen.detail = replace(screen.detail, next_step="Go on with it: " + "and on " * 40)
        screen.resized()
        await pilot.press("up")
        await wait_until(pilot, lambda: "…" in _next_of(pilot))
        assert "The entry into Azure." in screen_text(pilot)
        assert screen.query_one("#next").size.height == 1


def _next_of(pilot: Any) -> str:
    return next((line for line in screen_text(pilot).splitlines() if "Next  " in line), "")
