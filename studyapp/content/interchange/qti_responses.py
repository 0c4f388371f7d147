"""What a QTI item declares as right, and whether its scoring says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from studyapp.content.interchange.gift import quantity_of
from studyapp.content.interchange.model import NotHeld
from studyapp.domain.entries import shown
from studyapp.domain.questions import Entry, LetterCase

_NUMBERS = ("float", "integer")
_KNOWN = frozenset(
    {"responseProcessing", "responseCondition", "responseIf", "responseElse", "match", "variable", "correct"}
    | {"setOutcomeValue", "baseValue", "mapResponse", "sum", "and", "equal", "isNull", "not", "gt"}
)


@dataclass(slots=True)
class Declared:
    """One response: its right values, and the credit for each value where it is mapped.

    `otherwise` is the credit for a value that the mapping does not name.
    """

    name: str
    base: str
    values: list[str]
    mapped: Mapping[str, float] = field(default_factory=dict)
    is_exact: bool = True
    otherwise: float = 0.0

    @property
    def right(self) -> list[str]:
        """The values that are right: those declared, or else those with credit."""
        return self.values or [value for value, credit in self.mapped.items() if credit > 0]


def declarations(item: Element) -> dict[str, Declared]:
    """All responses of an item by their name."""
    found = {}
    for element in item.findall("responseDeclaration"):
        values = [(v.text or "").strip() for v in element.findall("correctResponse/value")]
        mapped = {e.get("mapKey", ""): _credit(e, "mappedValue") for e in element.findall("mapping/mapEntry")}
        otherwise = sum(_credit(e, "defaultValue") for e in element.findall("mapping"))
        cases = {e.get("caseSensitive", "true") for e in element.findall("mapping/mapEntry")}
        name = element.get("identifier", "")
        base = element.get("baseType", "")
        found[name] = Declared(name, base, [v for v in values if v], mapped, cases != {"false"}, otherwise)
    return found


def _credit(element: Element, name: str) -> float:
    try:
        return float(element.get(name, "0"))
    except ValueError:
        raise NotHeld("a mapped value is no number") from None


def entry_of(declared: Declared, item: Element) -> Entry:
    """A field to type into: a number with its tolerance, or the accepted spellings."""
    if declared.base in _NUMBERS:
        return Entry("", quantity=quantity_of(_with_tolerance(declared, item)))
    best = max(declared.mapped.values(), default=0)
    spellings = [*declared.values, *(v for v, credit in declared.mapped.items() if credit == best > 0)]
    case = LetterCase.EXACT if declared.is_exact else LetterCase.IGNORE
    return Entry("", tuple(dict.fromkeys(spellings)), letter_case=case)


def _with_tolerance(declared: Declared, item: Element) -> str:
    value = declared.right[0]
    for equal in item.iter("equal"):
        names = [variable.get("identifier") for variable in equal.iter("variable")]
        if declared.name in names and equal.get("toleranceMode") == "absolute":
            slack = (equal.get("tolerance") or "0").split()
            number = quantity_of(value).value or 0.0
            below, above = (quantity_of(text).value or 0.0 for text in (slack[0], slack[-1]))
            if below == above:
                return f"{value}:{shown(below)}"
            return f"{shown(number - below)}..{shown(number + above)}"
    return value


def processing_losses(item: Element) -> tuple[str, ...]:
    """Scoring that goes beyond right and wrong, by name."""
    losses = []
    processing = item.find("responseProcessing")
    if processing is not None:
        template = processing.get("template", "")
        known = ("", "match_correct", "map_response", "match_correct.xml", "map_response.xml")
        if template.rpartition("/")[2] not in known:
            losses.append("its own way of scoring left out")
        if any(element.tag not in _KNOWN for element in processing.iter()):
            losses.append("its own way of scoring left out")
    for declared in declarations(item).values():
        credits = {credit for credit in declared.mapped.values() if credit > 0}
        if len(credits) > 1:
            losses.append("unequal credit for right answers left out")
        if {credit for credit in declared.mapped.values() if credit <= 0} - {declared.otherwise}:
            losses.append("unequal penalties for wrong options left out")
    return tuple(dict.fromkeys(losses))
