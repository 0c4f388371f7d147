"""Contrast: every text stands out from what it stands on, in every theme, on every screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import textual.widgets
from textual.color import Color

from studyapp.services.views import THEME_NAMES, Settings
from studyapp.tui import themes
from studyapp.tui.app import StudyApp
from tests.tui.fakes import FakeServices
from tests.waiting import wait_until

STYLES = Path(themes.__file__).parent / "styles"
NAMES = [theme.name for theme in themes.THEMES]
ROUTES: tuple[tuple[str, dict[str, str]], ...] = (
    ("today", {}),
    ("welcome", {}),
    ("settings", {}),
    ("help", {"about": "today"}),
    ("checks", {}),
    ("study", {"scope": "today"}),
    ("glossary", {}),
    ("progress", {}),
    ("roadmap", {}),
    ("certification", {"certification_id": "aif-c01"}),
)


def luminance(color: Color) -> float:
    """WCAG 2.2: relative luminance."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)


def contrast(one: Color, other: Color) -> float:
    """WCAG 2.2: contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least(theme: str) -> float:
    return 7.0 if theme == "studyapp-contrast" else 4.5


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


def test_the_themes_are_those_of_the_settings() -> None:
    assert tuple(NAMES) == THEME_NAMES
    assert THEME_NAMES[0] == themes.DEFAULT


@pytest.mark.parametrize("theme", themes.THEMES, ids=NAMES)
def test_every_variable_of_text_stands_out_from_both_backgrounds(theme: themes.Theme) -> None:
    colours = {name: Color.parse(value) for name, value in theme.variables.items() if value.startswith("#")}
    for text in themes.TEXT:
        for paper in ("background", "raised"):
            assert contrast(colours[text], colours[paper]) >= least(theme.name), (text, paper)
    assert contrast(colours["on-accent"], colours["accent"]) >= least(theme.name)


@pytest.mark.parametrize("theme", themes.THEMES, ids=NAMES)
def test_right_wrong_and_notice_are_told_apart_even_in_grey(theme: themes.Theme) -> None:
    colours = {Color.parse(theme.variables[name]).hex for name in ("right", "wrong", "notice", "accent")}
    assert len(colours) == 4


@pytest.mark.parametrize("path", sorted(STYLES.glob("*.tcss")), ids=lambda path: path.name)
def test_styles_use_our_variables_and_no_colour_of_their_own(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    used = set(re.findall(r"\$([\w-]+)", text))
    assert used <= set(themes.VARIABLES)
    rules = re.findall(r"(?:color|background|border[\w-]*|background-tint)\s*:\s*([^;]+);", text)
    for rule in rules:
        assert not re.search(r"#[0-9a-f]{3}|\brgb|%", rule), rule


def test_no_widget_of_ours_has_the_name_of_one_of_textuals() -> None:
    """Styles go by class names: a namesake gets Textual's borders as soon as the other is loaded."""
    taken = set(textual.widgets.__all__)
    folder = Path(themes.__file__).parent
    ours = {
        name
        for path in folder.rglob("*.py")
        for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert ours & taken == set()


@pytest.mark.parametrize("theme", NAMES)
async def test_every_rendered_text_stands_out(fake_app: StudyApp, world: FakeServices, theme: str) -> None:
    world.settings.now = Settings(theme=theme)
    async with fake_app.run_test(size=(130, 40)) as pilot:
        await wait_until(pilot, lambda: fake_app.theme == theme)
        for name, arguments in ROUTES:
            fake_app.show(name, **arguments)
            await wait_until(pilot, lambda name=name: name == fake_app.screen.NAME)  # type: ignore[misc,attr-defined]
            await pilot.pause()
            await fake_app.workers.wait_for_complete()
            await pilot.pause()
            check_rendered(fake_app, least(theme), name)
        fake_app.action_palette()
        await pilot.press("s", "e", "t")
        await pilot.pause()
        check_rendered(fake_app, least(theme), "palette")


def check_rendered(app: StudyApp, least_ratio: float, where: str) -> None:
    for strip in app.screen._compositor.render_strips():
        for text, style, _control in strip:
            # Lines, bars and the ends of a scroll bar are no text.
            if (
                not text.strip(" ─│▔▁▂▃▄▅▆▇▊▎█▌·░")
                or style is None
                or style.color is None
                or style.bgcolor is None
            ):
                continue
            fore, back = style.color.get_truecolor(), style.bgcolor.get_truecolor(foreground=False)
            if style.reverse:
                fore, back = back, fore
            assert not style.dim, (where, text)
            ratio = contrast(Color(*fore), Color(*back))
            assert ratio >= least_ratio, (where, text, fore.hex, back.hex, round(ratio, 2))
