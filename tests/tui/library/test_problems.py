"""Content problems: where, what, how to put it right."""

from __future__ import annotations

from collections.abc import Callable

from studyapp.services.views import ContentProblem
from studyapp.tui.app import StudyApp
from studyapp.tui.screens.problems import SHOWN, ProblemsScreen, place, problem_list, summary
from tests.tui.library.conftest import shown
from tests.waiting import screen_text, wait_until

Make = Callable[..., StudyApp]


async def test_a_broken_bank_is_named_with_file_line_and_hint(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(100, 40)) as pilot:
        screen: ProblemsScreen = await shown(pilot, "problems", lambda s: s.problems)
        first = screen.problems[0]
        text = screen_text(pilot)
        assert f"questions-broken.yaml:{first.line}:{first.column}" in text
        assert "✗ error" in text
        assert "→" in text
        assert "in 1 file" in screen.status


async def test_a_corrected_file_is_read_again_with_one_key(
    make_app: Make, bundled: tuple[object, object]
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        mended = app.home.content / "mine.yaml"
        mended.parent.mkdir()
        mended.write_text("format: nothing/1\n", encoding="utf-8")
        screen: ProblemsScreen = await shown(pilot, "problems", lambda s: s.problems)
        await pilot.press("enter")
        await wait_until(pilot, lambda: any("mine.yaml" in problem.path for problem in screen.problems))
        mended.unlink()
        await wait_until(pilot, lambda: screen.applies("again"))
        await pilot.press("enter")
        await wait_until(pilot, lambda: not any("mine.yaml" in problem.path for problem in screen.problems))


def test_a_sound_library_says_so() -> None:
    assert "Every content file reads as it should." in problem_list((), 80).plain
    assert summary(()) == "none"


def test_problems_are_counted_by_level_and_file() -> None:
    found = [
        ContentProblem("a/x.yaml", 1, 2, "wrong", "mend it"),
        ContentProblem("a/x.yaml", 3, 1, "odd", "", "warning"),
        ContentProblem("b/y.yaml", 0, 0, "not readable", ""),
    ]
    assert summary(found) == "2 errors, 1 warning in 2 files"
    assert place(found[0]) == "x.yaml:1:2"
    assert place(found[2]) == "y.yaml"


def test_a_message_with_markup_and_escapes_stays_text() -> None:
    hostile = ContentProblem("[red]x.yaml", 1, 1, "bad \x1b[31m[bold]word", "[@click=app.quit]no[/]")
    text = problem_list([hostile], 80).plain
    assert "\x1b" not in text
    assert "[bold]word" in text
    assert "[@click=app.quit]no[/]" in text


def test_thousands_of_problems_do_not_fill_the_screen_for_ever() -> None:
    many = [ContentProblem("x.yaml", n, 1, "wrong", "") for n in range(SHOWN + 5)]
    assert "… and 5 more." in problem_list(many, 80).plain
