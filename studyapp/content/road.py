"""Roadmaps: from what a file says to the domain, and the rules that need more than one field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yaml.nodes import Node

from studyapp.content.schema import Findings
from studyapp.domain.competencies import Competency
from studyapp.domain.roadmaps import (
    MASTERY_SCORE,
    Gate,
    Moment,
    MoveOn,
    Pay,
    QuestionAndAnswer,
    Roadmap,
    Section,
    Stage,
    Step,
    cycle_of,
)

Values = Mapping[str, Any]


def build_roadmap(values: Values, findings: Findings) -> Roadmap | None:
    """The roadmap, or None after reporting why not."""
    stages = tuple(_stage(stage, before) for stage, before in _with_stage_before(values["stages"]))
    known = len(findings.problems)
    _check_ids(values, findings)
    _check_competencies(values, findings)
    _check_requires(values["stages"], stages, findings)
    for stage in values["stages"]:
        _check_steps(stage, findings)
    is_sound = len(findings.problems) == known
    for row in values.get("pay", ()):
        _check_pay(row, findings)
    return _roadmap(values, stages) if is_sound else None


def named_certifications(values: Values) -> list[Node]:
    """The node of every certification that a roadmap names."""
    nodes: list[Node] = []
    for stage in values["stages"]:
        for step in stage["steps"]:
            nodes += _node_of(step, "certifications").value
            if "source_certification" in step:
                nodes.append(_node_of(step, "source_certification"))
    return nodes + _named_by_competencies(values, "certifications")


def named_terms(values: Values) -> list[Node]:
    """The node of every glossary term that a roadmap names."""
    deck = _node_of(values, "key_terms").value if "key_terms" in values else []
    return [*deck, *_named_by_competencies(values, "terms")]


def _named_by_competencies(values: Values, key: str) -> list[Node]:
    competencies = [e for section in values.get("sections", ()) for e in _records(section["entries"])]
    return [node for it in competencies if key in it for node in _node_of(it, key).value]


def _roadmap(values: Values, stages: tuple[Stage, ...]) -> Roadmap:
    years = values.get("years_to_first_role")
    return Roadmap(
        id=values["id"],
        name=values["name"],
        role=values["role"],
        tagline=values["tagline"],
        about=tuple(values.get("about", ())),
        stages=stages,
        titles=tuple(values.get("titles", ())),
        years_to_first_role=(float(years["min"]), float(years["max"])) if years else None,
        years_note=values.get("years_note", ""),
        pay=tuple(_pay(row) for row in values.get("pay", ())),
        pay_note=values.get("pay_note", ""),
        sections=tuple(_section(section) for section in values.get("sections", ())),
        faq=tuple(QuestionAndAnswer(q["question"], q["answer"]) for q in values.get("faq", ())),
        day=tuple(Moment(m["time"], m["text"]) for m in values.get("day", ())),
        key_terms=tuple(values.get("key_terms", ())),
        sources=tuple(values.get("sources", ())),
        version=values.get("version", 1),
        checked_as_of=values.get("checked_as_of"),
        fits_if=values.get("fits_if", ""),
    )


def _section(values: Values) -> Section:
    entries = values["entries"]
    return Section(
        values["id"],
        values["title"],
        tuple(entry if isinstance(entry, str) else entry["text"] for entry in entries),
        tuple(_competency(entry) for entry in _records(entries)),
    )


def _records(entries: Sequence[Any]) -> list[Values]:
    return [entry for entry in entries if not isinstance(entry, str)]


def _competency(values: Values) -> Competency:
    return Competency(
        values["id"],
        values["text"],
        also=tuple(values.get("also", ())),
        terms=tuple(values.get("terms", ())),
        certifications=tuple(values.get("certifications", ())),
    )


def _pay(row: Values) -> Pay:
    return Pay(
        row["region"], row["currency"], row["level"], row.get("min"), row.get("max"), row.get("unit", "")
    )


def _with_stage_before(stages: Sequence[Values]) -> Iterator[tuple[Values, str]]:
    before = ""
    for stage in stages:
        yield stage, before
        before = stage["id"]


def _stage(values: Values, before: str) -> Stage:
    move_on = values.get("move_on", MoveOn.COMPLETED_OR_PASSED)
    score = values.get("mastery_score", MASTERY_SCORE)
    return Stage(
        values["id"],
        values["name"],
        values["purpose"],
        tuple(_step(step, move_on, score) for step in values["steps"]),
        requires=tuple(values.get("requires", (before,) if before else ())),
        needs=values.get("needs", 0),
        was=tuple(values.get("was", ())),
    )


def _step(values: Values, move_on: str, mastery_score: float) -> Step:
    return Step(
        values["id"],
        tuple(values["certifications"]),
        values["why"],
        named_in_source=values.get("named_in_source", ""),
        erratum=values.get("erratum", ""),
        source_certification=values.get("source_certification", ""),
        gate=Gate(MoveOn(values.get("move_on", move_on)), values.get("mastery_score", mastery_score)),
        weight=values.get("weight"),
        was=tuple(values.get("was", ())),
    )


def _check_ids(values: Values, findings: Findings) -> None:
    seen: set[str] = set()
    for entry in (e for stage in values["stages"] for e in (stage, *stage["steps"])):
        if entry["id"] in seen:
            node = _node_of(entry, "id")
            findings.error(node, f"the id {entry['id']} stands twice in the roadmap", "Give one a new id")
        seen.add(entry["id"])


def _check_competencies(values: Values, findings: Findings) -> None:
    seen: set[str] = set()
    for entry in (e for section in values.get("sections", ()) for e in _records(section["entries"])):
        if entry["id"] in seen:
            node = _node_of(entry, "id")
            findings.error(
                node, f"the competency {entry['id']} stands twice in the roadmap", "Give one a new id"
            )
        seen.add(entry["id"])


def _check_requires(values: Sequence[Values], stages: tuple[Stage, ...], findings: Findings) -> None:
    known = {stage.id for stage in stages}
    for stage in values:
        for node in _node_of(stage, "requires").value if "requires" in stage else ():
            if node.value not in known:
                findings.error(
                    node, f"there is no stage {node.value}", f"Name one of: {', '.join(sorted(known))}"
                )
    cycle = cycle_of(stages)
    if cycle:
        stage = next(s for s in values if s["id"] == cycle[0])
        findings.error(
            _node_of(stage, "requires" if "requires" in stage else "id"),
            f"these stages wait for each other: {' → '.join(cycle)}",
            "Take one of them out of 'requires'; 'requires: []' opens a stage from the start",
        )


def _check_steps(stage: Values, findings: Findings) -> None:
    steps = stage["steps"]
    if stage.get("needs", 0) > len(steps):
        findings.error(
            _node_of(stage, "needs"),
            f"the stage needs {stage['needs']} steps and has {len(steps)}",
            "Give at most the number of its steps",
        )
    weights = [step["weight"] for step in steps if "weight" in step]
    if not weights:
        return
    node = _node_of(stage, "steps")
    if len(weights) < len(steps):
        bare = next(step["id"] for step in steps if "weight" not in step)
        findings.error(
            node, f"{bare} has no weight and others do", "Give each step of the stage one, or none"
        )
    elif not 99.5 <= sum(weights) <= 100.5:
        findings.error(
            node, f"the weights of the steps sum to {sum(weights):g}", "Change them so that they sum to 100"
        )


def _check_pay(row: Values, findings: Findings) -> None:
    if "min" not in row and "max" not in row:
        findings.warning(
            row["_node"],
            f"this pay row has a currency ({row['currency']}) and no amount",
            "Add min or max, or say in pay_note that the figure is missing",
        )
    elif row.get("min", 0) > row.get("max", float("inf")):
        findings.warning(row["_node"], "the lower end of this pay row is above the upper", "Exchange them")


def _node_of(values: Values, key: str) -> Node:
    found: Node = next(value for key_node, value in values["_node"].value if key_node.value == key)
    return found
