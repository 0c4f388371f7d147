"""The glossary: search as you type, whatever is typed; filter; cards; reading a term."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual import events
from textual.widgets import Input

from studyapp.tui.app import StudyApp
from studyapp.tui.screens.glossary import GlossaryScreen
from studyapp.tui.screens.term import TermScreen
from tests.tui.library import content
from tests.tui.library.conftest import shown
from tests.waiting import screen_text, wait_until

ODD = [
    '"', '""', "*", "AND", "OR NOT", "NEAR(", "a AND", "rag*", "-rag", "(", "^", ":", "term:rag", "'", ";--",
    "\\", "%", "_", "{", "😀", "👩‍👩‍👧", "\u202eabc", "é", "ñ", "C++", "[bold]", "a" * 200, "  ", "\u0000",
]  # fmt: skip


def field(screen: GlossaryScreen) -> Input:
    return screen.query_one("#search", Input)


async def test_all_terms_stand_there_before_anything_is_typed(make_app: Callable[..., StudyApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        assert len(screen.hits) == len(content.TERMS)
        assert screen.status == f"{len(content.TERMS)} terms"
        assert field(screen).has_focus


async def test_each_letter_narrows_the_list(make_app: Callable[..., StudyApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        await pilot.press("h", "a", "l", "l")
        await wait_until(pilot, lambda: list(screen.hits) == ["hallucination"])
        assert "fluent answer" in screen_text(pilot)
        await pilot.press("ctrl+u")
        await wait_until(pilot, lambda: len(screen.hits) == len(content.TERMS))


async def test_keys_that_arrive_in_one_packet_edit_in_their_order(make_app: Callable[..., StudyApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        for key in ("x", "ctrl+u", "h", "a", "x", "backspace", "l", "l"):
            printed = key if len(key) == 1 else None
            app.post_message(events.Key(key, printed))  # no pause between them, as over a slow line
        await wait_until(pilot, lambda: list(screen.hits) == ["hallucination"])
        assert field(screen).value == "hall"


async def test_no_input_is_an_error(make_app: Callable[..., StudyApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        for text in ODD:
            field(screen).value = text
            await pilot.pause()
            await app.workers.wait_for_complete()
        field(screen).value = "embedding"
        await wait_until(pilot, lambda: "embedding" in screen.hits)
        assert not list(app._notifications), "an odd search was reported as a failure"


async def test_a_search_without_hits_says_so(make_app: Callable[..., StudyApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        field(screen).value = "zzzqqq [b]"
        await wait_until(pilot, lambda: "zzzqqq [b]”" in screen_text(pilot))
        await pilot.press("enter", "ctrl+n", "down", "up")
        assert app.screen is screen


async def test_a_pasted_document_is_cut_to_what_a_search_can_be(make_app: Callable[..., StudyApp]) -> None:
    from textual import events

    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        field(screen).post_message(events.Paste("embedding " * 1000 + "\nsecond line"))
        await wait_until(pilot, lambda: len(field(screen).value) == 200)


async def test_the_arrows_move_in_the_list_while_the_field_keeps_the_letters(
    make_app: Callable[..., StudyApp],
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        first = screen.rows.current
        await pilot.press("down")
        await wait_until(pilot, lambda: screen.rows.current != first)
        await pilot.press("up")
        await wait_until(pilot, lambda: screen.rows.current == first)
        assert field(screen).has_focus


async def test_enter_reads_the_term_with_everything_that_refers_to_it(
    make_app: Callable[..., StudyApp],
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 30)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        field(screen).value = "retrieval-augmented"
        await wait_until(pilot, lambda: list(screen.hits) == ["rag"])
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, TermScreen) and app.screen.detail)
        text = screen_text(pilot)
        for expected in (
            "also RAG", "handed to the model", "looks up the manual", "Not the same as fine-tuning",
            "in your cards", "questions that use it", "Team 0", "https://example.org/docs",
        ):  # fmt: skip
            assert expected in text, expected
        await pilot.press("o")
        await wait_until(pilot, lambda: app.screen.detail.term.id == "fine-tuning")  # type: ignore[attr-defined]
        await pilot.press("escape", "escape")
        assert app.screen is screen


async def test_a_term_becomes_a_card_with_one_key(make_app: Callable[..., StudyApp]) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        field(screen).value = "guardrail"
        await wait_until(pilot, lambda: list(screen.hits) == ["guardrail"])
        assert not screen.hits["guardrail"].in_cards
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: screen.hits["guardrail"].in_cards)
        assert "✓ card" in screen_text(pilot)
        assert not screen.applies("add")


async def test_a_term_screen_adds_it_too(make_app: Callable[..., StudyApp]) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 24)) as pilot:
        screen: TermScreen = await shown(pilot, "term", lambda s: s.detail, term_id="token")
        await pilot.press("a")
        await wait_until(pilot, lambda: screen.detail is not None and screen.detail.in_cards)


async def test_the_terms_of_one_certification(make_app: Callable[..., StudyApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        await pilot.press("ctrl+t")
        await wait_until(pilot, lambda: app.screen.NAME == "certifications" and app.screen.certifications)  # type: ignore[attr-defined]
        await pilot.press(*"aif")
        await wait_until(pilot, lambda: app.screen.rows.current == "aif-c01")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await wait_until(pilot, lambda: screen.certification_code == "AIF-C01")
        assert screen.headline == "Glossary · AIF-C01"
        assert len(screen.hits) == len(content.TERMS)


async def test_a_wide_terminal_explains_the_marked_term_beside_the_list(
    make_app: Callable[..., StudyApp],
) -> None:
    app = make_app()
    async with app.run_test(size=(160, 50)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        field(screen).value = "retrieval"
        await wait_until(pilot, lambda: screen.detail is not None and screen.detail.term.id == "rag")
        assert "Not the same as fine-tuning" in screen_text(pilot)


async def test_a_terminal_that_becomes_wide_gets_the_second_column(make_app: Callable[..., StudyApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        assert screen.detail is None
        await pilot.resize_terminal(160, 50)
        await wait_until(pilot, lambda: screen.detail is not None)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_content_is_text_and_nothing_else(
    make_app: Callable[..., StudyApp], size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await shown(pilot, "term", lambda s: s.detail, term_id="hostile")
        text = screen_text(pilot)
        assert "[b]hostile[/b] term" in text
        assert "[@click=app.quit]do not click[/]" in text
        await shown(pilot, "term", lambda s: s.detail, term_id="c-plus-plus")
        assert 'C++ & co. "quoted" AND (odd)' in screen_text(pilot)


def test_the_odd_inputs_are_odd() -> None:
    assert any(ord(ch) > 0xFFFF for text in ODD for ch in text)


async def test_the_list_does_not_jump_when_a_card_is_added(make_app: Callable[..., StudyApp]) -> None:
    app = make_app("fresh")
    async with app.run_test(size=(80, 9)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        await pilot.press(*["down"] * 8, "up", "up")
        await wait_until(pilot, lambda: screen.rows.scroll_offset.y > 0)
        before, marked = screen.rows.scroll_offset.y, screen.rows.current
        await pilot.press("ctrl+n")
        await wait_until(pilot, lambda: screen.hits[marked].in_cards)
        await wait_until(pilot, lambda: screen.rows.scroll_offset.y == before)
        assert screen.rows.current == marked


async def test_a_sign_that_matches_nothing_is_answered_with_what_helps(
    make_app: Callable[..., StudyApp],
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen: GlossaryScreen = await shown(pilot, "glossary", lambda s: s.hits)
        await pilot.press("quotation_mark")
        await wait_until(pilot, lambda: not screen.hits)
        await wait_until(pilot, lambda: "Type a letter or a word." in screen_text(pilot))
        assert "Fewer letters" not in screen_text(pilot)
        await pilot.press(*"zzqq")
        await wait_until(pilot, lambda: "Fewer letters find more." in screen_text(pilot))
