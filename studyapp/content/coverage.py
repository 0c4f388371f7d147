"""How far a bank covers its certification: items against the blueprint, terms against questions, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from studyapp.content.files import yaml_files
from studyapp.content.lint.guessing import needed_items
from studyapp.content.load import LoadedFile, load_file
from studyapp.domain.certifications import Certification
from studyapp.domain.questions import Question


@dataclass(frozen=True, slots=True)
class Row:
    """Items of a domain or an objective, by kind, depth and difficulty (1 to 5)."""

    id: str
    name: str
    items: int
    kinds: Mapping[str, int]
    depths: Mapping[str, int]
    difficulties: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A domain: its row, its shares in percent, what two full forms need, and its objectives.

    `needed` is None where no number of questions is published.
    """

    row: Row
    share: float
    weight: float
    needed: int | None
    objectives: tuple[Row, ...]

    @property
    def missing(self) -> int:
        """Items that two full forms would still need."""
        return max(0, (self.needed or 0) - self.row.items)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a bank has of its certification."""

    certification_id: str
    code: str
    name: str
    items: int
    retired: int
    quarantined: tuple[str, ...]
    terms: int
    domains: tuple[DomainRow, ...]
    unknown_objectives: tuple[str, ...] = ()
    terms_without_questions: tuple[str, ...] = ()
    questions_without_terms: tuple[str, ...] = ()
    hosts: Mapping[str, int] = field(default_factory=dict)
    oldest: tuple[tuple[str, date], ...] = ()

    @property
    def missing(self) -> int:
        """Items that two full forms would still need, over all domains."""
        return sum(domain.missing for domain in self.domains)


OLDEST = 5
"""Items with the oldest dates that are named."""


def coverages(paths: Iterable[Path]) -> list[Coverage]:
    """The coverage of every certification whose facts are among the files, or beside them.

    Raises FileNotFoundError for a path that is not there.
    """
    files = _with_facts([load_file(path) for path in yaml_files(paths)])
    asked = {f.certification_id for f in files if f.kind in ("questions", "glossary")}
    known = {f.certification_id: f.certification.value for f in files if f.certification is not None}
    chosen = [c for c in known if c in asked] or list(known)
    return [coverage(known[certification_id], files) for certification_id in sorted(chosen)]


def _with_facts(files: list[LoadedFile]) -> list[LoadedFile]:
    """The files, and the certification.yaml above those whose facts are not among them."""
    known = {f.certification_id for f in files if f.certification is not None}
    for file in list(files):
        if file.certification_id in known or file.kind not in ("questions", "glossary"):
            continue
        for folder in list(Path(file.path).resolve().parents)[:3]:
            path = folder / "certification.yaml"
            facts = load_file(path) if path.is_file() else None
            if facts is not None and facts.certification_id == file.certification_id:
                files.append(facts)
                known.add(file.certification_id)
                break
    return files


def coverage(certification: Certification, files: Sequence[LoadedFile]) -> Coverage:
    """What the files have of one certification."""
    mine = [f for f in files if f.certification_id == certification.id]
    everything = [placed.value for f in mine for placed in f.questions]
    questions = [q for q in everything if q.is_asked]
    terms = {t.value.id for f in mine for t in f.terms} | {use.value for f in mine for use in f.uses}
    linked = {term_id for q in questions for term_id in q.term_ids}
    known = {o.id for d in certification.domains for o in d.objectives}
    dated = sorted((date.fromisoformat(q.verified_on), q.id) for q in questions)
    hosts = Counter(urlsplit(url).hostname or "?" for q in questions for url in q.references)
    return Coverage(
        certification_id=certification.id,
        code=certification.code,
        name=certification.name,
        items=len(questions),
        retired=sum(q.retired is not None for q in everything),
        quarantined=tuple(q.id for q in everything if q.quarantined and not q.retired),
        terms=len(terms),
        domains=_domains(certification, questions),
        unknown_objectives=tuple(q.id for q in questions if q.objective_id not in known),
        terms_without_questions=tuple(sorted(terms - linked)),
        questions_without_terms=tuple(q.id for q in questions if not q.term_ids),
        hosts=dict(hosts.most_common()),
        oldest=tuple((item_id, day) for day, item_id in dated[:OLDEST]),
    )


def _domains(certification: Certification, questions: Sequence[Question]) -> tuple[DomainRow, ...]:
    needed = needed_items(certification)
    weights = certification.weights()
    rows = []
    for domain in certification.domains:
        ids = {o.id for o in domain.objectives}
        items = [q for q in questions if q.objective_id in ids]
        objectives = tuple(
            _row(o.id, o.text, [q for q in items if q.objective_id == o.id]) for o in domain.objectives
        )
        rows.append(
            DomainRow(
                row=_row(domain.id, domain.name, items),
                share=100 * len(items) / len(questions) if questions else 0.0,
                weight=100 * weights[domain.id],
                needed=needed.get(domain.id),
                objectives=objectives,
            )
        )
    return tuple(rows)


def _row(row_id: str, name: str, items: Sequence[Question]) -> Row:
    return Row(
        row_id,
        name,
        len(items),
        dict(sorted(Counter(q.kind.value for q in items).items())),
        dict(sorted(Counter(q.depth.value for q in items).items())),
        {n: sum(q.difficulty == n for q in items) for n in range(1, 6)},
    )
