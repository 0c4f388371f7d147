"""The notebook of mistakes: what was missed, what was chosen instead of what, and the confused terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlmodel import Session

from studyapp.domain.glossary import Term
from studyapp.domain.judging import judge
from studyapp.domain.mistakes import LEAVES_AFTER, Mixup, confused_terms, mixups, names_of
from studyapp.domain.responses import Response, ResponseNotInItem
from studyapp.errors import NotFound
from studyapp.services.context import Context
from studyapp.services.readiness_views import ConfusedPair, MistakeLine, Mixed, Notebook
from studyapp.store import items, mistakes
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
            pairs = self._pairs(session, found, mixed)
            still_open, corrected = mistakes.counts(session, certification_id)
            codes = items.codes(session)
        return Notebook(
            tuple(
                _line(it, mixed[it.question_id], codes.get(it.certification_id, it.certification_id))
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

    @staticmethod
    def _pairs(
        session: Session, listed: Iterable[OpenMistake], mixed: Mapping[str, tuple[Mixup, ...]]
    ) -> tuple[ConfusedPair, ...]:
        found: Counter[tuple[str, str]] = Counter()
        glossaries: dict[str, dict[str, Term]] = {}
        names: dict[str, dict[str, str]] = {}
        for it in listed:
            key = it.certification_id
            if key not in glossaries:
                glossaries[key] = {term.id: term for term in items.glossary(session, key)}
                names[key] = names_of(glossaries[key].values())
            confused = {confused_terms(mixup, names[key]) for mixup in mixed[it.question_id]} - {None}
            found.update(tuple(sorted(pair)) for pair in confused if pair)  # type: ignore[misc]
        terms = {term_id: term for glossary in glossaries.values() for term_id, term in glossary.items()}
        ordered = sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
        return tuple(_pair(terms[one], terms[other], times) for (one, other), times in ordered)


def _mixups(session: Session, it: OpenMistake) -> tuple[Mixup, ...]:
    """What was mixed up, by the version that was answered."""
    body = items.version(session, "question", it.question_id, it.mistake.content_hash) or it.body
    question = question_from_json(body)
    try:
        verdict = judge(question, Response.decode(question.kind, it.mistake.chosen))
    except (ResponseNotInItem, ValueError):
        return ()  # an old response to an item of which no version is left that it fits
    return mixups(question, verdict)


def _line(it: OpenMistake, mixed: Iterable[Mixup], code: str) -> MistakeLine:
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
        mixed=tuple(Mixed(mixup.given, mixup.instead_of, mixup.reason) for mixup in mixed),
        due_on=it.due_on,
        is_set_aside=it.suspended,
    )


def _pair(one: Term, other: Term, times: int) -> ConfusedPair:
    because = next(
        (
            a.contrast.because
            for a, b in ((one, other), (other, one))
            if a.contrast is not None and a.contrast.term_id == b.id
        ),
        "",
    )
    return ConfusedPair((one.id, other.id), (one.term, other.term), times, because)
