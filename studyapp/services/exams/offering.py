"""What can be sat of a certification, as its bank and the learner stand now."""

from __future__ import annotations

from collections import Counter

from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.exams.blueprint import missing
from studyapp.domain.exams.rules import DIAGNOSTIC_PER_DOMAIN, SECTION_LEAST, section_rules
from studyapp.services.context import Context
from studyapp.services.exams import keeping, making, reporting
from studyapp.services.exams.views import ExamOffer, Quiz, SectionOffer
from studyapp.store import exams


def offer_of(session: Session, context: Context, certification: Certification) -> ExamOffer:
    """Everything that can be sat of a certification."""
    stock = making.stock_of(session, certification)
    rules, no_exam = making.exam_rules_or_practice(certification)
    candidates = stock.candidates(rules.kinds)
    counted = Counter(candidate.domain_id for candidate in candidates)
    unseen = Counter(candidate.domain_id for candidate in candidates if not candidate.seen_ms)
    available = {domain.id: counted[domain.id] for domain in certification.domains}
    shares = making.blueprint_of(certification, rules.items, rules.unscored)
    _held, form = making.largest_form(stock, rules, 0, blind=True)
    lines = reporting.lines_of(session, context, certification.id)
    sections = []
    for share in shares:
        there = min(max(SECTION_LEAST, share.items), available[share.domain_id])
        limit_s = section_rules(rules, there).limit_s if there else None
        sections.append(
            SectionOffer(
                share.domain_id, share.name, there, available[share.domain_id], unseen[share.domain_id],
                limit_s,
            )
        )  # fmt: skip
    return ExamOffer(
        certification_id=certification.id,
        code=certification.code,
        name=certification.name,
        rules=rules,
        blueprint=shares,
        available=available,
        missing=missing(shares, available),
        largest=len(form),
        unseen=unseen.total(),
        usable=len(candidates),
        left_out=len(stock.questions) - len(candidates),
        sections=tuple(sections),
        diagnostic_items=sum(min(DIAGNOSTIC_PER_DOMAIN, number) for number in available.values()),
        quizzes=quizzes_of(session, context, stock),
        open=next((line for line in lines if line.is_open), None),
        past=tuple(line for line in lines if not line.is_open),
        no_exam=no_exam,
    )


def quizzes_of(session: Session, context: Context, stock: making.Stock) -> tuple[Quiz, ...]:
    """The saved quizzes of a certification, and how many questions each finds."""
    found = []
    for row in exams.quizzes(session, stock.certification.id):
        choice = keeping.load_choice(row.choice)
        found.append(Quiz(row.name, choice, len(making.found_by(session, context, stock, choice))))
    return tuple(found)
