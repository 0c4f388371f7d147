"""Without what the mentor's own banks hold in quarantine: an answer under a doubtful key counts nowhere.

A learner's installation leaves such answers out by itself once it has the bank that says so. Until then their
export counts them, and the same rule is applied here: by the id of the question, whatever its version. First
answers are exact. Of the forgetting that the export's shares allow for, each right answer that goes takes its
mean part; P(pass) is then computed anew from what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from studyapp.domain.readiness import (
    PRIOR_RIGHT,
    PRIOR_WRONG,
    Evidence,
    Forecast,
    Shape,
    belief_of,
    forecast,
)
from studyapp.services.cohort.reading import Counted
from studyapp.services.cohort.snapshots import CertificationMix, Snapshot, Table
from studyapp.services.cohort.view import DomainLine
from studyapp.services.forecasting import shape_of
from studyapp.services.sharing.gathering import LONGEST_OPTION
from studyapp.store import items, quarantine
from studyapp.store.bodies import question_from_json


@dataclass(frozen=True, slots=True)
class Void:
    """A question in quarantine: where its answers stood, why they do not count, and what could be chosen."""

    certification: str
    domain_id: str
    because: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quarantine:
    """The questions that do not count, by id, and the exams of their certifications."""

    items: Mapping[str, Void]
    shapes: Mapping[str, Shape | None]

    @property
    def reasons(self) -> dict[str, str]:
        """Why each does not count."""
        return {item: void.because or "its key is in doubt" for item, void in self.items.items()}

    def is_about(self, said: CertificationMix) -> bool:
        """Whether a pair of options that were mixed up is of a question in quarantine."""
        pair = {said.mix.right, said.mix.taken_for}
        return any(
            void.certification == said.certification and pair <= set(void.options)
            for void in self.items.values()
        )


def quarantine_of(session: Session) -> Quarantine:
    """What this installation's banks hold in quarantine; usually nothing."""
    found = {}
    for row in quarantine.items(session):
        question = question_from_json(row.body)
        found[row.id] = Void(
            row.certification_id,
            row.domain_id,
            question.quarantined.because if question.quarantined else "",
            tuple(option.text[:LONGEST_OPTION] for option in question.options),
        )
    shapes = {}
    for key in {void.certification for void in found.values()}:
        certification = items.certification(session, key)
        shapes[key] = shape_of(certification) if certification else None
    return Quarantine(found, shapes)


Tried = Counter[tuple[str, str, bool]]
"""First answers by certification, domain, and whether they were right."""


def tried(tables: Sequence[Table], apart: Quarantine, known: Collection[str]) -> Tried:
    """A learner's first answers to what is in quarantine here; `known` is left out by the export already."""
    found: Tried = Counter()
    for _certification, item_ids, _versions, rights, _chosen, _keys in tables:
        if apart.items.keys().isdisjoint(item_ids):
            continue
        for item_id, right in zip(item_ids, rights, strict=True):
            void = apart.items.get(item_id)
            if void is not None and item_id not in known:
                found[void.certification, void.domain_id, bool(right)] += 1
    return found


def without(one: Counted, void: Tried, apart: Quarantine) -> Counted:
    """An export as it would be had the learner's installation known of the quarantine."""
    it = one.snapshot
    mixes = tuple(said for said in it.mixes if not apart.is_about(said))
    if not void:
        return one if len(mixes) == len(it.mixes) else replace(one, snapshot=replace(it, mixes=mixes))
    everywhere = tuple(
        replace(group, domains=_lines(group.certification, group.domains, void)) for group in it.all_domains
    )
    domains = _lines(it.certification, it.domains, void)
    answers, right = (
        sum(getattr(line, name) for line in it.domains) - sum(getattr(line, name) for line in domains)
        for name in ("first_answers", "first_right")
    )
    changed = replace(
        it,
        domains=domains,
        mixes=mixes,
        all_domains=everywhere,
        first_answers=it.first_answers - answers,
        first_right=it.first_right - right,
    )
    if answers:
        changed = _forecast_anew(changed, apart.shapes.get(it.certification))
    return replace(one, snapshot=changed, left_out=sum(void.values()))


def _lines(certification: str, lines: Sequence[DomainLine], void: Tried) -> tuple[DomainLine, ...]:
    return tuple(
        _line(line, void[certification, line.id, True], void[certification, line.id, False]) for line in lines
    )


def _line(line: DomainLine, right: int, wrong: int) -> DomainLine:
    right, answers = min(right, line.first_right), min(right + wrong, line.first_answers)
    if not answers:
        return line
    before = _evidence(line)
    left = line.first_right - right
    worth = before.worth * left / line.first_right if line.first_right else 0.0
    after = Evidence(line.first_answers - answers, left, worth)
    return replace(
        line,
        first_answers=after.answers,
        first_right=after.right,
        expected=round(belief_of(after).mean, 4),
    )


def _evidence(line: DomainLine) -> Evidence:
    """What the expected share was made of: the belief read backwards."""
    worth = line.expected * (PRIOR_RIGHT + PRIOR_WRONG + line.first_answers) - PRIOR_RIGHT
    return Evidence(line.first_answers, line.first_right, min(max(worth, 0.0), float(line.first_right)))


def _forecast_anew(it: Snapshot, shape: Shape | None) -> Snapshot:
    if shape is None or not it.has_forecast or not shape.weights.keys() <= {line.id for line in it.domains}:
        return it
    said: Forecast = forecast({line.id: _evidence(line) for line in it.domains}, shape)
    missing = sum(domain.missing for domain in said.domains)
    if not said.is_enough:
        return replace(it, p_pass=None, low=None, high=None, missing=missing)
    p_pass, low, high = (round(share, 4) for share in (said.p_pass, said.p_low, said.p_high))
    return replace(it, p_pass=p_pass, low=low, high=high, missing=missing)
