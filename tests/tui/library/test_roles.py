"""The profile of a role, two roles side by side, evidence, and a job description, in the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.events import Paste
from textual.widgets import TextArea

from studyapp.domain.dossier import EvidenceKind
from studyapp.tui.app import StudyApp
from studyapp.tui.role_lines import span_bar
from studyapp.tui.screens.dossier import DossierScreen
from studyapp.tui.screens.evidence import EvidenceScreen
from studyapp.tui.screens.job import JobScreen
from studyapp.tui.screens.role import RoleScreen
from tests.tui.keys import hold_services
from tests.tui.library.conftest import shown
from tests.waiting import screen_text, wait_until

Make = Callable[..., StudyApp]
HOSTILE = "[red]markup[/red] <script>alert(1)</script> [@click=app.quit]x[/]"


def _is(app: StudyApp, name: str, ready: str = "") -> Callable[[], Any]:
    return lambda: getattr(app.screen, "NAME", "") == name and (not ready or getattr(app.screen, ready))


async def test_each_part_of_the_profile_is_one_digit_away(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        screen: RoleScreen = await shown(pilot, "role", lambda s: s.profile, roadmap_id="multicloud")
        expected = {
            "1": ("1–3 years", "Machine Learning Engineer"),
            "2": ("45,000–65,000 GBP", "from 200,000 USD", "12–30 lakh INR"),
            "3": ("○ Python", "2 open"),
            "4": ("The source says nothing about tools.",),
            "5": ("Is a degree needed?",),
            "6": ("09:30", "Look at what the monitoring says."),
            "7": ("2 key terms",),
            "8": ("Sources", "none are named"),
        }
        for key, texts in expected.items():
            await pilot.press(key)
            await wait_until(pilot, lambda texts=texts: all(t in screen_text(pilot) for t in texts))  # type: ignore[misc]
        await pilot.press("tab")
        assert screen.part == "overview"
        await pilot.press("shift+tab")
        assert screen.part == "sources"


async def test_missing_pay_is_said_to_be_missing(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "role", lambda s: s.profile, roadmap_id="short-road", part="pay")
        await wait_until(pilot, lambda: "The figures are missing." in screen_text(pilot))


def test_a_bar_of_pay_spans_from_end_to_end_and_an_open_end_has_an_arrow() -> None:
    assert span_bar(50, 100, 100, 10).plain == "·····█████"
    assert span_bar(0, 50, 100, 10).plain == "█████·····"
    assert span_bar(50, None, 100, 10).plain == "·····████▶"
    assert span_bar(None, 50, 100, 10).plain == "◀████·····"
    assert span_bar(None, None, 100, 10).plain == "··········"


async def test_one_key_studies_the_key_terms_and_another_makes_cards_of_them(make_app: Make) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 24)) as pilot:
        screen: RoleScreen = await shown(pilot, "role", lambda s: s.profile, roadmap_id="multicloud")
        assert screen.applies("cards")
        await pilot.press("c")
        await wait_until(pilot, lambda: not screen.applies("cards"))
        await pilot.press("t")
        await wait_until(pilot, lambda: _is(app, "study")() and getattr(app.screen, "showing", None))
        assert app.screen.showing.card_id.startswith("t:rag")  # type: ignore[attr-defined]


async def test_two_roles_stand_side_by_side_from_the_map(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 60)) as pilot:
        await shown(pilot, "roadmap", lambda s: s.detail)
        await pilot.press("v")
        await wait_until(pilot, _is(app, "roadmaps", "found"))
        await pilot.press("enter")
        await wait_until(pilot, _is(app, "comparison", "comparison"))
        text = screen_text(pilot)
        assert "AI / ML engineer" in text
        assert "│ AI user" in text
        assert "the source does not say" in text
        await pilot.press("x")
        await wait_until(pilot, lambda: "│ AI / ML engineer" in screen_text(pilot))
        await pilot.press("1")
        await wait_until(pilot, _is(app, "role", "profile"))
        assert app.screen.roadmap_id == "short-road"  # type: ignore[attr-defined]


async def test_a_role_is_not_compared_with_itself(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await shown(pilot, "roadmap", lambda s: s.detail)
        await pilot.press("v")
        await wait_until(pilot, _is(app, "roadmaps", "found"))
        assert "multicloud" not in app.screen.found  # type: ignore[attr-defined]
        await wait_until(pilot, lambda: "with which role?" in screen_text(pilot))
        assert "enter compare" in screen_text(pilot)
        assert "look at it" not in screen_text(pilot)


async def _attach(pilot: Any, app: StudyApp, title: str) -> None:
    await pilot.press("enter")
    await wait_until(pilot, _is(app, "evidence", "today"))
    app.screen.focused.post_message(Paste(title))  # type: ignore[union-attr]
    await wait_until(pilot, lambda: app.screen.query_one("#title").value)  # type: ignore[attr-defined]
    await pilot.press("enter")


async def test_evidence_is_attached_shown_as_text_exported_and_taken_back(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        screen: DossierScreen = await shown(pilot, "dossier", lambda s: s.dossier, roadmap_id="multicloud")
        assert screen.status == "0 of 2 covered"
        await _attach(pilot, app, HOSTILE)
        await wait_until(pilot, lambda: _is(app, "dossier")() and screen.status == "1 of 2 covered")
        await wait_until(pilot, lambda: "[red]markup[/red] <script>" in screen_text(pilot))
        await pilot.press("x")
        await wait_until(pilot, lambda: len(list(app.home.exports.glob("dossier-multicloud-*"))) == 2)
        page = next(app.home.exports.glob("*.html")).read_text("utf-8")
        assert "<script>" not in page
        assert "&lt;script&gt;" in page
        await pilot.press("u")
        await wait_until(pilot, lambda: screen.status == "0 of 2 covered")
        assert not screen.applies("undo")


async def test_the_arrows_choose_the_kind_of_evidence_from_a_field(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        screen: EvidenceScreen = await shown(
            pilot, "evidence", lambda s: s.today, competency_id="python", text="Python"
        )
        assert screen.focused is not None
        assert screen.focused.id == "title"
        assert "kind" in screen_text(pilot).splitlines()[-1]
        await pilot.press("down")
        await wait_until(pilot, lambda: screen.kind is EvidenceKind.TRAINING)
        await pilot.press("tab", "down", "up", "up")
        await wait_until(pilot, lambda: screen.kind is EvidenceKind.PROJECT)


async def test_evidence_without_a_title_stays_on_the_form_and_says_why(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, "evidence", lambda s: s.today, competency_id="python", text="Python")
        await pilot.press("enter")
        await wait_until(pilot, lambda: "! Say in a few words what it is." in screen_text(pilot))
        await pilot.press("A", "tab", "x", "enter")
        await wait_until(pilot, lambda: "! Begin it with https://" in screen_text(pilot))
        assert _is(app, "evidence")()


async def test_a_pasted_job_description_is_read_and_a_gap_takes_evidence(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        screen: JobScreen = await shown(pilot, "job", lambda s: s.headline)
        field = screen.query_one(TextArea)
        field.post_message(Paste(f"Python and AI-900 wanted\n{HOSTILE} is what we do here\n"))
        await wait_until(pilot, lambda: "wanted" in field.text)
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: screen.found)
        await wait_until(pilot, lambda: "Still to cover  1" in screen_text(pilot))
        text = screen_text(pilot)
        assert "○ A little Python" in text
        await pilot.press("end")
        await wait_until(pilot, lambda: screen.rows.current.startswith("rest-"))
        text = screen_text(pilot)
        assert "AI-900: not held; retired on 30 June 2026 → AI-901" in text
        assert "[red]markup[/red] <script>alert(1)</script>" in text
        await pilot.press("x")
        await wait_until(pilot, lambda: len(list(app.home.exports.glob("job-fit-*"))) == 2)
        await pilot.press("home")
        await _attach(pilot, app, "A tool")
        await wait_until(pilot, lambda: _is(app, "job")() and "You have  1" in screen_text(pilot))
        await pilot.press("e")
        await wait_until(pilot, lambda: not screen.is_reading)
        assert "wanted" in field.text


async def test_an_empty_job_description_is_told(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: JobScreen = await shown(pilot, "job", lambda s: s.headline)
        await pilot.press("ctrl+s")
        await wait_until(pilot, lambda: "! The job description is empty." in screen_text(pilot))
        assert not screen.is_reading


async def test_a_part_that_is_longer_than_the_screen_scrolls_whatever_was_opened_before(
    make_app: Make,
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 14)) as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("study")  # its sheet is read with it, and holds from then on
        await wait_until(pilot, _is(app, "study"))
        app.action_today()
        screen: RoleScreen = await shown(pilot, "role", lambda s: s.profile, roadmap_id="multicloud")
        part = screen.query_one("#part")
        await wait_until(pilot, lambda: part.max_scroll_y > 0)
        await pilot.press("end")
        await wait_until(pilot, lambda: part.scroll_offset.y == part.max_scroll_y)
        assert "1–3 years" in screen_text(pilot)


async def test_a_second_look_at_a_job_description_does_not_take_the_learner_back_from_the_text(
    make_app: Make,
) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await wait_until(pilot, lambda: app.bridge.is_open)
        app.show("job")
        await wait_until(pilot, lambda: isinstance(app.focused, TextArea))
        screen = app.screen
        assert isinstance(screen, JobScreen)
        screen.query_one(TextArea).text = "You build with large language models and Python."
        await screen.action_read()
        release = hold_services(app)
        screen.reload()
        await pilot.pause()
        screen.action_write()
        release.set()
        await app.bridge.call(lambda _s: None)
        await pilot.pause()
        assert not screen.is_reading
        assert isinstance(app.focused, TextArea)
