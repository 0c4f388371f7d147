"""QTI 2.1 and 3.0 packages: an XML file for each item, and a manifest that carries our fields as keywords."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from studyapp.content.interchange.labels import labels_of
from studyapp.content.interchange.markup import text_of_html
from studyapp.content.interchange.model import Item, NotHeld, Written
from studyapp.content.interchange.qti import MANIFEST
from studyapp.content.interchange.qti_names import as_version_3
from studyapp.content.interchange.source import zipped
from studyapp.domain.entries import shown
from studyapp.domain.questions import CHOICES, Entry, LetterCase, Question, QuestionKind

_SPACES = {
    "2.1": ("http://www.imsglobal.org/xsd/imsqti_v2p1", "imsqti_item_xmlv2p1", "http://www.imsglobal.org/xsd/imscp_v1p1"),
    "3.0": (
        "http://www.imsglobal.org/xsd/imsqtiasi_v3p0", "imsqti_item_xmlv3p0",
        "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    ),
}  # fmt: skip
_LOM = "http://ltsc.ieee.org/xsd/LOM"


def write_2(items: Sequence[Item], certification: str) -> Written:
    """A package of version 2.1."""
    return _package(items, certification, "2.1")


def write_3(items: Sequence[Item], certification: str) -> Written:
    """A package of version 3.0."""
    return _package(items, certification, "3.0")


def _package(items: Sequence[Item], certification: str, version: str) -> Written:
    space, kind, manifest_space = _SPACES[version]
    manifest = Element("manifest", {"xmlns": manifest_space, "identifier": f"M-{certification}"})
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = "QTI Package" if version == "3.0" else "QTIv2.1 Package"
    SubElement(metadata, "schemaversion").text = "3.0.0" if version == "3.0" else "1.0.0"
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    files: dict[str, bytes] = {}
    outcomes: list[tuple[str, ...] | str] = []
    for number, item in enumerate(items, 1):
        assert isinstance(item.content, Question)
        losses: list[str] = []
        try:
            made = _element(item.content, losses)
        except NotHeld as error:
            outcomes.append(str(error))
            continue
        name = f"items/{number:05}.xml"
        made = as_version_3(made) if version == "3.0" else made
        made.set("xmlns", space)
        files[name] = tostring(made, encoding="UTF-8", xml_declaration=True)
        _resource(resources, item.content, f"R{number:05}", name, kind)
        outcomes.append(tuple(dict.fromkeys(losses)))
    return Written(
        {"": zipped({MANIFEST: tostring(manifest, "UTF-8", xml_declaration=True), **files})}, outcomes
    )


def _resource(resources: Element, q: Question, name: str, path: str, kind: str) -> None:
    made = SubElement(resources, "resource", {"identifier": name, "type": kind, "href": path})
    lom = SubElement(SubElement(made, "metadata"), "lom", xmlns=_LOM)
    general = SubElement(lom, "general")
    for label in labels_of(q):
        SubElement(SubElement(general, "keyword"), "string", language="en").text = label
    SubElement(made, "file", href=path)


def _element(q: Question, losses: list[str]) -> Element:
    named = {
        "identifier": q.id or "item",
        "title": q.id or "item",
        "adaptive": "false",
        "timeDependent": "false",
    }
    made = Element("assessmentItem", named)
    body = Element("itemBody")
    if q.kind in CHOICES:
        _choices(made, body, q, losses)
    elif q.kind is QuestionKind.ORDERING:
        _order(made, body, q, losses)
    elif q.kind is QuestionKind.MATCHING:
        _match(made, body, q, losses)
    else:
        _fields(made, body, q, losses)
    SubElement(made, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    SubElement(
        made,
        "outcomeDeclaration",
        identifier="FEEDBACK",
        cardinality="multiple" if q.kind is QuestionKind.MULTIPLE else "single",
        baseType="identifier",
    )
    made.append(body)
    _processing(made, q)
    if q.explanation:
        given = {"outcomeIdentifier": "FEEDBACK", "identifier": "always", "showHide": "hide"}
        _prose(SubElement(made, "modalFeedback", given), q.explanation, losses)
    return made


def _prose(parent: Element, text: str, losses: list[str]) -> None:
    """Prose as block markup; where it would not read back as it is, its layout is a loss."""
    blocks = re.split(r"(^```[^\n]*\n.*?^```$)|\n\n", text, flags=re.MULTILINE | re.DOTALL)
    for block in (part for part in blocks if part and part.strip()):
        code = re.fullmatch(r"```[^\n]*\n(.*?)\n?```", block, re.DOTALL)
        if code:
            SubElement(parent, "pre").text = code[1]
            continue
        paragraph = SubElement(parent, "p")
        paragraph.text, *rest = block.split("\n")
        for line in rest:
            SubElement(paragraph, "br").tail = line
    if text_of_html("".join(tostring(child, "unicode") for child in parent))[0] != text:
        losses.append("layout of a text")


def _line(parent: Element, text: str, losses: list[str]) -> None:
    parent.text = text
    if text_of_html(tostring(parent, "unicode"))[0] != text:
        losses.append("layout of a text")


def _declare(made: Element, name: str, cardinality: str, base: str, values: Sequence[str]) -> Element:
    given = {"identifier": name, "cardinality": cardinality, "baseType": base}
    declared = SubElement(made, "responseDeclaration", given)
    correct = SubElement(declared, "correctResponse")
    for value in values:
        SubElement(correct, "value").text = value
    return declared


def _reason(parent: Element, name: str, reason: str, losses: list[str]) -> None:
    if reason:
        given = {"outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show"}
        inside = SubElement(parent, "feedbackInline", given)
        _line(inside, reason, losses)


def _choices(made: Element, body: Element, q: Question, losses: list[str]) -> None:
    names = [f"C{i}" for i in range(len(q.options))]
    several = q.kind is QuestionKind.MULTIPLE
    key = [names[i] for i in sorted(q.key)]
    _declare(made, "RESPONSE", "multiple" if several else "single", "identifier", key)
    _prose(body, q.stem, losses)
    most = "0" if several else "1"
    asked = SubElement(
        body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="true", maxChoices=most
    )
    for name, option in zip(names, q.options, strict=True):
        choice = SubElement(asked, "simpleChoice", identifier=name)
        _line(choice, option.text, losses)
        _reason(choice, name, option.reason, losses)
    if q.kind is QuestionKind.TRUE_FALSE and tuple(o.text for o in q.options) != ("True", "False"):
        losses.append("true or false in other words or another order: written as single choice")


def _order(made: Element, body: Element, q: Question, losses: list[str]) -> None:
    names = [f"S{i}" for i in range(len(q.steps))]
    _declare(made, "RESPONSE", "ordered", "identifier", names)
    _prose(body, q.stem, losses)
    asked = SubElement(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for name, step in zip(names, q.steps, strict=True):
        choice = SubElement(asked, "simpleChoice", identifier=name)
        _line(choice, step.text, losses)
        _reason(choice, name, step.reason, losses)


def _match(made: Element, body: Element, q: Question, losses: list[str]) -> None:
    at = {text: f"M{i}" for i, text in enumerate(q.choices)}
    pairs = [f"P{i} {at[p.match]}" for i, p in enumerate(q.pairs)]
    _declare(made, "RESPONSE", "multiple", "directedPair", pairs)
    _prose(body, q.stem, losses)
    given = {"responseIdentifier": "RESPONSE", "shuffle": "true", "maxAssociations": str(len(q.pairs))}
    asked = SubElement(body, "matchInteraction", given)
    prompts, matches = SubElement(asked, "simpleMatchSet"), SubElement(asked, "simpleMatchSet")
    for i, pair in enumerate(q.pairs):
        choice = SubElement(prompts, "simpleAssociableChoice", identifier=f"P{i}", matchMax="1")
        _line(choice, pair.prompt, losses)
        _reason(choice, f"P{i}", pair.reason, losses)
    told = {d.text: d.reason for d in q.distractors}
    for text, name in at.items():
        choice = SubElement(matches, "simpleAssociableChoice", identifier=name, matchMax=str(len(q.pairs)))
        _line(choice, text, losses)
        _reason(choice, name, told.get(text, ""), losses)


def _fields(made: Element, body: Element, q: Question, losses: list[str]) -> None:
    names = [f"RESPONSE{i}" for i in range(1, len(q.entries) + 1)]
    for name, entry in zip(names, q.entries, strict=True):
        _declare_entry(made, name, entry)
    blanks = q.kind is QuestionKind.BLANKS
    stem = q.stem if blanks else f"{q.stem}\n\n{{1}}"
    _prose(body, stem, losses)
    for number, name in enumerate(names, 1):
        _put_field(body, f"{{{number}}}", name)
    if not blanks and q.stem != q.stem.replace("{1}", ""):
        raise NotHeld("its text holds {1}, which would be read as a field")


def _put_field(body: Element, mark: str, name: str) -> None:
    """A field in the place of a mark in the text."""
    for element in body.iter():
        for child in (None, *element):
            text = (element.text if child is None else child.tail) or ""
            if mark not in text:
                continue
            before, _, behind = text.partition(mark)
            made = Element("textEntryInteraction", responseIdentifier=name)
            made.tail = behind
            if child is None:
                element.text = before
                element.insert(0, made)
            else:
                child.tail = before
                element.insert(list(element).index(child) + 1, made)
            return
    raise NotHeld(f"its text does not hold {mark}")


def _declare_entry(made: Element, name: str, entry: Entry) -> None:
    if entry.quantity is not None:
        _declare(made, name, "single", "float", [shown(entry.quantity.value)])
        return
    declared = _declare(made, name, "single", "string", [entry.accepted[0]])
    mapping = SubElement(declared, "mapping", defaultValue="0")
    exact = "true" if entry.letter_case is LetterCase.EXACT else "false"
    for text in entry.accepted:
        SubElement(mapping, "mapEntry", mapKey=text, mappedValue="1", caseSensitive=exact)


def _processing(made: Element, q: Question) -> None:
    """Full credit where everything is right; the choices that were made open their feedback."""
    processing = SubElement(made, "responseProcessing")
    if q.kind in CHOICES:
        chosen = SubElement(processing, "setOutcomeValue", identifier="FEEDBACK")
        SubElement(chosen, "variable", identifier="RESPONSE")
    condition = SubElement(processing, "responseCondition")
    right = SubElement(condition, "responseIf")
    tests = SubElement(right, "and")
    if not q.entries:
        _test(tests, "match", "RESPONSE")
    for number, entry in enumerate(q.entries, 1):
        name = f"RESPONSE{number}"
        if entry.quantity is not None:
            slack = shown(entry.quantity.tolerance)
            equal = _test(tests, "equal", name)
            equal.attrib |= {"toleranceMode": "absolute", "tolerance": f"{slack} {slack}"}
        else:
            more = SubElement(tests, "gt")
            SubElement(more, "mapResponse", identifier=name)
            SubElement(more, "baseValue", baseType="float").text = "0"
    _score(right, "1")
    _score(SubElement(condition, "responseElse"), "0")


def _test(parent: Element, kind: str, name: str) -> Element:
    made = SubElement(parent, kind)
    SubElement(made, "variable", identifier=name)
    SubElement(made, "correct", identifier=name)
    return made


def _score(parent: Element, value: str) -> None:
    outcome = SubElement(parent, "setOutcomeValue", identifier="SCORE")
    SubElement(outcome, "baseValue", baseType="float").text = value
