"""Where the learner stands per domain: mean predicted recall over all items of the domain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.days import days_between
from studyapp.domain.memory import decay_of, retrievability
from studyapp.services.context import Context
from studyapp.services.kept import kept
from studyapp.services.placing import domains_of
from studyapp.services.views import DomainProgress
from studyapp.store import cards, items, quarantine, totals
from studyapp.store.evidence import Tally, tallies


@dataclass(slots=True)
class _Sum:
    items: int = 0
    seen: int = 0
    learned: int = 0
    recall: float = 0.0


def tallies_of(session: Session, context: Context, ids: Iterable[str]) -> dict[str, Tally]:
    """What the cards say of some certifications today; only those not asked for before are counted."""
    wanted = list(ids)
    known: dict[str, Tally] = kept(session, "tallies", dict)
    unknown = [i for i in wanted if i not in known]
    if unknown:
        known |= tallies(session, unknown, context.today(), decay_of(context.model.parameters))
    return {i: known[i] for i in wanted}


def domain_progress(
    session: Session, context: Context, certification: Certification
) -> tuple[DomainProgress, ...]:
    """Progress of each domain. An item never met counts as not recalled."""
    return kept(session, ("domains", certification.id), lambda: _found(session, context, certification))


def _found(session: Session, context: Context, certification: Certification) -> tuple[DomainProgress, ...]:
    sums = {domain.id: _Sum() for domain in certification.domains}
    best = _best_recall(session, context, certification.id)
    rows = items.members(session, certification.id)
    domain_of = domains_of(session, certification, rows)
    for row in rows:
        if not (domain_id := domain_of[row.kind, row.id]):
            continue
        total = sums[domain_id]
        total.items += 1
        if (row.kind, row.id) in best:
            recall, learned = best[row.kind, row.id]
            total.seen += 1
            total.learned += learned
            total.recall += recall
    tries, weights = _first_tries(session, certification.id), certification.weights()
    return tuple(
        DomainProgress(
            domain.id, domain.name, weights.get(domain.id, 0.0), domain.weight is not None,
            sums[domain.id].items, sums[domain.id].seen, sums[domain.id].learned,
            sums[domain.id].recall / sums[domain.id].items if sums[domain.id].items else 0.0,
            *tries.get(domain.id, (0, 0)),
        )
        for domain in certification.domains
    )  # fmt: skip


def _first_tries(session: Session, certification_id: str) -> dict[str, tuple[int, int]]:
    """First attempts and how many were right by domain, without questions in quarantine."""
    void = quarantine.first_tries(session, quarantine.since(session))
    return {
        domain_id: (tried - void.get((certification_id, domain_id), (0, 0))[0],
                    right - void.get((certification_id, domain_id), (0, 0))[1])
        for domain_id, (tried, right) in totals.first_tries(session, certification_id).items()
    }  # fmt: skip


def _best_recall(
    session: Session, context: Context, certification_id: str
) -> dict[tuple[str, str], tuple[float, bool]]:
    """Recall today and "learned" of each item met; of a term, its better known direction."""
    today, decay = context.today(), decay_of(context.model.parameters)
    best: dict[tuple[str, str], tuple[float, bool]] = {}
    for row in cards.rows_of_certification(session, certification_id):
        if row.stability is None or row.last_on is None:
            continue
        recall = retrievability(row.stability, days_between(row.last_on, today), decay)
        key = (row.kind, row.item_id)
        old = best.get(key, (0.0, False))
        best[key] = (max(old[0], recall), old[1] or row.recalled_days >= 3)
    return best
