"""Moodle XML: each type of question, embedded answers, and XML that attacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.content.interchange.model import CannotConvert, Item
from studyapp.domain.questions import LetterCase, Mistake, Quantity, QuestionKind
from tests.content.interchange.reading import losses, questions, read, reasons

QUIZ = """<?xml version="1.0"?>
<quiz>
<question type="category"><category><text>$course$/top/Networks</text></category></question>
<question type="multichoice">
  <name><text>N1</text></name>
  <questiontext format="html"><text><![CDATA[<p>Which <code>port</code> &amp; why?</p><pre>a
  b</pre>]]></text></questiontext>
  <generalfeedback format="html"><text>Well known.</text></generalfeedback>
  <defaultgrade>2.0</defaultgrade><single>true</single>
  <answer fraction="100"><text>22</text><feedback><text>Yes</text></feedback></answer>
  <answer fraction="0"><text>80</text><feedback><text>Web</text></feedback></answer>
  <tags><tag><text>difficulty:4</text></tag><tag><text>ports</text></tag></tags>
</question>
<question type="truefalse"><name><text>N2</text></name><questiontext><text>So?</text></questiontext>
  <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="shortanswer"><name><text>N3</text></name><questiontext><text>Who?</text></questiontext>
  <usecase>1</usecase><answer fraction="100"><text>Ada</text></answer>
  <answer fraction="0"><text>*</text></answer></question>
<question type="numerical"><name><text>N4</text></name><questiontext><text>How far?</text></questiontext>
  <answer fraction="100"><text>3.5</text><tolerance>0.5</tolerance></answer>
  <units><unit><multiplier>1</multiplier><unit_name>km</unit_name></unit></units></question>
<question type="matching"><name><text>N5</text></name><questiontext><text>Match?</text></questiontext>
  <subquestion><text>A</text><answer><text>1</text></answer></subquestion>
  <subquestion><text>B</text><answer><text>2</text></answer></subquestion>
  <subquestion><text></text><answer><text>3</text></answer></subquestion></question>
<question type="cloze"><name><text>N6</text></name>
  <questiontext format="html"><text><![CDATA[<p>{1:SHORTANSWER:=Paris#Yes~%0%Lyon#No} has
  {1:NUMERICAL:=20:1} and {1:MULTICHOICE:=Seine~Rhone}.</p>]]></text></questiontext></question>
<question type="essay"><name><text>N7</text></name><questiontext><text>Write</text></questiontext></question>
<question type="calculated"><name><text>N8</text></name><questiontext><text>X</text></questiontext></question>
</quiz>
"""


def test_each_type_of_question_ends_as_it_should(tmp_path: Path) -> None:
    found = read(tmp_path, "moodle", QUIZ)
    choice, truth, typed, numeric, matching, blanks = questions(found[:6])
    assert (choice.stem, choice.objective_id, choice.difficulty) == (
        "Which port & why?\n\n```\na\n  b\n```",
        "Networks",
        4,
    )
    assert [(o.text, o.correct, o.reason) for o in choice.options] == [
        ("22", True, "Yes"),
        ("80", False, "Web"),
    ]
    assert choice.explanation == "Well known."
    assert (truth.kind, truth.key) == (QuestionKind.TRUE_FALSE, {1})
    assert (typed.entries[0].accepted, typed.entries[0].letter_case) == (("Ada",), LetterCase.EXACT)
    assert numeric.entries[0].quantity == Quantity(value=3.5, tolerance=0.5, unit="km")
    assert [d.text for d in matching.distractors] == ["3"]
    assert blanks.stem == "{1} has {2} and {3}."
    assert blanks.entries[0].mistakes == (Mistake("Lyon", "No"),)
    assert [e.accepted for e in blanks.entries] == [("Paris",), (), ("Seine",)]
    assert reasons(found) == [
        "an essay, which nobody can grade here",
        "questions of the type 'calculated' have no counterpart here",
    ]


def _gaps(kind: str, name: str, stem: str, words: str = "ssh,scp,ftp") -> str:
    listed = "".join(
        f"<{name}><text>{word}</text><group>{1 + number % 2}</group></{name}>"
        for number, word in enumerate(words.split(","))
    )
    return (
        f'<quiz><question type="{kind}"><questiontext format="html"><text>{stem}</text></questiontext>'
        f"{listed}</question></quiz>"
    )


@pytest.mark.parametrize(("kind", "name"), [("gapselect", "selectoption"), ("ddwtos", "dragbox")])
def test_gaps_with_words_to_choose_from_are_typed(tmp_path: Path, kind: str, name: str) -> None:
    found = read(tmp_path, "moodle", _gaps(kind, name, "Log in by [[1]], copy by [[2]], not by [[1]]."))
    (question,) = questions(found)
    assert question.stem == "Log in by {1}, copy by {2}, not by {3}."
    assert [entry.accepted for entry in question.entries] == [("ssh",), ("scp",), ("ssh",)]
    assert losses(found) == [("words to choose from for the gaps: now they are typed",)]


def test_one_gap_with_words_is_a_single_choice_of_its_group(tmp_path: Path) -> None:
    (question,) = questions(read(tmp_path, "moodle", _gaps("gapselect", "selectoption", "Log in by [[1]].")))
    assert (question.kind, question.stem) == (QuestionKind.SINGLE, "Log in by _____.")
    assert [(option.text, option.correct) for option in question.options] == [("ssh", True), ("ftp", False)]
    found = read(tmp_path, "moodle", _gaps("gapselect", "selectoption", "By [[4]] or [[1]]."))
    assert reasons(found) == ["gap 4 has no word that belongs into it"]
    assert reasons(read(tmp_path, "moodle", _gaps("ddwtos", "dragbox", "No gap."))) == [
        "its text has no gap that could be read"
    ]


def test_losses_have_names_and_items_have_lines(tmp_path: Path) -> None:
    found = read(tmp_path, "moodle", QUIZ)
    losses = [item.losses for item in found if isinstance(item, Item)]
    assert losses[0] == ("points '2.0' left out", "tag 'ports' left out")
    assert losses[2] == ("feedback for any other answer left out",)
    assert losses[5] == ("a gap with a list to choose from: now it is typed",)
    assert found[0].place == "line 4"


BOMB = '<!DOCTYPE q [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><quiz><question type="essay">&b;</question></quiz>'
OUTSIDE = '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "entities"),
        (OUTSIDE, "entities"),
        ("<quiz>\n<question>", ":2:.*the XML is broken"),
        ("<quiz>" + "<a>" * 5000, "nests more than"),
        ("<html/>", "its root is <html>"),
        ('<?xml version="1.0" encoding="klingon"?><quiz/>', "encoding"),
    ],
)
def test_xml_that_attacks_or_ends_early_is_refused_as_a_whole(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CannotConvert, match=said):
        read(tmp_path, "moodle", text)
