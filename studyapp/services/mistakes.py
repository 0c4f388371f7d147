"""The notebook of mistakes: what was missed, what was chosen instead of what, and the confused terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlmodel import Session

from studyapp.domain.glossary import Term
from studyapp.domain.judging import judge
from studyapp.domain.mistakes import LEAVES_AFTER, Mixup, confused_terms, mixups, names_of
from studyapp.domain.responses import Response, ResponseNotInItem
from studyapp.errors import NotFound
from studyapp.services.context import Context
from studyapp.services.disputes import earlier_dispute
from studyapp.services.readiness_views import ConfusedPair, MistakeLine, Mixed, Notebook
from studyapp.services.views import EarlierDispute
from studyapp.store import disputes, items, mistakes
from studyapp.store.bodies import question_from_json
from studyapp.store.mistakes import OpenMistake

MOST = 200
"""Mistakes that a notebook lists; what is beyond them comes when these are worked off."""


class MistakesService:
    """What was missed and has not been recalled since."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def notebook(self, certification_id: str = "") -> Notebook:
        """The open mistakes of one certification or of all, in the order to work them off.

        Raises NotFound for an unknown certification.
        """
        with self._context.store.read() as session:
            certification = items.certification(session, certification_id) if certification_id else None
            if certification_id and certification is None:
                raise NotFound(f"There is no certification {certification_id}.", "See 'studyapp cert list'.")
            found = mistakes.open_mistakes(session, certification_id, MOST)
            mixed = {it.question_id: _mixups(session, it) for it in found}
            glossaries = _Glossaries(session)
            pairs = _pairs(found, mixed, glossaries)
            still_open, corrected = mistakes.counts(session, certification_id)
            codes = items.codes(session)
            disputed = _disputed(session, found)
        once = {frozenset(pair.term_ids): pair.because for pair in pairs if pair.times == 1}
        told = {
            it.question_id: tuple(
                Mixed(
                    mixup.given, mixup.instead_of, mixup.reason,
                    once.get(frozenset(glossaries.confused(it, mixup) or ()), ""),
                )
                for mixup in mixed[it.question_id]
            )
            for it in found
        }  # fmt: skip
        return Notebook(
            tuple(
                replace(
                    _line(it, told[it.question_id], codes.get(it.certification_id, it.certification_id)),
                    disputed=disputed.get(it.question_id),
                )
                for it in found
            ),
            pairs,
            still_open if len(found) == MOST else len(found),
            corrected,
            certification.code if certification else "",
        )

    def open_count(self, certification_id: str = "") -> int:
        """How many mistakes are open."""
        with self._context.store.read() as session:
            return mistakes.counts(session, certification_id)[0]


class _Glossaries:
    """The terms of each certification, read once, and what their names are."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.terms: dict[str, Term] = {}
        self._names: dict[str, dict[str, str]] = {}

    def confused(self, it: OpenMistake, mixup: Mixup) -> tuple[str, str] | None:
        """The term that was taken for another, and that other; None where no two terms are named."""
        key = it.certification_id
        if key not in self._names:
            found = items.glossary(self._session, key)
            self.terms.update((term.id, term) for term in found)
            self._names[key] = names_of(found)
        return confused_terms(mixup, self._names[key])


def _pairs(
    listed: Iterable[OpenMistake], mixed: Mapping[str, tuple[Mixup, ...]], glossaries: _Glossaries
) -> tuple[ConfusedPair, ...]:
    """The terms that were taken for each other, whichever for which, and in how many mistakes."""
    ways: Counter[tuple[str, str]] = Counter()
    times: Counter[frozenset[str]] = Counter()
    for it in listed:
        confused = {pair for mixup in mixed[it.question_id] if (pair := glossaries.confused(it, mixup))}
        ways.update((right, taken) for taken, right in confused)
        times.update({frozenset(pair) for pair in confused})
    most_often = {frozenset(way): way for way in sorted(ways, key=lambda way: (ways[way], way))}
    ordered = sorted(times, key=lambda pair: (-times[pair], sorted(pair)))
    terms = glossaries.terms
    found = [(*most_often[pair], times[pair]) for pair in ordered]
    return tuple(_pair(terms[right], terms[taken], count) for right, taken, count in found)


def _mixups(session: Session, it: OpenMistake) -> tuple[Mixup, ...]:
    """What was mixed up, by the version that was answered."""
    body = items.version(session, "question", it.question_id, it.mistake.content_hash) or it.body
    question = question_from_json(body)
    try:
        verdict = judge(question, Response.decode(question.kind, it.mistake.chosen))
    except (ResponseNotInItem, ValueError):
        return ()  # an old response to an item of which no version is left that it fits
    return mixups(question, verdict)


def _disputed(session: Session, listed: Iterable[OpenMistake]) -> dict[str, EarlierDispute]:
    """What stands against the keys of what is listed, by question."""
    objected = disputes.reasons(session, [it.question_id for it in listed])
    found = {key: earlier_dispute(session, items.item(session, "question", key)) for key in objected}
    return {key: earlier for key, earlier in found.items() if earlier is not None}


def _line(it: OpenMistake, mixed: tuple[Mixed, ...], code: str) -> MistakeLine:
    return MistakeLine(
        question_id=it.question_id,
        card_id=f"q:{it.question_id}",
        certification_code=code,
        domain_id=it.domain_id,
        title=it.title,
        misses=it.mistake.misses,
        is_sure=it.mistake.is_sure,
        missed_on=it.mistake.missed_on,
        recalled_days=it.mistake.recalled_days,
        leaves_after=LEAVES_AFTER,
        mixed=mixed,
        due_on=it.due_on,
        is_set_aside=it.suspended,
    )


def _pair(one: Term, other: Term, times: int) -> ConfusedPair:
    return ConfusedPair((one.id, other.id), (one.term, other.term), times, _difference(one, other))


def _difference(one: Term, other: Term) -> str:
    """What the glossary says of the difference, at either of the two; "" for nothing."""
    contrasts = ((one.contrast, other.id), (other.contrast, one.id))
    return next((found.because for found, to in contrasts if found is not None and found.term_id == to), "")
