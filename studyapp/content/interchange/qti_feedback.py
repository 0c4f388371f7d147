"""What a QTI item says beside its question: feedback outside of the choices, and what learners never see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_CHOICES = frozenset({"simpleChoice", "simpleAssociableChoice", "gapText", "inlineChoice", "hottext"})
BUTTON = "endAttemptInteraction"
_HINTS = frozenset({"infoControl", BUTTON})
"""What opens a hint or a solution; a button for it is an interaction by name, and asks nothing."""
SHARED = "a text that items share (stimulus) left out"
SCORERS = "notes for scorers left out"
DEPENDS = "feedback that depends on the answer: it stands in the explanation"
FIXED = "fixed place of an option left out"


@dataclass(frozen=True, slots=True)
class Beside:
    """Feedback by the option whose choice opens it, and the rest: what all see, then what only some do."""

    of_choice: dict[str, list[Element]] = field(default_factory=dict)
    for_all: list[Element] = field(default_factory=list)
    for_some: list[Element] = field(default_factory=list)


def beside(item: Element, body: Element) -> Beside:
    """The feedback of an item that stands in none of its choices."""
    found = Beside()
    opened = _opened_by_choices(item)
    told = {(value.text or "").strip() for value in item.iter("baseValue")}
    names = {e.get("identifier", "") for e in body.iter() if e.tag in _CHOICES}
    for element in [*_outside(body), *item.findall("modalFeedback")]:
        name = element.get("identifier", "")
        if element.get("showHide", "show") == "hide":
            # Hidden for a value that nothing sets is shown whatever the answer.
            (found.for_some if name in told | names else found.for_all).append(element)
        elif name in names and element.get("outcomeIdentifier", "") in opened:
            found.of_choice.setdefault(name, []).append(element)
        else:
            found.for_some.append(element)
    return found


def _opened_by_choices(item: Element) -> set[str]:
    """Outcomes that take the value of a response as it is: the option that was chosen."""
    responses = {e.get("identifier", "") for e in item.findall("responseDeclaration")}
    return {
        outcome.get("identifier", "")
        for outcome in item.iter("setOutcomeValue")
        if any(e.get("identifier", "") in responses for e in outcome.findall("variable"))
    }


def _outside(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag.startswith("feedback"):
            yield child
        elif child.tag not in _CHOICES:
            yield from _outside(child)


def unseen(body: Element) -> Sequence[Element]:
    """What stands in a body and is no part of the question: feedback, hints, and rubrics for scorers."""
    return [e for e in body.iter() if e.tag.startswith("feedback") or e.tag in _HINTS or is_for_scorers(e)]


def is_for_scorers(element: Element) -> bool:
    """Whether it is a rubric that is not meant for learners."""
    return element.tag == "rubricBlock" and "candidate" not in element.get("view", "candidate").split()


def losses_beside(item: Element, body: Element) -> Iterator[str]:
    """What the item has beside its question and our format has no place for."""
    if any(e.tag == "assessmentStimulusRef" for e in item.iter()):
        yield SHARED
    if item.find("catalogInfo") is not None:
        yield "catalogue of aids (glossary, speech) left out"
    if any(is_for_scorers(e) for e in body.iter()):
        yield SCORERS
    if any(e.tag in _HINTS for e in body.iter()):
        yield "hints left out"
    for interaction in body.iter():
        if interaction.get("shuffle") == "true" and any(e.get("fixed") == "true" for e in interaction):
            yield FIXED
