"""What scoring of QTI items is more than right or wrong, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.domain.questions import Quantity
from tests.content.interchange.reading import losses, questions, read

OWN = "its own way of scoring left out"


def _number(equal: str, value: str = "200") -> str:
    return (
        '<assessmentItem identifier="i"><responseDeclaration identifier="R" baseType="float">'
        f"<correctResponse><value>{value}</value></correctResponse></responseDeclaration><itemBody>"
        "<p>How many?</p><p>"
        '<textEntryInteraction responseIdentifier="R"/></p></itemBody><responseProcessing><responseCondition>'
        f'<responseIf><equal {equal}><variable identifier="R"/><correct identifier="R"/></equal>'
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'
        "</responseIf></responseCondition></responseProcessing></assessmentItem>"
    )


@pytest.mark.parametrize(
    ("equal", "quantity"),
    [
        ('toleranceMode="exact"', Quantity(value=200.0)),
        ('toleranceMode="absolute" tolerance="2"', Quantity(value=200.0, tolerance=2.0)),
        ('toleranceMode="absolute" tolerance="2 5"', Quantity(least=198.0, most=205.0)),
        ('toleranceMode="relative" tolerance="5.0 5.0"', Quantity(value=200.0, tolerance_percent=5.0)),
        ('toleranceMode="relative" tolerance="5 10"', Quantity(least=190.0, most=220.0)),
    ],
)
def test_tolerances_of_numbers(tmp_path: Path, equal: str, quantity: Quantity) -> None:
    found = read(tmp_path, "qti21", _number(equal))
    assert questions(found)[0].entries[0].quantity == quantity
    assert losses(found) == [()]


def test_ends_of_a_range_that_count_as_wrong_are_told(tmp_path: Path) -> None:
    found = read(
        tmp_path, "qti21", _number('toleranceMode="absolute" tolerance="2" includeLowerBound="false"')
    )
    assert losses(found) == [("ends of the range that are wrong: here they are right",)]


MATCH = '<match><variable identifier="R"/><correct identifier="R"/></match>'
NULL = '<isNull><variable identifier="R"/></isNull>'
FULL = '<setOutcomeValue identifier="SCORE"><variable identifier="MAXSCORE"/></setOutcomeValue>'
NONE = '<setOutcomeValue identifier="SCORE"><baseValue>0.0</baseValue></setOutcomeValue>'
SAID = (
    '<setOutcomeValue identifier="F"><multiple><variable identifier="F"/><baseValue>A</baseValue></multiple>'
    "</setOutcomeValue>"
)


def _when(*branches: tuple[str, str, str]) -> str:
    inside = "".join(f"<{tag}>{test}{then}</{tag}>" for tag, test, then in branches)
    return f"<responseCondition>{inside}</responseCondition>"


@pytest.mark.parametrize(
    ("processing", "lost"),
    [
        (_when(("responseIf", NULL, SAID), ("responseElseIf", MATCH, FULL), ("responseElse", "", NONE)),
         ()),
        (_when(("responseIf", MATCH, FULL)) + _when(("responseIf", f"<or>{NULL}</or>", SAID)), ()),
        (_when(("responseIf", MATCH, FULL), ("responseElseIf", NULL, FULL)), (OWN,)),
        (_when(("responseIf", f"<or>{MATCH}{NULL}</or>", FULL)), (OWN,)),
        (_when(("responseElse", "", _when(("responseIf", "<lt/>", FULL)))), (OWN,)),
        ('<setOutcomeValue identifier="SCORE"><product/></setOutcomeValue>', (OWN,)),
    ],
)  # fmt: skip
def test_only_what_gives_credit_is_scoring(tmp_path: Path, processing: str, lost: tuple[str, ...]) -> None:
    found = read(
        tmp_path,
        "qti21",
        '<assessmentItem identifier="i"><responseDeclaration identifier="R"><correctResponse><value>A</value>'
        "</correctResponse></responseDeclaration><itemBody><p>Which?</p>"
        '<choiceInteraction responseIdentifier="R"><simpleChoice identifier="A">a</simpleChoice>'
        '<simpleChoice identifier="B">b</simpleChoice></choiceInteraction></itemBody>'
        f"<responseProcessing>{processing}</responseProcessing></assessmentItem>",
    )
    assert losses(found) == [lost]


@pytest.mark.parametrize("name", ["match_correct", "map_response.xml", "CC2_map_response.xml", "CC2_match"])
def test_templates_that_say_right_or_wrong(tmp_path: Path, name: str) -> None:
    text = _number('toleranceMode="exact"')
    begin, end = text.index("<responseProcessing>"), text.index("</assessmentItem>")
    templated = f'{text[:begin]}<responseProcessing template="https://x.example/{name}"/>{text[end:]}'
    assert losses(read(tmp_path, "qti21", templated)) == [()]
