"""The library: certifications, terms, questions, and what is wrong in the content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.log import CardId, Direction, ItemKind
from studyapp.domain.questions import Question
from studyapp.errors import NotFound
from studyapp.services.context import Context
from studyapp.services.goals import GoalsService
from studyapp.services.mastery import domain_progress
from studyapp.services.problems import all_problems
from studyapp.services.views import (
    CertificationDetail,
    CertificationSummary,
    ContentProblem,
    ImportReport,
    TermDetail,
    TermHit,
)
from studyapp.store import cards, items

FACTS_REVIEW_DAYS = 90
"""Facts checked longer ago than this are shown with "check before you book"."""


class LibraryService:
    """Everything that authors wrote, as learners look at it."""

    def __init__(self, context: Context, goals: GoalsService) -> None:
        self._context = context
        self._goals = goals

    def refresh(self, progress: Callable[[int, int], None] | None = None) -> ImportReport:
        """Import content that changed since the last time."""
        # Readers of YAML are loaded only for this: the first plan on screen does not wait for them.
        from studyapp.services.importing import Importer

        return Importer(self._context).refresh(progress)

    def problems(self) -> list[ContentProblem]:
        """What is wrong in authors' files, by file and line."""
        with self._context.store.read() as session:
            return all_problems(session)

    def certifications(self) -> list[CertificationSummary]:
        """All certifications, by vendor and code."""
        with self._context.store.read() as session:
            return list(summaries(session).values())

    def certification(self, certification_id: str) -> CertificationDetail:
        """One certification with all facts and the learner's standing; raises NotFound."""
        today = self._context.today()
        goal = next((g for g in self._goals.all() if g.certification_id == certification_id), None)
        with self._context.store.read() as session:
            certification = items.certification(session, certification_id)
            if certification is None:
                raise NotFound(f"There is no certification {certification_id}.", "See 'studyapp cert list'.")
            questions, terms = items.counts(session).get(certification_id, (0, 0))
            domains = domain_progress(session, self._context, certification)
        age = certification.days_since_check(today)
        return CertificationDetail(
            certification, domains, questions, terms, goal, age, age is None or age > FACTS_REVIEW_DAYS
        )

    def terms(self, query: str = "", certification_id: str = "", limit: int = 200) -> list[TermHit]:
        """Terms that match what was typed, best first; all by name for an empty query."""
        with self._context.store.read() as session:
            rows = items.search_terms(session, query, certification_id, limit)
            ids = [row.id for row in rows]
            codes, members = items.codes(session), items.memberships(session, ids)
            in_cards = items.cards_of_terms(session, ids)
        return [
            TermHit(
                row.id, row.title, row.snippet,
                tuple(codes.get(c, c) for c in members.get(row.id, ())), row.id in in_cards,
            )
            for row in rows
        ]  # fmt: skip

    def term(self, term_id: str) -> TermDetail:
        """A term with everything that refers to it; raises NotFound."""
        with self._context.store.read() as session:
            term = items.term(session, term_id)
            if term is None:
                raise NotFound(f"There is no term {term_id}.")
            codes = items.codes(session)
            members = items.memberships(session, [term_id]).get(term_id, [])
            contrast = ""
            if term.contrast:
                names = items.titles(session, "term", [term.contrast.term_id])
                contrast = names.get(term.contrast.term_id, term.contrast.term_id)
            states = {
                direction: cards.state_of(cards.get(session, str(CardId(ItemKind.TERM, term_id, direction))))
                for direction in (Direction.TO_DEFINITION, Direction.TO_TERM)
            }
            return TermDetail(
                term, tuple(codes.get(c, c) for c in members), contrast,
                tuple(items.questions_using(session, term_id)),
                term_id in items.cards_of_terms(session, [term_id]), states,
            )  # fmt: skip

    def question(self, question_id: str) -> Question:
        """A question, also one that left circulation; raises NotFound."""
        with self._context.store.read() as session:
            question = items.question(session, question_id)
        if question is None:
            raise NotFound(f"There is no question {question_id}.")
        return question


def summaries(session: Session) -> dict[str, CertificationSummary]:
    """One line for each certification, by id."""
    counted, seen = items.counts(session), items.seen_counts(session)
    found: dict[str, CertificationSummary] = {}
    for row in items.certification_rows(session):
        certification = items.certification(session, row.id)
        assert certification is not None
        questions, terms = counted.get(row.id, (0, 0))
        met, learned = seen.get(row.id, (0, 0))
        found[row.id] = CertificationSummary(
            row.id, row.code, row.name, row.vendor, row.level, row.status, questions, terms, met, learned,
            certification.successors, retired_on(certification),
        )  # fmt: skip
    return found


def retired_on(certification: Certification) -> date | None:
    """The day of the life-cycle event that ended it."""
    return next((event.on for event in certification.life_cycle if event.event == "retired"), None)
