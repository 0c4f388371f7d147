"""QTI 1.2: reading items with choices (`response_lid`) and with one field (`response_str`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from studyapp.content.interchange.gift import quantity_of
from studyapp.content.interchange.markup import text_of
from studyapp.content.interchange.model import CannotConvert, Item, NotHeld, Read, Refused, blank_question
from studyapp.content.interchange.source import Source
from studyapp.content.interchange.xml_source import inner_xml, line_of, local, parsed
from studyapp.domain.entries import number_of
from studyapp.domain.questions import Entry, LetterCase, Option, Quantity, Question, QuestionKind

ROOT = "questestinterop"
_RESPONSES = (
    "response_lid",
    "response_str",
    "response_num",
    "response_xy",
    "response_grp",
    "response_extension",
)
_HELD = frozenset({"varequal", "vargte", "vargt", "varlte", "varlt"})
"""The conditions that have a counterpart here."""


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
    """What is said of a response: the values that it has to equal, the credit, and the feedback.

    `bounds` are the least and the most that a number may be, empty where there is none; `tests` are the names
    of what else is asked of the response.
    """

    values: list[str]
    credit: float
    feedback: list[str]
    exact: bool = False
    bounds: tuple[str, str] = ("", "")
    tests: frozenset[str] = frozenset()


def _conditions(item: Element) -> Iterator[_Condition]:
    for condition in _all(item, "respcondition"):
        denied = {id(e) for other in _all(condition, "not") for e in other.iter()}
        asked = [e for e in condition.iter() if local(e).startswith("var") and id(e) not in denied]
        equal = [e for e in asked if local(e) == "varequal"]
        bounds = _bound(asked, "vargte", "vargt"), _bound(asked, "varlte", "varlt")
        credit = sum(_number(e) for e in _all(condition, "setvar"))
        feedback = [e.get("linkrefid", "") for e in _all(condition, "displayfeedback")]
        exact = any(e.get("case", "").casefold() == "yes" for e in equal)
        values = [(e.text or "").strip() for e in equal]
        yield _Condition(values, credit, feedback, exact, bounds, frozenset(local(e) for e in asked))


def _bound(asked: list[Element], *names: str) -> str:
    return next(((e.text or "").strip() for e in asked if local(e) in names), "")


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
    right = [c for c in conditions if c.credit > 0 and (c.values or any(c.bounds))]
    if len({condition.credit for condition in right}) > 1:
        losses.append("unequal credit for right answers left out")
    told = {e.get("ident", ""): _text(e, losses) for e in _all(item, "itemfeedback")}
    reasons = {
        c.values[0]: " ".join(told.get(name, "") for name in c.feedback).strip()
        for c in conditions
        if len(c.values) == 1
    }
    if any(c.tests - _HELD for c in right):
        losses.append("its own way of scoring left out")
    kind = local(responses[0])
    stem = _stem(presentation, responses[0], losses)
    if kind == "response_lid":
        question = _choice(stem, responses[0], right, reasons, losses)
    elif kind in ("response_str", "response_num") and right:
        question = _field(stem, responses[0], right, reasons, losses)
    else:
        essay = "an essay, which nobody can grade here"
        raise NotHeld(essay if kind == "response_str" else f"{kind} has no counterpart here")
    return replace(question, explanation=told.get("general_fb", ""))


def _field(
    stem: str, response: Element, right: list[_Condition], reasons: dict[str, str], losses: list[str]
) -> Question:
    """A field to type into. What some programs write as several values of one condition are spellings."""
    accepted = tuple(dict.fromkeys(value for c in right for value in c.values))
    ranges = [c for c in right if any(c.bounds)]
    types = {e.get("fibtype", "String").casefold() for e in _all(response, "render_fib")}
    reason = next((reasons[value] for value in accepted if reasons.get(value)), "")
    if ranges or types & {"decimal", "integer"} or local(response) == "response_num":
        entry = Entry(reason, quantity=_quantity(accepted, ranges, losses))
        return blank_question(QuestionKind.NUMERIC, stem, entries=(entry,))
    case = LetterCase.EXACT if any(c.exact for c in right) else LetterCase.IGNORE
    return blank_question(QuestionKind.TYPED, stem, entries=(Entry(reason, accepted, letter_case=case),))


def _quantity(accepted: Sequence[str], ranges: list[_Condition], losses: list[str]) -> Quantity:
    """The number with its tolerance where the range lies evenly around it, or else the range."""
    if not ranges:
        if len(accepted) > 1:
            losses.append("further numbers left out")
        return quantity_of(accepted[0])
    if len(ranges) > 1:
        losses.append("further ranges left out")
    if ranges[0].tests & {"vargt", "varlt"}:
        losses.append("the ends of the range count now")
    least, most = ranges[0].bounds
    if not (least and most):
        raise NotHeld("a range with one end")
    found = quantity_of(f"{least}..{most}")
    for value in accepted:
        number, low, high = number_of(value), number_of(least), number_of(most)
        if number is None or low is None or high is None or not low <= number <= high:
            losses.append("further numbers left out")
        elif high - number == number - low:
            return Quantity(value=float(number), tolerance=float(high - number))
    return found


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
