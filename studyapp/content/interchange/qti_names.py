"""QTI's two spellings: `choiceInteraction` in 2.x, `qti-choice-interaction` in 3.0; all is read as 2.x."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from studyapp.content.interchange.xml_source import local


def kebab(name: str) -> str:
    """`choiceInteraction` as `choice-interaction`."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"-{found[1].lower()}", name)


def camel(name: str) -> str:
    """`choice-interaction` as `choiceInteraction`."""
    return re.sub(r"-([a-z])", lambda found: found[1].upper(), name)


def as_version_2(element: Element) -> Element:
    """The same tree in the names of 2.x and without namespaces; what is not QTI stays."""
    name = local(element)
    own = name.startswith("qti-")
    made = Element(camel(name.removeprefix("qti-")) if own else name)
    for key, value in element.attrib.items():
        made.set(key if key.startswith("{") or not own else camel(key), value)
    made.text, made.tail = element.text, element.tail
    made.extend(as_version_2(child) for child in element)
    return made


QTI_ELEMENTS = frozenset(
    {"assessmentItem", "responseDeclaration", "correctResponse", "value", "mapping", "mapEntry", "itemBody"}
    | {
        "outcomeDeclaration",
        "defaultValue",
        "choiceInteraction",
        "simpleChoice",
        "prompt",
        "orderInteraction",
    }
    | {
        "matchInteraction",
        "simpleMatchSet",
        "simpleAssociableChoice",
        "textEntryInteraction",
        "feedbackInline",
    }
    | {
        "modalFeedback",
        "responseProcessing",
        "responseCondition",
        "responseIf",
        "responseElse",
        "match",
        "equal",
    }
    | {"variable", "correct", "setOutcomeValue", "baseValue", "mapResponse", "sum", "and", "gt"}
)


def as_version_3(element: Element) -> Element:
    """A tree of ours in the names of 3.0."""
    own = element.tag in QTI_ELEMENTS
    made = Element(f"qti-{kebab(element.tag)}" if own else element.tag)
    for key, value in element.attrib.items():
        made.set(kebab(key) if own and ":" not in key else key, value)
    made.text, made.tail = element.text, element.tail
    made.extend(as_version_3(child) for child in element)
    return made
