"""HTML of foreign items as prose: lists, tables, formulas and pictures as a reader would read them out."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.content.interchange.convert import scrubbed_item
from studyapp.content.interchange.markup import text_of_html
from studyapp.content.interchange.model import Item, blank_question
from studyapp.domain.questions import Option, Question, QuestionKind
from tests.content.interchange.reading import losses, questions, read

FORMULA = "formula left out"
PICTURE = "image left out"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ul><li><p>one</p></li><li> <p>two</p> </li></ul>", "- one\n\n- two"),
        ("<ul>\n<li>one</li>\n<li>two <b>big</b></li>\n</ul>", "- one\n- two big"),
        (
            "<ol><li>one<ul><li>x</li></ul></li><li><p>two</p></li></ol><ul><li>y</li></ul>",
            "1. one\n\n- x\n\n2. two\n\n- y",
        ),
        ("a <b> b</b>  c<i> d </i> e", "a b c d e"),
        (
            "<table><thead><tr><th>Disk</th><th>Size</th></tr></thead><tr><td><p>A</p></td><td>1<br>TB</td></tr>"
            "</table>",
            "| Disk | Size |\n| A | 1 TB |",
        ),
        ("<p>Run</p><pre>a\n  b</pre><p>or <code>c</code>.</p>", "Run\n\n```\na\n  b\n```\n\nor c."),
        ("a&nbsp;&nbsp;b", "a  b"),
    ],
)
def test_layout_survives(html: str, text: str) -> None:
    assert text_of_html(html)[0] == text


def test_a_formula_leaves_a_mark_or_its_alternative_text() -> None:
    power = "<msup><mi>c</mi><mn>2</mn></msup>"
    tex = '<annotation encoding="application/x-tex">c^{2} &lt; 1</annotation>'
    told = ("formula: its text or TeX stands there",)
    assert text_of_html(f"<p>Is <math>{power}</math> so?</p>") == ("Is [formula] so?", (FORMULA,))
    assert text_of_html(f'Is <math alttext="c squared">{power}</math>?') == ("Is c squared?", told)
    assert text_of_html(f"a<math>{power}{tex}</math>b") == ("a c^{2} < 1 b", told)
    assert text_of_html(f'<math alttext="c squared">{power}{tex}</math>') == ("c squared", told)


def test_the_alternative_text_of_a_picture_does_not_stick_to_its_neighbours() -> None:
    assert text_of_html('see<img src="a" alt="Logo">this, <img src="b" alt="b">.') == (
        "see Logo this, b.",
        (PICTURE,),
    )


def test_code_in_an_option_stands_on_one_line_and_what_that_costs_is_named() -> None:
    fenced = (Option("Run\n\n```\ngit pull\ngit push\n```", True, ""), Option("```\nls\n```", False, ""))
    question = blank_question(QuestionKind.SINGLE, "Which?", options=fenced)
    item = scrubbed_item(Item("line 1", "x", question))
    assert isinstance(item.content, Question)
    assert [o.text for o in item.content.options] == ["Run `git pull git push`", "`ls`"]
    assert item.losses == ("line breaks of code left out",)


def test_reasons_of_steps_come_along_from_moodle(tmp_path: Path) -> None:
    steps = "".join(
        f'<answer fraction="{n}" format="html"><text>{text}</text><feedback format="html"><text>{why}</text>'
        "</feedback></answer>"
        for n, (text, why) in enumerate([("one", "It begins."), ("two", "")], 1)
    )
    found = read(
        tmp_path,
        "moodle",
        '<quiz><question type="ordering"><questiontext><text>Sort.</text></questiontext>'
        f"{steps}</question></quiz>",
    )
    assert [step.reason for step in questions(found)[0].steps] == ["It begins.", ""]
    assert losses(found) == [()]


def test_a_wrong_number_with_a_tolerance_loses_it_by_name(tmp_path: Path) -> None:
    answers = "".join(
        f'<answer fraction="{share}"><text>{value}</text><tolerance>{slack}</tolerance></answer>'
        for share, value, slack in [(100, 2, 0), (0, 3, 0.5)]
    )
    found = read(
        tmp_path,
        "moodle",
        '<quiz><question type="numerical"><questiontext><text>n?</text></questiontext>'
        f"{answers}</question></quiz>",
    )
    assert losses(found) == [("tolerance of the wrong number '3' left out",)]
