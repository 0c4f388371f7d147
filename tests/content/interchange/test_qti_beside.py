"""What QTI items say beside their question: none of it may tell the answer, and none may get lost unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.interchange.reading import losses, questions, read, reasons

DEPENDS = "feedback that depends on the answer: it stands in the explanation"


def _item(
    *, body: str = "", before: str = "", behind: str = "", processing: str = "", shuffle: str = "false"
) -> str:
    return (
        '<assessmentItem identifier="i" title="i"><responseDeclaration identifier="R" baseType="identifier">'
        f"<correctResponse><value>A</value></correctResponse></responseDeclaration>{before}<itemBody>"
        f"<p>Which port does SSH take?</p>{body}"
        f'<choiceInteraction responseIdentifier="R" shuffle="{shuffle}">'
        '<simpleChoice identifier="A">22</simpleChoice><simpleChoice identifier="B" fixed="true">23'
        '<feedbackInline outcomeIdentifier="F" identifier="B">Telnet.</feedbackInline></simpleChoice>'
        f"</choiceInteraction></itemBody><responseProcessing>{processing}</responseProcessing>{behind}"
        "</assessmentItem>"
    )


CHOSEN = '<setOutcomeValue identifier="F"><variable identifier="R"/></setOutcomeValue>'


def test_feedback_in_the_body_is_no_part_of_the_question(tmp_path: Path) -> None:
    body = (
        '<div><feedbackBlock outcomeIdentifier="F" identifier="SOLUTION" showHide="show"><p>It is 22.</p>'
        '</feedbackBlock></div><p><feedbackInline outcomeIdentifier="F" identifier="GOOD">Right.'
        "</feedbackInline></p>"
    )
    found = read(tmp_path, "qti21", _item(body=body))
    (question,) = questions(found)
    assert question.stem == "Which port does SSH take?"
    assert question.explanation == "It is 22.\n\nRight."
    assert losses(found) == [(DEPENDS,)]


def test_feedback_that_an_option_opens_is_its_reason(tmp_path: Path) -> None:
    behind = (
        '<modalFeedback outcomeIdentifier="F" identifier="A" showHide="show">Yes, 22.</modalFeedback>'
        '<modalFeedback outcomeIdentifier="F" identifier="B" showHide="show">No.</modalFeedback>'
    )
    found = read(tmp_path, "qti21", _item(behind=behind, processing=CHOSEN))
    (question,) = questions(found)
    assert [o.reason for o in question.options] == ["Yes, 22.", "Telnet. No."]
    assert question.explanation == ""
    assert losses(found) == [()]


def test_feedback_for_right_and_wrong_answers_is_told_apart_from_what_all_see(tmp_path: Path) -> None:
    behind = (
        '<modalFeedback outcomeIdentifier="G" identifier="good" showHide="show">Fine.</modalFeedback>'
        '<modalFeedback outcomeIdentifier="F" identifier="A" showHide="hide">Read on.</modalFeedback>'
    )
    found = read(tmp_path, "qti21", _item(behind=behind, processing=CHOSEN))
    assert questions(found)[0].explanation == "Fine.\n\nRead on."
    assert losses(found) == [(DEPENDS,)]
    always = (
        '<modalFeedback outcomeIdentifier="F" identifier="-" showHide="hide">Read RFC 4253.</modalFeedback>'
    )
    found = read(tmp_path, "qti21", _item(behind=always, processing=CHOSEN))
    assert questions(found)[0].explanation == "Read RFC 4253."
    assert losses(found) == [()]


@pytest.mark.parametrize(
    ("parts", "lost"),
    [
        ({"body": '<rubricBlock view="scorer"><p>Only 22.</p></rubricBlock>'}, "notes for scorers left out"),
        (
            {"before": '<assessmentStimulusRef identifier="s" href="s.xml"/>'},
            "a text that items share (stimulus) left out",
        ),
        (
            {"behind": '<catalogInfo><catalog id="c"/></catalogInfo>'},
            "catalogue of aids (glossary, speech) left out",
        ),
        ({"body": "<infoControl>Low.</infoControl>"}, "hints left out"),
        (
            {"body": '<p><endAttemptInteraction responseIdentifier="H" title="Hint"/></p>'},
            "hints left out",
        ),
        ({"shuffle": "true"}, "fixed place of an option left out"),
    ],
)
def test_what_has_no_place_is_named(tmp_path: Path, parts: dict[str, str], lost: str) -> None:
    found = read(tmp_path, "qti21", _item(**parts))
    assert questions(found)[0].stem == "Which port does SSH take?"
    assert losses(found) == [(lost,)]


def test_a_rubric_for_learners_is_part_of_the_question(tmp_path: Path) -> None:
    body = '<rubricBlock view="candidate scorer"><p>Think of defaults.</p></rubricBlock>'
    found = read(tmp_path, "qti21", _item(body=body))
    assert questions(found)[0].stem == "Which port does SSH take?\n\nThink of defaults."


def test_an_item_whose_values_are_drawn_anew_is_refused(tmp_path: Path) -> None:
    before = '<templateProcessing><setTemplateValue identifier="N"/></templateProcessing>'
    assert "a template" in reasons(read(tmp_path, "qti21", _item(before=before)))[0]


def test_the_same_words_for_right_and_wrong_answers_stand_there_once(tmp_path: Path) -> None:
    behind = "".join(
        f'<modalFeedback outcomeIdentifier="G" identifier="{name}">SSH takes 22.</modalFeedback>'
        for name in ("good", "bad")
    )
    found = read(tmp_path, "qti21", _item(behind=behind))
    assert questions(found)[0].explanation == "SSH takes 22."
