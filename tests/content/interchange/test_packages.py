"""QTI items and packages, Anki packages, and what is printed."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from studyapp.content.interchange.model import CannotConvert, Item
from studyapp.content.interchange.registry import FORMATS
from studyapp.domain.glossary import Term
from studyapp.domain.questions import LetterCase, Quantity, Question, QuestionKind
from tests.content.interchange.fuzz import QTI_1
from tests.content.interchange.reading import losses, questions, read, reasons
from tests.kinds import built

CHOICE_2 = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="choice" title="Unattended"
  adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
  <correctResponse><value>B</value></correctResponse></responseDeclaration>
<itemBody><p>Look at the <em>sign</em>.</p>
<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
<prompt>What does it say?</prompt>
<simpleChoice identifier="A">Stay.
<feedbackInline outcomeIdentifier="F" identifier="A">No.</feedbackInline></simpleChoice>
<simpleChoice identifier="B">Go.</simpleChoice></choiceInteraction></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>
</assessmentItem>"""
TEXT_3 = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="t" title="T">
<qti-response-declaration identifier="R" cardinality="single" base-type="string">
<qti-correct-response><qti-value>York</qti-value></qti-correct-response>
<qti-mapping default-value="0"><qti-map-entry map-key="York" mapped-value="1" case-sensitive="false"/>
<qti-map-entry map-key="york city" mapped-value="0.5" case-sensitive="false"/></qti-mapping>
</qti-response-declaration>
<qti-item-body><p>Now is the sun of <qti-text-entry-interaction response-identifier="R"/>.</p></qti-item-body>
<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"/>
</qti-assessment-item>"""


def test_items_of_version_2_and_3_are_read_the_same_way(tmp_path: Path) -> None:
    (item,) = read(tmp_path, "qti21", CHOICE_2)
    (choice,) = questions([item])
    assert (choice.id, choice.stem) == ("choice", "Look at the sign.\n\nWhat does it say?")
    assert [(o.text, o.correct, o.reason) for o in choice.options] == [
        ("Stay.", False, "No."),
        ("Go.", True, ""),
    ]
    assert isinstance(item, Item)
    assert item.losses == ("emphasis left out",)
    (item,) = read(tmp_path, "qti30", TEXT_3)
    (typed,) = questions([item])
    assert (typed.kind, typed.stem) == (QuestionKind.TYPED, "Now is the sun of _____.")
    assert (typed.entries[0].accepted, typed.entries[0].letter_case) == (("York",), LetterCase.IGNORE)
    assert isinstance(item, Item)
    assert item.losses == ("unequal credit for right answers left out",)


def _interaction(name: str, inside: str, values: str, base: str = "identifier") -> str:
    declared = "".join(f"<value>{value}</value>" for value in values.split(","))
    return (
        f'<assessmentItem identifier="i" title="i"><responseDeclaration identifier="R" baseType="{base}">'
        f"<correctResponse>{declared}</correctResponse></responseDeclaration><itemBody><p>Do it:</p>"
        f'<{name} responseIdentifier="R">{inside}</{name}></itemBody></assessmentItem>'
    )


def test_other_interactions(tmp_path: Path) -> None:
    steps = '<simpleChoice identifier="A">one</simpleChoice><simpleChoice identifier="B">two</simpleChoice>'
    (order,) = questions(read(tmp_path, "qti21", _interaction("orderInteraction", steps, "B,A")))
    assert [step.text for step in order.steps] == ["two", "one"]
    pair = '<simpleAssociableChoice identifier="{0}" matchMax="1">{0}</simpleAssociableChoice>'
    sets = "".join(
        f"<simpleMatchSet>{''.join(pair.format(n) for n in names)}</simpleMatchSet>"
        for names in ("AB", "XYZ")
    )
    (match,) = questions(
        read(tmp_path, "qti21", _interaction("matchInteraction", sets, "A Y,B X", "directedPair"))
    )
    assert [(p.prompt, p.match) for p in match.pairs] == [("A", "Y"), ("B", "X")]
    assert [d.text for d in match.distractors] == ["Z"]
    gaps = (
        '<gapText identifier="W">wet</gapText><gapText identifier="D">dry</gapText>'
        '<p>a <gap identifier="G"/> b <gap identifier="H"/></p>'
    )
    (filled,) = questions(
        read(tmp_path, "qti21", _interaction("gapMatchInteraction", gaps, "W G,D H", "directedPair"))
    )
    assert (filled.stem, [e.accepted for e in filled.entries]) == (
        "Do it:\n\na {1} b {2}",
        [("wet",), ("dry",)],
    )


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (_interaction("extendedTextInteraction", "", "x"), "an essay"),
        (_interaction("hotspotInteraction", "", "x"), "no counterpart"),
        (_interaction("orderInteraction", "", "A"), "does not name each step"),
        ('<assessmentItem identifier="i"><itemBody><p>x</p></itemBody></assessmentItem>', "asks nothing"),
        ('<assessmentItem identifier="i"/>', "no body"),
    ],
)
def test_what_has_no_counterpart_says_so(tmp_path: Path, item: str, reason: str) -> None:
    assert reason in reasons(read(tmp_path, "qti21", item))[0]


def _package(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_package_lists_what_it_lacks_and_what_is_broken(tmp_path: Path) -> None:
    listed = "".join(f'<resource type="imsqti_item_xmlv2p1" href="{name}.xml"/>' for name in ("a", "b", "c"))
    manifest = f"<manifest><resources>{listed}</resources></manifest>".encode()
    data = _package(**{"imsmanifest.xml": manifest, "a.xml": CHOICE_2.encode(), "b.xml": b"<broken"})
    found = read(tmp_path, "qti21", data)
    assert [item.place for item in found] == ["a.xml", "b.xml", "c.xml"]
    assert "the XML is broken" in reasons(found)[0]
    assert "does not hold it" in reasons(found)[1]
    with pytest.raises(CannotConvert, match="has no imsmanifest"):
        read(tmp_path, "qti21", _package(x=b""))


def test_an_anki_package_is_the_same_again_and_only_its_time_grows(tmp_path: Path) -> None:
    write = FORMATS["apkg"].write
    assert write is not None
    term = Term("vpc", "x", "VPC", "A net.", verified_on="2026-01-01")
    first, again = (write([Item("", "", term)], "x").files[""] for _ in range(2))
    assert first == again
    later = write([Item("", "", replace(term, revision=2))], "x").files[""]
    (before, after) = (_notes(data, tmp_path)[0] for data in (first, later))
    assert before[0] == after[0] == "vpc"
    assert before[1] < after[1]


def _notes(data: bytes, tmp_path: Path) -> list[tuple[str, int]]:
    path = tmp_path / "collection.anki2"
    path.write_bytes(zipfile.ZipFile(io.BytesIO(data)).read("collection.anki2"))
    database = sqlite3.connect(path)
    try:
        return database.execute("SELECT guid, mod FROM notes").fetchall()
    finally:
        database.close()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_package(**{"collection.anki2": b"SQLite format 3\0 broken"}), "database is broken"),
        (_package(**{"collection.anki21b": b"x", "collection.anki2": b"x"}), "anki21b is damaged"),
        (_package(x=b""), "no collection"),
    ],
    ids=["broken", "newest", "empty"],  # an archive holds its time: its bytes are no name
)
def test_broken_anki_packages_are_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(CannotConvert, match=said):
        read(tmp_path, "apkg", data)


def test_a_query_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studyapp.content.interchange.anki_package.MOST_STEPS", 3)
    path = tmp_path / "made"
    database = sqlite3.connect(path)
    database.executescript(
        "CREATE TABLE col (models TEXT); INSERT INTO col VALUES ('{}');"
        "CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)"
        " SELECT id, 'g' AS guid, 1 AS mid, '' AS tags, 'a' AS flds FROM n;"
    )
    database.close()
    with pytest.raises(CannotConvert, match="database is broken"):
        read(tmp_path, "apkg", _package(**{"collection.anki2": path.read_bytes()}))


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_a_paper_asks_and_only_its_key_tells(name: str) -> None:
    made = FORMATS[name]
    assert made.write is not None
    items = [Item("", "", built(kind)) for kind in QuestionKind]
    items.append(Item("", "", replace(built(QuestionKind.SINGLE), stem="Is <script>x</script> run?")))
    files = made.write(items, "git-101").files
    paper, key = files[""].decode(), files["-key"].decode()
    for item in items:
        question = item.content
        assert isinstance(question, Question)
        for reason in [*(o.reason for o in question.options), *(s.reason for s in question.steps)]:
            assert reason not in paper
            assert reason in key
    assert "<script>" not in paper
    assert paper.count("##" if name == "markdown" else "<section>") == len(items)


def test_papers_and_packages_can_be_told_from_their_names(tmp_path: Path) -> None:
    from studyapp.content.interchange.registry import detected, meant
    from studyapp.content.interchange.source import Source

    assert [meant(Path(name)).name for name in ("a.md", "a.html", "a.zip", "a.apkg", "a.xml")] == [
        "markdown", "html", "qti21", "apkg", "moodle",
    ]  # fmt: skip
    for name, text, expected in (
        ("a.xml", CHOICE_2, "qti21"),
        ("b.xml", "<quiz/>", "moodle"),
        ("c.md", "- [ ] x", "checkboxes"),
        ("d.txt", "A?{=1 ~2}", "gift"),
        ("e.txt", "A?\nA. x\nB. y\nANSWER: A", "aiken"),
        ("f.txt", "#separator:tab\na\tb", "anki"),
        ("g.json", json.dumps({}), ""),
    ):
        (tmp_path / name).write_text(text, "utf-8")
        if expected:
            assert detected(Source(tmp_path / name)).name == expected
        else:
            with pytest.raises(CannotConvert, match="can't be told"):
                detected(Source(tmp_path / name))


def test_version_1_has_choices_and_fields(tmp_path: Path) -> None:
    found = read(tmp_path, "qti12", QTI_1)
    choice, typed = questions(found[:2])
    assert (choice.id, choice.stem, choice.kind) == ("q1", "Which?", QuestionKind.SINGLE)
    assert [(o.text, o.correct, o.reason) for o in choice.options] == [
        ("this", False, ""),
        ("that", True, "Because."),
    ]
    assert (typed.stem, typed.entries[0].accepted) == ("Who?", ("Ada",))
    assert reasons(found) == ["an essay, which nobody can grade here"]
    assert [item.place for item in found] == ["line 1", "line 10", "line 14"]


def _field(conditions: str, render: str = "<render_fib/>", tag: str = "response_str") -> bytes:
    """An item of version 1 with one field and what is right in it."""
    return (
        f'<questestinterop><item ident="q"><presentation><material><mattext>What?</mattext></material>'
        f'<{tag} ident="s">{render}</{tag}></presentation><resprocessing><respcondition><conditionvar>'
        f"{conditions}</conditionvar><setvar>100</setvar></respcondition></resprocessing></item>"
        f"</questestinterop>"
    ).encode()


def test_several_values_of_one_condition_are_spellings_in_version_1(tmp_path: Path) -> None:
    data = _field("<varequal>Jupiter</varequal><varequal>the planet Jupiter</varequal>")
    (item,) = read(tmp_path, "qti12", data)
    (typed,) = questions([item])
    assert typed.entries[0].accepted == ("Jupiter", "the planet Jupiter")
    assert losses([item]) == [()]


@pytest.mark.parametrize(
    ("conditions", "quantity", "lost"),
    [
        (
            "<or><varequal>1.414</varequal><and><vargte>1.413</vargte><varlte>1.415</varlte></and></or>",
            Quantity(value=1.414, tolerance=0.001),
            (),
        ),
        ("<vargte>3</vargte><varlte>5</varlte>", Quantity(least=3, most=5), ()),
        (
            "<vargt>3</vargt><varlte>5</varlte>",
            Quantity(least=3, most=5),
            ("the ends of the range count now",),
        ),
        (
            "<or><varequal>9</varequal><and><vargte>3</vargte><varlte>5</varlte></and></or>",
            Quantity(least=3, most=5),
            ("further numbers left out",),
        ),
        ("<varequal>42</varequal>", Quantity(value=42, tolerance=0), ()),
    ],
)
def test_numbers_keep_their_range_in_version_1(
    tmp_path: Path, conditions: str, quantity: Quantity, lost: tuple[str, ...]
) -> None:
    (item,) = read(tmp_path, "qti12", _field(conditions, '<render_fib fibtype="Decimal"/>'))
    (numeric,) = questions([item])
    assert (numeric.kind, numeric.entries[0].quantity) == (QuestionKind.NUMERIC, quantity)
    assert losses([item]) == [lost]


def test_a_range_with_one_end_and_other_tests_are_told_in_version_1(tmp_path: Path) -> None:
    assert reasons(read(tmp_path, "qti12", _field("<vargte>3</vargte>"))) == ["a range with one end"]
    data = _field("<varequal>Ada</varequal><varsubstring>da</varsubstring>")
    assert losses(read(tmp_path, "qti12", data)) == [("its own way of scoring left out",)]


def test_a_text_that_stands_in_body_and_prompt_is_asked_once(tmp_path: Path) -> None:
    data = (
        b'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a">'
        b'<responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse>'
        b"<value>x</value></correctResponse></responseDeclaration><itemBody><div>Which?</div>"
        b'<choiceInteraction responseIdentifier="R"><prompt>Which?</prompt>'
        b'<simpleChoice identifier="x">This</simpleChoice><simpleChoice identifier="y">That</simpleChoice>'
        b"</choiceInteraction></itemBody></assessmentItem>"
    )
    (asked,) = questions(read(tmp_path, "qti21", data))
    assert asked.stem == "Which?"


@pytest.mark.parametrize(
    ("mapping", "lost"),
    [
        ('<mapping defaultValue="-1"><mapEntry mapKey="x" mappedValue="1"/></mapping>', ()),
        (
            '<mapping defaultValue="-2"><mapEntry mapKey="x" mappedValue="1"/>'
            '<mapEntry mapKey="y" mappedValue="-1"/></mapping>',
            ("unequal penalties for wrong options left out",),
        ),
    ],
)
def test_penalties_of_different_size_are_told(tmp_path: Path, mapping: str, lost: tuple[str, ...]) -> None:
    data = (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a">'
        '<responseDeclaration identifier="R" cardinality="multiple" baseType="identifier"><correctResponse>'
        f"<value>x</value></correctResponse>{mapping}</responseDeclaration><itemBody>"
        '<choiceInteraction responseIdentifier="R" maxChoices="1"><prompt>Which?</prompt>'
        '<simpleChoice identifier="x">This</simpleChoice><simpleChoice identifier="y">That</simpleChoice>'
        '<simpleChoice identifier="z">Those</simpleChoice></choiceInteraction></itemBody></assessmentItem>'
    )
    assert losses(read(tmp_path, "qti21", data)) == [lost]


def test_a_package_may_hold_version_1(tmp_path: Path) -> None:
    manifest = b'<manifest><resource type="imsqti_xmlv1p2"><file href="a.xml"/></resource></manifest>'
    found = read(tmp_path, "qti21", _package(**{"imsmanifest.xml": manifest, "a.xml": QTI_1}))
    assert [item.place for item in found] == ["a.xml, line 1", "a.xml, line 10", "a.xml, line 14"]


def test_a_package_may_be_a_zipped_folder_and_name_files_as_addresses_do(tmp_path: Path) -> None:
    manifest = (
        b'<manifest><resource type="imsqti_item_xmlv2p1" href="items/my%20item.xml"/>'
        b'<resource type="imsqti_item_xmlv2p1" href="items/other.xml"/></manifest>'
    )
    entries = {"quiz/imsmanifest.xml": manifest, "quiz/items/my item.xml": CHOICE_2.encode()}
    found = read(tmp_path, "qti21", _package(**entries))
    assert [item.place for item in found] == ["quiz/items/my item.xml", "quiz/items/other.xml"]
    assert questions(found[:1])[0].id == "choice"
    with pytest.raises(CannotConvert, match="has no imsmanifest"):
        read(tmp_path, "qti21", _package(**{"a/imsmanifest.xml": b"", "b/imsmanifest.xml": b""}))
