"""Domain objects to JSON and back, for the `body` columns."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

from studyapp.domain.certifications import Certification, Domain, Exam, LifeEvent, Objective, Status
from studyapp.domain.competencies import Competency
from studyapp.domain.content_change import question_body, term_body
from studyapp.domain.glossary import Contrast, Term
from studyapp.domain.questions import (
    Case,
    Check,
    Depth,
    Entry,
    LetterCase,
    Mistake,
    Option,
    Pair,
    Quantity,
    Quarantine,
    Question,
    QuestionKind,
    Retirement,
    Spacing,
    Step,
    Task,
)
from studyapp.domain.roadmaps import (
    Gate,
    Moment,
    MoveOn,
    Pay,
    QuestionAndAnswer,
    Roadmap,
    Section,
    Stage,
)
from studyapp.domain.roadmaps import Step as RoadmapStep


def to_json(value: object) -> str:
    """JSON of a domain object; dates as ISO text."""
    return _ENCODER.encode(value)


def _plain(value: Any) -> object:
    # Called by the encoder for each nested object: no deep copies, as dataclasses.asdict would make.
    if isinstance(value, date):
        return value.isoformat()
    kind = type(value)
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in fields(kind))
    return {name: getattr(value, name) for name in _NAMES[kind]}


_NAMES: dict[Any, tuple[str, ...]] = {}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def question_from_json(text: str) -> Question:
    """The question that `to_json` wrote; before there were more kinds, it wrote fewer fields."""
    body = json.loads(text)
    body["kind"] = QuestionKind(body["kind"])
    body["depth"] = Depth(body["depth"])
    body["options"] = tuple(Option(**option) for option in body["options"])
    body["retired"] = Retirement(**body["retired"]) if body["retired"] else None
    for name, make in _PARTS.items():
        body[name] = tuple(make(part) for part in body.get(name, ()))
    body["task"] = _task(body["task"]) if body.get("task") else None
    body["case"] = Case(**body["case"]) if body.get("case") else None
    body["quarantined"] = Quarantine(**body["quarantined"]) if body.get("quarantined") else None
    return Question(**_tuples(body, "term_ids", "references"))


def _entry(body: dict[str, Any]) -> Entry:
    body["quantity"] = Quantity(**body["quantity"]) if body["quantity"] else None
    body["letter_case"] = LetterCase(body["letter_case"])
    body["spacing"] = Spacing(body["spacing"])
    body["mistakes"] = tuple(Mistake(**mistake) for mistake in body["mistakes"])
    return Entry(**_tuples(body, "accepted"))


def _task(body: dict[str, Any]) -> Task:
    return Task(**(body | {"rubric": tuple(Check(**check) for check in body["rubric"])}))


_PARTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "steps": lambda body: Step(**body),
    "pairs": lambda body: Pair(**body),
    "distractors": lambda body: Mistake(**body),
    "entries": _entry,
}


def term_from_json(text: str) -> Term:
    """The term that `to_json` wrote."""
    body = json.loads(text)
    body["contrast"] = Contrast(**body["contrast"]) if body["contrast"] else None
    return Term(**_tuples(body, "also", "objective_ids", "references"))


def hashed_body(kind: str, text: str) -> dict[str, object]:
    """What the content hash covers, of the JSON of a question or term."""
    return question_body(question_from_json(text)) if kind == "question" else term_body(term_from_json(text))


def certification_from_json(text: str) -> Certification:
    """The certification that `to_json` wrote."""
    body = json.loads(text)
    body["status"] = Status(body["status"])
    body["exam"] = Exam(**_tuples({"partial_credit": ()} | body["exam"], "question_types", "partial_credit"))
    body["domains"] = tuple(
        Domain(**(domain | {"objectives": tuple(Objective(**o) for o in domain["objectives"])}))
        for domain in body["domains"]
    )
    body["life_cycle"] = tuple(
        LifeEvent(event["event"], date.fromisoformat(event["on"]), event["note"])
        for event in body["life_cycle"]
    )
    if body["checked_as_of"]:
        body["checked_as_of"] = date.fromisoformat(body["checked_as_of"])
    return Certification(**_tuples(body, "successors", "predecessors", "sources", "notes", "recheck"))


def roadmap_from_json(text: str) -> Roadmap:
    """The roadmap that `to_json` wrote."""
    body = json.loads(text)
    body["stages"] = tuple(_stage(stage) for stage in body["stages"])
    years = body["years_to_first_role"]
    body["years_to_first_role"] = (years[0], years[1]) if years else None
    _build(body, "pay", Pay)
    _build(body, "faq", QuestionAndAnswer)
    _build(body, "day", Moment)
    body["sections"] = tuple(_section(section) for section in body["sections"])
    if body.get("checked_as_of"):
        body["checked_as_of"] = date.fromisoformat(body["checked_as_of"])
    return Roadmap(**_tuples(body, "about", "titles", "key_terms", "sources"))


def _section(body: dict[str, Any]) -> Section:
    body["competencies"] = tuple(
        Competency(**_tuples(it, "also", "terms", "certifications")) for it in body.get("competencies", ())
    )
    return Section(**_tuples(body, "entries"))


def _stage(body: dict[str, Any]) -> Stage:
    body["steps"] = tuple(_roadmap_step(step) for step in body["steps"])
    return Stage(**_tuples(body, *({"requires", "was"} & body.keys())))


def _roadmap_step(body: dict[str, Any]) -> RoadmapStep:
    if "gate" in body:
        body["gate"] = Gate(MoveOn(body["gate"]["move_on"]), body["gate"]["mastery_score"])
    return RoadmapStep(**_tuples(body, "certification_ids", *({"was"} & body.keys())))


def _build(body: dict[str, Any], key: str, make: Callable[..., object]) -> None:
    body[key] = tuple(make(**entry) for entry in body[key])


def _tuples(body: dict[str, Any], *keys: str) -> dict[str, Any]:
    return body | {key: tuple(body[key]) for key in keys}
