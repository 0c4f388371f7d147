"""Without what the mentor's own banks hold in quarantine: an answer under a doubtful key counts nowhere.

A learner's installation leaves such answers out by itself once it has the bank that says so. Until then their
export counts them, and the same rule is applied here: by the id of the question, whatever its version. First
answers, answers given as sure and the points of mock exams are exact. Of the forgetting that the export's
shares allow for, each right answer that goes takes its mean part; P(pass) is then computed anew from what is
left. All that needs single answers: where a file shows none, its figures stay, and the mentor is told so.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
from studyapp.services.cohort.answers import Answers, Sat, unpacked
from studyapp.services.cohort.cache import Cache
from studyapp.services.cohort.reading import Counted
from studyapp.services.cohort.snapshots import CertificationMix, Snapshot
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
    def digest(self) -> str:
        """What tells it from another one."""
        told = json.dumps(
            [(item, void.certification, void.domain_id) for item, void in sorted(self.items.items())]
        )
        return hashlib.sha256(told.encode()).hexdigest()

    def of(self, certification: str) -> set[str]:
        """The questions of a certification that do not count."""
        return {item for item, void in self.items.items() if void.certification == certification}

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


@dataclass(slots=True)
class Tried:
    """What a learner did with questions in quarantine here, of which the export does not know.

    First answers by certification, domain and whether they were right; those given as sure by certification
    and whether they were right; how many more mock exams are passed without them (fewer, if negative).
    """

    first: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    sure: Counter[tuple[str, bool]] = field(default_factory=Counter)
    passed_more: int = 0

    def __bool__(self) -> bool:
        return bool(self.first or self.passed_more)

    def text(self) -> str:
        """For the cache."""
        first, sure = ([[*at, times] for at, times in counts.items()] for counts in (self.first, self.sure))
        return json.dumps([first, sure, self.passed_more])

    @classmethod
    def read(cls, text: str) -> Tried:
        """What `text` made."""
        first, sure, passed_more = json.loads(text)
        return cls(
            Counter({(certification, domain, right): times for certification, domain, right, times in first}),
            Counter({(certification, right): times for certification, right, times in sure}),
            passed_more,
        )


def tried_by(cache: Cache, apart: Quarantine, digests: Collection[str]) -> dict[str, Tried]:
    """What learners did with questions in quarantine here, by the digests of their answers, read once."""
    known = cache.void(apart.digest)
    new = {
        digest: tried(unpacked(content), apart).text()
        for digest in dict.fromkeys(digests)
        if digest and digest not in known
        for content in cache.answers([digest])
    }
    if new:
        cache.keep_void(apart.digest, new)
    return {digest: Tried.read(said) for digest, said in (known | new).items()}


def tried(answers: Answers, apart: Quarantine) -> Tried:
    """What of an export is about questions in quarantine, of which it does not know itself."""
    found, void = Tried(), apart.items.keys() - set(answers.void)
    for table in answers.tables:
        if void.isdisjoint(table.items):
            continue
        for item_id, right, sure in zip(table.items, table.rights, table.sure, strict=True):
            if item_id in void:
                at = apart.items[item_id]
                found.first[at.certification, at.domain_id, bool(right)] += 1
                found.sure[at.certification, bool(right)] += bool(sure)
    for sat in answers.sat:
        if not void.isdisjoint(sat.questions):
            found.passed_more += _passes_without(sat, void) - sat.passed
    return found


def _passes_without(sat: Sat, void: Collection[str]) -> bool:
    """Whether a mock exam is passed by what is left of it; shares have the four digits of the export."""
    left = [earned for item, earned in zip(sat.questions, sat.points, strict=True) if item not in void]
    return bool(left) and round(sum(left) / len(left), 4) >= sat.pass_share


def without(one: Counted, void: Tried, apart: Quarantine) -> Counted:
    """An export as it would be had the learner's installation known of the quarantine."""
    it = one.snapshot
    mixes = tuple(said for said in it.mixes if not apart.is_about(said))
    doubtful = len(apart.of(it.certification) - set(it.quarantined))
    one = replace(one, snapshot=replace(it, mixes=mixes), doubtful=doubtful)
    if not void:
        return one
    everywhere = tuple(
        replace(group, domains=_lines(group.certification, group.domains, void.first))
        for group in it.all_domains
    )
    domains = _lines(it.certification, it.domains, void.first)
    sure_right, sure_wrong = void.sure[it.certification, True], void.sure[it.certification, False]
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
        sure=max(0, it.sure - sure_right - sure_wrong),
        sure_wrong=max(0, it.sure_wrong - sure_wrong),
        mocks_passed=min(it.mock_exams, max(0, it.mocks_passed + void.passed_more)),
    )
    if answers:
        changed = _forecast_anew(changed, apart.shapes.get(it.certification))
    return replace(one, snapshot=changed, left_out=void.first.total())


def _lines(
    certification: str, lines: Sequence[DomainLine], void: Counter[tuple[str, str, bool]]
) -> tuple[DomainLine, ...]:
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
