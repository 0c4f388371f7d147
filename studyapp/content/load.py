"""From a document to domain objects: shapes first, then the rules that need more than one field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar

from yaml.nodes import Node

from studyapp.content.foreign import format_of, is_foreign, unknown_format
from studyapp.content.formats import FORMATS
from studyapp.content.problems import Problem
from studyapp.content.questions import build_questions
from studyapp.content.reader import Document, read_document
from studyapp.content.road import build_roadmap, named_certifications, named_terms
from studyapp.content.schema import MISSING, Findings
from studyapp.domain.certifications import Certification, Domain, Exam, LifeEvent, Objective, Status
from studyapp.domain.glossary import Contrast, Term
from studyapp.domain.questions import Question
from studyapp.domain.roadmaps import Roadmap
from studyapp.domain.vendors import NameState, OldName, Vendor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A loaded object and the line on which it begins."""

    value: T
    line: int
    column: int = 1


@dataclass(slots=True)
class LoadedFile:
    """What one file holds; `problems` lists everything that was left out, and why."""

    path: str
    digest: str = ""
    kind: str = ""
    certification_id: str = ""
    certification_at: tuple[int, int] = (1, 1)
    certification: Placed[Certification] | None = None
    roadmap: Placed[Roadmap] | None = None
    vendor: Placed[Vendor] | None = None
    questions: list[Placed[Question]] = field(default_factory=list)
    terms: list[Placed[Term]] = field(default_factory=list)
    uses: list[Placed[str]] = field(default_factory=list)
    leads_to: list[Placed[str]] = field(default_factory=list)
    """The certifications that a roadmap names."""
    problems: list[Problem] = field(default_factory=list)
    is_foreign: bool = False
    """Whether it belongs to another program: no format, and no field of ours."""


def load_file(path: Path, shown_as: str = "") -> LoadedFile:
    """Read one file of any format; never raises for what stands in it."""
    document = read_document(path, shown_as)
    if isinstance(document, Problem):
        return LoadedFile(document.path, problems=[document])
    return load_document(document)


def load_document(document: Document) -> LoadedFile:
    """Domain objects of a parsed document, with its problems."""
    loaded = LoadedFile(document.path, document.digest)
    findings = Findings(document.path)
    loaded.problems = findings.problems
    unknown = unknown_format(document)
    if unknown is not None:
        loaded.problems.append(unknown)
        loaded.is_foreign = is_foreign(document.root)
        return loaded
    name = format_of(document.root)
    record = FORMATS[name]
    loaded.kind = name.partition("/")[0]
    values = record.read(document.root, record.name, findings)
    if values is not MISSING:
        _BUILDERS[loaded.kind](values, loaded, findings)
    return loaded


def unknown_certification(path: str, named: Placed[str], known: Collection[str]) -> Problem:
    """The problem of a certification that a roadmap names and no file describes."""
    near = get_close_matches(named.value, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else "Add its certification.yaml, or correct the id"
    return Problem(
        path, named.line, named.column,
        f"there is no certification {named.value}, so the road leaves it out", hint,
    )  # fmt: skip


def _placed(values: Mapping[str, Any], value: T) -> Placed[T]:
    return Placed(value, *_place(values["_node"]))


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _node_of(values: Mapping[str, Any], key: str) -> Node:
    found: Node = next(value for key_node, value in values["_node"].value if key_node.value == key)
    return found


def _place_of(values: Mapping[str, Any], key: str) -> tuple[int, int]:
    return _place(_node_of(values, key))


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != "_node"}


def _build_questions(values: dict[str, Any], loaded: LoadedFile, findings: Findings) -> None:
    loaded.certification_id = values["certification"]
    loaded.certification_at = _place_of(values, "certification")
    built = build_questions(values, findings)
    loaded.questions = [_placed(entry, question) for entry, question in built]


