"""The library: certifications, terms, questions, and what is wrong in the content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.lifecycle import facts_are_stale, life_on, retired_on
from studyapp.domain.log import CardId, Direction, ItemKind
from studyapp.domain.questions import Question
from studyapp.domain.records import NO_PAPER, OnPaper, on_paper
from studyapp.domain.roadmaps import Gate
from studyapp.domain.standing import Evidence, Standing, standing_of
from studyapp.errors import NotFound
from studyapp.services.context import Context
from studyapp.services.goals import GoalsService
from studyapp.services.kept import kept, reading
from studyapp.services.mastery import domain_progress, tallies_of
from studyapp.services.papers import papers
from studyapp.services.problems import all_problems
from studyapp.services.road_views import CertificationStanding
from studyapp.services.views import (
    CertificationDetail,
    CertificationSummary,
    ContentProblem,
    ImportReport,
    TermDetail,
    TermHit,
)
from studyapp.store import cards, items
from studyapp.store.evidence import Tally
from studyapp.store.records import all_records


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

    def certifications(self) -> list[CertificationStanding]:
        """All certifications with the learner's standing, by vendor and code."""
        with reading(self._context) as session:
            return list(kept(session, "standings", lambda: standings(session, self._context)))

    def certification(self, certification_id: str) -> CertificationDetail:
        """One certification with all facts and the learner's standing; raises NotFound."""
        with reading(self._context) as session:
            return kept(
                session, ("certification", certification_id), lambda: self._detail(session, certification_id)
            )

    def _detail(self, session: Session, certification_id: str) -> CertificationDetail:
        today = self._context.today()
        goal = next((g for g in self._goals.all() if g.certification_id == certification_id), None)
        certification = items.certification(session, certification_id)
        if certification is None:
            raise NotFound(f"There is no certification {certification_id}.", "See 'studyapp cert list'.")
        domains = domain_progress(session, self._context, certification)
        tally = tallies_of(session, self._context, [certification_id])[certification_id]
        found = all_records(session, certification_id)
        roads = items.roadmaps_naming(session, certification_id)
        others = items.certifications(session, (*certification.successors, *certification.predecessors))
        paper = on_paper(found, today)
        standing = standing_of(evidence_of(tally, paper), Gate(), today)
        return CertificationDetail(
            certification, domains, tally.questions, tally.terms, goal,
            facts_age_days=certification.days_since_check(today),
            facts_stale=facts_are_stale(certification, today),
            life=life_on(certification, today),
            state=str(standing.state),
            reason=standing.reason,
            records=tuple(reversed(found)),
            paper=paper,
            others=tuple((it.id, it.code, it.name) for it in others.values()),
            roads=roads,
        )  # fmt: skip

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


def summaries(
    session: Session, context: Context, ids: Iterable[str] | None = None
) -> dict[str, CertificationSummary]:
    """One line for each certification (of `ids`), by id; the status is that of today."""
    today = context.today()
    facts = items.certifications(session, ids)
    counted = tallies_of(session, context, facts)
    return {
        i: CertificationSummary(
            i, it.code, it.name, it.vendor, it.level, str(life_on(it, today).status),
            counted[i].questions, counted[i].terms, counted[i].met, counted[i].learned,
            it.successors, retired_on(it),
        )
        for i, it in facts.items()
    }  # fmt: skip


def standings(session: Session, context: Context) -> list[CertificationStanding]:
    """Every certification with its state by study and records, apart from any road."""
    today = context.today()
    facts = items.certifications(session)
    counted = tallies_of(session, context, facts)
    written, codes = papers(session, today), items.codes(session)
    return [
        standing_view(
            it,
            standing_of(evidence_of(counted[i], written.get(i, NO_PAPER)), Gate(), today),
            counted[i],
            written.get(i, NO_PAPER),
            today,
            codes,
        )
        for i, it in facts.items()
    ]


def standing_view(
    it: Certification, standing: Standing, tally: Tally, paper: OnPaper, today: date, codes: Mapping[str, str]
) -> CertificationStanding:
    """A certification's line with a standing, its life as of a day, and what is on paper."""
    life, proof = life_on(it, today), paper.proof or paper.lapsed
    return CertificationStanding(
        it.id, it.code, it.name, it.vendor, it.level, str(life.status), tally.questions, tally.terms,
        tally.met, tally.learned, it.successors, retired_on(it),
        state=str(standing.state),
        reason=standing.reason,
        progress=standing.progress,
        memory=tally.memory,
        life=life.line,
        successor_codes=tuple(codes.get(i, i.upper()) for i in it.successors),
        exam_on=paper.booked.on if paper.booked else None,
        expires_on=proof.expires_on if proof else None,
        facts_stale=facts_are_stale(it, today),
        page_url=it.page_url or it.guide_url,
    )  # fmt: skip


def evidence_of(tally: Tally, paper: OnPaper) -> Evidence:
    """What the rules of a road look at."""
    return Evidence(tally.items, min(tally.met, tally.items), tally.own, tally.learned, tally.memory, paper)
