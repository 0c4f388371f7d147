"""What a QTI item declares as right, and whether its scoring says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from studyapp.content.interchange.gift import quantity_of
from studyapp.content.interchange.model import NotHeld
from studyapp.domain.entries import shown
from studyapp.domain.questions import Entry, LetterCase, Quantity

_NUMBERS = ("float", "integer")
_KNOWN = frozenset(
    {"match", "variable", "correct", "setOutcomeValue", "baseValue", "mapResponse", "sum", "and", "equal"}
    | {"isNull", "not", "gt"}
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
        return Entry("", quantity=_quantity(declared, item))
    best = max(declared.mapped.values(), default=0)
    spellings = [*declared.values, *(v for v, credit in declared.mapped.items() if credit == best > 0)]
    case = LetterCase.EXACT if declared.is_exact else LetterCase.IGNORE
    return Entry("", tuple(dict.fromkeys(spellings)), letter_case=case)


def _quantity(declared: Declared, item: Element) -> Quantity:
    """The number that is right, with the tolerance that the scoring grants to it."""
    right = quantity_of(declared.right[0])
    for equal in item.iter("equal"):
        names = [variable.get("identifier") for variable in equal.iter("variable")]
        mode = equal.get("toleranceMode", "exact")
        if declared.name not in names or mode not in ("absolute", "relative"):
            continue
        slack = (equal.get("tolerance") or "0").split()
        number = right.value or 0.0
        below, above = (quantity_of(text).value or 0.0 for text in (slack[0], slack[-1]))
        if below == above and mode == "relative":
            return Quantity(value=number, tolerance_percent=below)
        if below == above:
            return Quantity(value=number, tolerance=below)
        share = abs(number) / 100 if mode == "relative" else 1.0
        return quantity_of(f"{shown(number - below * share)}..{shown(number + above * share)}")
    return right


_TEMPLATES = frozenset({"", "match_correct", "map_response", "match", "match_basic"})
"""Templates of QTI, and those of Common Cartridge (`CC2_match`), that say right or wrong as we do."""


def processing_losses(item: Element) -> tuple[str, ...]:
    """Scoring that goes beyond right and wrong, by name."""
    losses = []
    processing = item.find("responseProcessing")
    if processing is not None:
        name = processing.get("template", "").rpartition("/")[2].removesuffix(".xml").removeprefix("CC2_")
        if name not in _TEMPLATES or _is_own_scoring(processing):
            losses.append("its own way of scoring left out")
        if any(_has_open_ends(equal) for equal in processing.iter("equal")):
            losses.append("ends of the range that are wrong: here they are right")
    for declared in declarations(item).values():
        credits = {credit for credit in declared.mapped.values() if credit > 0}
        if len(credits) > 1:
            losses.append("unequal credit for right answers left out")
        if {credit for credit in declared.mapped.values() if credit <= 0} - {declared.otherwise}:
            losses.append("unequal penalties for wrong options left out")
    return tuple(dict.fromkeys(losses))


def _is_own_scoring(processing: Element) -> bool:
    """Whether credit depends on more than the right answer; what only chooses feedback does not count."""
    for condition in processing.iter("responseCondition"):
        scoring = [branch for branch in condition if any(_gives_credit(e) for e in branch.iter(_SET))]
        if len(scoring) > 1 or any(_is_unknown(test) for branch in scoring for test in _tests(branch)):
            return True
    return any(_is_unknown(e) for e in processing.iter(_SET) if _gives_credit(e))


_SET = "setOutcomeValue"


def _tests(branch: Element) -> list[Element]:
    return [e for e in branch if e.tag not in (_SET, "responseCondition")]


def _gives_credit(outcome: Element) -> bool:
    """Whether a rule sets the score, and not to nothing."""
    if not outcome.get("identifier", "").startswith("SCORE"):
        return False
    (value,) = list(outcome) if len(outcome) == 1 else (outcome,)
    return value.tag != "baseValue" or (value.text or "").strip() not in ("0", "0.0", "")


def _is_unknown(element: Element) -> bool:
    return any(e.tag not in _KNOWN for e in element.iter())


def _has_open_ends(equal: Element) -> bool:
    open_ends = "false" in (equal.get("includeLowerBound"), equal.get("includeUpperBound"))
    return open_ends and equal.get("toleranceMode", "exact") != "exact"
