"""QTI 1.2: reading items with choices (`response_lid`) and with one field (`response_str`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from studyapp.content.interchange.markup import text_of
from studyapp.content.interchange.model import CannotConvert, Item, NotHeld, Read, Refused, blank_question
from studyapp.content.interchange.source import Source
from studyapp.content.interchange.xml_source import inner_xml, line_of, local, parsed
from studyapp.domain.questions import Entry, LetterCase, Option, Question, QuestionKind

ROOT = "questestinterop"
_RESPONSES = (
    "response_lid",
    "response_str",
    "response_num",
    "response_xy",
    "response_grp",
    "response_extension",
)


def read(source: Source) -> Read:
    """Every item of the file, in its order."""
    root = parsed(source.data, source.name)
    if local(root) != ROOT:
        raise CannotConvert(f"{source.name} is no QTI 1.2: its root is <{local(root)[:40]}>.")
    return list(items_of(root))


def items_of(root: Element, prefix: str = "") -> Iterator[Item | Refused]:
    """The items of a tree; `prefix` stands before their lines."""
    for element in root.iter():
        if local(element) != "item":
            continue
        place = f"{prefix}line {line_of(element)}"
        name = element.get("title") or element.get("ident") or place
        losses: list[str] = []
        try:
            question = _question(element, losses)
        except NotHeld as error:
            yield Refused(place, name, str(error))
            continue
        question = replace(question, id=element.get("ident", ""))
        yield Item(place, name, question, tuple(dict.fromkeys(losses)))


def _all(element: Element, name: str) -> list[Element]:
    return [e for e in element.iter() if local(e) == name]


def _text(element: Element, losses: list[str]) -> str:
    """The text of the materials inside an element."""
    told = []
    for piece in element.iter():
        if local(piece) == "mattext":
            is_html = "html" in piece.get("texttype", "")
            raw = inner_xml(piece) if len(piece) else piece.text or ""
            text, lost = text_of(raw, "html" if is_html or len(piece) else "moodle")
            told.append(text)
            losses += lost
        elif local(piece) in ("matimage", "mataudio", "matvideo"):
            losses.append(f"{local(piece).removeprefix('mat')} left out")
    return "\n\n".join(text for text in told if text)


@dataclass(slots=True)
class _Condition:
    """What is said of a response: the values that it has to equal, the credit, and the feedback."""

    values: list[str]
    credit: float
    feedback: list[str]
    exact: bool = field(default=False)


def _conditions(item: Element) -> Iterator[_Condition]:
    for condition in _all(item, "respcondition"):
        denied = {id(e) for other in _all(condition, "not") for e in _all(other, "varequal")}
        equal = [e for e in _all(condition, "varequal") if id(e) not in denied]
        credit = sum(_number(e) for e in _all(condition, "setvar"))
        feedback = [e.get("linkrefid", "") for e in _all(condition, "displayfeedback")]
        exact = any(e.get("case", "").casefold() == "yes" for e in equal)
        yield _Condition([(e.text or "").strip() for e in equal], credit, feedback, exact)


def _number(setvar: Element) -> float:
    try:
        return float((setvar.text or "0").strip() or "0")
    except ValueError:
        raise NotHeld("a score is no number") from None


def _question(item: Element, losses: list[str]) -> Question:
    presentation = next(iter(_all(item, "presentation")), None)
    if presentation is None:
        raise NotHeld("it shows nothing")
    responses = [e for e in presentation.iter() if local(e) in _RESPONSES]
    if len(responses) != 1:
        raise NotHeld(f"it asks {len(responses)} things in one item")
    conditions = list(_conditions(item))
    right = [condition for condition in conditions if condition.credit > 0 and condition.values]
    if len({condition.credit for condition in right}) > 1:
        losses.append("unequal credit for right answers left out")
    told = {e.get("ident", ""): _text(e, losses) for e in _all(item, "itemfeedback")}
    reasons = {
        c.values[0]: " ".join(told.get(name, "") for name in c.feedback).strip()
        for c in conditions
        if len(c.values) == 1
    }
    kind = local(responses[0])
    stem = _stem(presentation, responses[0], losses)
    if kind == "response_lid":
        question = _choice(stem, responses[0], right, reasons, losses)
    elif kind == "response_str" and right:
        accepted = tuple(dict.fromkeys(c.values[0] for c in right))
        case = LetterCase.EXACT if any(c.exact for c in right) else LetterCase.IGNORE
        entry = Entry(reasons.get(accepted[0], ""), accepted, letter_case=case)
        question = blank_question(QuestionKind.TYPED, stem, entries=(entry,))
    else:
        essay = "an essay, which nobody can grade here"
        raise NotHeld(essay if kind == "response_str" else f"{kind} has no counterpart here")
    return replace(question, explanation=told.get("general_fb", ""))


def _stem(presentation: Element, response: Element, losses: list[str]) -> str:
    """The materials that do not belong to the answers."""
    inside = {
        id(e) for answers in response.iter() if local(answers).startswith("render_") for e in answers.iter()
    }
    outside = [e for e in presentation.iter() if local(e) == "material" and id(e) not in inside]
    stem = "\n\n".join(text for e in outside if (text := _text(e, losses)))
    if not stem:
        raise NotHeld("it has no text")
    return stem


def _choice(
    stem: str, response: Element, right: list[_Condition], reasons: dict[str, str], losses: list[str]
) -> Question:
    key = {value for condition in right for value in condition.values}
    labels = _all(response, "response_label")
    options = tuple(
        Option(_text(e, losses), e.get("ident", "") in key, reasons.get(e.get("ident", ""), ""))
        for e in labels
    )
    keys = sum(option.correct for option in options)
    if not keys:
        raise NotHeld("no option is right")
    several = response.get("rcardinality", "Single").casefold() == "multiple"
    if not several and keys > 1:
        raise NotHeld(f"{keys} options are each right alone")
    if several and keys == 1:
        losses.append("several options could be marked, of which one is right: now single choice")
    kind = QuestionKind.MULTIPLE if keys > 1 else QuestionKind.SINGLE
    return blank_question(kind, stem, options=options)