def _build_glossary(values: dict[str, Any], loaded: LoadedFile, findings: Findings) -> None:
    if "certification" in values:
        loaded.certification_id = values["certification"]
        loaded.certification_at = _place_of(values, "certification")
    if "uses" in values:
        nodes = _node_of(values, "uses").value
        loaded.uses = [Placed(node.value, *_place(node)) for node in nodes]
    seen: set[str] = set()
    for entry in values["terms"]:
        term = _term(entry, loaded.certification_id)
        if term.id in seen:
            findings.error(entry["_node"], f"the id {term.id} stands twice in this file", "Merge the two")
            continue
        seen.add(term.id)
        loaded.terms.append(_placed(entry, term))


def _term(entry: Mapping[str, Any], certification_id: str) -> Term:
    contrast = entry.get("contrast")
    verified_on = entry.get("verified_on")
    return Term(
        id=entry["id"],
        certification_id=certification_id,
        term=entry["term"],
        definition=entry["definition"],
        also=tuple(entry.get("also", ())),
        objective_ids=tuple(entry.get("objectives", ())),
        example=entry.get("example", ""),
        contrast=Contrast(contrast["term"], contrast["because"]) if contrast else None,
        references=tuple(entry.get("references", ())),
        verified_on=verified_on.isoformat() if verified_on else "",
        revision=entry.get("revision", 1),
    )


def _build_certification(values: dict[str, Any], loaded: LoadedFile, findings: Findings) -> None:
    domains = tuple(_domain(domain) for domain in values["domains"])
    objectives = [o.id for d in domains for o in d.objectives]
    for what, ids in (("domain", [d.id for d in domains]), ("objective", objectives)):
        repeated = next((i for i in ids if ids.count(i) > 1), "")
        if repeated:
            findings.error(values["_node"], f"the {what} {repeated} stands twice", "Number them apart")
            return
    exact = [d.weight for d in domains if d.weight is not None and d.weight_min is None]
    if domains and len(exact) == len(domains) and not 97 <= sum(exact) <= 103:
        findings.warning(
            values["_node"],
            f"the weights of the domains sum to {sum(exact):g}",
            "Check them: 100 is expected",
        )
    fields = _plain(values)
    exam = _plain(fields.pop("exam"))
    for key in ("question_types", "partial_credit"):
        exam[key] = tuple(exam.get(key, ()))
    for key in ("format", "domains"):
        fields.pop(key)
    fields["life_cycle"] = tuple(LifeEvent(**_plain(e)) for e in fields.get("life_cycle", ()))
    fields["status"] = Status(fields["status"])
    for key in ("successors", "predecessors", "sources", "notes", "recheck"):
        fields[key] = tuple(fields.get(key, ()))
    loaded.certification_id = fields["id"]
    loaded.certification = _placed(values, Certification(exam=Exam(**exam), domains=domains, **fields))


def _domain(values: Mapping[str, Any]) -> Domain:
    fields = _plain(values)
    fields["objectives"] = tuple(Objective(**_plain(o)) for o in fields["objectives"])
    return Domain(**fields)


def _build_roadmap(values: dict[str, Any], loaded: LoadedFile, findings: Findings) -> None:
    roadmap = build_roadmap(values, findings)
    if roadmap is not None:
        loaded.roadmap = _placed(values, roadmap)
        loaded.leads_to = [Placed(node.value, *_place(node)) for node in named_certifications(values)]
        loaded.uses = [Placed(node.value, *_place(node)) for node in named_terms(values)]


def _build_vendor(values: dict[str, Any], loaded: LoadedFile, findings: Findings) -> None:
    names = tuple(_old_name(entry) for entry in values.get("old_names", ()))
    vendor = Vendor(values["vendor"], tuple(values.get("also", ())), tuple(values["hosts"]), names)
    loaded.vendor = _placed(values, vendor)


def _old_name(entry: Mapping[str, Any]) -> OldName:
    return OldName(
        name=entry["name"],
        state=NameState(entry["state"]),
        now=entry.get("now", ""),
        on=entry.get("on"),
        also=tuple(entry.get("also", ())),
        except_in=tuple(entry.get("except_in", ())),
        references=tuple(entry.get("references", ())),
    )


_BUILDERS = {
    "questions": _build_questions,
    "glossary": _build_glossary,
    "certification": _build_certification,
    "roadmap": _build_roadmap,
    "vendor": _build_vendor,
}
