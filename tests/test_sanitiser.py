"""Text that is fit to print."""

from __future__ import annotations

import io
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.sanitiser import clean, fitted


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@given(st.text())
def test_no_control_character_is_left_but_the_ends_of_lines(text: str) -> None:
    assert not [ch for ch in clean(text) if category(ch) in ("Cc", "Cs") and ch != "\n"]
    assert "\n" not in clean(text, keep_lines=False)
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs", "M"])))
def test_text_without_control_characters_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\tb", "a b"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("\x1b[31mred\x1b]0;title\x07", "[31mred]0;title"),
        ("\u202eabc\u2066", "abc"),
        ("👩‍🔬", "👩‍🔬"),
    ],
)
def test_what_becomes_of_odd_characters(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_lines_are_wrapped_between_words_on_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "41")
    text = "   - one two-three four five six seven eight nine ten eleven https://example.com/a-very-long/address/of-docs"
    assert fitted(text, io.StringIO()) == text
    lines = fitted(text, Screen()).split("\n")
    assert all(line.startswith("   ") for line in lines)
    assert all(len(line) <= 40 for line in lines[:-1])
    assert lines[-1].strip() == text.rsplit(maxsplit=1)[-1]
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
